"""Charts on how plans were made, as plain Plotly dictionaries. What is counted is plans; few of them look faint."""

import math
from zlib import crc32

import pandas as pd

from analysis import numbers, rows, theme
from analysis.figures import (
    Figure,
    Picture,
    Row,
    era_bands,
    figure,
    share_axis,
    share_ticks,
    unrated_years,
    year_axis,
    year_spans,
)
from analysis.once import once, rows_of
from analysis.process import BESIDE, LEAST, LEVELS, PHASES
from analysis.text import say

#: Pixels of one group of plans in the chart of results.
BAND = 96
HEIGHT = 300
#: Pixels to the right of a bar of 100% for "12 of 12".
ROOM = 42
#: Words that stand on a level's colour.
_ON = dict(zip(LEVELS, ("#10202C", "#10202C", "#10202C", "#FFFFFF", "#FFFFFF"), strict=True))


@once
def shares(frame: pd.DataFrame, *, names: list[str], language: str, picture: Picture) -> Figure:
    """A bar per row of `frame` (yes, n, missing, share), its share written at its end; counts where few answered."""
    said = [numbers.share(row["yes"], row["n"], language=language) for row in rows_of(frame)]
    labels = [rows.labelled(name, n, language=language) for name, n in zip(names, frame["n"], strict=True)]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": frame["share"].fillna(0).tolist(),
        "y": list(range(len(frame))),
        "width": 0.62,
        "marker": {"color": theme.ACCENT, "opacity": rows.strengths(frame["n"])},
        "text": said,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        **rows.clickable(theme.DIRECTIONS["same"]),
        "customdata": [
            [_hover(row, head=rows.head(name), language=language)]
            for name, row in zip(names, rows_of(frame), strict=True)
        ],
    }
    made = figure(
        [bars] if len(frame) else [],
        picture=picture,
        height=rows.height(len(frame)) - 8,
        yaxis=rows.row_axis(labels),
        xaxis=_across(language=language),
    )
    made["layout"]["margin"] |= {"b": 8, "r": ROOM}
    return made


@once
def by_year(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """A bar per year of the plans (frame of process.by_year), eras as bands, the number of answers beneath."""
    answered = frame[frame["n"] > 0]
    said = [numbers.share(row["yes"], row["n"], language=language) for row in rows_of(answered)]
    bars = {
        "type": "bar",
        "x": answered["year"].tolist(),
        "y": answered["share"].tolist(),
        "width": 0.62,
        "marker": {"color": theme.ACCENT, "opacity": rows.strengths(answered["n"])},
        "text": said,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        **rows.clickable(theme.DIRECTIONS["same"]),
        "customdata": [[_hover(row, head=rows.head(row["year"]), language=language)] for row in rows_of(answered)],
    }
    shapes, labels = era_bands(year_spans(frame, "year"), language=language)
    below = {int(row["year"]): numbers.count(row["n"], language=language) for row in rows_of(frame)}
    return figure(
        [bars] if len(answered) else [],
        picture=picture,
        height=HEIGHT,
        shapes=shapes,
        annotations=labels + unrated_years(frame, language=language, said="chart.no_answer"),
        xaxis=year_axis(frame["year"].tolist(), below=below),
        yaxis=share_axis(language=language) | {"range": [0, 1.08]},
    )


@once
def levels(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Stacked shares of the levels of participation (frame of process.levels), one bar per phase."""
    traces = []
    for level in LEVELS:
        found = frame[frame["iap2_level"] == level]
        if found.empty:
            continue
        records = rows_of(found)
        name = say(language, f"iap2.{level}")
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "showlegend": True,
                "x": found["share"].tolist(),
                "y": [PHASES.index(row["phase"]) for row in records],
                "width": 0.66,
                "marker": {
                    "color": theme.LEVELS[level],
                    "opacity": rows.strengths(found["n"]),
                    "line": {"width": 1, "color": "rgba(90,100,112,0.55)"},
                },
                "text": [numbers.count(row["plans"], language=language) for row in records],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {
                    "color": [_ON[LEVELS[0]] if rows.is_small(n) else _ON[level] for n in found["n"]],
                    "size": 12,
                },
                **rows.clickable(_ON[level]),
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [
                        _hover(
                            row | {"yes": row["plans"]},
                            head=rows.head(say(language, f"phase.{row['phase']}"), name),
                            language=language,
                        ),
                        row["phase"],
                        level,
                    ]
                    for row in records
                ],
            }
        )
    ns = dict(zip(frame["phase"], frame["n"], strict=True))
    first = {row["phase"]: row for row in rows_of(frame)}
    faint = [shape for phase, row in first.items() for shape in rows.beneath(row, at=PHASES.index(phase), width=0.66)]
    labels = [rows.labelled(say(language, f"phase.{p}"), ns.get(p, 0), language=language) for p in PHASES]
    made = figure(
        traces,
        picture=picture,
        height=214,
        barmode="stack",
        shapes=faint,
        yaxis=rows.row_axis(labels),
        xaxis=_across(language=language),
    )
    made["layout"]["margin"] |= {"b": 74}
    return made


@once
def results(frame: pd.DataFrame, medians: pd.DataFrame, *, beside: str, language: str, picture: Picture) -> Figure:
    """A dot per plan (frame of process.results) at its share of high completion, one band per group.

    Over each band of enough plans: their median, and a bar from the lower to the upper quartile. Plans with fewer
    than LEAST rated commitments are hollow and outside of the median.
    """
    groups = [code for code in BESIDE[beside] if (frame["group"] == code).any()]
    rated = frame[frame["n"] > 0]
    places = {group: place for place, group in enumerate(groups)}
    dots = {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": rated["share"].tolist(),
        "y": [places[row["group"]] + _aside(row) for row in rows_of(rated)],
        "cliponaxis": False,
        "marker": {
            "size": 9,
            "opacity": 0.75,
            "color": [theme.ACCENT if n >= LEAST else "rgba(255,255,255,0)" for n in rated["n"]],
            "line": {"width": 1.5, "color": theme.ACCENT},
        },
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [
            [
                _hover(row, head=_plan(row, language=language), language=language, of="commitments"),
                row["member_id"],
                row["plan_number"],
            ]
            for row in rows_of(rated)
        ],
    }
    known = medians[medians["median_share"].notna()]
    middle = {
        "type": "scatter",
        "mode": "markers",
        "name": say(language, "process.median"),
        "x": known["median_share"].tolist(),
        "y": [places[group] - 0.36 for group in known["group"]],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (known["upper_share"] - known["median_share"]).tolist(),
            "arrayminus": (known["median_share"] - known["lower_share"]).tolist(),
            "color": theme.SECOND,
            "thickness": 3,
            "width": 0,
        },
        "marker": {"symbol": "diamond", "size": 13, "color": theme.SECOND},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [
            [f"{rows.head(group(row['group'], beside=beside, language=language))}<br>{_middle(row, language=language)}"]
            for row in rows_of(known)
        ],
    }
    counts = rated.groupby("group").size()
    labels = [
        rows.labelled(group(code, beside=beside, language=language), counts.get(code, 0), language=language)
        for code in groups
    ]
    made = figure(
        [dots, middle] if len(known) else [dots],
        picture=picture,
        height=BAND * len(groups) + rows.AROUND + 30,
        yaxis=rows.row_axis(labels) | {"range": [len(groups) - 0.5, -0.6]},
        xaxis=_across(language=language, to=1.02) | {"range": [-0.02, 1.02]},
    )
    made["layout"]["margin"] |= {"b": 74}
    return made


@once
def in_words(frame: pd.DataFrame, *, names: list[str], language: str) -> str:
    """The rows of `frame` (yes, n) as one sentence, for readers who cannot see the chart."""
    return "; ".join(
        say(language, "process.alt_row", name=name, share=numbers.share(row["yes"], row["n"], language=language))
        for name, row in zip(names, rows_of(frame), strict=True)
        if row["n"]
    )


@once
def levels_in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The levels of each phase as one sentence."""
    found = frame[frame["iap2_level"].notna()]
    names = [
        f"{say(language, f'phase.{phase}')}, {say(language, f'iap2.{level}')}"
        for phase, level in zip(found["phase"], found["iap2_level"], strict=True)
    ]
    return in_words(found.rename(columns={"plans": "yes"}), names=names, language=language)


@once
def medians_in_words(medians: pd.DataFrame, *, beside: str, language: str) -> str:
    """The middle of each group as sentences: its median and quartiles, or that its plans are too few for one."""
    return " ".join(
        say(
            language,
            "process.group",
            group=group(row["group"], beside=beside, language=language),
            middle=_middle(row, language=language),
        )
        for row in rows_of(medians)
        if row["plans"] + row["few"]
    )


def _middle(row: Row, *, language: str) -> str:
    plans = numbers.count(row["plans"], language=language)
    if math.isnan(row["median_share"]):
        return say(language, "process.no_median", plans=plans)
    low, median, high = (
        numbers.percent(row[f"{name}_share"], language=language) for name in ("lower", "median", "upper")
    )
    said = say(language, "process.has_median", plans=plans, median=median, low=low, high=high)
    few = numbers.count(row["few"], language=language)
    return f"{said}; {say(language, 'process.few_left_out', few=few)}" if row["few"] else said


def group(code: str, *, beside: str, language: str) -> str:
    """A group of process.BESIDE in words."""
    return say(language, f"process_group.{code}" if beside == "steps" else f"process_group.forum_{code}")


def _plan(row: Row, *, language: str) -> str:
    named = say(language, "process.plan", plan=row["plan_number"], year=row["year"])
    return rows.head(row["member"], named)


def _aside(row: Row) -> float:
    """Where a plan's dot stands in its band: always the same place for the same plan, so that dots do not jump."""
    return (crc32(f"{row['member_id']}-{row['plan_number']}".encode()) % 1000 / 1000) * 0.52 - 0.16


def _hover(row: Row, *, head: str, language: str, of: str = "plans") -> str:
    n = int(row["n"])
    facts = {
        "share": numbers.share(row["yes"], n, language=language),
        "yes": numbers.count(row["yes"], language=language),
        "n": numbers.count(n, language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    few = "few_" if rows.is_small(n) else ""
    return f"{head}<br>{say(language, f'process.hover_{few}{of}', **facts)}"


def _across(*, language: str, to: float = 1.12) -> Figure:
    """A horizontal axis of shares, with room for what is written at the end of a bar."""
    return {
        "range": [0, to],
        **share_ticks(language=language),
        "side": "top",
        "tickfont": {"size": 11},
        "tickangle": 0,
        "zeroline": False,
        "gridcolor": theme.GRID,
        "fixedrange": True,
        "title": {"text": ""},
    }
