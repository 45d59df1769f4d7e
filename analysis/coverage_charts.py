"""The grid of who is rated on what: a row per rating or member, a column per year, gaps between eras."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import heat
from analysis.figures import Figure, Picture, Row
from analysis.heat import GAP, Column, year_headers
from analysis.once import once, rows_of


@once
def coverage_grid(frame: pd.DataFrame, *, state: str, language: str, picture: Picture) -> Figure:
    """The share of each year's commitments in `state` (frame of `coverage`, with the key `row` and the `row_name` of
    the row of the grid).

    A cell without any is empty, so that nothing rated is not drawn like a low share.
    """
    cells = _cells(frame, state=state)
    asked: dict[str, Any] = {"column": "year", "columns": years(frame), "by": "row", "named": "row_name"}
    return heat.heat(cells, **asked, language=language, picture=picture, most=1.0)


def cell_at(frame: pd.DataFrame, point: Mapping[str, Any], *, state: str) -> Row | None:
    """The cell behind a point of a `coverage_grid`: row, row_name, year, yes (in `state`), n; nothing without any n."""
    return heat.cell_at(_cells(frame, state=state), point, column="year", columns=years(frame), by="row")


@once
def years(frame: pd.DataFrame) -> list[Column]:
    """The years of `frame` as columns, with a gap where an era ends."""
    columns: list[Column] = []
    before = None
    once = frame.drop_duplicates("year").sort_values("year")
    headers = year_headers(once["year"].tolist(), of=len(once))
    for row, header in zip(rows_of(once), headers, strict=True):
        if before is not None and row["era"] != before:
            columns.append(GAP)
        columns.append(Column(row["year"], header, str(row["year"])))
        before = row["era"]
    return columns


@once
def _cells(frame: pd.DataFrame, *, state: str) -> pd.DataFrame:
    cells = frame[["row", "row_name", "year", "n"]]
    return cells.assign(yes=frame[state], share=(frame[state] / frame["n"]).where(frame[state] > 0))
