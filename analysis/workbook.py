"""Workbooks to take away: sheets of prose and tidy tables, written cell by cell as what they are."""

import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.cells import HEAD, could_run, foot, value_of
from analysis.text import on_one_line, say, say_or

WIDEST = 60
#: Letters that are still read when a sheet is printed as wide as the page; a wider one goes on on further pages.
WIDEST_PAGE = 330
#: Points: a line of text, and the highest row that spreadsheets know.
LINE, TALLEST = 15.0, 409.0
#: With more cells than this, rows go to disk as they come: slower, but it does not fill the memory.
MOST_IN_MEMORY = 3_000_000
_SEEN = 200  # rows that a column's width is taken from
_DAY, _TIME, _SHARE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.0%"


@dataclass(frozen=True)
class Table:
    """A sheet that is one table: names of columns in the first row, then the rows. Columns in `wrapped` break lines."""

    name: str
    frame: pd.DataFrame
    wrapped: Collection[str] = ()


@dataclass(frozen=True)
class Prose:
    """A sheet to read: rows of texts. A row of one text is a heading; `links`: texts that lead to a sheet, by text."""

    name: str
    rows: Sequence[Sequence[object]]
    title: str = ""
    widths: Sequence[int] = (26, 90)
    links: Mapping[str, str] = field(default_factory=dict)


def to_xlsx(frame: pd.DataFrame, *, about: Sequence[tuple[str, str]], language: str) -> bytes:
    """The workbook as a file's bytes: labels and values of `about` and what the columns mean; then `frame`."""
    rows: list[Sequence[object]] = [(label, on_one_line(value)) for label, value in about]
    rows += [(), (say(language, "chart.sheet_columns"),)]
    rows += [(str(name), _meaning(str(name), language=language)) for name in frame.columns]
    out = io.BytesIO()
    front = Prose(say(language, "chart.sheet_about"), rows)
    write([front, Table(say(language, "chart.sheet_data"), frame)], out)
    return out.getvalue()


def write(
    sheets: Sequence[Prose | Table],
    out: io.BytesIO | Path,
    *,
    mark: str = "",
    footer: str = "",
    properties: Mapping[str, str] | None = None,
) -> None:
    """Writes a workbook. `mark`: the demonstration mark, or empty; with `footer`, it stands beneath each printed page.
    Names of sheets must be such as `cells.sheet_names` makes.
    """
    cells = sum(sheet.frame.size for sheet in sheets if isinstance(sheet, Table))
    asked = {"constant_memory": cells > MOST_IN_MEMORY, "default_date_format": _DAY, "remove_timezone": True}
    book = xlsxwriter.Workbook(str(out) if isinstance(out, Path) else out, asked)
    book.set_properties(dict(properties or {}))
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        if mark:
            page.set_tab_color("#B02A1E")
        _print_setup(page, mark=mark, footer=footer)
        if isinstance(sheet, Prose):
            _prose(book, page, sheet)
        else:
            _table(book, page, sheet)
    book.close()


class _Look:
    """How a cell looks, whatever kind of value it holds. Made once for a workbook: a format for each cell is slow."""

    def __init__(self, book: Any, **properties: object) -> None:
        self.plain = book.add_format(properties) if properties else None
        self.quoted = book.add_format({**properties, "quote_prefix": True})
        self.day = book.add_format({"num_format": _DAY, **properties})
        self.time = book.add_format({"num_format": _TIME, **properties})


def _write(page: Any, row: int, column: int, given: object, look: _Look) -> None:
    """Writes a number, a day or, for everything else, a text that stays text when it is edited, too."""
    value = value_of(given)
    if isinstance(value, str):
        page.write_string(row, column, value, look.quoted if could_run(value) else look.plain)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look.plain)
    elif isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        page.write_datetime(row, column, value, look.day if is_day else look.time)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, look.day)
    elif value is not None:
        page.write_number(row, column, value, look.plain)


def _prose(book: Any, page: Any, sheet: Prose) -> None:
    title, head = _Look(book, bold=True, font_size=16), _Look(book, bold=True, bottom=1, font_color=f"#{HEAD}")
    label = _Look(book, bold=True, valign="top", text_wrap=True)
    text = _Look(book, valign="top", align="left", text_wrap=True)
    link = book.add_format({"valign": "top", "underline": 1, "font_color": "#1A6A97"})
    page.hide_gridlines(2)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    if sheet.title:
        page.set_row(0, 1.6 * LINE)
        _write(page, 0, 0, sheet.title, title)
    for place, row in enumerate(sheet.rows, start=2 if sheet.title else 0):
        page.set_row(place, _height(row if len(row) > 1 else (), sheet.widths))
        for column, value in enumerate(row):
            if column == 0 and value in sheet.links:
                at = sheet.links[str(value)].replace("'", "''")
                page.write_url(place, column, f"internal:'{at}'!A1", link, string=str(value_of(value)))
            else:
                _write(page, place, column, value, head if len(row) == 1 else text if column else label)


def _table(book: Any, page: Any, sheet: Table) -> None:
    frame, names = sheet.frame, [str(name) for name in sheet.frame.columns]
    widths = [_width(name, frame.iloc[:_SEEN, column]) for column, name in enumerate(names)]
    is_wide = sum(widths) > WIDEST_PAGE
    if is_wide:
        page.fit_to_pages(0, 0)
    page.freeze_panes(1, 1 if is_wide else 0)
    page.repeat_rows(0)
    looks = _looks(book, sheet)
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEAD}", "valign": "vcenter"}
    over_texts, over_numbers = _Look(book, **head, indent=1), _Look(book, **head, align="right")
    for column, name in enumerate(names):
        page.set_column(column, column, widths[column])
        _write(page, 0, column, name, over_numbers if _is_number(frame.iloc[:, column]) else over_texts)
    if names:
        page.autofilter(0, 0, len(frame), len(names) - 1)
    breaks = [(column, widths[column]) for column, name in enumerate(names) if name in sheet.wrapped]
    for place, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        if breaks:
            page.set_row(place, _height([row[column] for column, _ in breaks], [width for _, width in breaks]))
        for column, value in enumerate(row):
            _write(page, place, column, value, looks[column])


def _looks(book: Any, sheet: Table) -> list[_Look]:
    """How the columns look: shares as percentages, texts a little apart from the numbers before them."""
    top = {"valign": "top"} if sheet.wrapped else {}
    share, number = _Look(book, num_format=_SHARE, **top), _Look(book, **top)
    text, wrapped = _Look(book, indent=1, **top), _Look(book, indent=1, text_wrap=True, **top)
    looks = []
    for column, name in enumerate(map(str, sheet.frame.columns)):
        is_share = name == "share" or name.endswith("_share")
        is_number = _is_number(sheet.frame.iloc[:, column])
        looks.append(share if is_share else number if is_number else wrapped if name in sheet.wrapped else text)
    return looks


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _print_setup(page: Any, *, mark: str, footer: str) -> None:
    """A4, landscape, as wide as the page, source and page number beneath."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    page.set_footer(f"&L&8{foot(mark, footer)}&R&8&P / &N")


def _meaning(name: str, *, language: str) -> str:
    """A column's name in words; of a column of names, that of the codes that they stand beside; of counts of
    commitments in a state, that of the state.
    """
    code = re.sub("_label$", "", name)
    meant = say_or(language, f"column.{code}", otherwise=say_or(language, f"state.{code}", otherwise=code))
    return meant if code == name else say(language, "chart.column_in_words", column=meant)


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Points that the longest text of a row needs; programs differ in whether they work it out themselves."""
    texts = [(value, width) for value, width in zip(row, widths, strict=False) if isinstance(value, str)]
    lines = [sum(max(1, -(-len(line) // int(width * 1.12))) for line in text.split("\n")) for text, width in texts]
    return min(TALLEST, LINE * max([1, *lines]) + 1)


def _width(name: str, values: Iterable[object]) -> float:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return float(min(max(len(name), longest) + 3, WIDEST))
