"""The list of commitments as a workbook for a meeting: a cover, a sheet per lead institution, columns to fill in.

Every text is written as text, whatever it begins with: other people's spreadsheets hold cells that begin with = + - @.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from analysis import numbers
from analysis.cells import HEAD, could_run, foot, sheet_names, value_of
from analysis.once import rows_of
from analysis.text import say

#: Institutions with a sheet of their own; what is left shares one.
MOST_SHEETS = 40
WORDS = 2  # columns of the cover's list before its counts
TOP = 3  # rows above the header: institution, note, blank
#: Columns of a sheet: names of stalled_words.readable, with widths in letters. All fit on a page that can be read.
COLUMNS = {
    "stall_state": 15,
    "plan_number": 6,
    "commitment": 36,
    "since": 13,
    "why": 32,
    "overlays": 15,
    "themes": 18,
    "file_name": 14,
}
#: Only where a plan on the sheet is still running.
WHILE_RUNNING = {"elapsed_share": 8, "due": 13}
#: Before the others, on the sheet that institutions share.
SHARED = {"member": 14, "lead_institution": 24}
#: After the others: what a filled-in row is found again by.
FOUND_BY = {"commitment_id": 12}
#: States that the cover counts apart; a sheet comes first by how many of its rows are in one of them.
COUNTED = ("stalled_confirmed", "stalled_likely", "at_risk")
#: How a day is shown that no file gives.
ABOUT = '"≈ "yyyy-mm-dd'
#: Columns that a meeting fills in.
TO_FILL_IN = {"reason": 22, "next_step": 22, "owner": 13, "date": 11}
_HEAD = PatternFill("solid", fgColor=HEAD)
_EMPTY = PatternFill("solid", fgColor="FFF8E5")
_LINE = Border(bottom=Side("thin", color="C9D2DA"), right=Side("thin", color="E4E9ED"))


@dataclass(frozen=True)
class _Part:
    wanted_name: str
    title: str
    rows: pd.DataFrame
    is_shared: bool = False

    def counts(self) -> list[int]:
        """Its rows: all, those in each of the states COUNTED, the rest."""
        by_state = [int((self.rows["state"] == state).sum()) for state in COUNTED]
        return [len(self.rows), *by_state, len(self.rows) - sum(by_state)]


def build(
    rows: pd.DataFrame,
    *,
    cover: Sequence[tuple[str, str]],
    mark: str,
    footer: str,
    language: str,
    most: int = MOST_SHEETS,
) -> bytes:
    """The workbook as a file's bytes.

    `rows`: stalled_words.readable with the column member_id, in the order in which they are to stand. An institution
    is told apart by its member and its name. `cover`: labels and values for the first
    sheet. `mark`: the demonstration mark, or empty; it is on the cover, on each sheet and on each printed page.
    `footer`: source and date, printed beneath each page. The `most` institutions that come first (COUNTED) get a sheet
    of their own; if there are more, the others share the last sheet, and the cover says so.
    """
    parts = _parts(rows, most=most, language=language)
    names = sheet_names([say(language, "meeting.cover"), *(part.wanted_name for part in parts)])
    book = Workbook()
    book.remove(book.worksheets[0])
    listed = [(name, part.title, part.counts()) for name, part in zip(names[1:], parts, strict=True)]
    front = book.create_sheet(names[0])
    _cover(front, cover, sheets=listed, mark=mark, footer=footer, language=language)
    for name, part in zip(names[1:], parts, strict=True):
        _list(book.create_sheet(name), part, mark=mark, footer=footer, language=language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at a place; no sheet of ours has merged cells. Raises TypeError for one."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title} has merged cells at row {row}, column {column}")
    return cell


def write(cell: Cell, given: object) -> None:
    """Writes a value so that it stays what it is: a number, a date, or a text that no spreadsheet runs."""
    value = value_of(given)
    if isinstance(value, date):
        cell.value = value.date() if isinstance(value, datetime) else value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = could_run(value)
    elif value is not None:
        cell.value = value


def _parts(rows: pd.DataFrame, *, most: int, language: str) -> list[_Part]:
    """What becomes a sheet: the institutions with the most rows to talk about first, then all the others together."""
    grouped = [part for _, part in rows.groupby(["member_id", "lead_institution"], sort=False)]
    grouped.sort(key=_place)
    several = rows["member_id"].nunique() > 1
    parts = []
    for part in grouped[:most]:
        first = part.iloc[0]
        institution = str(first["lead_institution"])
        name = f"{first['member_id']} {institution}" if several else institution
        parts.append(_Part(name, f"{institution} · {first['member']}", part))
    others = grouped[most:]
    if others:
        title = say(language, "meeting.others_title", n=len(others))
        parts.append(_Part(say(language, "meeting.others"), title, pd.concat(others), is_shared=True))
    return parts


def _place(rows: pd.DataFrame) -> tuple[int, int, str]:
    """Of an institution's rows: the most that are stalled or at risk first, then the most rows, then by name."""
    return -int(rows["state"].isin(COUNTED).sum()), -len(rows), numbers.place(str(rows["lead_institution"].iloc[0]))


def _cover(
    sheet: Worksheet,
    said: Sequence[tuple[str, str]],
    *,
    sheets: Sequence[tuple[str, str, list[int]]],
    mark: str,
    footer: str,
    language: str,
) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    write(at(sheet, 1, 1), say(language, "meeting.title"))
    at(sheet, 1, 1).font = _font(size=18, bold=True)
    place = 2
    if mark:
        write(at(sheet, place, 1), mark)
        at(sheet, place, 1).font = _font(bold=True, color="B02A1E", size=13)
        place += 1
    for label, value in said:
        place += 1
        write(at(sheet, place, 1), label)
        write(at(sheet, place, 2), value)
        at(sheet, place, 1).font = _font(bold=True)
        for column in (1, 2):
            at(sheet, place, column).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    place += 2
    heads = ("meeting.sheet", "meeting.institution", "meeting.rows", *(f"state.{s}" for s in COUNTED), "meeting.rest")
    for column, key in enumerate(heads, start=1):
        _header(at(sheet, place, column), say(language, key))
        if column > WORDS:
            sheet.column_dimensions[get_column_letter(column)].width = 14
    for tab, title, counts in sheets:
        place += 1
        write(at(sheet, place, 1), tab)
        at(sheet, place, 1).hyperlink = Hyperlink(ref="", location=f"'{tab.replace(chr(39), chr(39) * 2)}'!A1")
        at(sheet, place, 1).font = _font(underline="single", color="1A6A97")
        write(at(sheet, place, 2), title)
        for column, n in enumerate(counts, start=WORDS + 1):
            write(at(sheet, place, column), n)
    _print_setup(sheet, mark=mark, footer=footer)


def _list(sheet: Worksheet, part: _Part, *, mark: str, footer: str, language: str) -> None:
    rows = part.rows
    write(at(sheet, 1, 1), part.title)
    at(sheet, 1, 1).font = _font(size=14, bold=True)
    write(at(sheet, 2, 1), mark)
    at(sheet, 2, 1).font = _font(bold=True, color="B02A1E")
    header = TOP + 1
    running = WHILE_RUNNING if rows["due"].notna().any() else {}
    widths = {**(SHARED if part.is_shared else {}), **COLUMNS, **running, **TO_FILL_IN, **FOUND_BY}
    sheet.row_dimensions[header].height = 31
    for place, (name, width) in enumerate(widths.items(), start=1):
        _header(at(sheet, header, place), say(language, f"column.{name}"))
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, row in enumerate(rows_of(rows), start=header + 1):
        for place, name in enumerate(widths, start=1):
            cell = at(sheet, line, place)
            if name in TO_FILL_IN:
                cell.fill = _EMPTY
            else:
                write(cell, row[name])
            if name.endswith("_share"):
                cell.number_format = "0%"
            if row.get(f"{name}_is_estimated"):
                cell.number_format = ABOUT
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            cell.border = _LINE
        sheet.row_dimensions[line].height = _height(row, widths)
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(widths))}{header + len(rows)}"
    sheet.print_title_rows = f"{header}:{header}"
    _print_setup(sheet, mark=mark, footer=footer)


def _font(**looks: Any) -> Font:
    return Font(name="Calibri", **looks)


def _header(cell: Cell, text: str) -> None:
    write(cell, text)
    cell.font, cell.fill = _font(bold=True, color="FFFFFF"), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _height(row: Mapping[Any, Any], widths: Mapping[str, int]) -> float:
    """Points that the longest text of a row needs; programs differ in whether they work it out themselves."""
    lines = [-(-len(row[name]) // width) for name, width in widths.items() if isinstance(row.get(name), str)]
    return min(409.0, 14.5 * max([2, *(line + 1 if line > 1 else line for line in lines)]))


def _print_setup(sheet: Worksheet, *, mark: str, footer: str) -> None:
    """A4, landscape, as wide as the page, the header on each of them, source and page number beneath."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.3)
    below = HeaderFooterItem()
    below.left.text, below.left.size = foot(mark, footer), 8
    below.right.text, below.right.size = "&P / &N", 8
    sheet.oddFooter = below
