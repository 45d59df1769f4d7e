"""Tables for researchers: one row per commitment, rating, plan, member or tag, with names beside the identifiers."""

from typing import Unpack, cast

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import compare, member, numbers, queries, themes
from analysis.intervals import with_interval
from analysis.scope import Filters, ask_chosen
from analysis.text import say_or

_NAMED = "LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language"
_BY_MEMBER = "strip_accents(lower(member)), c.plan_number, c.place_in_plan, c.commitment_id"


def commitments(
    db: DuckDBPyConnection, *, language: str, with_texts: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The columns of commitment_status, with `member` (the name in `language`), `themes` (names) and the row that
    it was read from (file_name, sheet, row); with `full_text` and `supporting_institutions` where they are asked for.
    """
    texts = "k.supporting_institutions, k.full_text," if with_texts else ""
    found = ask_chosen(
        db,
        f"""SELECT c.commitment_id, c.ogp_id, c.plan_id, c.member_id, coalesce(l.name, c.member_name) AS member,
            c.level, c.parent_id, c.region, c.plan_number, c.year, c.end_year, c.era, c.ends_on, c.number, c.title,
            c.lead_institution, c.institution, {texts} c.theme_ids, c.completion_midterm, c.completion_final,
            c.completion, c.completion_stage, c.is_high_completion, c.ambition, c.ambition_scale, c.is_ambitious,
            c.early_results, c.early_results_scale, c.has_strong_early_results, c.is_starred, c.star_rule,
            c.is_carried_forward, c.is_verifiable, c.is_assessed, c.stall_state, c.stall_reason, c.no_movement,
            c.went_backwards, c.carried_forward_incomplete, c.ambitious_and_low, c.url, o.file_name, k.sheet, k.row
        FROM chosen c JOIN commitment k ON k.commitment_id = c.commitment_id
        LEFT JOIN source o ON o.source_id = k.source_id {_NAMED} ORDER BY {_BY_MEMBER}""",
        filters,
        language=language,
    )
    labels = _theme_names(db, language=language)
    names = ["; ".join(sorted({labels[id] for id in ids})) for ids in found["theme_ids"]]
    found.insert(list(found.columns).index("theme_ids") + 1, "themes", names)
    return found


def ratings(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """One row per commitment, variable and stage. Columns: commitment_id, member_id, member, plan_number, year, era,
    number, variable, stage, scale, code, rank, label (as written), missing (why there is none), file_name, sheet, cell.
    """
    return ask_chosen(
        db,
        f"""SELECT c.commitment_id, c.member_id, coalesce(l.name, c.member_name) AS member, c.plan_number, c.year,
            c.era, c.number, r.variable, r.stage, r.scale, r.code, r.rank, r.label, r.missing, o.file_name, r.sheet,
            r.cell
        FROM chosen c JOIN rating r ON r.commitment_id = c.commitment_id
        LEFT JOIN source o ON o.source_id = r.source_id {_NAMED}
        ORDER BY {_BY_MEMBER}, list_position(['design', 'midterm', 'final'], r.stage), r.variable""",
        filters,
        language=language,
    )


def plans(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The plans by member, with the columns of `member.plans`."""
    found = member.plans(db, language=language, **filters)
    placed = found.assign(place=[numbers.place(name) for name in found["member"]])
    return placed.sort_values(["place", "plan_number"], ignore_index=True).drop(columns="place")


def members(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The members by name. Columns: member_id, member, level, region, parent_id, plans, commitments, first_year,
    last_year (of submission).
    """
    return ask_chosen(
        db,
        f"""SELECT c.member_id, coalesce(any_value(l.name), any_value(c.member_name)) AS member,
            any_value(c.level) AS level, any_value(c.region) AS region, any_value(c.parent_id) AS parent_id,
            count(DISTINCT c.plan_id)::INTEGER AS plans, count(*)::INTEGER AS commitments,
            min(c.year) AS first_year, max(c.year) AS last_year
        FROM chosen c {_NAMED} GROUP BY c.member_id ORDER BY strip_accents(lower(member))""",
        filters,
        language=language,
    )


def tags(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """One row per commitment and tag that is set.

    Columns: commitment_id, member_id, year, theme_id, theme, taxonomy.
    """
    found = ask_chosen(
        db,
        """SELECT c.commitment_id, c.member_id, c.year, g.theme_id, t.taxonomy
        FROM chosen c JOIN commitment_theme g ON g.commitment_id = c.commitment_id
        JOIN theme t ON t.theme_id = g.theme_id ORDER BY c.commitment_id, g.theme_id""",
        filters,
    )
    labels = _theme_names(db, language=language)
    found.insert(4, "theme", [labels[id] for id in found["theme_id"]])
    return found


def by_year(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Every indicator by year of submission, eras and scales apart.

    Columns: indicator, year, era, scale, yes, n, missing, share, low_share, high_share (95% interval).
    """
    parts = [queries.share_by_year(db, indicator=name, **filters).assign(indicator=name) for name in queries.INDICATORS]
    found = pd.concat(parts, ignore_index=True)
    return with_interval(found[["indicator", *found.columns.drop("indicator")]])


def by_unit(db: DuckDBPyConnection, *, unit: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Every indicator by member or region (`unit` of compare.UNITS), one era and one scale or rule at a time.

    Columns: indicator (of compare.INDICATORS), the unit's identifier and name, era, yes, n, missing, share, low_share,
    high_share. What is neither rated nor missing in an era has no row.
    """
    eras = ask_chosen(db, "SELECT era FROM chosen WHERE era IS NOT NULL GROUP BY era ORDER BY min(year)", filters)[
        "era"
    ]
    parts = []
    for name in compare.INDICATORS:
        for era in eras:
            asked = cast("Filters", {**filters, "era": [era]})
            found = compare.shares(db, unit=unit, indicator=name, language=language, **asked)
            parts.append(found.assign(indicator=name, era=era))
    ids = {"unit": "member_id", "unit_name": "member"} if unit == "member" else {"unit": "region"}
    columns = ["indicator", *ids.values(), "era", "yes", "n", "missing", "share", "low_share", "high_share"]
    if not parts:
        return pd.DataFrame(columns=columns)
    every = pd.concat(parts, ignore_index=True).rename(columns=ids)
    return every.loc[every["n"] + every["missing"] > 0, columns]


def by_theme(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How often each tag is set, and how the commitments with it fare, each list of tags by itself.

    Columns: taxonomy, measure ('tagged' or of themes.MEASURES), theme_id, parent_id, theme, yes, n, missing, share,
    low_share, high_share.
    """
    parts = []
    for taxonomy in themes.taxonomies(db, **filters).query("n > 0")["taxonomy"]:
        counted = themes.counts(db, by="region", taxonomy=taxonomy, **filters)
        listed = themes.listed(db, taxonomy=taxonomy, language=language)
        parts.append(themes.by_theme(counted, listed).assign(measure="tagged", taxonomy=taxonomy))
        for measure in themes.MEASURES:
            found = themes.outcome_by_theme(counted, listed, measure)
            parts.append(found.assign(measure=measure, taxonomy=taxonomy))
    columns = ["taxonomy", "measure", "theme_id", "parent_id", "theme", "yes", "n", "missing", "share"]
    if not parts:
        return pd.DataFrame(columns=[*columns, "low_share", "high_share"])
    every = pd.concat(parts, ignore_index=True)
    return with_interval(every.loc[every["n"] + every["missing"] > 0, columns])


def _theme_names(db: DuckDBPyConnection, *, language: str) -> dict[str, str]:
    """The name of every tag, those of an older list by the newer one's where the crosswalk calls them the same."""
    rows = db.execute("SELECT theme_id, counts_as, label FROM theme").fetchall()
    return {str(id): say_or(language, f"theme.{says}", otherwise=str(label)) for id, says, label in rows}
