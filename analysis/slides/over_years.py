"""Slides over the years of submission: completion, ambition, early results. Eras are marked, scales never joined."""

from itertools import groupby

import pandas as pd

from analysis import ambition as ambition_asked
from analysis import queries, theme
from analysis.figures import Row
from analysis.numbers import SMALL_N
from analysis.once import rows_of
from analysis.rows import high_completion
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import Chart, Series, Slide

_COLOURS = {
    **theme.AMBITION_SCALE,
    **theme.VERIFIABLE,
    "did_it_open_government": theme.ACCENT,
    "early_results": theme.SECOND,
}
#: A part of a column that is lower than this has no room for its number.
_ROOM = 0.07


def completion(asked: Asked) -> list[Slide]:
    """How far commitments got, by year of submission."""
    found = asked.ask(queries.completion_by_year)
    rated = found[found["n"] > 0]
    if rated.empty:
        return []
    high = high_completion(rated, by=("year", "era"))
    counted = asked.rated(found.drop_duplicates(["year", "era"]))
    rests_on = (counted, asked.say("slides.years_below"), _none_yet(asked, found))
    chart = Chart(
        kind="columns",
        categories=tuple(_year(asked, row) for row in high),
        series=shares.completion(asked, rated, unit="year", room=_ROOM),
        groups=_eras(asked, high),
    )
    return asked.slide(
        "completion_by_year",
        body=chart,
        finding=_trend(asked, high),
        rests_on=" ".join(part for part in rests_on if part),
        method=asked.say("overview.completion_note"),
        numbers=shares.listed(asked, high, names=[str(row["year"]) for row in high]),
    )


def ambition(asked: Asked) -> list[Slide]:
    """How ambitious commitments are, one line per scale."""
    found = asked.ask(queries.share_by_year, indicator="ambitious")
    return _by_scale(asked, found, id="ambition_by_year", method=asked.say("slides.ambition_by_year_method"))


def early_results(asked: Asked) -> list[Slide]:
    """Whether commitments opened government, one line per scale."""
    found = asked.ask(queries.share_by_year, indicator="strong_early_results")
    method = asked.say("slides.early_results_by_year_method")
    return _by_scale(asked, found, id="early_results_by_year", method=method)


def verifiable(asked: Asked) -> list[Slide]:
    """Whether it can be checked that commitments are kept, one line per scale."""
    found = asked.ask(ambition_asked.verifiable_by_year)
    return _by_scale(asked, found, id="verifiable_by_year", method=asked.say("ambition.verifiable_note"))


def _by_scale(asked: Asked, found: pd.DataFrame, *, id: str, method: str) -> list[Slide]:
    rows = sorted(rows_of(found[found["n"] > 0]), key=lambda row: (row["year"], row["scale"]))
    if not rows:
        return []
    years = {row["year"]: {**row, "n": 0} for row in rows}
    for row in rows:
        years[row["year"]]["n"] += row["n"]
    series = []
    for scale in dict.fromkeys(row["scale"] for row in sorted(rows, key=lambda row: row["year"])):
        by_year = {row["year"]: row for row in rows if row["scale"] == scale}
        here = [by_year.get(year) for year in years]
        series.append(
            Series(
                name=asked.name("scale", scale),
                colour=_COLOURS[scale],
                values=tuple(row["share"] if row else None for row in here),
                labels=tuple(asked.share(row) if row else "" for row in here),
                is_small=tuple(row is not None and shares.is_small(row) for row in here),
            )
        )
    chart = Chart(
        kind="lines",
        categories=tuple(_year(asked, row) for row in years.values()),
        series=tuple(series),
        groups=_eras(asked, list(years.values())),
    )
    names = [f"{row['year']}, {asked.name('scale', row['scale'])}" for row in rows]
    return asked.slide(
        id,
        body=chart,
        finding=_each_scale(asked, rows, id=id),
        rests_on=f"{asked.rated(found)} {asked.say('slides.years_below')}",
        method=method,
        numbers=shares.listed(asked, rows, names=names),
    )


def _each_scale(asked: Asked, rows: list[Row], *, id: str) -> str:
    """What holds on each scale over all its years; nothing where a scale has too few."""
    told = []
    for scale in dict.fromkeys(row["scale"] for row in rows):
        of_scale = [row for row in rows if row["scale"] == scale]
        whole = {"yes": sum(row["yes"] for row in of_scale), "n": sum(row["n"] for row in of_scale)}
        if not shares.is_small(whole):
            told.append(asked.say(f"slides.{id}_{scale}", share=asked.share(whole), n=asked.count(whole["n"])))
    return " ".join(told)


def _trend(asked: Asked, high: list[Row]) -> str:
    """From the first to the last year of the era that most ratings are of; within an era, or nothing is compared."""
    eras = {era: list(rows) for era, rows in groupby(high, key=lambda row: row["era"])}
    era, told = max(
        ((era, shares.enough(rows)) for era, rows in eras.items()),
        key=lambda pair: (len(pair[1]) > 1, sum(row["n"] for row in pair[1])),
    )
    if len(told) < 2:
        whole = {"yes": sum(row["yes"] for row in high), "n": sum(row["n"] for row in high)}
        years = "–".join(dict.fromkeys(str(row["year"]) for row in (high[0], high[-1])))
        said = asked.say("slides.completion_by_year_whole", years=years, share=asked.share(whole))
        return "" if whole["n"] < SMALL_N else said
    first, last = told[0], told[-1]
    way = {1: "rose", -1: "fell", 0: "same"}[shares.differ(first, last)]
    return asked.say(
        f"slides.completion_by_year_{way}",
        era=asked.name("era", era),
        first=first["year"],
        last=last["year"],
        before=asked.share(first),
        after=asked.share(last),
    )


def _none_yet(asked: Asked, found: pd.DataFrame) -> str:
    years = [str(year) for year in found.loc[found["n"] == 0, "year"].unique()]
    return asked.say("slides.completion_by_year_none", years=", ".join(years)) if years else ""


def _year(asked: Asked, row: Row) -> str:
    return f"{row['year']}\n{asked.count(row['n'])}"


def _eras(asked: Asked, rows: list[Row]) -> tuple[tuple[str, int], ...]:
    return tuple((asked.name("era", era), len(list(of_era))) for era, of_era in groupby(rows, key=lambda r: r["era"]))
