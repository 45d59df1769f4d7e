"""Errors, formulas without a stored value and merged cells in xlsx and xlsm, from the sheets' XML as bytes.

Cells are looked at closely only in pieces where the words for them occur. Where cells do not say their address,
the sheet is walked again with a true XML parser that counts them.
"""

import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from etl.problems import Unusable, say
from etl.read.book import letters, place
from etl.read.marks import blur, frame
from etl.read.marks.found import Marks, Search, address
from etl.read.marks.package import (
    check_lengths,
    damaged,
    local,
    main_part,
    part_of,
    parts_by_name,
    pieces,
    related,
    walk,
    xml_of,
)

ROOT = re.compile(rb"<(?:([\w.-]+):)?(?:worksheet|macrosheet|dialogsheet|chartsheet)\b")
#: More than the longest cell that is read. What is longer is refused by the parser.
LONGEST_CELL = 16 * 1024 * 1024


class NeedsCounting(Exception):
    """A cell in question does not say its address."""


@dataclass(frozen=True)
class Patterns:
    """How cells are written in one part, with its namespace prefix."""

    cells: bytes
    cells_end: bytes
    cell: bytes
    cell_end: bytes
    formula: bytes
    error: re.Pattern[bytes]
    value: re.Pattern[bytes]
    uncached: re.Pattern[bytes]
    far_row: re.Pattern[bytes]
    far_column: re.Pattern[bytes]
    error_signs: tuple[bytes, ...]
    blurs: tuple[bytes, ...]


def find(search: Search, opened: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises Unusable."""
    parts = parts_by_name(opened)
    sheets = sheet_parts(search, parts)
    seen = blur.look_elsewhere(search, parts)
    check_lengths(search, parts, besides=seen.union(sheets.values()))
    found = {}
    for name, part_name in sheets.items():
        part = part_of(search, parts, part_name)
        try:
            found[name] = _searched(search, part, sheet=name)
        except NeedsCounting:
            search.blurs.set()  # what the fast reader would blur is looked for only where cells say their address
            found[name] = _counted(search, part, sheet=name)
        found[name].is_chart = part_name.split("/")[1:2] == ["chartsheets"]
    return found


def sheet_parts(search: Search, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    main = main_part(search, parts)
    relations = related(search, parts, name=main)
    found = {}
    for element in xml_of(search, part_of(search, parts, main)).iter():
        if local(element.tag) == "sheet":
            ids = [value for key, value in element.attrib.items() if local(key) == "id"]
            target = next((relations[i] for i in ids if i in relations), None)
            if target is None:
                raise damaged(search.path, f"sheet “{element.get('name', '')}” has no part")
            found[element.get("name", "")] = target
    return found


def patterns(prefix: bytes, *, quotes: bytes, rows: int, columns: int) -> Patterns:
    """The patterns for a prefix such as b"x:" (usually none) and for addresses about as long as the limits'.

    `quotes` are those around attributes: b'"', in a few files also b"'".
    """
    p = re.escape(prefix)
    row, column = b"%d" % len(str(rows)), b"%d" % len(letters(columns - 1))
    return Patterns(
        cells=b"<" + prefix + b"sheetData",
        cells_end=b"</" + prefix + b"sheetData>",
        cell=b"<" + prefix + b"c ",
        cell_end=b"</" + prefix + b"c>",
        formula=b"<" + prefix + b"f",
        error=re.compile(rb"<" + p + rb"c(\s[^<>]*?\bt\s*=\s*[\"']e[\"'][^<>]*?)(/?)>"),
        value=re.compile(rb"<" + p + rb"v(?:\s[^<>]*)?>([^<]*)<"),
        uncached=re.compile(
            rb"<" + p + rb"c(\s[^<>]*)?>\s*<" + p + rb"f\b[^<>]*?(?:/>|>[^<]*</" + p + rb"f>)\s*"
            rb"(<" + p + rb"v(?:\s[^<>]*)?(?:/>|>\s*</" + p + rb"v>))?\s*</" + p + rb"c>"
        ),
        far_row=re.compile(rb"<" + p + rb"row r=\"([0-9]{" + row + rb",})\""),
        far_column=re.compile(rb"<" + p + rb"c r=\"([A-Z]{" + column + rb",})[0-9]"),
        error_signs=_typed(b"e", quotes=quotes),
        blurs=blur.WORDS + _typed(b"d", quotes=quotes),
    )


def _typed(kind: bytes, *, quotes: bytes) -> tuple[bytes, ...]:
    """How the type of a cell may be written."""
    return tuple(b"t=" + quotes[i : i + 1] + kind + quotes[i : i + 1] for i in range(len(quotes)))


def _searched(search: Search, part: zipfile.ZipInfo, *, sheet: str) -> Marks:
    marks, known, buffer, before = Marks(search, sheet), None, b"", None
    letters = frame.Letters()
    for piece in pieces(search, part):
        if not letters.are_in(piece):
            search.blurs.set()
        buffer += piece
        if known is None:
            if buffer.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
                raise NeedsCounting
            root = ROOT.search(buffer)
            if root is None and len(buffer) < LONGEST_CELL:
                continue
            prefix = root.group(1) + b":" if root and root.group(1) else b""
            quotes = b"\"'" if b"='" in buffer else b'"'
            known = patterns(prefix, quotes=quotes, rows=search.limits.rows, columns=search.limits.columns)
            before = buffer
        cut = buffer.rfind(known.cell)
        if cut > 0:
            _look(marks, buffer, known, end=cut)
            buffer = buffer[cut:]
        elif len(buffer) > LONGEST_CELL:
            search.blurs.set()
            buffer = b""
    if known is None or before is None:
        search.blurs.set()
        return marks
    _look(marks, buffer, known, end=len(buffer))
    frame.look_around(marks, _around(before, buffer, known))
    return marks


def _around(before: bytes, after: bytes, known: Patterns) -> bytes:
    """A sheet without its cells, given what it begins and what it ends with."""
    start, stop = before.find(known.cells), after.rfind(known.cells_end)
    if start < 0 or stop < 0:
        return before if before.endswith(after) else b""
    return before[:start] + after[stop + len(known.cells_end) :]


def _look(marks: Marks, content: bytes, known: Patterns, *, end: int) -> None:
    """Marks what stands in `content` up to `end`, which is between two cells."""
    _refuse_far_cells(marks, content, known, end=end)
    blur.look_at(marks.search, content, signs=known.blurs, end=end)
    if any(content.find(sign, 0, end) >= 0 for sign in known.error_signs):
        for match in known.error.finditer(content, 0, end):
            stop = content.find(known.cell_end, match.end(), end)
            value = None if match.group(2) else known.value.search(content, match.end(), max(stop, 0))
            if value and value.group(1):
                marks.add_error(_own_address(match.group(1)), unescape(value.group(1).decode(errors="replace")))
    if content.find(known.formula, 0, end) >= 0:
        for match in known.uncached.finditer(content, 0, end):
            attributes = match.group(1) or b""
            if not (match.group(2) and re.search(rb"\bt\s*=\s*[\"']str[\"']", attributes)):
                marks.add_uncached(_own_address(attributes))


def _own_address(attributes: bytes) -> str:
    match = re.search(rb"\sr\s*=\s*[\"']([A-Z]+[0-9]+)[\"']", attributes)
    if not match:
        raise NeedsCounting
    return match.group(1).decode()


def _refuse_far_cells(marks: Marks, content: bytes, known: Patterns, *, end: int) -> None:
    """A cell beyond the limits ends the reading before the parser makes room for all the cells before it."""
    search = marks.search
    for match in known.far_row.finditer(content, 0, end):
        if int(match.group(1)) > search.limits.rows:
            facts = {"found": int(match.group(1)), "limit": search.limits.rows}
            raise Unusable(say("read_too_many_rows", path=search.path, sheet=marks.sheet, **facts))
    for match in known.far_column.finditer(content, 0, end):
        column = place(match.group(1).decode()[:4] + "1")[1]
        if column >= search.limits.columns:
            facts = {"found": column + 1, "limit": search.limits.columns}
            raise Unusable(say("read_too_many_columns", path=search.path, sheet=marks.sheet, **facts))


def _counted(search: Search, part: zipfile.ZipInfo, *, sheet: str) -> Marks:
    """The same by a true XML parser, slower, for sheets whose cells do not say where they are."""
    heard = _Walk(Marks(search, sheet))
    walk(search, part, heard)
    return heard.marks


class _Walk:
    """Counts rows and cells on the way through a sheet's XML."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.row = self.column = -1
        self.kind = ""
        self.formula = self.value = self.is_in_value = False
        self.said = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self.row + 1
                self.column = -1
            case "c":
                self.column += 1
                if "r" in attributes:
                    self.row, self.column = place(attributes["r"])
                self.kind = attributes.get("t", "")
                self.formula = self.value = False
                self.said = ""
            case "f":
                self.formula = True
            case "v" | "is":
                self.value = True
                self.is_in_value = True

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v" | "is":
                self.is_in_value = False
            case "c":
                here = address(self.row, self.column)
                if self.kind == "e" and self.said:
                    self.marks.add_error(here, self.said)
                elif self.formula and not self.said and not (self.value and self.kind in ("str", "inlineStr")):
                    self.marks.add_uncached(here)

    def text(self, said: str) -> None:
        if self.is_in_value and len(self.said) < 100:
            self.said += said
