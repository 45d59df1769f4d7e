"""Workbooks as files: the same sheets give the same bytes."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from etl.demo.rows import Cell

#: The first sheet's name. The import takes a workbook that has it for demonstration data.
MARK = "DEMONSTRATION DATA"
#: Zip archives cannot say an earlier day.
EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: its name and its rows, ragged if need be."""

    name: str
    rows: list[list[Cell]]


def write(path: Path, sheets: list[Sheet], *, as_of: date) -> None:
    """Write `sheets` to `path`. The same sheets and day give the same file, byte for byte."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    written = BytesIO()
    book.save(written)
    stamp = datetime.combine(as_of, time()).isoformat().encode() + b"Z"
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            target.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED)


def prose(name: str, lines: list[str]) -> Sheet:
    """A sheet of text, one line a row."""
    return Sheet(name, [[line] for line in lines])


def _cell(page: WriteOnlyWorksheet, value: Cell) -> object:
    """`value` as the writer wants it: nothing for a blank, and text that begins like a formula as text."""
    if value == "":
        return None
    if isinstance(value, str) and value.startswith("="):
        cell = WriteOnlyCell(page, value=value)
        cell.data_type = "s"
        return cell
    return value
