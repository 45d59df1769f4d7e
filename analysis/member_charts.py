"""Charts of one member, as plain Plotly dictionaries: ratings by plan, movement, themes."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import numbers, theme
from analysis.figures import (
    ERA_LABELS,
    LEAST_YEARS,
    Figure,
    Picture,
    Row,
    era_bands,
    figure,
    plain,
    rated_by_year,
    share_axis,
    spans_of,
    unrated_years,
)
from analysis.member_timeline import plan_name
from analysis.once import distinct, once, rows_of
from analysis.queries import COMPLETION_CODES
from analysis.rows import beneath, filled, height, hover, on_a_line, row_axis, strengths, unseen, words
from analysis.text import say

HEIGHT, BAR = 330, 0.72
#: Pixels beneath the plot of a chart by plan, for three lines and the legend.
BENEATH = 84
#: Pixels of a slope: from one rating to the next, across when narrow, from number to number; half of it to a line.
STEP, ACROSS, NUMBER = 55, 260, 24
#: Where on a line of a slope its number may stand: near the ends, lines cross less than in the middle.
NUMBER_AT = (0.2, 0.8, 0.14, 0.86, 0.26, 0.74, 0.1, 0.9)
MOST_THEMES = 10
#: The order of completion codes from the bottom of a slope to its top; what is apart from the scale is lowest.
_STEPS = ("withdrawn", "unclear", "not_started", "limited", "substantial", "complete")
_MOVED = {"up": theme.ACCENT, "same": "#66727E", "down": theme.SECOND, "other": "#66727E"}


@once
def completion_by_plan(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Stacked shares of completion ratings by plan (frame of member.completion_by_plan), eras as bands, n beneath."""
    traces = []
    for code in COMPLETION_CODES:
        rows = [row for row in rows_of(frame) if row["code"] == code and row["n"]]
        if not rows:
            continue
        name = say(language, f"code.{code}")
        ns = [row["n"] for row in rows]
        traces.append(
            {
                "type": "bar",
                "name": name,
                "x": [row["plan_number"] for row in rows],
                "y": [row["share"] for row in rows],
                "width": BAR,
                "text": [numbers.count(row["count"], language=language) for row in rows],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "marker": {"color": theme.COMPLETION[code], "opacity": strengths(ns)},
                **words(ns, theme.ON_COMPLETION[code]),
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_hover(row, name, counted="count", language=language), code, row["plan_number"]] for row in rows
                ],
            }
        )
    made = _by_plan(traces, frame, picture=picture, language=language, barmode="stack", uniformtext=_SMALL_TEXT)
    for row in distinct(frame, ("plan_number",)):
        made["layout"]["shapes"] += beneath(row, at=row["plan_number"], width=BAR, is_lying=False)
    return made


@once
def ambition_by_plan(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """The share that is ambitious by plan (frame of member.ambition_by_plan): two scales, never joined.

    A line is broken between eras and where a plan has no rating; points on fewer than SMALL_N cases are hollow and
    stand alone.
    """
    traces = []
    for scale in dict.fromkeys(row["scale"] for row in rows_of(frame)):
        colour = theme.AMBITION_SCALE.get(str(scale), theme.ACCENT)
        by_plan = {int(row["plan_number"]): row for row in rows_of(frame) if row["scale"] == scale and row["n"] > 0}
        if not by_plan:
            continue
        points = on_a_line(by_plan)
        name = say(language, f"scale.{scale!s}")
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "showlegend": True,
                "x": [plan for plan, _ in points],
                "y": [row["share"] if row else None for _, row in points],
                "connectgaps": False,
                "cliponaxis": False,
                "line": {"color": colour, "width": 2.5},
                "marker": {
                    "size": 11,
                    "symbol": "circle" if scale == "potential_impact" else "diamond",
                    "color": [filled(row, colour) for _, row in points],
                    "line": {"width": 2, "color": colour},
                },
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_hover(row, name, counted="yes", language=language) if row else "", str(scale)]
                    for _, row in points
                ],
            }
        )
    return _by_plan(traces, frame, picture=picture, language=language)


@once
def movement(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """A slope of counts from the rating at midterm to the one at the end (frame of member.movement).

    The width of a line and the number on it say how many; the colour says whether they rose or fell. The number is what
    is pointed at and clicked: at its ends a line meets others. Its customdata[1:] are both codes.
    """
    found = [code for code in _STEPS if code in {*frame["before"], *frame["after"]}]
    at = {code: height for height, code in enumerate(found)}
    traces: list[Figure] = []
    pills: list[Figure] = []
    said: list[list[str]] = []
    named: set[str] = set()
    rows = sorted(rows_of(frame), key=lambda row: -row["count"])
    lines = [(at[row["before"]], at[row["after"]]) for row in rows]
    for place, row in enumerate(rows):
        direction = str(row["direction"])
        n = numbers.count(row["count"], language=language)
        before, after = (say(language, f"code.{row[side]}") for side in ("before", "after"))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": say(language, f"direction.{direction}"),
                "legendgroup": direction,
                "showlegend": direction not in named,
                "x": [0, 1],
                "y": [at[row["before"]], at[row["after"]]],
                "line": {"color": _MOVED[direction], "width": 2 + 16 * row["count"] / row["n"]},
                "marker": {"size": 9, "color": _MOVED[direction]},
                "opacity": 0.85,
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
        moved = plain(say(language, "member.moved", before=before, after=after, n=n))
        said.append([moved, row["before"], row["after"]])
        pills.append(_pill(n, colour=_MOVED[direction], line=lines[place], others=lines, beside=pills))
        named.add(direction)
    traces.append(
        {
            **unseen([(pill["x"], pill["y"]) for pill in pills], size=22),
            "hovertemplate": "%{customdata[0]}<extra></extra>",
            "customdata": said,
        }
    )
    names = [say(language, f"code.{code}") for code in found]
    axis = {
        "tickmode": "array", "tickvals": list(range(len(found))), "ticktext": names, "range": [-0.5, len(found) - 0.5],
        "fixedrange": True, "zeroline": False, "gridcolor": theme.GRID, "automargin": True,
    }  # fmt: skip
    return figure(
        traces,
        picture=picture,
        height=90 + STEP * max(2, len(found)),
        annotations=pills,
        xaxis={
            "range": [-0.06, 1.06], "fixedrange": True, "showgrid": False, "zeroline": False, "tickvals": [0, 1],
            "ticktext": [say(language, "stage.midterm"), say(language, "stage.final")], "tickfont": {"size": 13},
            "side": "top",
        },
        yaxis=axis,
    )  # fmt: skip


@once
def themes(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """The tags that most of the member's commitments carry (frame of themes.by_theme): bars of counts with "of n"."""
    rows = rows_of(frame[frame["yes"] > 0].head(MOST_THEMES))
    made = figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "showlegend": False,
                "x": [row["yes"] for row in rows],
                "y": list(range(len(rows))),
                "text": [numbers.of(row["yes"], row["n"], language=language) for row in rows],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": theme.ACCENT},
                "hovertext": [plain(row["theme"]) for row in rows],
                "hovertemplate": "%{hovertext}: %{text}<extra></extra>",
                "customdata": [[str(row["theme_id"])] for row in rows],
            }
        ],
        picture=picture,
        height=height(len(rows)) + 14,
        xaxis={
            "range": [0, max([row["yes"] for row in rows], default=1) * 1.5], "visible": False, "fixedrange": True,
        },
        yaxis=row_axis([str(row["theme"]) for row in rows]) | {"ticksuffix": "  "},
    )  # fmt: skip
    made["layout"]["margin"] |= {"t": made["layout"]["margin"]["t"] - 30, "b": 8}
    return made


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The rows of `frame` (plan_number, yes, n) as one sentence, for readers who cannot see the chart."""
    return "; ".join(
        say(
            language,
            "overview.alt_point",
            year=plan_name(row, language=language),
            share=numbers.share(row["yes"], row["n"], language=language),
        )
        for row in rows_of(frame)
    )


_SMALL_TEXT = {"minsize": 9, "mode": "hide"}


def _by_plan(traces: list[Figure], frame: pd.DataFrame, *, picture: Picture, language: str, **layout: object) -> Figure:
    as_years = frame.assign(year=frame["plan_number"])
    bands, labels = era_bands(spans_of(frame, "plan_number"), language=language)
    plot = HEIGHT - ERA_LABELS - BENEATH  # lower than the one that the bands are made for
    top = 1 + ERA_LABELS / plot
    plans = distinct(frame, ("plan_number",))
    numbered = [int(row["plan_number"]) for row in plans]
    by_plan = rated_by_year(as_years)
    pad = max(0.6, (LEAST_YEARS - (max(numbered) - min(numbered) + 1)) / 2)
    made = figure(
        traces,
        picture=picture,
        height=HEIGHT,
        shapes=[band | {"y1": top} for band in bands],
        annotations=labels + unrated_years(as_years, language=language),
        xaxis={
            "tickvals": numbered,
            "ticktext": [
                "<br>".join(
                    (
                        plan_name(row, language=language),
                        str(row["year"]),
                        f"n = {numbers.count(by_plan[row['plan_number']], language=language)}",
                    )
                )
                for row in plans
            ],
            "tickangle": 0, "tickfont": {"size": 11}, "showgrid": False, "zeroline": False, "fixedrange": True,
            "range": [min(numbered) - pad, max(numbered) + pad],
        },
        yaxis=share_axis(language=language),
        **layout,
    )  # fmt: skip
    made["layout"]["margin"]["b"] = BENEATH
    return made


def _pill(
    text: str, *, colour: str, line: tuple[int, int], others: Sequence[tuple[int, int]], beside: list[Figure]
) -> Figure:
    """A number on the line between two heights, near its start or its end: where it is farthest from the other lines
    and from the numbers that are already there.
    """
    x, y = max(
        ((x, _height(line, x)) for x in NUMBER_AT),
        key=lambda p: min(
            [
                *(2 * STEP * abs(_height(other, p[0]) - p[1]) for other in others if other != line),
                *(math.hypot(ACROSS * (p[0] - pill["x"]), STEP * (p[1] - pill["y"])) for pill in beside),
                NUMBER,
            ]
        ),
    )
    return {
        "text": f"<b>{text}</b>", "x": x, "y": y, "xref": "x", "yref": "y", "showarrow": False, "bgcolor": colour,
        "borderpad": 2, "font": {"size": 11, "color": "#FFFFFF"},
    }  # fmt: skip


def _height(line: tuple[int, int], x: float) -> float:
    """How high a line between two heights is at `x` (0 to 1)."""
    before, after = line
    return before + (after - before) * x


def _hover(row: Row, name: str, *, counted: str, language: str) -> str:
    head = f"<b>{plan_name(row, language=language)} ({row['year']})</b> {plain(name)}"
    return hover(row, head=head, counted=counted, language=language)
