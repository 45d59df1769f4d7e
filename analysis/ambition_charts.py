"""Charts on ambition against completion, stars and verifiability, as plain Plotly dictionaries."""

import pandas as pd

from analysis import numbers, rows, theme
from analysis.ambition import CORNERS, STAR_RULES
from analysis.figures import SMALL_LINE, Figure, Picture, Row, era_bands, figure, share_ticks, year_axis, year_spans
from analysis.once import once, rows_of
from analysis.text import say

TILES = 280
HEIGHT = 330
#: Of a year, what its bars take together.
BARS = 0.8
#: Pixels that a year takes beneath the axis.
YEAR_LINE = 21
#: Where the corners stand: done to the right, ambitious on top.
_PLACES = {"ambitious_not_done": (0, 1), "ambitious_done": (1, 1), "neither": (0, 0), "done_only": (1, 0)}
_BAR = 0.76
#: Below this share a segment has no room for its number.
_ROOM = 0.11


@once
def two_by_two(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """The four corners of one scale (rows of ambition.corners), each with its share and count.

    Where fewer than SMALL_N commitments can be placed, the corners are faint and hold counts only.
    """
    traces = [_tile(row, language=language) for row in rows_of(frame) if row["n"]]
    made = figure(
        traces,
        picture=picture,
        height=TILES,
        barmode="overlay",
        bargap=0,
        showlegend=False,
        xaxis=_side([say(language, "ambition.side_low"), say(language, "ambition.side_high")], at=[0, 1]),
        yaxis=_side(
            [say(language, "ambition.side_modest"), say(language, "ambition.side_ambitious")], at=[0.485, 1.485]
        )
        | {"tickangle": -90},
    )
    made["layout"]["margin"] |= {"l": 30, "b": 26, "t": made["layout"]["margin"]["t"] - 24}
    # Faint tiles are pale on a dark page too, or their words could not be read.
    made["layout"]["shapes"] = [
        rows.white((x - 0.4925, x + 0.4925), (y, y + 0.97))
        for t in traces
        if t["marker"]["opacity"] < 1
        for (x,), (y,) in [(t["x"], t["base"])]
    ]
    return made


@once
def stacked(frame: pd.DataFrame, *, keys: list[str], column: str, language: str, picture: Picture) -> Figure:
    """Stacked shares of the corners (frame of corners_by_member or corners_by_theme), one row per key in this order.

    `column` names the rows. Rows with fewer than SMALL_N placed commitments are faint and hold counts.
    """
    id_column = next(name for name in ("member_id", "theme_id") if name in frame)
    places = {key: place for place, key in enumerate(keys)}
    kept = [row for row in rows_of(frame) if row[id_column] in places and row["n"]]
    first = {row[id_column]: row for row in reversed(kept)}
    traces = []
    for corner in CORNERS:
        found = [row for row in kept if row["corner"] == corner]
        name = say(language, f"corner.{corner}")
        ns = [row["n"] for row in found]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": [row["share"] for row in found],
                "y": [places[row[id_column]] for row in found],
                "width": _BAR,
                "marker": {"color": theme.CORNERS[corner], "opacity": rows.strengths(ns)},
                "text": [_inside(row, language=language) for row in found],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"size": 11},
                **rows.words(ns, theme.ON_CORNERS[corner]),
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [
                        rows.hover(row, head=rows.head(row[column], name), language=language, counted="count"),
                        str(row[id_column]),
                        corner,
                    ]
                    for row in found
                ],
            }
        )
    labels = [
        rows.labelled(str(first[key][column]), int(first[key]["n"]), language=language) for key in keys if key in first
    ]
    made = figure(
        traces,
        picture=picture,
        height=rows.height(len(labels)) + 64,
        barmode="stack",
        shapes=[shape for key, row in first.items() for shape in rows.beneath(row, at=places[key], width=_BAR)],
        xaxis=_along(language=language),
        yaxis=rows.row_axis(labels),
    )
    made["layout"]["margin"] |= {"t": made["layout"]["margin"]["t"] - 24, "b": 74, "r": 22}
    return made


@once
def stars_by_year(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """The share of starred commitments by plan year (frame of ambition.stars_by_year), one colour per rule.

    Beneath each year: how many were judged, a line per rule with its colour at the left. A point's customdata[1:] are
    rule and year: its x is that of the bar's middle.
    """
    traces = []
    zeros: list[Figure] = []
    ns: dict[int, dict[str, int]] = {}
    for row in sorted(rows_of(frame), key=lambda row: STAR_RULES.index(row["rule"])):
        ns.setdefault(int(row["year"]), {})[row["rule"]] = int(row["n"])
    rules = [rule for rule in STAR_RULES if any(rule in by_rule for by_rule in ns.values())]
    width = BARS / max(map(len, ns.values()), default=1)
    for rule in rules:
        found = frame[frame["rule"] == rule]
        name = say(language, f"star_rule.{rule}")
        years = found["year"].tolist()
        aside = {year: width * (list(ns[year]).index(rule) - len(ns[year]) / 2) for year in years}
        zeros += [_zero(row["year"] + aside[row["year"]] + width / 2) for row in rows_of(found) if not row["yes"]]
        traces.append(
            {
                "type": "bar",
                "name": name,
                "x": years,
                "width": [width] * len(years),
                "offset": list(aside.values()),
                "y": found["share"].tolist(),
                "marker": {"color": theme.STAR_RULES[rule], "opacity": rows.strengths(found["n"])},
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [rows.hover(row, head=rows.head(row["year"], name), language=language), rule, row["year"]]
                    for row in rows_of(found)
                ],
            }
        )
    below = {year: _a_line_each(by_rule, rules, language=language) for year, by_rule in ns.items()}
    shapes, labels = era_bands(year_spans(frame, "year"), language=language)
    labels += [*zeros, _key_of_lines(rules)]
    highest = max([0.2, *frame["share"].tolist()])
    made = figure(
        traces,
        picture=picture,
        height=HEIGHT,
        barmode="overlay",
        shapes=shapes,
        annotations=labels,
        xaxis=year_axis(list(ns), below=below),
        yaxis={
            "range": [0, highest * 1.08],
            **share_ticks(language=language, to=highest * 1.08, most=6),
            "fixedrange": True,
            "zeroline": False,
            "gridcolor": theme.GRID,
            "title": {"text": ""},
        },
    )
    more = SMALL_LINE * max(len(rules) - 1, 0)
    made["layout"]["margin"] |= {"b": 84 + more}
    made["layout"]["height"] += more
    return made


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The corners with their shares as one sentence, for readers who cannot see the chart."""
    return "; ".join(
        say(language, f"corner.{row['corner']}") + ": " + numbers.share(row["count"], row["n"], language=language)
        for row in rows_of(frame)
        if row["n"]
    )


def _zero(x: float) -> Figure:
    """The word for a bar that has no height. Texts of the bars themselves break Plotly's answer to a click (4.1.1)."""
    return {"text": "0", "x": x, "y": 0, "yanchor": "bottom", "showarrow": False, "font": {"size": 11}}


def _a_line_each(ns: dict[str, int], rules: list[str], *, language: str) -> str:
    none = say(language, "number.none")
    return "<br>".join(numbers.count(ns[rule], language=language) if rule in ns else none for rule in rules)


def _key_of_lines(rules: list[str]) -> Figure:
    """A square in each rule's colour, at the left of its line beneath the years."""
    squares = [f"<span style='color:{theme.STAR_RULES[rule]}'>■</span>" for rule in rules]
    return {
        "text": "<br>".join(squares),
        "xref": "paper",
        "x": 0,
        "xanchor": "right",
        "xshift": -4,
        "yref": "paper",
        "y": 0,
        "yanchor": "top",
        "yshift": -YEAR_LINE,
        "showarrow": False,
        "font": {"size": 11},
    }


def _tile(row: Row, *, language: str) -> Figure:
    corner = str(row["corner"])
    x, y = _PLACES[corner]
    counts = numbers.of(row["count"], row["n"], language=language)
    name = say(language, f"corner.{corner}")
    share = numbers.percent(row["share"], language=language)
    few = rows.is_small(row["n"])
    said = f"<span style='font-size:20px'>{counts}</span>" if few else f"<b>{share}</b>"
    beneath = "" if few else f"<br><span style='font-size:13px'>{counts}</span>"
    return {
        "type": "bar",
        "name": name,
        "x": [x],
        "base": [y],
        "y": [0.97],
        "width": 0.985,
        "marker": {"color": theme.CORNERS[corner], "opacity": rows.FAINT if few else 1.0},
        "text": [f"<span style='font-size:13px'>{name}</span><br>{said}{beneath}"],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 30, "color": theme.ON_CORNERS["neither" if few else corner]},
        **rows.clickable(theme.ON_CORNERS["neither" if few else corner]),
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [
            [rows.hover(row, head=rows.head(name), language=language, counted="count"), str(row["scale"]), corner]
        ],
    }


def _side(labels: list[str], *, at: list[float]) -> Figure:
    """An axis of two places with names."""
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": at,
        "ticktext": labels,
        "range": [at[0] - 0.5, at[1] + 0.5],
        "tickfont": {"size": 12},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "title": {"text": ""},
    }


def _along(*, language: str) -> Figure:
    return {
        "range": [0, 1],
        **share_ticks(language=language),
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
        "automargin": True,
        "title": {"text": "", "standoff": 0},
    }


def _inside(row: Row, *, language: str) -> str:
    if not row["count"] or row["share"] < _ROOM:
        return ""
    return numbers.share(row["count"], row["n"], language=language)
