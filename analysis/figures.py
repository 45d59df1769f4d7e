"""What every chart shares: a figure as a plain dictionary (plotly.express costs 50 times as much), era bands, marks.

Plotly reads a little HTML in every text, so whatever comes from a file passes through `plain`.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis import theme
from analysis.text import say

Figure = dict[str, Any]


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


def wrapped(text: str, *, width: int) -> str:
    """`text` on lines of at most `width` letters, ready for Plotly."""
    return "<br>".join(textwrap.wrap(plain(text), width=width))


def figure(data: list[Figure], *, picture: Picture, height: int, **layout: Any) -> Figure:
    """A figure with the house's title, margins, legend and marks."""
    notes = [_note(picture.source, x=0, anchor="left", color=theme.MUTED)]
    if picture.mark:
        notes.append(_note(picture.mark, x=1, anchor="right", color=theme.MARK, y=1.0, above=True))
    title = wrapped(picture.title, width=38)
    return {
        "data": data,
        "layout": {
            "title": {"text": f"<b>{title}</b>", "x": 0, "xref": "paper", "xanchor": "left", "yref": "container",
                      "y": 1, "yanchor": "top", "pad": {"t": 6, "l": 0}, "font": {"size": 17}},
            "height": height,
            "margin": {"l": 42, "r": 8, "t": 74, "b": 96, "autoexpand": True},
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": -0.13, "yanchor": "top",
                       "yref": "paper", "font": {"size": 12}, "itemclick": False, "itemdoubleclick": False},
            "hovermode": "closest",
            "hoverlabel": {"align": "left"},
            "dragmode": False,
            "annotations": notes + layout.pop("annotations", []),
            **layout,
        },
    }


def year_axis(years: Sequence[int], *, below: dict[int, str]) -> Figure:
    """A horizontal axis with every year between the first and the last; `below` is the second line of a label."""
    span = list(range(min(years), max(years) + 1)) if years else []
    return {
        "type": "linear", "tickmode": "array", "tickvals": span, "tickangle": 0, "showgrid": False, "zeroline": False,
        "ticktext": [f"{year}<br>{below.get(year, '')}" for year in span], "tickfont": {"size": 11},
        "range": [span[0] - 0.6, span[-1] + 0.6] if span else [0, 1], "fixedrange": True,
    }


def share_axis() -> Figure:
    """A vertical axis from 0 to 100 per cent."""
    return {
        "range": [0, 1.0], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1], "fixedrange": True,
        "zeroline": False, "gridcolor": "rgba(128,140,155,0.22)", "title": {"text": ""},
    }


def era_bands(frame: pd.DataFrame, *, language: str) -> tuple[list[Figure], list[Figure]]:
    """Shapes and labels that mark the eras of the years in `frame` (columns year, era), every second one shaded."""
    shapes: list[Figure] = []
    labels: list[Figure] = []
    spans = frame.groupby("era")["year"].agg(["min", "max"]).sort_values("min")
    for place, (era, row) in enumerate(spans.iterrows()):
        left, right = row["min"] - 0.5, row["max"] + 0.5
        shapes.append({
            "type": "rect", "xref": "x", "yref": "paper", "x0": left, "x1": right, "y0": 0, "y1": 1.1,
            "layer": "below", "line": {"width": 0},
            "fillcolor": theme.BAND if place % 2 == 0 else "rgba(0,0,0,0)",
        })
        if place:
            shapes.append({
                "type": "line", "xref": "x", "yref": "paper", "x0": left, "x1": left, "y0": 0, "y1": 1.1,
                "line": {"width": 1, "dash": "dot", "color": theme.BAND_LINE},
            })
        labels.append({
            "text": say(language, f"era_short.{era}"), "xref": "x", "yref": "paper", "x": (left + right) / 2,
            "y": 1.1, "yanchor": "top", "showarrow": False, "font": {"size": 10.5, "color": theme.MUTED},
            "align": "center",
        })
    return shapes, labels


def _note(text: str, *, x: float, anchor: str, color: str, y: float = 0.0, above: bool = False) -> Figure:
    return {
        "text": plain(text), "xref": "paper", "yref": "paper", "x": x, "xanchor": anchor, "y": y,
        "yanchor": "bottom" if above else "top", "yshift": 46 if above else -74, "showarrow": False,
        "font": {"size": 11, "color": color},
    }
