"""Tiny spreadsheets of every format, made in code: what LibreOffice or Excel would write, and what they never would."""

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _package(main: str, content_type: str, targets: Iterable[str]) -> dict[str, str]:
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for i, target in enumerate(targets, start=1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/xl/{main}"'
        f' ContentType="{content_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/{main}"/></Relationships>',
        f"xl/_rels/{main}.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
    }


def xlsx_parts(*sheet_data: str, content_type: str = SHEET_TYPE) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets "Sheet 1", "Sheet 2", … hold this XML inside <sheetData>."""
    whole = [f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>' for data in sheet_data]
    return xlsx_with_sheets(*whole, content_type=content_type)


def xlsx_with_sheets(*sheets: str | bytes, content_type: str = SHEET_TYPE) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets are these whole XML documents."""
    listed = "".join(f'<sheet name="Sheet {i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, len(sheets) + 1))
    names = [f"worksheets/sheet{i}.xml" for i in range(1, len(sheets) + 1)]
    return {
        **_package("workbook.xml", content_type, names),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        **{f"xl/{name}": sheet for name, sheet in zip(names, sheets, strict=True)},
    }


def xlsx_row(number: int, *cells: str) -> str:
    """A row of a sheet with texts in A, B, …"""
    return f'<row r="{number}">' + "".join(
        f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for i, cell in enumerate(cells)
    ) + "</row>"  # fmt: skip


def ods(path: Path, tables: str, *, manifest: str = "") -> Path:
    """An OpenDocument workbook with this XML inside <office:spreadsheet>."""
    names = ("office", "table", "text", "style")
    declared = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    declared += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        manifest or f'<manifest:manifest><manifest:file-entry manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return packed(path, {"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": listed})


def ods_table(name: str, *rows: str, style: str = "") -> str:
    """A sheet of an OpenDocument workbook."""
    return f"<table:table table:name={quoteattr(name)}{style}>{''.join(rows)}</table:table>"


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of cells made with ods_text, or written out."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_text(text: str) -> str:
    """A cell with a text."""
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


# Excel 97-2003: records ([MS-XLS]) inside an OLE file ([MS-CFB])

Cell = str | float | bool | None


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_text(text: str) -> bytes:
    return struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def xls(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, hidden: Sequence[str] = ()) -> Path:
    """An Excel 97-2003 workbook. A text beginning with # becomes an error cell: "#N/A", "#DIV/0!"."""
    bodies = [_xls_sheet(rows) for rows in sheets.values()]
    start, end = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), _record(0x0A, b"")

    def listed(offsets: Sequence[int]) -> bytes:
        return b"".join(
            _record(0x85, struct.pack("<IBBBB", at, name in hidden, 0, len(name), 1) + name.encode("utf-16-le"))
            for name, at in zip(sheets, offsets, strict=True)
        )

    at = len(start + listed([0] * len(bodies)) + end)
    offsets = [at + sum(map(len, bodies[:i])) for i in range(len(bodies))]
    return ole(path, {"Workbook": start + listed(offsets) + end + b"".join(bodies)})


def _xls_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    errors = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
    records = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            head = struct.pack("<HHH", r, c, 0)
            if isinstance(cell, bool):
                records.append(_record(0x205, head + bytes([cell, 0])))
            elif isinstance(cell, float | int):
                records.append(_record(0x203, head + struct.pack("<d", cell)))
            elif cell in errors:
                records.append(_record(0x205, head + bytes([errors[cell], 1])))
            elif cell is not None:
                records.append(_record(0x204, head + _xls_text(cell)))
    return b"".join([*records, _record(0x0A, b"")])


def ole(path: Path, streams: Mapping[str, bytes]) -> Path:
    """An OLE file with these streams, each padded to the size from which no small sectors are needed."""
    size = 512
    padded = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    fat, sectors = [0xFFFFFFFD, 0xFFFFFFFE], []
    entries = [_entry("Root Entry", kind=5, child=1, first=0xFFFFFFFE, length=0)]
    for i, (name, body) in enumerate(padded.items(), start=1):
        first, count = len(fat), -(-len(body) // size)
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        sectors.append(body.ljust(count * size, b"\0"))
        last = i == len(padded)
        entries.append(
            _entry(name, kind=2, child=0xFFFFFFFF, first=first, length=len(body), right=0xFFFFFFFF if last else i + 1)
        )
    assert len(fat) <= 128, "more needs a second sector of the table"
    assert len(entries) <= 4, "more needs a second sector of the directory"
    directory = b"".join(entries).ljust(size, b"\0")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(size, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    path.write_bytes(header + table + directory + b"".join(sectors))
    return path


def _entry(name: str, *, kind: int, child: int, first: int, length: int, right: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    about = struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", first, length)


# Binary workbooks ([MS-XLSB])


def _binary(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        length, low = length >> 7, length & 0x7F
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return number + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def xlsb(path: Path, rows: Sequence[Sequence[Cell]], *, merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """A binary workbook with one sheet "Data". Texts beginning with # become error cells; `merged` as in Sheet."""
    errors = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
    width = max(map(len, rows))
    sheet = [_binary(129), _binary(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)), _binary(145)]
    for r, row in enumerate(rows):
        sheet.append(_binary(0, struct.pack("<IIHHBI", r, 0, 300, 0, 0, 0)))
        for c, cell in enumerate(row):
            head = struct.pack("<II", c, 0)
            if isinstance(cell, bool):
                sheet.append(_binary(4, head + bytes([cell])))
            elif isinstance(cell, float | int):
                sheet.append(_binary(5, head + struct.pack("<d", cell)))
            elif cell in errors:
                sheet.append(_binary(3, head + bytes([errors[cell]])))
            elif cell is not None:
                sheet.append(_binary(6, head + _wide(cell)))
    sheet.append(_binary(146))
    sheet += [_binary(177, struct.pack("<I", len(merged)))] if merged else []
    sheet += [_binary(176, struct.pack("<4I", r0, r1, c0, c1)) for r0, c0, r1, c1 in merged]
    sheet += [_binary(178)] if merged else []
    sheet.append(_binary(130))
    listed = _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Data"))
    book = _binary(131) + _binary(143) + listed + _binary(144) + _binary(132)
    parts = _package("workbook.bin", BINARY_TYPE, ["worksheets/sheet1.bin"])
    return packed(path, {**parts, "xl/workbook.bin": book, "xl/worksheets/sheet1.bin": b"".join(sheet)})
