"""Marks of OpenDocument sheets, from content.xml as a stream: errors, formulas without a value, merged cells.

And two kinds of cells that the parser gets wrong: truth values come as 0, durations as PT30H05M00S.
"""

import re
import zipfile

from etl.read.marks.found import Marks, Search, address
from etl.read.marks.package import check_lengths, part_of, parts_by_name, walk

CONTENT = "content.xml"
OWN_ERRORS = re.compile(r"Err:5\d\d|#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)")
DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def find(search: Search, opened: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises Unusable."""
    parts = parts_by_name(opened)
    check_lengths(search, parts, besides={CONTENT})
    heard = _Walk(search)
    walk(search, part_of(search, parts, CONTENT), heard, joined=True)
    return heard.found


class _Walk:
    """Counts rows and cells, with their repetitions, on the way through content.xml."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.found: dict[str, Marks] = {}
        self.marks = Marks(search, "")
        self.row = self.column = self.next_row = self.next_column = 0
        self.rows = self.columns = 1
        self.cell: dict[str, str] | None = None
        self.paragraphs = 0
        self.said = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                title = attributes.get("table:name", "")
                self.marks = self.found.setdefault(title, Marks(self.search, title))
                self.next_row = 0
            case "table:table-row":
                self.row, self.rows = self.next_row, _number(attributes, "table:number-rows-repeated")
                self.next_row += self.rows
                self.next_column = 0
            case "table:table-cell" | "table:covered-table-cell":
                self.column, self.columns = self.next_column, _number(attributes, "table:number-columns-repeated")
                self.next_column += self.columns
                self.cell, self.said, self.paragraphs = attributes, "", 0
            case "text:p":
                self.paragraphs += 1

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._judge(self.cell)
            self.cell = None

    def text(self, said: str) -> None:
        if self.cell is not None and len(self.said) < 100:
            self.said += said

    def _judge(self, cell: dict[str, str]) -> None:
        spanned = _number(cell, "table:number-rows-spanned"), _number(cell, "table:number-columns-spanned")
        if spanned != (1, 1):
            last = self.row + spanned[0] - 1, self.column + spanned[1] - 1
            self.marks.merged.append((self.row, self.column, *last))
        kind = cell.get("office:value-type", "")
        is_formula = "table:formula" in cell
        if cell.get("calcext:value-type") == "error" or (is_formula and OWN_ERRORS.fullmatch(self.said)):
            for here in self._addresses():
                self.marks.add_error(here, self.said or "#ERROR!")
        elif kind == "boolean":
            for here in self._addresses():
                self.marks.add_text(here, cell.get("office:boolean-value", "").upper())
        elif kind == "time" and (duration := DURATION.fullmatch(cell.get("office:time-value", ""))):
            sign, hours, minutes, seconds = duration.groups()
            for here in self._addresses():
                self.marks.add_text(here, f"{sign}{int(hours):02d}:{int(minutes):02d}:{int(seconds):02d}")
        elif is_formula and not kind and not self.paragraphs:
            for here in self._addresses():
                self.marks.add_uncached(here)

    def _addresses(self) -> list[str]:
        """The cell with its repetitions, as far as the limits of a sheet go."""
        rows = range(self.row, min(self.next_row, self.search.limits.rows))
        columns = range(self.column, min(self.next_column, self.search.limits.columns))
        most = self.search.limits.marks + 1
        return [address(r, c) for r in rows[:most] for c in columns[: most // max(len(rows[:most]), 1) + 1]]


def _number(attributes: dict[str, str], name: str) -> int:
    given = attributes.get(name, "1")
    return max(int(given), 1) if given.isdecimal() and len(given) < 10 else 1
