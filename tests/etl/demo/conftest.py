"""The demonstration's workbooks, written once, and their sheets as rows by header."""

from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.demo import Release
from tests.demonstrated import FIXED_DAY, Data, demonstration

__all__ = ["demonstration"]

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def today() -> date:
    return FIXED_DAY


@pytest.fixture(scope="session")
def releases(demonstration: Data) -> list[Release]:
    """The workbooks in the order in which they were written."""
    written = demonstration.rows("SELECT file_name, as_of FROM source ORDER BY imported_at")
    return [Release(demonstration.files / name, as_of) for name, as_of in written]


@pytest.fixture(scope="session")
def rows(releases: list[Release]) -> Callable[[int], Rows]:
    """The data rows of a release by header, by its place in `releases`. Blank cells are empty text."""
    found = [data_rows(release.path) for release in releases]
    return lambda at: found[at]


def data_rows(path: Path) -> Rows:
    """The rows of the last sheet that hold data: header, repeated headers, blanks and the total left out."""
    book = load_workbook(path, read_only=True)
    cells = [["" if c is None else c for c in row] for row in book.worksheets[-1].iter_rows(values_only=True)]
    book.close()
    header = next(row for row in cells if any(h in row for h in ("Country", "Country name", "Country/Locality")))
    start = cells.index(header) + 1
    data = [row for row in cells[start:] if any(row) and row != header and row[0] not in ("Total", "")]
    # The reader leaves out blanks at the end of a row.
    return [dict(zip_longest(header, row, fillvalue="")) for row in data]
