"""A grid of shares: one row per theme, one column per region or year, small cells apart from all others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import pandas as pd

from analysis import numbers, rows, theme
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, plain, share_ticks, wrapped
from analysis.once import once, rows_of
from analysis.text import say

#: Up to so many columns a cell holds its numbers.
MOST_WRITTEN = 6
#: Letters on a line of a header, and its pixels.
HEADER = 9
LINE = 14
#: Letters on a line of a row's name, and the size of headers, where cells hold numbers: on a phone four columns are
#: hardly wider than a header's longest word.
ROW_NAME, SMALL_HEADER = 24, 10
#: Columns up to which every year, or every second one, has its name.
FEW_YEARS, SOME_YEARS = 10, 16
#: From this part of the highest share on, words on a cell are white (contrast 4.5 to 1 on either side).
_DARK = 0.78
_SCALE = [[place / (len(theme.MAP_CLASSES) - 1), colour] for place, colour in enumerate(theme.MAP_CLASSES)]
_EDGE = [[0, theme.HOLLOW_LINE], [1, theme.HOLLOW_LINE]]
_FEW = [[0, theme.MAP_FEW], [1, theme.MAP_FEW]]


class _Kind(Enum):
    PALE = auto()
    DARK = auto()
    FEW = auto()


@dataclass(frozen=True)
class Column:
    """One column: its value in the frame, its header, its name under the pointer. Without a value it is a gap."""

    value: object
    header: str
    name: str


GAP = Column(None, "", "")


def is_written(columns: Sequence[Column]) -> bool:
    """Whether there is room for numbers in the cells of so many columns."""
    return len(columns) <= MOST_WRITTEN


@once
def heat(
    frame: pd.DataFrame,
    *,
    column: str,
    columns: Sequence[Column],
    language: str,
    picture: Picture,
    most: float = 0.0,
    by: str = "theme_id",
    named: str = "theme",
) -> Figure:
    """A cell per row (its key in the column `by`, its name in `named`) and `column` (frame with yes, n, share too),
    darker for a higher share.

    The darkest is `most`, else the highest share that rests on enough commitments. Cells with fewer than SMALL_N have
    a colour apart and hold counts; cells without any, or without a share, are blank. With more than MOST_WRITTEN
    columns the numbers are told by the pointer and the table only, and the colours by a bar beneath.
    """
    names = {row[by]: str(row[named]) for row in rows_of(frame)}
    ids = list(names)
    cells = {(row[by], row[column]): row for row in rows_of(frame) if row["n"]}
    has_words = is_written(columns)
    traces = []
    top = max(most or highest(frame), 0.01)
    dark = _DARK * top if has_words else top
    for kind in _Kind:
        grid = [[_of_kind(cells.get((id, wanted.value)), kind, dark=dark) for wanted in columns] for id in ids]
        if not any(cell for line in grid for cell in line):
            continue
        traces.append(
            {
                "type": "heatmap",
                "showscale": not has_words and kind is _Kind.PALE,
                "colorbar": _BAR | share_ticks(language=language, to=top, most=4),
                "xgap": 2,
                "ygap": 2,
                "x": list(range(len(columns))),
                "y": list(range(len(ids))),
                "z": [[cell["share"] if cell else None for cell in line] for line in grid],
                "zmin": 0,
                "zmax": top,
                "colorscale": _FEW if kind is _Kind.FEW else _SCALE,
                "hoverinfo": "skip",
                **(_words(grid, kind, language=language) if has_words else {}),
            }
        )
    if traces and not has_words:
        traces.insert(0, _edges(cells, ids, columns))
    if traces:
        traces += [_where_nothing_is(len(ids), columns), _to_point_at(cells, names, columns=columns, language=language)]
    made = figure(
        traces,
        picture=picture,
        hoverdistance=-1,
        height=(rows.ROW + (6 if has_words else 0)) * max(len(ids), rows.LEAST_ROWS) + (30 if has_words else 74),
        yaxis=rows.row_axis(list(names.values()), width=ROW_NAME if has_words else rows.LABEL),
        xaxis={
            "type": "linear",
            "tickmode": "array",
            "tickvals": [place for place, wanted in enumerate(columns) if wanted.value is not None],
            "ticktext": [wrapped(wanted.header, width=HEADER) for wanted in columns if wanted.value is not None],
            "tickfont": {"size": SMALL_HEADER if has_words else 11},
            "tickangle": 0,
            "automargin": False,
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    )
    room = LINE * max((wrapped(c.header, width=HEADER).count("<br>") + 1 for c in columns), default=1) + 20 - ERA_LABELS
    made["layout"]["height"] += room
    made["layout"]["margin"]["t"] += room
    made["layout"]["margin"] |= {"b": 8 if has_words else 52, "r": 10}
    return made


def cell_at(
    frame: pd.DataFrame, point: Mapping[str, Any], *, column: str, columns: Sequence[Column], by: str = "theme_id"
) -> Row | None:
    """The row of `frame` behind a point of its `heat`; nothing where there is none or it rests on none."""
    ids = list(dict.fromkeys(row[by] for row in rows_of(frame)))
    if point["y"] >= len(ids):
        return None
    wanted = ids[point["y"]], columns[point["x"]].value
    return next((row for row in rows_of(frame) if (row[by], row[column]) == wanted and row["n"]), None)


def year_headers(years: Sequence[int], *, of: int) -> list[str]:
    """Short names of years for headers, the last one and every second or third where there are many columns (`of`)."""
    step = 1 if of <= FEW_YEARS else 2 if of <= SOME_YEARS else 3
    return [f"’{year % 100:02}" if (years[-1] - year) % step == 0 else "" for year in years]


@once
def highest(frame: pd.DataFrame) -> float:
    """The highest share of `frame` that rests on enough commitments; 0 where none does."""
    found = frame.loc[frame["n"] >= numbers.SMALL_N, "share"].max()
    return 0.0 if pd.isna(found) else float(found)


_BAR = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 0,
    "yanchor": "top",
    "ypad": 12,
    "thickness": 9,
    "lenmode": "pixels",
    "len": 200,
    "outlinewidth": 0,
    "tickfont": {"size": 11},
}


def _of_kind(cell: Row | None, kind: _Kind, *, dark: float) -> Row | None:
    """The cell if it is drawn this way: each kind has words of a colour that can be read on it."""
    if cell is None or math.isnan(cell["share"]):
        return None
    if rows.is_small(cell["n"]):
        return cell if kind is _Kind.FEW else None
    return cell if kind is (_Kind.DARK if cell["share"] > dark else _Kind.PALE) else None


def _edges(cells: Mapping[tuple[str, object], Row], ids: Sequence[str], columns: Sequence[Column]) -> Figure:
    """What shows as a thin line around every cell: on a dark page the darkest would else look empty, on a light one the
    palest.
    """
    drawn = [[cells.get((id, wanted.value)) for wanted in columns] for id in ids]
    return {
        "type": "heatmap",
        "showscale": False,
        "x": list(range(len(columns))),
        "y": list(range(len(ids))),
        "z": [[1 if cell and not math.isnan(cell["share"]) else None for cell in line] for line in drawn],
        "colorscale": _EDGE,
        "hoverinfo": "skip",
    }


def _words(grid: list[list[Row | None]], kind: _Kind, *, language: str) -> Figure:
    """What stands in the cells."""
    return {
        "text": [[_cell(cell, language=language) for cell in line] for line in grid],
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": "#FFFFFF" if kind is _Kind.DARK else "#0E1620"},
    }


def _cell(cell: Row | None, *, language: str) -> str:
    if cell is None:
        return ""
    if rows.is_small(cell["n"]):
        return numbers.of(cell["yes"], cell["n"], language=language)
    n = numbers.count(cell["n"], language=language)
    return f"{numbers.percent(cell['share'], language=language)}<br>n={n}"


def _to_point_at(
    cells: Mapping[tuple[str, object], Row], names: Mapping[str, str], *, columns: Sequence[Column], language: str
) -> Figure:
    """A point that nobody sees in the middle of each cell, to be pointed at and clicked: Plotly tells of no click on a
    heat map. Blank cells have one too, or the pointer would find the next cell that has.
    """
    ids = list(names)
    places = [(x, y) for y in range(len(ids)) for x, wanted in enumerate(columns) if wanted.value is not None]
    return {
        **rows.unseen(places),
        "hovertemplate": "<b>%{customdata[1]}</b> · %{customdata[2]}<br>%{customdata[0]}<extra></extra>",
        "customdata": [
            [_told(cells.get((ids[y], columns[x].value)), language), plain(names[ids[y]]), plain(columns[x].name)]
            for x, y in places
        ],
    }


def _where_nothing_is(rows_drawn: int, columns: Sequence[Column]) -> Figure:
    """Points like those of `_to_point_at`, without words, in the gaps between columns and beneath few rows."""
    gaps = [(x, y) for y in range(rows_drawn) for x, wanted in enumerate(columns) if wanted.value is None]
    beneath = [(x, y) for y in range(rows_drawn, rows.LEAST_ROWS) for x in range(len(columns))]
    return {**rows.unseen([*gaps, *beneath]), "hoverinfo": "none"}


def _told(cell: Row | None, language: str) -> str:
    if cell is None:
        return say(language, "number.none")
    return numbers.whole(cell["yes"], cell["n"], language=language)
