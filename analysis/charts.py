"""Charts over years, as plain Plotly dictionaries. A chart's title is the question that it answers."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis import numbers, theme
from analysis.figures import (
    Figure,
    Picture,
    Row,
    era_bands,
    figure,
    plain,
    rated_by_year,
    share_axis,
    unrated_years,
    year_axis,
    year_spans,
)
from analysis.once import once, rows_of
from analysis.queries import COMPLETION_CODES
from analysis.rows import filled, high_completion, hover, on_a_line, strengths
from analysis.text import say

HEIGHT = 370


@once
def completion_by_year(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Stacked shares of completion ratings (frame of queries.completion_by_year), eras as bands.

    A year with fewer than SMALL_N rated commitments is drawn pale and its hover names counts.
    """
    traces = []
    for code in COMPLETION_CODES:
        rows = [row for row in rows_of(frame) if row["code"] == code and row["n"]]
        if not rows:
            continue
        traces.append(
            {
                "type": "bar",
                "name": say(language, f"code.{code}"),
                "showlegend": True,
                "x": [row["year"] for row in rows],
                "y": [row["share"] for row in rows],
                "width": 0.78,
                "marker": {
                    "color": theme.COMPLETION[code],
                    "opacity": strengths(row["n"] for row in rows),
                },
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_hover(row, say(language, f"code.{code}"), counted="count", language=language), code]
                    for row in rows
                ],
            }
        )
    shapes, labels = era_bands(year_spans(frame, "year"), language=language)
    return figure(
        traces,
        picture=picture,
        height=HEIGHT,
        barmode="stack",
        shapes=shapes,
        annotations=labels + unrated_years(frame, language=language),
        xaxis=_years_below(frame, language=language),
        yaxis=share_axis(language=language),
    )


@once
def share_by_year(
    frame: pd.DataFrame, *, language: str, picture: Picture, colours: Mapping[str, str] | None = None
) -> Figure:
    """The share that holds by year (frame of queries.share_by_year): one line per scale, never joined across scales.

    Within a scale the line is broken between eras and where a year has no rating. Points with fewer than SMALL_N cases
    are hollow and stand alone. A point's customdata[1] is the scale.
    """
    traces = []
    for scale in dict.fromkeys(row["scale"] for row in rows_of(frame)):
        colour = (colours or {}).get(str(scale), theme.ACCENT)
        by_year = {int(row["year"]): row for row in rows_of(frame) if row["scale"] == scale and row["n"] > 0}
        if not by_year:
            continue
        points = on_a_line(by_year)
        name = say(language, f"scale.{scale!s}") if scale else ""
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "showlegend": bool(scale),
                "x": [x for x, _ in points],
                "y": [row["share"] if row else None for _, row in points],
                "connectgaps": False,
                "cliponaxis": False,
                "line": {"color": colour, "width": 2.5},
                "marker": {
                    "size": 10,
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
    shapes, labels = era_bands(year_spans(frame, "year"), language=language)
    return figure(
        traces,
        picture=picture,
        height=HEIGHT,
        shapes=shapes,
        annotations=labels + unrated_years(frame, language=language),
        xaxis=_years_below(frame, language=language),
        yaxis=share_axis(language=language),
    )


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The rows of `frame` (year, yes or count, n) as one sentence, for readers who cannot see the chart."""
    return _in_words(rows_of(frame), language=language)


@once
def completion_in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The share of high completion by year, as one sentence."""
    return _in_words(high_completion(frame, by=("year",)), language=language)


def _in_words(rows: Iterable[Row], *, language: str) -> str:
    return "; ".join(
        say(
            language,
            "overview.alt_point",
            year=row["year"],
            share=numbers.share(row["yes"], row["n"], language=language),
        )
        for row in rows
        if row["n"]
    )


def _years_below(frame: pd.DataFrame, *, language: str) -> Figure:
    """The axis of years with what each rests on beneath."""
    ns = rated_by_year(frame)
    return year_axis(list(ns), below={year: numbers.count(n, language=language) for year, n in ns.items()})


def _hover(row: Row, name: str, *, counted: str, language: str) -> str:
    return hover(row, head=f"<b>{row['year']}</b> {plain(name)}", counted=counted, language=language)
