"""Workbooks (xlsx, xlsm, xlsb, xls, ods) become text tables, in the child process. Uses python-calamine.

It tells every cell's type. Most workbooks in xlsx and xlsm need less than that: fast.py reads those.

Its `iter_rows` counts rows from the spreadsheet's first row but columns from the first that is used; both are
told apart here, so that a cell keeps its address. Error cells come as blanks: etl/read/marks finds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.problems import Unusable, say, shorten
from etl.read.book import Limits, letters
from etl.read.texts import number, text_of

#: Rows turned into text at a time: enough to be fast, little beside what calamine holds.
BATCH = 2_000
#: Whole numbers up to here are exact in a spreadsheet's 64-bit floats.
EXACT = 2.0**53
FORGET = 100_000
TABLE_SHEETS = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet, SheetTypeEnum.DialogSheet)


@dataclass(frozen=True)
class Found:
    """One sheet as the child process reports it; `rows` gives its batches and may be walked once."""

    name: str
    visible: bool
    merged: tuple[tuple[int, int, int, int], ...]
    columns: int
    batches: Iterator[pa.RecordBatch]
    ragged: tuple[int, ...] = ()


def sheets(path: Path, *, limits: Limits) -> Iterator[Found]:
    """The sheets of a workbook in its own order; charts and macro modules are left out. Raises Unusable."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            for index, about in enumerate(book.sheets_metadata):
                if about.typ not in TABLE_SHEETS:
                    continue
                sheet = book.get_sheet_by_index(index)
                rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
                check_size(path, about.name, rows=rows, columns=columns, limits=limits)
                merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
                visible = about.visible == SheetVisibleEnum.Visible
                yield Found(about.name, visible, merged, columns, _batches(path, sheet, limits=limits))
    except PasswordError as error:
        raise Unusable(say("read_encrypted", path=path)) from error
    except CalamineError as error:
        raise Unusable(say("read_damaged", path=path, reason=shorten(str(error), most=200))) from error


def check_size(path: Path, sheet: str, *, rows: int, columns: int, limits: Limits) -> None:
    """Raises Unusable where a sheet has more rows or columns than allowed."""
    if rows > limits.rows:
        raise Unusable(say("read_too_many_rows", path=path, sheet=sheet, found=rows, limit=limits.rows))
    if columns > limits.columns:
        raise Unusable(say("read_too_many_columns", path=path, sheet=sheet, found=columns, limit=limits.columns))


def _batches(path: Path, sheet: CalamineSheet, *, limits: Limits) -> Iterator[pa.RecordBatch]:
    if sheet.start is None:
        return
    before, rows, done = sheet.start[1], sheet.iter_rows(), 0
    while batch := _next(path, sheet.name, rows):
        blank = pa.repeat("", len(batch))
        columns = [blank] * before + [as_text(column) for column in zip(*batch, strict=True)]
        for at, column in enumerate(columns):
            check_lengths(path, sheet.name, column, at=at, done=done, limits=limits)
        yield pa.RecordBatch.from_arrays(columns, names=[letters(i) for i in range(len(columns))])
        done += len(batch)


def _next(path: Path, sheet: str, rows: Iterator[list[Any]]) -> list[list[Any]]:
    try:
        return list(islice(rows, BATCH))
    except OverflowError as error:  # a duration of more than a billion days
        reason = shorten(f"sheet “{sheet}”: {error}", most=200)
        raise Unusable(say("read_damaged", path=path, reason=reason)) from error


def check_lengths(path: Path, sheet: str, column: pa.Array, *, at: int, done: int, limits: Limits) -> None:
    """Raises Unusable where a cell of the column number `at`, from row `done` on, is longer than allowed."""
    # Bytes first: they are at hand, and never fewer than characters.
    if pc.max(pc.binary_length(column)).as_py() > limits.characters:
        lengths = pc.utf8_length(column)
        longest = pc.max(lengths).as_py()
        if longest > limits.characters:
            row = done + pc.index(lengths, longest).as_py() + 1
            raise too_long(path, f"{sheet}!{letters(at)}{row}", longest, limits=limits)


def too_long(path: Path, cell: str, found: int, *, limits: Limits) -> Unusable:
    """The refusal of a cell with more characters than allowed."""
    return Unusable(say("read_cell_too_long", path=path, cell=cell, found=found, limit=limits.characters))


def as_text(values: tuple[Any, ...]) -> pa.Array:
    """A column of cell values as strings. Raises MemoryError where it is too large for one Arrow array (2 GB)."""
    kinds = set(map(type, values))
    if kinds == {str}:
        found = pa.array(values, pa.string())
    elif kinds == {float}:
        found = _numbers(values)
    elif kinds == {str, float}:
        if len(_float_text) > FORGET:
            _float_text.clear()
        found = pa.array([v if type(v) is str else _float_text[v] for v in values], pa.string())
    else:
        found = pa.array([text_of(v) for v in values], pa.string())
    if isinstance(found, pa.ChunkedArray):
        raise MemoryError
    return found


def _numbers(values: tuple[float, ...]) -> pa.Array:
    numbers = pa.array(values, pa.float64())
    whole = pc.all(pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), EXACT)))
    if whole.as_py():
        return numbers.cast(pa.int64()).cast(pa.string())
    return pa.array([_float_text[v] for v in values], pa.string())


class _FloatText(dict[float, str]):
    """Numbers already written, since a sheet repeats few of them often."""

    def __missing__(self, value: float) -> str:
        text = self[value] = number(value)
        return text


_float_text = _FloatText()
