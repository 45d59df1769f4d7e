"""Numbers to take away as a workbook: what they are on the first sheet, one tidy table on the second.

Every text is written as text, whatever it begins with: other people's spreadsheets hold cells that begin with = + - @.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from analysis.tables import STARTS_A_FORMULA
from analysis.text import say, say_or

LONGEST_CELL = 32_000
WIDEST = 60
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)
_SEEN = 200  # rows that a column's width is taken from


def to_xlsx(frame: pd.DataFrame, *, about: Sequence[tuple[str, str]], language: str) -> bytes:
    """The workbook as a file's bytes: labels and values of `about` and what the columns mean; then `frame`."""
    book = Workbook(write_only=True)
    front = book.create_sheet(say(language, "chart.sheet_about"))
    front.column_dimensions["A"].width, front.column_dimensions["B"].width = 26, 90
    for label, value in about:
        front.append([_cell(front, label, bold=True), _cell(front, " ".join(value.split()), wrapped=True)])
    front.append([])
    front.append([_cell(front, say(language, "chart.sheet_columns"), bold=True)])
    for name in frame.columns:
        front.append([_cell(front, str(name)), _cell(front, _meaning(str(name), language=language))])
    data = book.create_sheet(say(language, "chart.sheet_data"))
    data.freeze_panes = "A2"
    for place, name in enumerate(frame.columns, start=1):
        data.column_dimensions[get_column_letter(place)].width = _width(str(name), frame.iloc[:_SEEN, place - 1])
    if len(frame.columns):
        data.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"
        data.append([_cell(data, str(name), bold=True) for name in frame.columns])
    is_share = [str(name) == "share" or str(name).endswith("_share") for name in frame.columns]
    for row in frame.itertuples(index=False, name=None):
        data.append([_cell(data, value, percent=share) for value, share in zip(row, is_share, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _meaning(name: str, *, language: str) -> str:
    """A column's name in words; of a column of names, that of the codes that they stand beside."""
    return say_or(language, f"column.{re.sub('_label$', '', name)}", otherwise=name)


def _cell(sheet: object, value: object, *, bold: bool = False, wrapped: bool = False, percent: bool = False) -> Cell:
    """A cell of a number, a date or, for everything else, of text; blank where there is none."""
    cell = WriteOnlyCell(sheet, value=_plain(value))  # type: ignore[arg-type]
    if isinstance(cell.value, str) and cell.value.lstrip(" \u00a0").startswith(STARTS_A_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True  # stays text when it is edited, too
    if bold:
        cell.font = _BOLD
    if wrapped:
        cell.alignment = _WRAPPED
    if percent:
        cell.number_format = "0.0%"
    return cell


def _plain(value: object) -> str | int | float | bool | date | datetime | None:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | np.ndarray):
        return _text("; ".join(str(part) for part in value))
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, bool | int | float | date | datetime):
        return value
    return _text(str(value))


def _text(value: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub(" ", value)[:LONGEST_CELL]


def _width(name: str, values: Iterable[object]) -> float:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return float(min(max(len(name), longest) + 3, WIDEST))
