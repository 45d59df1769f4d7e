"""The grid of who is rated on what: a row per variable and stage, a column per year, gaps between eras."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import heat
from analysis.figures import Figure, Picture, Row
from analysis.heat import GAP, Column, year_headers
from analysis.once import once, rows_of


@once
def coverage_grid(frame: pd.DataFrame, *, labels: list[str], state: str, language: str, picture: Picture) -> Figure:
    """The share of each year's commitments in `state` (frame of quality.coverage, a label per row).

    A cell without any is empty, so that nothing rated is not drawn like a low share.
    """
    shown = _cells(frame, labels=labels, state=state)
    return heat.heat(shown, column="year", columns=years(frame), language=language, picture=picture, most=1.0)


def cell_at(frame: pd.DataFrame, point: Mapping[str, Any], *, labels: list[str], state: str) -> Row | None:
    """The row of `frame` behind a point of its `coverage_grid`, with `theme`, its label; nothing for a blank cell."""
    shown = _cells(frame, labels=labels, state=state).assign(variable=frame["variable"], stage=frame["stage"])
    return heat.cell_at(shown, point, column="year", columns=years(frame))


@once
def _cells(frame: pd.DataFrame, *, labels: list[str], state: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme_id": frame["variable"] + " " + frame["stage"],
            "theme": labels,
            "year": frame["year"],
            "yes": frame[state],
            "n": frame["n"].where(frame[state] > 0, 0),
            "share": frame[state] / frame["n"],
        }
    )


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
