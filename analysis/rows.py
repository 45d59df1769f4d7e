"""What charts with one row per member or theme share: labels that keep apart, heights, small numbers."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import numbers, theme
from analysis.figures import Figure, Row, plain, wrapped
from analysis.once import rows_of
from analysis.text import say

ROW = 31
#: Fewer rows stand at the top of a chart of this many, so that a bar does not grow into a block.
LEAST_ROWS = 3
LABEL = 27
MOST_LINES = 2
FAINT = 0.45
#: Two sentences under the pointer: where there are enough for a percentage, and where there are few.
Said = tuple[str, str]
RATED: Said = ("chart.hover_share", "chart.hover_few")
#: The inside of a point that rests on few.
HOLLOW = "rgba(255,255,255,0)"
#: Pixels for the axis above the first row and beneath the last.
AROUND = 46


def row_axis(labels: Sequence[str], *, width: int = LABEL) -> Figure:
    """A vertical axis with one place per label (lines of `width` letters), the first on top. Places are numbers: two
    labels may be the same.
    """
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [_on_two_lines(label, width=width) for label in labels],
        "tickfont": {"size": 11.5},
        "range": [max(len(labels), LEAST_ROWS) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "title": {"text": "", "standoff": 0},
    }


def _on_two_lines(label: str, *, width: int) -> str:
    lines = wrapped(label, width=width).split("<br>")
    cut = "…" if len(lines) > MOST_LINES else ""
    return "<br>".join(lines[:MOST_LINES]) + cut


def height(rows: int) -> int:
    """Pixels for so many rows."""
    return ROW * max(rows, LEAST_ROWS) + AROUND


def labelled(name: str, n: float, *, language: str) -> str:
    """A row's label with what it rests on, on two lines at most: "Kenya (26)". A longer name is cut off."""
    words = name.split()
    label = say(language, "filter.option", label=name, n=numbers.count(n, language=language))
    while len(words) > 1 and len(textwrap.wrap(label, width=LABEL)) > MOST_LINES:
        words.pop()
        short = f"{' '.join(words).rstrip(' ,(')}…"
        label = say(language, "filter.option", label=short, n=numbers.count(n, language=language))
    return label


def hover(row: Row, *, head: str, language: str, counted: str = "yes", said: Said = RATED) -> str:
    """What a mark says under the pointer: share and counts, or counts alone where they are few (by `said`)."""
    n = int(row["n"])
    facts = {
        "share": numbers.share(row[counted], n, language=language),
        "yes": numbers.count(row[counted], language=language),
        "n": numbers.count(n, language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    enough, few = said
    return f"{head}<br>{say(language, enough if n >= numbers.SMALL_N else few, **facts)}"


def head(*names: object) -> str:
    """The first line of a hover: the first name bold."""
    first, *others = (plain(name) for name in names if name)
    return " · ".join([f"<b>{first}</b>", *others])


def is_small(n: float) -> bool:
    """Too few for a percentage, a rank or a full colour."""
    return n < numbers.SMALL_N


def strengths(ns: Iterable[float]) -> list[float]:
    """Opacities: faint where few are rated."""
    return [FAINT if is_small(n) else 1.0 for n in ns]


def high_completion(frame: pd.DataFrame, *, by: Sequence[str]) -> list[Row]:
    """The first row for each combination of the columns `by` (frame with code, count, and their n), with `yes`: how
    many are rated substantial or complete.
    """
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows_of(frame):
        of_one = found.setdefault(tuple(row[name] for name in by), {**row, "yes": 0})
        of_one["yes"] += row["count"] if row["code"] in ("substantial", "complete") else 0
    return list(found.values())


def filled(row: Row | None, colour: str) -> str:
    """The inside of a point: its colour, or nothing where few are rated."""
    return colour if row is not None and not is_small(row["n"]) else HOLLOW


def on_a_line(by_place: Mapping[int, Row]) -> list[tuple[float, Row | None]]:
    """Every place from the first to the last with its row, if it has one; between them a gap where an era ends and
    beside a point that rests on few: a line to it would draw a change that nobody knows.
    """
    points: list[tuple[float, Row | None]] = []
    for place in range(min(by_place), max(by_place) + 1):
        before, here = by_place.get(place - 1), by_place.get(place)
        if before and here and (before["era"] != here["era"] or is_small(before["n"]) or is_small(here["n"])):
            points.append((place - 0.5, None))
        points.append((place, here))
    return points


def clickable(words: str) -> Figure:
    """What a bar that holds words needs to be clicked: without a colour of the selected words Plotly 4 fails at it."""
    return {"selected": {"textfont": {"color": words}}, "unselected": {"textfont": {"color": words}}}


def unseen(places: Sequence[tuple[float, float]], *, size: int = 1) -> Figure:
    """Points that nobody sees, to be pointed at and clicked where what is drawn cannot be, or not well."""
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {"size": size, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def words(ns: Iterable[float], colour: str) -> Figure:
    """What a bar needs to hold words in `colour`, dark ones where it is faint."""
    colours = [theme.ON_FAINT if is_small(n) else colour for n in ns]
    return {"insidetextfont": {"color": colours}, **clickable(colour)}


def beneath(row: Row, *, at: float, width: float, is_lying: bool = True) -> list[Figure]:
    """White beneath a faint bar of parts of a whole, or words on it could not be read on a dark page."""
    if not row["n"] or not is_small(row["n"]):
        return []
    along, across = (0.0, 1.0), (at - width / 2, at + width / 2)
    return [white(along, across) if is_lying else white(across, along)]


def white(x: tuple[float, float], y: tuple[float, float]) -> Figure:
    """A white rectangle under the marks, from one end to the other of each axis."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "rect", **ends, "layer": "below", "line": {"width": 0}, "fillcolor": "#FFFFFF"}
