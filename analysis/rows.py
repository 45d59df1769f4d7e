"""What charts with one row per member or theme share: labels that keep apart, heights, small numbers."""

from collections.abc import Sequence

import pandas as pd

from analysis import numbers
from analysis.figures import Figure, Row, plain, wrapped
from analysis.text import say

ROW = 30
LABEL = 26
FAINT = 0.45
#: Pixels for the axis above the first row and beneath the last.
AROUND = 46


def row_axis(labels: Sequence[str]) -> Figure:
    """A vertical axis with one place per label, the first on top. Places are numbers: two labels may be the same."""
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(label, width=LABEL) for label in labels],
        "tickfont": {"size": 12},
        "range": [len(labels) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "title": {"text": ""},
    }


def height(rows: int) -> int:
    """Pixels for so many rows."""
    return ROW * rows + AROUND


def labelled(name: str, n: float, *, language: str) -> str:
    """A row's label with what it rests on: "Kenya (26)"."""
    return say(language, "filter.option", label=name, n=numbers.count(n, language=language))


def hover(row: Row, *, head: str, language: str, counted: str = "yes") -> str:
    """What a mark says under the pointer: share and counts, or counts alone where they are few."""
    n = int(row["n"])
    facts = {
        "share": numbers.share(row[counted], n, language=language),
        "yes": numbers.count(row[counted], language=language),
        "n": numbers.count(n, language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    key = "chart.hover_share" if n >= numbers.SMALL_N else "chart.hover_few"
    return f"{head}<br>{say(language, key, **facts)}"


def head(*names: object) -> str:
    """The first line of a hover: the first name bold."""
    first, *others = (plain(name) for name in names if name)
    return " · ".join([f"<b>{first}</b>", *others])


def is_small(n: float) -> bool:
    """Too few for a percentage, a rank or a full colour."""
    return n < numbers.SMALL_N


def strengths(ns: "pd.Series[int]") -> list[float]:
    """Opacities: faint where few are rated."""
    return [FAINT if is_small(n) else 1.0 for n in ns]
