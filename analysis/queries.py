"""Questions over many commitments. A share is never without `n` (rated) and `missing` (not rated)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.figures import Row
from analysis.once import once, rows_of
from analysis.scope import TAGS, Filters, ask_chosen
from analysis.shares import COUNTED, counted_share


@dataclass(frozen=True)
class Indicator:
    """`holds`: SQL over commitment_status, null where unknown. `scale`: the scale it rests on, if there are two."""

    holds: str
    scale: str = "''"


#: SQL over commitment_status with rating_wide: on which scale it is known whether fulfilment can be checked.
VERIFIED_BY = """CASE WHEN specificity IS NOT NULL AND (year < 2017 OR verifiable IS NULL) THEN 'specificity'
    WHEN verifiable IS NOT NULL OR year >= 2017 THEN 'verifiable' ELSE 'specificity' END"""
#: SQL over `change`: a first final completion rating, which is set beside the one at midterm: no rating has changed.
FIRST_FINAL = "compared_with IS DISTINCT FROM before"
#: Stalled: confirmed or likely. Not known where the IRM has not rated completion, or could not.
INDICATORS = {
    "assessed": Indicator("is_assessed"),
    "high_completion": Indicator("is_high_completion"),
    "ambitious": Indicator(
        "is_ambitious",
        scale="coalesce(ambition_scale, CASE WHEN era = 'results_report' THEN 'potential_for_results'"
        " ELSE 'potential_impact' END)",
    ),
    "strong_early_results": Indicator(
        "has_strong_early_results",
        scale="coalesce(early_results_scale, CASE WHEN year >= 2021 THEN 'early_results'"
        " ELSE 'did_it_open_government' END)",
    ),
    "stalled": Indicator(
        "CASE WHEN stall_state IN ('stalled_confirmed', 'stalled_likely') THEN true"
        " WHEN stall_state NOT IN ('blind_spot', 'running_unrated', 'unclear') THEN false END"
    ),
}
#: The one indicator whose ratings come from two stages (completion_by_stage).
COMPLETION = "high_completion"
COMPLETION_CODES = ("complete", "substantial", "limited", "not_started", "unclear", "withdrawn")
_COUNTED = """
    count(*) FILTER (holds)::INTEGER AS yes,
    count(holds)::INTEGER AS n,
    (count(*) - count(holds))::INTEGER AS missing,
    count(*) FILTER (holds) / nullif(count(holds), 0) AS share
"""


@dataclass(frozen=True)
class About:
    """What the database says of itself; `sources` are file names with their data dates."""

    snapshot_id: int
    data_date: date
    is_demo: bool
    sources: tuple[tuple[str, date], ...]


def about(db: DuckDBPyConnection) -> About:
    """The snapshot that is open: number, data date, whether its ratings are invented, file names with their dates."""
    row = db.execute(
        "SELECT snapshot_id, data_date, is_demo FROM snapshot ORDER BY snapshot_id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise ValueError("the published database has no row in `snapshot`")
    sources = db.execute("SELECT DISTINCT file_name, as_of FROM source ORDER BY as_of DESC, file_name").fetchall()
    return About(int(row[0]), row[1], bool(row[2]), tuple((str(name), day) for name, day in sources))


def measured(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """What `shares` and `share_by_scale` are summed up from, in one question: a row per combination of scales.

    Columns: first (year), every (commitments), at_midterm (of those rated on completion, by the midterm rating),
    confirmed (stalled by a final rating), nothing_to_report (of those rated on early results), and for each of
    INDICATORS scale_*, n_* (known), yes_* (it holds).
    """
    scales = ", ".join(f"{meant.scale} AS scale_{name}" for name, meant in INDICATORS.items())
    counted = ", ".join(
        f"count({meant.holds})::INTEGER AS n_{name}, count(*) FILTER ({meant.holds})::INTEGER AS yes_{name}"
        for name, meant in INDICATORS.items()
    )
    return ask_chosen(
        db,
        f"""SELECT min(year) AS first, count(*)::INTEGER AS every,
            count(*) FILTER (completion_stage = 'midterm')::INTEGER AS at_midterm,
            count(*) FILTER (stall_state = 'stalled_confirmed')::INTEGER AS confirmed,
            count(*) FILTER (early_results = 'no_early_results_to_report')::INTEGER AS nothing_to_report,
            {scales}, {counted}
        FROM chosen GROUP BY ALL""",
        filters,
    )


@once
def shares(found: pd.DataFrame) -> pd.DataFrame:
    """How often each indicator holds (frame of `measured`).

    Columns: indicator, yes, n, missing, share (0 to 1, null where n is 0).
    """
    rows = [{"indicator": name, **_summed(rows_of(found), name)} for name in INDICATORS]
    return pd.DataFrame(rows, columns=["indicator", *COUNTED])


@once
def share_by_scale(found: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """How often `indicator` holds on each scale, the older first (frame of `measured`).

    Columns: scale, yes, n, missing, share (0 to 1).
    """
    by_scale: dict[str, list[Row]] = {}
    for row in sorted(rows_of(found), key=lambda row: 9999 if pd.isna(row["first"]) else int(row["first"])):
        by_scale.setdefault(row[f"scale_{indicator}"], []).append(row)
    rows = [{"scale": scale, **_summed(of_scale, indicator)} for scale, of_scale in by_scale.items()]
    return pd.DataFrame(rows, columns=["scale", *COUNTED])


def share_by_year(db: DuckDBPyConnection, *, indicator: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How often `indicator` holds, by plan year. Columns: year, era, scale, yes, n, missing, share (0 to 1)."""
    meant = INDICATORS[indicator]
    return ask_chosen(
        db,
        f"""SELECT year, era, scale, {_COUNTED}
        FROM (SELECT year, era, {meant.scale} AS scale, {meant.holds} AS holds FROM chosen)
        GROUP BY year, era, scale ORDER BY scale DESC, year""",
        filters,
    )


def completion_by_year(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Latest completion ratings by plan year. Columns: year, era, code, count, n (rated that year), missing, share."""
    return ask_chosen(
        db,
        """SELECT year, era, code, count, n, missing, count / nullif(n, 0) AS share FROM (
            SELECT year, era, completion AS code, count(*)::INTEGER AS count,
                (sum(count(completion)) OVER by_year)::INTEGER AS n,
                (sum(count(*) - count(completion)) OVER by_year)::INTEGER AS missing
            FROM chosen GROUP BY year, era, completion WINDOW by_year AS (PARTITION BY year, era)
        ) WHERE code IS NOT NULL OR n = 0
        ORDER BY year, list_position($codes::VARCHAR[], code)""",
        filters,
        codes=list(COMPLETION_CODES),
    )


def completion_by_stage(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The latest completion ratings by the stage that they come from. Columns: stage, yes (high completion), n."""
    return ask_chosen(
        db,
        """SELECT completion_stage AS stage, count(*) FILTER (is_high_completion)::INTEGER AS yes,
            count(*)::INTEGER AS n
        FROM chosen WHERE completion_stage IS NOT NULL
        GROUP BY stage ORDER BY stage DESC""",
        filters,
    )


def share_by_member(
    db: DuckDBPyConnection, *, indicator: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How often `indicator` holds, by member.

    Columns: member_id, name (in `language`), level, iso3, yes, n, missing, share (0 to 1), by name.
    """
    return ask_chosen(
        db,
        f"""SELECT c.member_id, coalesce(any_value(l.name), any_value(c.member_name)) AS name,
            any_value(c.level) AS level, any_value(m.iso3) AS iso3, {_COUNTED}
        FROM (SELECT member_id, member_name, level, {INDICATORS[indicator].holds} AS holds FROM chosen) c
        JOIN member m ON m.member_id = c.member_id
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        GROUP BY c.member_id
        ORDER BY strip_accents(lower(coalesce(any_value(l.name), any_value(c.member_name)))), c.member_id""",
        filters,
        language=language,
    )


def members(db: DuckDBPyConnection, *, language: str) -> pd.DataFrame:
    """Every member, with commitments or without. Columns: member_id, name (in `language`), level, iso3, by name."""
    return db.execute(
        """SELECT m.member_id, coalesce(l.name, m.name) AS name, m.level, m.iso3
        FROM member m LEFT JOIN member_name l ON l.member_id = m.member_id AND l.language = $language
        ORDER BY strip_accents(lower(coalesce(l.name, m.name))), m.member_id""",
        {"language": language},
    ).df()


def changes(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Ratings that the latest import changed, those that moved down first.

    Columns: commitment_id, member, plan_number, title, variable, stage, before (code, or the kind of missing),
    completion_midterm (code; of a first final rating of completion, which is compared with that at midterm), after (as
    before), direction ('down', 'up', 'same', 'new': rated for the first time, 'other': no longer rated, or not on one
    scale).
    """
    return ask_chosen(
        db,
        f"""SELECT h.commitment_id, coalesce(l.name, c.member_name) AS member, c.plan_number, c.title,
            h.variable, h.stage, h.before,
            CASE WHEN {FIRST_FINAL} THEN compared_with END AS completion_midterm,
            h.after, h.direction
        FROM change h
        JOIN chosen c ON c.commitment_id = h.commitment_id
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        WHERE h.snapshot_id = (SELECT max(snapshot_id) FROM snapshot)
        ORDER BY list_position(['down', 'up', 'same', 'new', 'other'], h.direction),
            list_position(['completion', 'did_it_open_government', 'early_results'], h.variable) NULLS LAST,
            strip_accents(lower(member)), c.plan_number, h.commitment_id, h.variable, h.stage""",
        filters,
        language=language,
    )


def added(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> int:
    """How many commitments the latest import brought of which no earlier one had said anything."""
    found = ask_chosen(
        db,
        """, latest AS (SELECT max(published_at) AS published_at FROM snapshot)
        SELECT count(*)::INTEGER AS n FROM chosen c
        JOIN commitment k ON k.commitment_id = c.commitment_id
        JOIN source o ON o.source_id = k.source_id
        JOIN latest ON o.imported_at >= latest.published_at
        WHERE NOT EXISTS (
            FROM commitment_history h JOIN source e ON e.source_id = h.source_id
            WHERE h.commitment_id = c.commitment_id AND e.imported_at < latest.published_at
        )""",
        filters,
    )
    return int(found["n"].iloc[0])


#: What each filter offers: value, label, n and its place in the order.
_OPTIONS = {
    "members": """SELECT s.member_id AS value, coalesce(any_value(l.name), any_value(s.member_name)) AS label,
            count(*) AS n, strip_accents(lower(coalesce(any_value(l.name), any_value(s.member_name)))) AS place
        FROM commitment_status s
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language GROUP BY s.member_id""",
    "regions": """SELECT region AS value, NULL AS label, count(*) AS n, region AS place
        FROM commitment_status WHERE region IS NOT NULL GROUP BY region""",
    "plans": """SELECT plan_number::VARCHAR AS value, NULL AS label, count(*) AS n,
            lpad(plan_number::VARCHAR, 6, '0') AS place
        FROM commitment_status GROUP BY plan_number""",
    "years": """SELECT year::VARCHAR AS value, NULL AS label, count(*) AS n, year::VARCHAR AS place
        FROM commitment_status GROUP BY year""",
    "level": """SELECT level AS value, NULL AS label, count(*) AS n,
            CASE level WHEN 'national' THEN '' ELSE level END AS place
        FROM commitment_status GROUP BY level""",
    "era": """SELECT era AS value, concat_ws('–', min(year), nullif(max(year), min(year))) AS label, count(*) AS n,
            min(year)::VARCHAR AS place
        FROM commitment_status GROUP BY era""",
    "themes": f"""SELECT g.theme_id AS value, any_value(t.label) AS label, count(*) AS n,
            lower(any_value(t.label)) AS place
        FROM {TAGS} g JOIN theme t ON t.theme_id = g.theme_id GROUP BY g.theme_id""",
}


def options(db: DuckDBPyConnection, *, language: str, of: Sequence[str] = tuple(_OPTIONS)) -> pd.DataFrame:
    """What the shared filters (those in `of`) offer: only what has commitments, with their number.

    Columns: filter ('members', 'regions', 'plans', 'years', 'themes', 'level', 'era'), value (text), label (null where
    the text files name it; of an era, its years), n. A theme of an older list is offered only where no newer one is
    called the same.
    """
    parts = " UNION ALL ".join(f"SELECT '{name}' AS filter, * FROM ({_OPTIONS[name]})" for name in of)
    facts = {"language": language} if "members" in of else {}
    sql = f"SELECT filter, value, label, n::INTEGER AS n FROM ({parts}) ORDER BY filter, place"
    return db.execute(sql, facts).df()


def _summed(rows: Iterable[Row], indicator: str) -> Row:
    """The sums of one indicator over rows of `measured`."""
    found = list(rows)
    every, n, yes = (sum(row[name] for row in found) for name in ("every", f"n_{indicator}", f"yes_{indicator}"))
    return counted_share(yes, n, every - n)
