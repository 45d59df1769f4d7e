"""Workbooks in Excel's own XML (xlsx, xlsm) become text tables, in the child process. Uses fastexcel.

It gives a sheet as columns of text without a Python object for each cell, in about three fifths of the time.
What it thereby does not tell is found beside it, in the file itself: errors and merged cells (marks/xlsx.py), and
cells of different types that it writes in the same way (marks/blur.py). A book that holds such cells is read by
workbook.py instead, as is one that fastexcel cannot read, so that all messages come from there.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.read import texts
from etl.read.book import Limits, letters
from etl.read.workbook import BATCH, Found, check_lengths, check_size

#: How fastexcel writes days and times: 2014-06-01 10:30:15, with thousandths where they are not 0, and a sign where
#: the year has more than four digits.
MOMENT = r"^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$"
SHORTEST, LONGEST = 19, 26
#: The day of which times without a day are given.
NO_DAY = datetime.date(1899, 12, 31)
FIRST_DAY = datetime.datetime(1900, 1, 1)


class NotFast(Exception):
    """fastexcel cannot read this book, or does not tell what a cell holds."""


def sheets(path: Path, *, limits: Limits) -> Iterator[Found]:
    """The sheets of a workbook in its own order; charts come as sheets without cells. Raises Unusable and NotFast."""
    try:
        # Absolute, because fastexcel takes a ~ at the beginning for the user's folder.
        reader = fastexcel.read_excel(path.absolute())
        for index, name in enumerate(reader.sheet_names):
            yield _found(path, reader, index=index, name=name, limits=limits)
    except (fastexcel.FastExcelError, UnicodeError) as error:
        raise NotFast from error


def _found(path: Path, reader: fastexcel.ExcelReader, *, index: int, name: str, limits: Limits) -> Found:
    # With a type for all columns none is guessed; rows are counted from the first, so that blank ones stay.
    sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    before = sheet.selected_columns[0].absolute_index if sheet.width else 0
    columns = before + sheet.width
    check_size(path, name, rows=sheet.total_height, columns=columns, limits=limits)
    table, blank = sheet.to_arrow_with_errors()
    if blank and any("Error(" not in cell.detail for cell in blank.errors):
        raise NotFast  # a number too large for the date that it should be
    batches = _batches(path, table, before=before, name=name, limits=limits)
    return Found(name, sheet.visible == "visible", (), columns, batches)


def _batches(path: Path, table: pa.RecordBatch, *, before: int, name: str, limits: Limits) -> Iterator[pa.RecordBatch]:
    rows = table.num_rows
    columns = [pa.repeat("", rows)] * before + [as_written(column) for column in table.columns]
    for at, column in enumerate(columns):
        check_lengths(path, name, column, at=at, done=0, limits=limits)
    whole = pa.RecordBatch.from_arrays(columns, names=[letters(i) for i in range(len(columns))])
    for start in range(0, rows, BATCH):
        yield whole.slice(start, BATCH)


def as_written(column: pa.Array) -> pa.Array:
    """A column of fastexcel's as texts.py would write its cells: blanks, TRUE and FALSE, days and times.

    Every true and every moment is taken for a truth value and a date; marks/blur.py makes sure that none is a text.
    Raises NotFast at a moment for which there is no date.
    """
    if column.null_count:
        column = pc.fill_null(column, "")
    for plain in ("true", "false"):
        same = pc.equal(column, plain)
        if pc.any(same).as_py():
            column = pc.if_else(same, plain.upper(), column)
    lengths = pc.binary_length(column)
    near = pc.and_(pc.greater_equal(lengths, SHORTEST), pc.less_equal(lengths, LONGEST))
    if not pc.any(near).as_py():
        return column
    places = pc.indices_nonzero(near)
    candidates = column.take(places)
    found = pc.match_substring_regex(candidates, MOMENT)
    if not pc.any(found).as_py():
        return column
    mask = np.zeros(len(column), dtype=bool)
    mask[places.filter(found).to_numpy()] = True
    moments = candidates.filter(found).dictionary_encode()
    written = pa.array([_moment(text) for text in moments.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(column, pa.array(mask), written.take(moments.indices))


def _moment(text: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise NotFast from error
    if moment.date() == NO_DAY:
        return texts.time(moment.time())
    if moment <= FIRST_DAY:
        raise NotFast  # before all days, or a time of day that was rounded up to the next
    return texts.moment(moment)
