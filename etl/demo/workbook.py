"""Workbooks as files: the same sheets give the same bytes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from etl.clean.labels import SPREADSHEET_ERROR
from etl.demo.rows import Cell

#: The first sheet's name. The import takes a workbook that has it for demonstration data.
MARK = "DEMONSTRATION DATA"
#: Text stays text: neither formulas nor links are made of it.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: its name and its rows, ragged if need be."""

    name: str
    rows: list[list[Cell]]


def write(path: Path, sheets: list[Sheet], *, as_of: date) -> None:
    """Write `sheets` to `path`. The same sheets and day give the same file, byte for byte."""
    with Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"created": datetime.combine(as_of, time())})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.add_write_handler(str, _error)
            for place, row in enumerate(sheet.rows):
                page.write_row(place, 0, row)


def _error(page: Worksheet, row: int, column: int, text: str, *_: object) -> int | None:
    """Writes what a spreadsheet shows where a formula failed as such a cell; other text goes the usual way."""
    return page.write_formula(row, column, f"={text}", None, text) if SPREADSHEET_ERROR.fullmatch(text) else None


def prose(name: str, lines: list[str]) -> Sheet:
    """A sheet of text, one line a row."""
    return Sheet(name, [[line] for line in lines])
