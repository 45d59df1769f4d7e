"""The chart on what two lists of tags have in the same sense, as a plain Plotly dictionary."""

import math

import pandas as pd

from analysis import numbers, rows, theme
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, wrapped
from analysis.heat import LINE, ROW_NAME, SMALL_HEADER
from analysis.once import once, rows_of
from analysis.text import say
from analysis.themes_charts import ALONG, COLOURS

#: Of the width, what the shares of both lists take, and where the differences begin.
SHARES, DIFFERENCES = 0.5, 0.54
#: Letters on a line above a column of shares, and above the differences; on a phone they are hardly wider than that.
HEAD, HEAD_DIFFERENCES = 8, 14
SIDES = ("older", "newer")
#: Distances in points between the ticks of the differences, of which there are at most MOST_TICKS.
STEPS, MOST_TICKS = (1, 2, 5, 10, 20, 25), 5


@once
def differences(frame: pd.DataFrame, *, lists: tuple[str, str], language: str, picture: Picture) -> Figure:
    """The share by each list side by side, with a break between them, and their difference with its interval, a row
    per theme (frame of crosswalk.compared); `lists` names the older and the newer.

    A point's customdata[1] is its list, of SIDES; that of a difference is the newer.
    """
    found = [{**row, "place": place} for place, row in enumerate(rows_of(frame))]
    traces = [_column(found, at, side, name=lists[at], language=language) for at, side in enumerate(SIDES)]
    traces += [
        _points(inside, colour, language=language)
        for direction, colour in COLOURS.items()
        if (inside := [row for row in found if row["direction"] == direction])
    ]
    heads = [_head(name, frame[f"{side}_n"].max(), language=language) for side, name in zip(SIDES, lists, strict=True)]
    made = figure(
        traces,
        picture=picture,
        height=rows.height(len(found)),
        showlegend=False,
        yaxis=rows.row_axis(frame["theme"].tolist(), width=ROW_NAME),
        xaxis={
            "domain": [0, SHARES],
            "range": [0, 2],
            "tickvals": [0.5, 1.5],
            "ticktext": heads,
            "side": "top",
            **ALONG,
            "tickfont": {"size": SMALL_HEADER},
            "showgrid": False,
        },
        xaxis2={
            "domain": [DIFFERENCES, 1],
            "anchor": "y",
            **_reach(found, language=language),
            **ALONG,
            "tickfont": {"size": 11},
        },
        shapes=[_line("x", 1, dash="dot"), _line("x2", 0)],
        annotations=[_above(say(language, "themes.across_difference"))],
    )
    room = LINE * max(head.count("<br>") + 1 for head in heads) + 20 - ERA_LABELS
    made["layout"]["height"] += room
    made["layout"]["margin"] |= {"t": made["layout"]["margin"]["t"] + room, "b": 26, "r": 10}
    return made


def _column(found: list[Row], at: int, side: str, *, name: str, language: str) -> Figure:
    """The shares by one list, as words."""
    return {
        **rows.unseen([(at + 0.5, row["place"]) for row in found], size=16),
        "mode": "markers+text",
        "text": [numbers.percent(row[f"{side}_share"], language=language) for row in found],
        "textposition": "middle center",
        "textfont": {"size": 11.5},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [[_told(row, side, name=name, language=language), side] for row in found],
    }


def _points(found: list[Row], colour: str, *, language: str) -> Figure:
    """The differences of one direction, in points, with their intervals."""
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": "x2",
        "x": [100 * row["change_share"] for row in found],
        "y": [row["place"] for row in found],
        "marker": {"size": 10, "color": colour},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (row["high_share"] - row["change_share"]) for row in found],
            "arrayminus": [100 * (row["change_share"] - row["low_share"]) for row in found],
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [[_difference(row, language=language), SIDES[-1]] for row in found],
    }


def _told(row: Row, side: str, *, name: str, language: str) -> str:
    said = numbers.whole(row[f"{side}_yes"], row[f"{side}_n"], language=language)
    return f"{rows.head(row['theme'], name)}<br>{said}"


def _difference(row: Row, *, language: str) -> str:
    facts = {name: signed(100 * row[f"{name}_share"], language=language) for name in ("change", "low", "high")}
    return f"{rows.head(row['theme'])}<br>{say(language, 'themes.across_hover', **facts)}"


def signed(points: float, *, language: str) -> str:
    """A number of points without decimals, with its sign: "+3", "−2", "0"."""
    whole = math.floor(abs(points) + 0.5)
    sign = "" if not whole else "+" if points > 0 else "−"
    return f"{sign}{numbers.count(whole, language=language)}"


def _reach(found: list[Row], *, language: str) -> Figure:
    """The range of the differences, which holds every interval and no change, and its ticks."""
    low = 100 * min(0.0, *(row["low_share"] for row in found))
    high = 100 * max(0.0, *(row["high_share"] for row in found))
    step = next((step for step in STEPS if (high - low) / step < MOST_TICKS), 50)
    ticks = range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step)
    return {
        "range": [low - 1, high + 1],
        "tickvals": list(ticks),
        "ticktext": [signed(tick, language=language) for tick in ticks],
    }


def _head(name: str, n: float, *, language: str) -> str:
    return f"{wrapped(name, width=HEAD)}<br>n={numbers.count(n, language=language)}"


def _line(axis: str, at: float, *, dash: str = "solid") -> Figure:
    line = {"width": 1.5, "dash": dash, "color": theme.BAND_LINE}
    return {
        "type": "line", "xref": axis, "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "layer": "below",
        "line": line,
    }  # fmt: skip


def _above(text: str) -> Figure:
    """A name above the differences."""
    return {
        "text": wrapped(text, width=HEAD_DIFFERENCES),
        "xref": "paper",
        "x": DIFFERENCES,
        "xanchor": "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": SMALL_HEADER},
    }
