"""Charts of the ladder: commitments on each rung, and what became of such commitments before."""

from collections.abc import Mapping

import pandas as pd

from analysis import numbers, stalled_words, theme
from analysis.figures import Figure, Picture, Row, figure, plain, share_ticks, wrapped
from analysis.once import once, rows_of
from analysis.rows import FAINT, HOLLOW, head, height, hover, is_small, labelled, row_axis
from analysis.text import say

#: Letters in a line of a hover.
HOVER = 56
_BASIS_COLOURS = {"complete": "complete", "substantial": "nearly", "low": "stalled_confirmed", "unclear": "withdrawn"}


@once
def ladder(
    frame: pd.DataFrame,
    *,
    before: Mapping[str, str],
    language: str,
    picture: Picture,
    chosen: Mapping[str, bool] | None = None,
) -> Figure:
    """One bar per rung (frame of stalled.ladder) with its number; never rated: hollow, so that it is not read as zero.

    The hover adds what became of such commitments `before`, by state. Rungs that `chosen` does not hold true are drawn
    pale; without `chosen`, none is. A point's customdata[1] is the state.
    """
    rows = rows_of(frame)
    states = [str(row["stall_state"]) for row in rows]
    return figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [int(row["count"]) for row in rows],
                "y": list(range(len(rows))),
                "width": 0.72,
                "marker": {
                    "color": [theme.STATES[state] for state in states],
                    "opacity": [1.0 if not chosen or chosen[state] else FAINT for state in states],
                    "line": {
                        "color": [theme.HOLLOW_LINE if _is_hollow(state) else theme.STATES[state] for state in states],
                        "width": [1.5 if _is_hollow(state) else 0 for state in states],
                    },
                },
                "showlegend": False,
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_ladder_hover(row, before=before, language=language), row["stall_state"]] for row in rows
                ],
            }
        ],
        picture=picture,
        height=height(len(rows)) - 40,
        annotations=[_counted(row, place=place, language=language) for place, row in enumerate(rows)],
        xaxis=_count_axis(max((int(row["count"]) for row in rows), default=0)),
        yaxis=row_axis([stalled_words.state(state, language=language) for state in states]),
        margin={"l": 20, "r": 44, "t": _top(picture), "b": 6},
    )


@once
def followed(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Shares that ended high, by rating at midterm, with their intervals (frame of base_rates.what_followed).

    A share of fewer than SMALL_N cases is hollow and has no interval.
    """
    rows = [row for row in rows_of(frame) if row["n"]]
    names = [say(language, f"basis.{row['basis']}") for row in rows]
    points = []
    for place, row in enumerate(rows):
        colour, few = theme.STATES[_BASIS_COLOURS[str(row["basis"])]], is_small(row["n"])
        points.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [float(row["share"])],
                "y": [place],
                "text": [numbers.share(row["yes"], row["n"], language=language)],
                "textposition": "top center" if 0.08 < row["share"] < 0.92 else "top left",
                "cliponaxis": False,
                "marker": {
                    "size": 12,
                    "color": HOLLOW if few else colour,
                    "line": {"width": 2, "color": colour},
                },
                "error_x": {
                    "type": "data",
                    "visible": not few,
                    "symmetric": False,
                    "array": [0 if few else row["high_share"] - row["share"]],
                    "arrayminus": [0 if few else row["share"] - row["low_share"]],
                    "color": colour,
                    "thickness": 2.5,
                    "width": 5,
                },
                "showlegend": False,
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [[hover(row, head=head(names[place]), language=language), row["basis"]]],
            }
        )
    return figure(
        points,
        picture=picture,
        height=52 * len(rows) + 56,
        xaxis={
            "range": [0, 1],
            **share_ticks(language=language),
            "fixedrange": True,
            "zeroline": False,
            "gridcolor": theme.GRID,
        },
        yaxis=row_axis([labelled(name, row["n"], language=language) for name, row in zip(names, rows, strict=True)]),
        margin={"l": 20, "r": 20, "t": _top(picture), "b": 34},
    )


@once
def ladder_in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The rungs that hold anything, as one sentence for readers who cannot see the chart."""
    return "; ".join(
        say(
            language,
            "overview.alt_point",
            year=say(language, f"state.{row['stall_state']}"),
            share=numbers.count(row["count"], language=language),
        )
        for row in rows_of(frame)
        if row["count"]
    )


def _top(picture: Picture) -> int:
    """Pixels above the first row: title, source and mark, without room for eras."""
    return 62 + (16 if picture.mark else 0)


def _is_hollow(state: str) -> bool:
    return state in ("blind_spot", "running_unrated")


def _counted(row: Row, *, place: int, language: str) -> Figure:
    """The number at the end of a bar. Texts of the bars themselves break Plotly's answer to a click (4.1.1)."""
    return {
        "text": numbers.count(row["count"], language=language),
        "x": int(row["count"]),
        "y": place,
        "xanchor": "left",
        "xshift": 3,
        "showarrow": False,
        "font": {"size": 13},
    }


def _count_axis(most: int) -> Figure:
    return {"range": [0, max(most, 1) * 1.06], "visible": False, "fixedrange": True}


def _ladder_hover(row: Row, *, before: Mapping[str, str], language: str) -> str:
    state = str(row["stall_state"])
    counts = {name: numbers.count(row[name], language=language) for name in ("count", "n")}
    if is_small(row["n"]):
        said = say(language, "stalled.hover_few", **counts)
    else:
        share = numbers.share(row["count"], row["n"], language=language)
        said = say(language, "stalled.hover", **counts, share=share)
    means = wrapped(say(language, f"stalled.means_{state}"), width=HOVER)
    lines = [f"<b>{plain(say(language, f'state.{state}'))}</b>", plain(said), means]
    followed = before.get(state)
    return "<br>".join([*lines, wrapped(followed, width=HOVER)] if followed else lines)
