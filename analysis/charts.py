"""Charts over years, as plain Plotly dictionaries. A chart's title is the question that it answers."""

from collections.abc import Mapping

import pandas as pd

from analysis import numbers, theme
from analysis.figures import Figure, Picture, Row, era_bands, figure, plain, share_axis, unrated_years, year_axis
from analysis.once import once, rows_of
from analysis.queries import COMPLETION_CODES
from analysis.text import say

HEIGHT = 370


@once
def completion_by_year(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Stacked shares of completion ratings (frame of queries.completion_by_year), eras as bands.

    A year with fewer than SMALL_N rated commitments is drawn pale and its hover names counts.
    """
    rated = frame[frame["n"] > 0]
    traces = []
    for code in COMPLETION_CODES:
        rows = rated[rated["code"] == code]
        if rows.empty:
            continue
        traces.append(
            {
                "type": "bar",
                "name": say(language, f"code.{code}"),
                "x": rows["year"].tolist(),
                "y": rows["share"].tolist(),
                "width": 0.78,
                "marker": {"color": theme.COMPLETION[code], "opacity": _faded(rows["n"])},
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_hover(row, counted=row["count"], head=say(language, f"code.{code}"), language=language), code]
                    for row in rows_of(rows)
                ],
            }
        )
    shapes, labels = era_bands(frame, language=language)
    return figure(
        traces,
        picture=picture,
        height=HEIGHT,
        barmode="stack",
        shapes=shapes,
        annotations=labels + unrated_years(frame, language=language),
        xaxis=year_axis(_years(frame), below=_counts_below(frame, language=language)),
        yaxis=share_axis(),
    )


@once
def share_by_year(
    frame: pd.DataFrame, *, language: str, picture: Picture, colours: Mapping[str, str] | None = None
) -> Figure:
    """The share that holds by year (frame of queries.share_by_year): one line per scale, never joined across scales.

    Within a scale the line is broken between eras and where a year has no rating. Points with fewer than SMALL_N cases
    are hollow. A point's customdata[1] is the scale.
    """
    traces = []
    for scale, rows in frame.groupby("scale", sort=False):
        colour = (colours or {}).get(str(scale), theme.ACCENT)
        by_year = {int(row["year"]): row for row in rows_of(rows) if row["n"] > 0}
        if not by_year:
            continue
        points = _points(by_year)
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
                    "color": [_fill(row, colour) for _, row in points],
                    "line": {"width": 2, "color": colour},
                },
                "hovertemplate": "%{customdata[0]}<extra></extra>",
                "customdata": [
                    [_hover(row, counted=row["yes"], head=name, language=language) if row else "", str(scale)]
                    for _, row in points
                ],
            }
        )
    shapes, labels = era_bands(frame, language=language)
    return figure(
        traces,
        picture=picture,
        height=HEIGHT,
        shapes=shapes,
        annotations=labels + unrated_years(frame, language=language),
        xaxis=year_axis(_years(frame), below=_counts_below(frame, language=language)),
        yaxis=share_axis(),
    )


@once
def in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The rows of `frame` (year, yes or count, n) as one sentence, for readers who cannot see the chart."""
    return "; ".join(
        say(
            language,
            "overview.alt_point",
            year=row["year"],
            share=numbers.share(row["yes"], row["n"], language=language),
        )
        for row in rows_of(frame)
        if row["n"]
    )


@once
def completion_in_words(frame: pd.DataFrame, *, language: str) -> str:
    """The share of high completion by year, as one sentence."""
    is_high = frame["code"].isin(["substantial", "complete"])
    by_year = frame.assign(yes=frame["count"].where(is_high, 0)).groupby("year", as_index=False)
    return in_words(by_year.agg(yes=("yes", "sum"), n=("n", "max")), language=language)


def _points(by_year: dict[int, Row]) -> list[tuple[float, Row | None]]:
    """Every year from the first to the last with its row, if it has one, and a gap where an era ends."""
    points: list[tuple[float, Row | None]] = []
    for year in range(min(by_year), max(by_year) + 1):
        before, here = by_year.get(year - 1), by_year.get(year)
        if before and here and before["era"] != here["era"]:
            points.append((year - 0.5, None))
        points.append((year, here))
    return points


def _years(frame: pd.DataFrame) -> list[int]:
    return [int(year) for year in frame["year"].unique()]


def _counts_below(frame: pd.DataFrame, *, language: str) -> dict[int, str]:
    by_year = frame.drop_duplicates([c for c in ("year", "era", "scale") if c in frame]).groupby("year")["n"].sum()
    return {int(year): numbers.count(n, language=language) for year, n in by_year.items()}  # type: ignore[call-overload]


def _faded(ns: "pd.Series[int]") -> list[float]:
    return [1.0 if n >= numbers.SMALL_N else 0.45 for n in ns]


def _fill(row: Row | None, colour: str) -> str:
    is_solid = row is not None and row["n"] >= numbers.SMALL_N
    return colour if is_solid else "rgba(255,255,255,1)"


def _hover(row: Row, *, counted: int, head: str, language: str) -> str:
    n, yes = int(row["n"]), int(counted)
    facts = {
        "share": numbers.share(yes, n, language=language),
        "yes": numbers.count(yes, language=language),
        "n": numbers.count(n, language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    key = "chart.hover_share" if n >= numbers.SMALL_N else "chart.hover_few"
    return f"<b>{row['year']}</b> {plain(head)}<br>{say(language, key, **facts)}"
