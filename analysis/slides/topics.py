"""Themes: which are common, how they fare. One list of tags at a time, the one that most of the commitments carry."""

from analysis import themes
from analysis.once import rows_of
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_BARS, Slide


def common(asked: Asked) -> list[Slide]:
    """The main themes that most commitments carry."""
    taxonomy = _list_of_tags(asked)
    if not taxonomy:
        return []
    found = themes.of_group(asked.ask(themes.by_theme, taxonomy=taxonomy, language=asked.language), group=themes.EVERY)
    rows = rows_of(found.head(MOST_BARS))
    if not rows:
        return []
    names = [str(row["theme"]) for row in rows]
    first = rows[0]
    facts = {"theme": first["theme"], "share": asked.share(first)}
    n, missing = asked.ask(themes.asked, taxonomy=taxonomy)
    return asked.slide(
        "themes_common",
        body=shares.bars(asked, rows, names=names, title=asked.say("slides.themes_common_share"), is_whole=True),
        finding="" if shares.is_small(first) else asked.say("slides.themes_common_finding", **facts),
        rests_on=asked.say("themes.counted", n=asked.count(n), missing=asked.count(missing)),
        method=f"{asked.name('taxonomy', taxonomy)}. {asked.say('themes.shares_note')}",
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def outcomes(asked: Asked) -> list[Slide]:
    """High completion by main theme, with its interval, beside that of all."""
    taxonomy = _list_of_tags(asked)
    if not taxonomy:
        return []
    common_ones = themes.of_group(
        asked.ask(themes.by_theme, taxonomy=taxonomy, language=asked.language), group=themes.EVERY
    ).head(MOST_BARS)
    found = asked.ask(themes.outcome_by_theme, taxonomy=taxonomy, measure="high_completion", language=asked.language)
    rows = rows_of(themes.in_order(found, like=common_ones))
    rows = sorted((row for row in rows if row["n"]), key=lambda row: (shares.is_small(row), -row["share"]))
    if len(rows) < 2:
        return []
    measured = asked.ask(themes.measured, taxonomy=taxonomy)
    overall = rows_of(measured[measured["measure"] == "high_completion"])[0]
    names = [str(row["theme"]) for row in rows]
    return asked.slide(
        "themes_outcomes",
        body=shares.bars(asked, rows, names=names, title=asked.say("indicator.high_completion")),
        finding=shares.apart(asked, rows, of="theme", names=names, overall=overall),
        rests_on=f"{asked.say('themes.rated', n=asked.count(overall['n']), missing=asked.count(overall['missing']))}"
        f"{shares.lines_note(asked, rows)}",
        method=f"{asked.name('taxonomy', taxonomy)}. {asked.say('slides.themes_outcomes_method')}",
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def _list_of_tags(asked: Asked) -> str:
    """The list of tags that most of the chosen commitments carry; empty where they carry none."""
    found = asked.ask(themes.taxonomies)
    return str(found.loc[found["n"].idxmax(), "taxonomy"]) if found["n"].sum() else ""
