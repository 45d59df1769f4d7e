"""Error cells and merged cells of binary workbooks (xlsb), from their records ([MS-XLSB] 2.1.4 and 2.3)."""

import struct
import zipfile
from collections.abc import Iterator

from etl.read.guard import small_part
from etl.read.marks.found import Marks, Search, address, error_text
from etl.read.marks.package import check_lengths, damaged, main_part, part_of, parts_by_name, pieces, related

LARGEST = 64 * 1024 * 1024
ROW, CELL_ERROR, FORMULA_ERROR, SHEET, MERGED = 0, 3, 11, 156, 176


def find(search: Search, opened: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name; none for sheets of more than 64 MB. Raises Unusable."""
    parts = parts_by_name(opened)
    sheets = sheet_parts(search, parts)
    small = {name: part for name, part in sheets.items() if part_of(search, parts, part).file_size <= LARGEST}
    check_lengths(search, parts, besides=set(small.values()))
    found = {}
    for name, part in small.items():
        found[name] = Marks(search, name)
        try:
            _search(found[name], b"".join(pieces(search, parts[part])))
        except (struct.error, IndexError) as error:
            raise damaged(search.path, f"{part}: {error}") from error
    return found


def sheet_parts(search: Search, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    main = main_part(search, parts)
    relations = related(search, parts, name=main)
    found = {}
    try:
        for kind, body in records(small_part(search.path, part_of(search, parts, main))):
            if kind == SHEET:
                relation, at = _wide(body, 8)
                name, _ = _wide(body, at)
                found[name] = relations[relation]
    except (struct.error, IndexError, KeyError) as error:
        raise damaged(search.path, f"{main}: {error}") from error
    return found


def records(content: bytes) -> Iterator[tuple[int, memoryview]]:
    """The records of a part: their number and what they hold. Raises IndexError where the part ends too early."""
    view, at = memoryview(content), 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[at] << 7)
            at += 1
        size = shift = 0
        while True:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        yield kind, view[at : at + size]
        at += size


def _search(marks: Marks, content: bytes) -> None:
    row = 0
    for kind, body in records(content):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", body)
            if row % 1000 == 0:
                marks.search.go_on()
        elif kind in (CELL_ERROR, FORMULA_ERROR):
            column, _, error = struct.unpack_from("<IIB", body)
            marks.add_error(address(row, column), error_text(error))
        elif kind == MERGED:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            marks.merged.append((first_row, first_column, last_row, last_column))


def _wide(body: memoryview, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return bytes(body[at + 4 : end]).decode("utf-16-le", "replace"), end
