"""Charts that set members or regions side by side, as plain Plotly dictionaries."""

from collections.abc import Iterable, Sequence
from html import unescape
from math import ceil
from typing import Any

import pandas as pd

from analysis import numbers, rows, theme
from analysis.compare import SCALES
from analysis.figures import (
    ERA_LABELS,
    Figure,
    Picture,
    Row,
    figure,
    plain,
    share_axis,
    share_ticks,
    wrapped,
    year_spans,
)
from analysis.once import distinct, once, rows_of
from analysis.text import say

#: Room to the right of a plot for "133 of 558".
RIGHT = 92
#: Pixels of a small panel, of what is between two (years, then a name of one line), and of the legend's line beneath.
PANEL, PANEL_HEAD, LEGEND_LINE = 128, 54, 56
#: Letters of a line above a panel, as many as a phone has room for, and pixels of each line after the first.
NAME, NAME_LINE = 20, 16
#: Pixels beneath a plot: for its axis and what is around a legend, where this begins, and for each line of it.
AXIS, UNDER_AXIS, LEGEND_ENTRY = 50, 30, 19
#: Pixels between the title, of one line or two, and the names of the panels.
ABOVE_PANELS = 12
BAR = 0.7
ACROSS = 2
#: The accent, half as strong.
_INTERVAL = "rgba(31,119,168,0.5)"
#: Eras by symbol too, so that they are told apart without colour; oldest first.
_SYMBOLS = {"midterm_only": "circle", "midterm_and_final": "square", "final_only": "diamond", "results_report": "cross"}


@once
def shares(
    frame: pd.DataFrame, *, lines: int = 2, language: str, picture: Picture, hover: rows.Said = rows.RATED
) -> Figure:
    """A point with its 95% interval per unit (frame of compare.shares, in its order), with its counts at the right.

    Points that rest on fewer than SMALL_N cases are hollow, without an interval. `hover`: what a point says.
    `lines`: of the legend of the chart beside it (legend_lines).
    """
    found = [{**row, "place": place} for place, row in enumerate(rows_of(frame))]
    drawn = [row for row in found if row["n"]]
    many = [row for row in drawn if not rows.is_small(row["n"])]
    traces: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": say(language, "column.interval"),
            "showlegend": True,
            "hoverinfo": "skip",
            "x": [x for row in many for x in (row["low_share"], row["high_share"], None)],
            "y": [y for row in many for y in (row["place"], row["place"], None)],
            "line": {"color": theme.ACCENT, "width": 2},
            "opacity": 0.55,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": say(language, "column.share"),
            "showlegend": True,
            "cliponaxis": False,
            "x": [row["share"] for row in drawn],
            "y": [row["place"] for row in drawn],
            "marker": {
                "size": 12,
                "color": [rows.filled(row, theme.ACCENT) for row in drawn],
                "line": {"width": 2, "color": theme.ACCENT},
            },
            "hovertemplate": "%{customdata[0]}<extra></extra>",
            "customdata": [
                [rows.hover(row, head=rows.head(row["unit_name"]), language=language, said=hover), str(row["unit"])]
                for row in drawn
            ],
        },
    ]
    return _with_legend(_by_unit(traces, found, language=language, picture=picture), lines=lines)


@once
def levels(frame: pd.DataFrame, *, scale: str, language: str, picture: Picture) -> Figure:
    """Stacked shares of the ratings on a scale per unit (frame of compare.levels), n at the right; few drawn pale."""
    units = distinct(frame, ("unit",))
    place = {row["unit"]: at for at, row in enumerate(units)}
    traces = []
    colours = theme.SCALES[scale]
    for code in SCALES[scale].codes:
        found = [row for row in rows_of(frame) if row["code"] == code]
        if not found:
            continue
        name = say(language, f"code.{code}")
        ns = [row["n"] for row in found]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "showlegend": True,
                "x": [row["share"] for row in found],
                "y": [place[row["unit"]] for row in found],
                "width": BAR,
                "text": [numbers.count(row["count"], language=language) for row in found],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "marker": {"color": colours[code], "opacity": rows.strengths(ns)},
                **rows.words(ns, theme.ON[colours[code]]),
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [
                        rows.hover(row, head=rows.head(row["unit_name"], name), language=language, counted="count"),
                        str(row["unit"]),
                        code,
                    ]
                    for row in found
                ],
            }
        )
    rated = [{**row, "place": place[row["unit"]]} for row in units]
    made = _by_unit(traces, rated, language=language, picture=picture, is_share=False)
    faint = [shape for row in rated for shape in rows.beneath(row, at=row["place"], width=BAR)]
    made["layout"] |= {"barmode": "stack", "uniformtext": {"minsize": 9, "mode": "hide"}, "shapes": faint}
    return _with_legend(made, lines=legend_lines(frame))


def legend_lines(frame: pd.DataFrame) -> int:
    """Lines of the legend of `levels` on a phone: one for each rating that is drawn, two at least."""
    return max(2, len({row["code"] for row in rows_of(frame) if row["n"] and isinstance(row["code"], str)}))


@once
def over(
    frame: pd.DataFrame,
    *,
    order: Sequence[str],
    by: str,
    language: str,
    picture: Picture,
    hover: rows.Said = rows.RATED,
) -> Figure:
    """One small panel per unit, in `order` (frame of compare.over): the share by plan number or year, with intervals.

    Each era has its own symbol and its own line: lines never cross from one era to the next. Hollow: below SMALL_N.
    `hover`: what a point says.
    """
    panels: dict[Any, list[Row]] = {}
    for row in rows_of(frame):
        panels.setdefault(row["unit"], []).append(row)
    found = [unit for unit in order if unit in panels]
    across = min(ACROSS, len(found))
    down = ceil(len(found) / across)
    names = {unit: _panel_name(panels[unit]) for unit in found}
    more = NAME_LINE * max(name.count("<br>") for name in names.values())
    head = PANEL_HEAD + more
    height = down * (PANEL + head)
    known = list(_SYMBOLS)
    eras = sorted({row["era"] for row in rows_of(frame)}, key=lambda era: (*known, era).index(era))
    axis = _position_axis([int(row["position"]) for row in rows_of(frame)], by=by)
    outer = {**share_axis(language=language), **share_ticks(language=language, most=3), "range": [-0.04, 1.04]}
    outer["tickfont"] = {"size": 10}
    inner = {name: value for name, value in outer.items() if name != "ticktext"} | {"showticklabels": False}
    bands = year_spans(frame, "position") if by == "year" else {}
    made = figure([], picture=picture, height=height + LEGEND_LINE + ABOVE_PANELS)
    above = made["layout"]["margin"]["t"] - ERA_LABELS + ABOVE_PANELS
    made["layout"]["margin"] |= {"t": above, "b": LEGEND_LINE + 4, "r": 10}
    made["layout"] |= {"annotations": [], "shapes": []}
    named: set[str] = set()
    for at, unit in enumerate(found):
        panel = panels[unit]
        number = str(at + 1) if at else ""
        x, y = f"x{number}", f"y{number}"
        line, column = divmod(at, across)
        top = 1 - (line * (PANEL + head) + 24 + more) / height
        left = column * (1 / across) + (0.045 if column else 0)
        right = (column + 1) / across - (0.02 if column + 1 < across else 0)
        bottom = top - PANEL / height
        made["layout"][f"xaxis{number}"] = {**axis, "domain": [left, right], "anchor": y}
        made["layout"][f"yaxis{number}"] = {**(inner if column else outer), "domain": [bottom, top], "anchor": x}
        made["layout"]["annotations"].append(_panel_title(names[unit], x=left, y=top))
        made["layout"]["shapes"] += _bands(list(bands.values()), x=x, y=y)
        for era in eras:
            rated = [row for row in panel if row["era"] == era and row["n"]]
            if rated:
                shift = _shift(era, eras=eras, panel=panel)
                made["data"].append(_era(rated, era=era, axes=(x, y), shift=shift, language=language, hover=hover))
                named.add(era)
    made["data"] += [_key(era, language=language) for era in eras if era in named]
    return made


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The units with their shares as one sentence, for readers who cannot see the chart."""
    return _in_words(rows_of(frame), language=language)


@once
def completion_in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The share of high completion of each unit, as one sentence."""
    return _in_words(rows.high_completion(frame, by=("unit",)), language=language)


def _in_words(units: Iterable[Row], *, language: str) -> str:
    return "; ".join(f"{row['unit_name']}: {numbers.share(row['yes'], row['n'], language=language)}" for row in units)


def _by_unit(
    traces: list[Figure], found: list[Row], *, language: str, picture: Picture, is_share: bool = True
) -> Figure:
    made = figure(
        traces,
        picture=picture,
        height=rows.height(len(found)),
        xaxis={**share_axis(language=language), "range": [0, 1], "showgrid": True},
        yaxis=rows.row_axis([str(row["unit_name"]) for row in found]),
    )
    made["layout"]["margin"] |= {"r": RIGHT, "t": made["layout"]["margin"]["t"] - ERA_LABELS + 8}
    made["layout"]["annotations"] = [
        {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "yref": "y", "y": row["place"], "showarrow": False,
         "text": plain(_at_right(row, is_share=is_share, language=language)), "font": {"size": 11}}
        for row in found
    ]  # fmt: skip
    return made


def _with_legend(made: Figure, *, lines: int) -> Figure:
    """The figure with room for a phone's legend of so many lines, the same for both, so that their rows stay level.

    Plotly would take the room from the bars, and more of it for an axis that looks for its own.
    """
    room = AXIS + LEGEND_ENTRY * lines
    made["layout"]["height"] += room - made["layout"]["margin"]["b"]
    made["layout"]["margin"]["b"] = room
    made["layout"]["legend"] |= {"y": (room - UNDER_AXIS) / made["layout"]["height"], "yanchor": "top"}
    made["layout"]["xaxis"] |= {"automargin": False, "tickangle": 0, "tickfont": {"size": 11}}
    return made


def _at_right(row: Row, *, is_share: bool, language: str) -> str:
    if not row["n"]:
        return say(language, "chart.none_rated")
    if is_share:
        return numbers.of(row["yes"], row["n"], language=language)
    return f"n = {numbers.count(row['n'], language=language)}"


def _position_axis(positions: list[int], *, by: str) -> Figure:
    first, last = min(positions), max(positions)
    span = list(range(first, last + 1))
    step = max(1, ceil(len(span) / 5)) if by == "year" else 1
    shown = [value for value in span if (value - first) % step == 0]
    labels = [f"’{value % 100:02}" if by == "year" else str(value) for value in shown]
    return {
        "type": "linear", "tickvals": shown, "ticktext": labels, "tickfont": {"size": 10}, "tickangle": 0,
        "range": [first - 0.5, last + 0.5], "fixedrange": True, "showgrid": False,
    }  # fmt: skip


def _panel_name(panel: list[Row]) -> str:
    """The unit with what its points rest on, on as many lines as a phone needs, so that no two names meet."""
    n = f"n = {sum(int(row['n']) for row in panel)}"
    name = wrapped(panel[0]["unit_name"], width=NAME)
    last = len(unescape(name.rpartition("<br>")[2]))
    return f"<b>{name}</b>{'  ' if last + 2 + len(n) <= NAME + 2 else '<br>'}{n}"


def _panel_title(said: str, *, x: float, y: float) -> Figure:
    return {
        "text": said, "xref": "paper", "yref": "paper", "x": x, "y": y, "xanchor": "left", "yanchor": "bottom",
        "align": "left", "yshift": 3, "showarrow": False, "font": {"size": 12},
    }  # fmt: skip


def _bands(spans: Sequence[tuple[float, float]], *, x: str, y: str) -> list[Figure]:
    return [
        {"type": "rect", "xref": x, "yref": f"{y} domain", "x0": first - 0.5, "x1": last + 0.5, "y0": 0, "y1": 1,
         "layer": "below", "line": {"width": 0}, "fillcolor": theme.BAND}
        for place, (first, last) in enumerate(spans)
        if place % 2 == 0
    ]  # fmt: skip


def _shift(era: str, *, eras: Sequence[str], panel: list[Row]) -> float:
    """How far to move an era's points aside, where a panel has points of several eras at one position."""
    positions = [row["position"] for row in panel if row["n"]]
    if len(positions) == len(set(positions)):
        return 0.0
    return 0.18 * (eras.index(era) - (len(eras) - 1) / 2)


def _key(era: str, *, language: str) -> Figure:
    """An era in the legend, by a filled mark: that of a line is hollow where its first point rests on few."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": say(language, f"era.{era}"),
        "legendgroup": era,
        "showlegend": True,
        "x": [None],
        "y": [None],
        **_mark(era),
    }


def _mark(era: str) -> Figure:
    marker = {"size": 9, "symbol": _SYMBOLS.get(era, "triangle-up"), "color": theme.ACCENT}
    line = {"color": theme.ACCENT, "width": 1.5}
    return {"line": line, "marker": {**marker, "line": {"width": 1.5, "color": theme.ACCENT}}}


def _era(rated: list[Row], *, era: str, axes: tuple[str, str], shift: float, language: str, hover: rows.Said) -> Figure:
    x, y = axes
    by_position = {int(row["position"]): row for row in rated}
    points = rows.on_a_line(by_position)
    at = [row for _, row in points]
    told = [None if row is None or rows.is_small(row["n"]) else row for row in at]
    name = say(language, f"era.{era}")
    mark = _mark(era)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "xaxis": x,
        "yaxis": y,
        "legendgroup": era,
        "showlegend": False,
        "cliponaxis": False,
        "x": [position + shift for position, _ in points],
        "y": [row["share"] if row else None for row in at],
        "error_y": {
            "symmetric": False,
            "array": [row["high_share"] - row["share"] if row else None for row in told],
            "arrayminus": [row["share"] - row["low_share"] if row else None for row in told],
            "width": 0,
            "thickness": 1.5,
            "color": _INTERVAL,
        },
        "line": mark["line"],
        "marker": {**mark["marker"], "color": [rows.filled(row, theme.ACCENT) for row in at]},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [
            [_point(row, era=name, language=language, hover=hover), row["unit"], row["position"], era] if row else []
            for row in at
        ],
    }


def _point(row: Row, *, era: str, language: str, hover: rows.Said) -> str:
    return rows.hover(row, head=rows.head(row["unit_name"], row["position"], era), language=language, said=hover)
