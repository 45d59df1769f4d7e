"""Themes: which are common, how they fare. One list of tags at a time, the one that most of the commitments carry."""

import pandas as pd

from analysis import themes, themes_charts
from analysis.figures import Row
from analysis.once import rows_of, the_row
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_BARS, Slide


def common(asked: Asked) -> list[Slide]:
    """The main themes that most commitments carry."""
    tags = themes.fullest(asked.ask(themes.taxonomies))
    rows = rows_of(_common(asked, tags)) if tags else []
    if not tags or not rows:
        return []
    names = [str(row["theme"]) for row in rows]
    first = rows[0]
    facts = {"theme": first["theme"], "share": asked.share(first)}
    return asked.slide(
        "themes_common",
        body=shares.bars(asked, rows, names=names, title=asked.say("slides.themes_common_share"), is_whole=True),
        finding="" if shares.is_small(first) else asked.say("slides.themes_common_finding", **facts),
        rests_on=asked.say(
            "themes.counted",
            n=asked.count(tags["n"]),
            missing=asked.count(tags["missing"]),
            tags=asked.name("taxonomy", tags["taxonomy"]),
        ),
        method=asked.say("themes.shares_note"),
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def outcomes(asked: Asked) -> list[Slide]:
    """The indicator (of themes.MEASURES) by main theme, beside that of all."""
    tags = themes.fullest(asked.ask(themes.taxonomies))
    if not tags:
        return []
    counted, listed = _counted(asked, tags)
    found = themes.outcome_by_theme(counted, listed, asked.indicator)
    rows = rows_of(themes.in_order(found, like=_common(asked, tags)))
    rows = sorted((row for row in rows if row["n"]), key=lambda row: (shares.is_small(row), -row["share"]))
    if len(rows) < 2:
        return []
    overall = the_row(themes.measured(counted), measure=asked.indicator)
    names = [str(row["theme"]) for row in rows]
    return asked.slide(
        "themes_outcomes",
        body=shares.bars(asked, rows, names=names, title=asked.say(f"compare.indicator_{asked.indicator}")),
        finding=asked.on_indicator(
            shares.apart(asked, rows, of="theme", names=names, overall=overall) or asked.say("slides.themes_outcomes")
        ),
        rests_on=themes_charts.rests_on(counted, tags, measure=asked.indicator, language=asked.language)
        + shares.lines_note(asked, rows),
        method=f"{asked.say(f'compare.means_{asked.indicator}')} "
        + asked.say("slides.themes_outcomes_method"),
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def _counted(asked: Asked, tags: Row) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames of themes.counts and themes.listed for a list of tags."""
    taxonomy = tags["taxonomy"]
    listed = asked.ask_apart(themes.listed, taxonomy=taxonomy, language=asked.language)
    return asked.ask(themes.counts, by="region", taxonomy=taxonomy), listed


def _common(asked: Asked, tags: Row) -> pd.DataFrame:
    """As many of the main themes that most commitments carry as there is room for."""
    return themes.of_group(themes.by_theme(*_counted(asked, tags)), group=themes.EVERY).head(MOST_BARS)
