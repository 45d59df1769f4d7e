"""What every chart shares: a figure as a plain dictionary (plotly.express costs 50 times as much), era bands, marks.

Plotly reads a little HTML in every text, so whatever comes from a file passes through `plain`.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any

import pandas as pd

from analysis import numbers, theme
from analysis.once import distinct, once, rows_of
from analysis.reference import era_years
from analysis.text import say

Figure = dict[str, Any]
#: One row of a frame, as `once.rows_of` gives it.
Row = dict[Any, Any]
#: Pixels between the source line and the plot, for the names of the eras.
ERA_LABELS = 42
TITLE_LINE, SMALL_LINE = 22, 16
#: Pixels by which Plotly lifts a title of several lines, however many.
LIFTED = 12
_LINE_BREAK, _TAG = re.compile(r"<br ?/?>"), re.compile(r"<[^>]+>")
MOST_LONG_YEARS = 8
#: Fewer years than this stand in the middle, so that their bars do not grow into blocks.
LEAST_YEARS = 6


@dataclass(frozen=True)
class Picture:
    """What stands in the picture beside its data, so that a copy of it still says what it is.

    `title` is the question, `source` one line of source and date, `mark` the demonstration mark or empty.
    """

    title: str
    source: str
    mark: str = ""


def plain(text: object) -> str:
    """`text` as Plotly shows it letter by letter."""
    return escape(str(text), quote=False)


def in_one_line(text: str, *, line_break: str = " ") -> str:
    """What Plotly shows of `text`, without its line breaks."""
    return unescape(_TAG.sub("", _LINE_BREAK.sub(line_break, text))).strip()


@lru_cache(maxsize=4_096)
def wrapped(text: str, *, width: int) -> str:
    """`text` on lines of at most `width` letters, ready for Plotly."""
    return "<br>".join(textwrap.wrap(plain(text), width=width, break_on_hyphens=False))


def figure(data: list[Figure], *, picture: Picture, height: int, **layout: Any) -> Figure:
    """A figure with the house's title, source line, demonstration mark, margins and legend."""
    beneath = [plain(picture.source)]
    if picture.mark:
        beneath.append(f"<b>{plain(picture.mark)}</b>")
    title = titled(wrapped(picture.title, width=44), beneath="<br>".join(beneath))
    top = room_above(title)
    return {
        "data": data,
        "layout": {
            "title": title,
            "height": height + top,
            "margin": {"l": 42, "r": 6, "t": top + ERA_LABELS, "b": 40},
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "xref": "container",
                "y": 0,
                "yanchor": "bottom",
                "yref": "container",
                "traceorder": "normal",
                "font": {"size": 12},
                "itemclick": False,
                "itemdoubleclick": False,
                "title": {"text": ""},
            },
            "hovermode": "closest",
            "hoverlabel": {"align": "left"},
            "dragmode": False,
            **layout,
        },
    }


def titled(title: str, *, beneath: str) -> Figure:
    """The layout's title at the top left, `beneath` it in small letters; both with the line breaks they have."""
    return {
        "text": f"<b>{title}</b>",
        "font": {"size": 17},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 4 + (LIFTED if "<br>" in title else 0), "l": 2},
        "subtitle": {"text": beneath, "font": {"size": 12}},
    }


def room_above(title: Figure) -> int:
    """Pixels that a title of `titled` takes."""
    lines, beneath = (str(text).count("<br>") + 1 for text in (title["text"], title["subtitle"]["text"]))
    return TITLE_LINE * (lines + 1) + SMALL_LINE * beneath


def year_axis(years: Sequence[int], *, below: dict[int, str]) -> Figure:
    """A horizontal axis with every year between the first and the last; `below` is the second line of a label."""
    span = list(range(min(years), max(years) + 1)) if years else []
    pad = max(0.6, (LEAST_YEARS - len(span)) / 2)
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": span,
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "ticktext": [f"{_year(year, of=len(span))}<br>{below.get(year, '')}" for year in span],
        "tickfont": {"size": 11},
        "range": [span[0] - pad, span[-1] + pad] if span else [0, 1],
        "fixedrange": True,
    }


def _year(year: int, *, of: int) -> str:
    """A year's label, short where there are many, so that none overlap on a narrow screen."""
    return str(year) if of <= MOST_LONG_YEARS else f"’{year % 100:02}"


#: Distances between the ticks of an axis of shares.
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


def share_ticks(*, language: str, to: float = 1.0, most: int = 5) -> Figure:
    """The ticks of an axis of shares from 0 to `to`, at most `most`, as the reader's language writes percentages."""
    step = next((step for step in _STEPS if to / step < most), 1.0)
    values = [round(place * step, 2) for place in range(int(to / step + 1e-9) + 1)]
    return {"tickvals": values, "ticktext": [numbers.percent(value, language=language) for value in values]}


def share_axis(*, language: str) -> Figure:
    """A vertical axis from 0 to 100 per cent."""
    return {
        "range": [0, 1.0],
        **share_ticks(language=language),
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": theme.GRID,
        "title": {"text": ""},
    }


def era_bands(spans: dict[str, tuple[float, float]], *, language: str) -> tuple[list[Figure], list[Figure]]:
    """Shapes and labels that mark eras along an axis, every second one shaded (`year_spans` or `spans_of`)."""
    shapes: list[Figure] = []
    labels: list[Figure] = []
    for place, (era, (first, last)) in enumerate(spans.items()):
        left, right = first - 0.5, last + 0.5
        at_edge = place == len(spans) - 1 and right - left < 2  # a name in the middle would be cut off
        shapes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": left,
                "x1": right,
                "y0": 0,
                "y1": 1.17,
                "layer": "below",
                "line": {"width": 0},
                "fillcolor": theme.BAND if place % 2 == 0 else "rgba(0,0,0,0)",
            }
        )
        if place:
            shapes.append(
                {
                    "type": "line",
                    "xref": "x",
                    "yref": "paper",
                    "x0": left,
                    "x1": left,
                    "y0": 0,
                    "y1": 1.17,
                    "line": {"width": 1, "dash": "dot", "color": theme.BAND_LINE},
                }
            )
        labels.append(
            {
                "text": say(language, f"era_short.{era}"),
                "xref": "x",
                "yref": "paper",
                "x": right if at_edge else (left + right) / 2,
                "xanchor": "right" if at_edge else "center",
                "y": 1,
                "yanchor": "bottom",
                "yshift": 8,
                "showarrow": False,
                "font": {"size": 10.5},
                "opacity": 0.8,
                "align": "center",
            }
        )
    return shapes, labels


def year_spans(frame: pd.DataFrame, column: str) -> dict[str, tuple[float, float]]:
    """The eras of the years in a column, from the first to the last, whether or not something stands in each year."""
    years = [row[column] for row in rows_of(frame)]
    first, last = min(years, default=0), max(years, default=0)
    spans = {era: (max(first, begins), min(last, ends)) for era, (begins, ends) in era_years().items()}
    return {era: (begins, ends) for era, (begins, ends) in spans.items() if begins <= ends}


def spans_of(frame: pd.DataFrame, column: str) -> dict[str, tuple[float, float]]:
    """The least and the greatest of a column by era, in the order in which the eras begin."""
    places: dict[str, list[float]] = {}
    for row in rows_of(frame):
        places.setdefault(row["era"], []).append(row[column])
    spans = {era: (min(found), max(found)) for era, found in places.items()}
    return dict(sorted(spans.items(), key=lambda pair: pair[1]))


@once
def rated_by_year(frame: pd.DataFrame) -> dict[int, int]:
    """How many commitments of each year are rated, on whatever scale (columns year, n, which is that of the year)."""
    found: dict[int, int] = {}
    for row in distinct(frame, ("year", "era", "scale")):
        found[int(row["year"])] = found.get(int(row["year"]), 0) + int(row["n"])
    return dict(sorted(found.items()))


def unrated_years(frame: pd.DataFrame, *, language: str, said: str = "chart.none_rated") -> list[Figure]:
    """A label over each run of years in which nothing is rated, so that an empty place is not read as zero.

    It stands upright: on a phone, three years are narrower than its words, which have the key `said`.
    """
    empty = [year for year, n in rated_by_year(frame).items() if n == 0]
    runs: list[list[int]] = []
    for year in empty:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [
        {
            "text": say(language, said),
            "xref": "x",
            "yref": "paper",
            "x": (run[0] + run[-1]) / 2,
            "y": 0.5,
            "showarrow": False,
            "textangle": -90,
            "font": {"size": 11},
            "opacity": 0.8,
        }
        for run in runs
    ]
