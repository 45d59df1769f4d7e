"""Charts on themes, as plain Plotly dictionaries: one row per theme, small numbers as counts."""

import pandas as pd

from analysis import numbers, rows, theme, themes
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, share_ticks
from analysis.once import once, rows_of, the_row
from analysis.text import say

#: Of an axis along which marks are read.
ALONG = {
    "tickangle": 0,
    "automargin": False,
    "fixedrange": True,
    "zeroline": False,
    "gridcolor": theme.GRID,
    "title": {"text": ""},
}
#: Of what rises and fades, in the order of the key.
COLOURS = dict(zip(("up", "no_clear", "down"), theme.DIRECTIONS.values(), strict=True))
#: Room to the right of a plot for "133 of 558".
RIGHT = 86


@once
def shares(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """A bar per theme: the share of commitments that carry it (rows of themes.by_theme, in their order)."""
    found = rows_of(frame)
    trace = {
        "type": "bar",
        "orientation": "h",
        "showlegend": False,
        "x": [_or_zero(row["share"]) for row in found],
        "y": list(range(len(found))),
        "width": 0.7,
        "marker": {"color": theme.ACCENT, "opacity": rows.strengths(frame["n"])},
        "text": [_share_and_count(row, language=language) for row in found],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 11},
        **rows.clickable(theme.DIRECTIONS["same"]),
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [[_tagged(row, language=language), str(row["theme_id"])] for row in found],
    }
    return _by_row([trace], frame["theme"].tolist(), language=language, picture=picture, most=frame["share"].max())


@once
def outcomes(frame: pd.DataFrame, *, overall: Row, language: str, picture: Picture) -> Figure:
    """A point with its 95% interval per theme (rows of themes.outcome_by_theme), a line for all commitments together.

    Points that rest on fewer than SMALL_N commitments are hollow, without an interval; themes without any have none.
    """
    found = [{**row, "place": place} for place, row in enumerate(rows_of(frame))]
    drawn = [row for row in found if row["n"]]
    many = [row for row in drawn if not rows.is_small(row["n"])]
    traces: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "showlegend": False,
            "hoverinfo": "skip",
            "x": [x for row in many for x in (row["low_share"], row["high_share"], None)],
            "y": [y for row in many for y in (row["place"], row["place"], None)],
            "line": {"color": theme.ACCENT, "width": 2},
            "opacity": 0.55,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "showlegend": False,
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
                [rows.hover(row, head=rows.head(row["theme"]), language=language), str(row["theme_id"])]
                for row in drawn
            ],
        },
    ]
    made = _by_row(traces, frame["theme"].tolist(), language=language, picture=picture, most=1.0)
    at_right = [(row["place"], numbers.of(row["yes"], row["n"], language=language)) for row in drawn]
    at_right += [(row["place"], say(language, "chart.none_rated")) for row in found if not row["n"]]
    made["layout"]["annotations"] = [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 8,
            "yref": "y",
            "y": place,
            "text": text,
            "showarrow": False,
            "font": {"size": 11},
        }
        for place, text in at_right
    ]
    if overall["n"] >= numbers.SMALL_N:
        said = say(language, "themes.overall", share=numbers.percent(overall["share"], language=language))
        made["layout"]["shapes"] = [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": overall["share"],
                "x1": overall["share"],
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"width": 1.5, "dash": "dot", "color": theme.BAND_LINE},
            }
        ]
        made["layout"]["annotations"].append(
            {
                "xref": "x",
                "x": overall["share"],
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "text": said,
                "showarrow": False,
                "font": {"size": 11},
            }
        )
    return made


@once
def rests_on(counted: pd.DataFrame, tags: Row, *, measure: str, language: str) -> str:
    """What `measure` rests on, as sentences: the commitments rated and not, and those left out, so that all add up to
    those chosen (frame of themes.counts, row of themes.taxonomies).
    """
    row = the_row(themes.measured(counted), measure=measure)
    facts = {
        "n": row["n"],
        "missing": row["missing"],
        "untagged": tags["missing"],
        "elsewhere": tags["n"] - row["n"] - row["missing"],
    }
    said: dict[str, str] = {name: numbers.count(n, language=language) for name, n in facts.items()}
    said["tags"] = say(language, f"taxonomy.{tags['taxonomy']}")
    return say(language, "themes.rated_on_scale" if themes.MEASURES[measure].scale else "themes.rated", **said)


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The themes with their shares as one sentence, for readers who cannot see the chart."""
    return "; ".join(
        f"{row['theme']}: {numbers.share(row['yes'], row['n'], language=language)}"
        for row in rows_of(frame)
        if row["n"]
    )


@once
def rising(frame: pd.DataFrame, *, spans: tuple[str, str], language: str, picture: Picture) -> Figure:
    """From an earlier share to a later one, a row per theme (frame of themes.rising); `spans` names the two halves.

    Blue rises, orange fades, grey is compatible with no change. A point's customdata[1] is its half, 0 or 1.
    """
    found = [{**row, "place": place} for place, row in enumerate(rows_of(frame))]
    traces: list[Figure] = []
    for direction, colour in COLOURS.items():
        inside = [row for row in found if row["direction"] == direction]
        if inside:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": say(language, f"themes.goes_{direction}"),
                    "hoverinfo": "skip",
                    "x": [x for row in inside for x in (row["early_share"], row["late_share"], None)],
                    "y": [y for row in inside for y in (row["place"], row["place"], None)],
                    "line": {"color": colour, "width": 3},
                }
            )
    colours = [COLOURS[row["direction"]] for row in found]
    for half, (column, name, fill) in enumerate(
        (("early", spans[0], [rows.HOLLOW] * len(found)), ("late", spans[1], colours))
    ):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "cliponaxis": False,
                "x": [row[f"{column}_share"] for row in found],
                "y": [row["place"] for row in found],
                "marker": {"size": 11, "color": fill, "line": {"width": 2, "color": colours}},
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [
                        rows.head(row["theme"], name)
                        + "<br>"
                        + numbers.whole(row[f"{column}_yes"], row[f"{column}_n"], language=language),
                        half,
                    ]
                    for row in found
                ],
            }
        )
    names = frame["theme"].tolist()
    most = max(frame["early_share"].max(), frame["late_share"].max())
    made = _by_row(traces, names, language=language, picture=picture, most=most)
    made["layout"]["height"] += 110  # on a phone, the five keys of the legend stand one beneath the other
    made["layout"]["margin"] |= {"b": 74, "r": 12}
    made["layout"]["xaxis"] |= {"automargin": True, "title": {"text": "", "standoff": 0}}
    return made


def _by_row(traces: list[Figure], names: list[str], *, language: str, picture: Picture, most: float) -> Figure:
    top = 0.05 if pd.isna(most) else min(1.0, max(0.05, most))
    made = figure(
        traces,
        picture=picture,
        height=rows.height(len(names)),
        yaxis=rows.row_axis(names),
        xaxis={
            "range": [0, top * 1.02],
            **share_ticks(language=language, to=top * 1.02, most=4),
            **ALONG,
        },
    )
    made["layout"]["margin"] |= {"r": RIGHT, "b": 26, "t": made["layout"]["margin"]["t"] - ERA_LABELS + 18}
    return made


def _share_and_count(row: Row, *, language: str) -> str:
    if not row["n"]:
        return say(language, "number.none")
    if rows.is_small(row["n"]):
        return numbers.of(row["yes"], row["n"], language=language)
    count = numbers.count(row["yes"], language=language)
    return say(language, "filter.option", label=numbers.percent(row["share"], language=language), n=count)


def _tagged(row: Row, *, language: str) -> str:
    facts = {
        "share": numbers.share(row["yes"], row["n"], language=language),
        "of": numbers.of(row["yes"], row["n"], language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    return f"{rows.head(row['theme'])}<br>{say(language, 'themes.hover', **facts)}"


def _or_zero(share: float) -> float:
    return 0.0 if pd.isna(share) else float(share)
