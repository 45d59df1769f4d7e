"""Questions on ambition against completion, on stars and on verifiability. The two ambition scales never mix."""

import math
from collections.abc import Sequence
from typing import Any, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import numbers
from analysis.behind import listed
from analysis.figures import Row
from analysis.once import once, rows_of, rows_with, totals
from analysis.queries import INDICATORS, VERIFIED_BY
from analysis.scope import Filters, ask_chosen
from analysis.shares import COUNTED, counted_share
from analysis.themes import lists_of

SCALES = ("potential_impact", "potential_for_results")
#: The order in which bars stack them: done from the left, ambitious at both ends.
CORNERS = ("ambitious_done", "done_only", "neither", "ambitious_not_done")
#: What rows can be ordered by.
ORDERS = ("n", "ambitious_done", "ambitious_not_done", "name")
REASONS = ("completion_running", "completion_over", "ambition", "both_running", "both_over")
#: The rules for stars in the order of their time, the current one at both of its stages.
STAR_RULES = ("pre_june_2014", "2015", "midterm", "final")
_CORNERED = ("corner", "count", "n", "missing", "share")
_SCALE = INDICATORS["ambitious"].scale
_CORNER = """CASE WHEN is_ambitious IS NULL OR is_high_completion IS NULL THEN NULL
    WHEN is_ambitious AND is_high_completion THEN 'ambitious_done'
    WHEN is_high_completion THEN 'done_only'
    WHEN is_ambitious THEN 'ambitious_not_done' ELSE 'neither' END"""
_EVERY = f"SELECT *, {_SCALE} AS scale, {_CORNER} AS corner FROM chosen"
_PLACED = f", placed AS ({_EVERY})"


def placed(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Where commitments stand by member, in one question: what `corners`, `unplaced`, `stages` and `corners_by_member`
    sum up.

    Columns: scale, member_id, name (in `language`), corner (of CORNERS, else null), stage (of the completion rating
    where there is a corner), reason (of REASONS where there is none), count; by member's name.
    """
    return ask_chosen(
        db,
        f"""{_PLACED}, counted AS (
            SELECT scale, member_id, any_value(member_name) AS member_name, corner,
                if(corner IS NOT NULL, completion_stage, NULL) AS stage,
                CASE WHEN corner IS NOT NULL THEN NULL WHEN is_high_completion IS NOT NULL THEN 'ambition'
                    ELSE if(is_ambitious IS NULL, 'both', 'completion')
                        || if(stall_state = 'running_unrated', '_running', '_over') END AS reason,
                count(*)::INTEGER AS count
            FROM placed GROUP BY scale, member_id, corner, stage, reason
        )
        SELECT c.scale, c.member_id, coalesce(l.name, c.member_name) AS name, c.corner, c.stage, c.reason, c.count
        FROM counted c LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        ORDER BY strip_accents(lower(coalesce(l.name, c.member_name))), c.member_id""",
        filters,
        language=language,
    )


@once
def corners(placed: pd.DataFrame) -> pd.DataFrame:
    """Ambition against completion, one row per scale and corner (frame of `placed`).

    Columns: scale, corner, count, n (rated on both), missing (not rated on one of them), share (of n, 0 to 1).
    """
    found = _by_corner(rows_of(placed), ("scale",))
    found.sort(key=lambda row: SCALES.index(row["scale"]))
    return pd.DataFrame(found, columns=["scale", *_CORNERED])


@once
def unplaced(placed: pd.DataFrame) -> pd.DataFrame:
    """Why commitments stand in no corner (frame of `placed`). Columns: scale, reason (of REASONS), count.

    What is not rated (completion, ambition, both) and, where completion is not, whether the plan still runs.
    """
    rows = totals(placed, ("scale", "reason"), ("count",))
    found = [row for row in rows if isinstance(row["reason"], str)]
    found.sort(key=lambda row: (SCALES.index(row["scale"]), REASONS.index(row["reason"])))
    return pd.DataFrame(found, columns=["scale", "reason", "count"])


@once
def stages(placed: pd.DataFrame, scale: str) -> pd.DataFrame:
    """The completion ratings of what stands in a corner of one scale by their stage: as queries.completion_by_stage."""
    counts = {"midterm": [0, 0], "final": [0, 0]}
    for row in rows_with(placed, scale=scale):
        if isinstance(row["corner"], str):
            of_stage = counts[row["stage"]]
            of_stage[0] += row["count"] if row["corner"] in ("ambitious_done", "done_only") else 0
            of_stage[1] += row["count"]
    found = [(stage, yes, n) for stage, (yes, n) in counts.items() if n]
    return pd.DataFrame(found, columns=["stage", "yes", "n"])


@once
def corners_by_member(placed: pd.DataFrame, scale: str) -> pd.DataFrame:
    """Ambition against completion by member, on one scale (frame of `placed`).

    Columns: member_id, name, corner, count, n, missing, share; four rows a member, by name.
    """
    found = _by_corner(rows_with(placed, scale=scale), ("member_id", "name"))
    return pd.DataFrame(found, columns=["member_id", "name", *_CORNERED])


def tagged(db: DuckDBPyConnection, *, scale: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Where commitments stand by their tags, on one scale, whatever list a tag is of.

    Columns: theme_id, corner (of CORNERS, else null), count.
    """
    return ask_chosen(
        db,
        f"""{_PLACED}
        SELECT theme_id, corner, count(*)::INTEGER AS count
        FROM (SELECT unnest(theme_ids) AS theme_id, corner FROM placed WHERE scale = $scale) GROUP BY ALL""",
        filters,
        scale=scale,
    )


@once
def corners_by_theme(tagged: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Ambition against completion by theme of one list (those without a parent), from `tagged` and themes.listed.

    A commitment with two themes counts in both. Columns: theme_id, theme, corner, count, n, missing, share.
    """
    names = {row["theme_id"]: row["theme"] for row in rows_of(listed) if not isinstance(row["parent_id"], str)}
    rows = [{**row, "theme": names[row["theme_id"]]} for row in rows_of(tagged) if row["theme_id"] in names]
    found = _by_corner(sorted(rows, key=lambda row: str(row["theme_id"])), ("theme_id", "theme"))
    return pd.DataFrame(found, columns=["theme_id", "theme", *_CORNERED])


def lists(db: DuckDBPyConnection, *, scale: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The lists of tags and how many of the commitments in a corner of one scale they tag.

    Columns: those of themes.lists_of.
    """
    return ask_chosen(
        db,
        f"""{_PLACED}, cornered AS (SELECT commitment_id FROM placed WHERE scale = $scale AND corner IS NOT NULL)
        {lists_of("cornered")}""",
        filters,
        scale=scale,
    )


def behind(
    db: DuckDBPyConnection, *, scale: str, corner: str, language: str, theme: str = "", **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments in one corner, of one theme where it is named. Columns: those of behind.listed."""
    sql = f"""SELECT * FROM ({_EVERY})
        WHERE scale = $scale AND corner = $corner AND ($theme = '' OR list_contains(theme_ids, $theme))"""
    return listed(db, sql, filters, language=language, scale=scale, corner=corner, theme=theme)


def behind_stars(db: DuckDBPyConnection, *, rule: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The commitments that were judged by one rule (of STAR_RULES), the starred ones first.

    Columns: those of behind.listed, with holds.
    """
    if rule not in STAR_RULES:
        raise ValueError(f"no rule for stars is called {rule!r}")
    sql = f"""SELECT c.*, w.starred_{rule} = 'yes' AS is_so FROM chosen c
        JOIN rating_wide w ON w.commitment_id = c.commitment_id AND w.starred_{rule} IS NOT NULL"""
    return listed(db, sql, filters, language=language, holds="is_so")


def behind_verifiable(db: DuckDBPyConnection, *, scale: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The commitments of which one scale of `verifiable_by_year` says whether they can be checked; those that can
    come first. Columns: those of behind.listed, with holds.
    """
    sql = f"""SELECT c.* FROM chosen c LEFT JOIN rating_wide w ON w.commitment_id = c.commitment_id
        WHERE c.is_verifiable IS NOT NULL AND {VERIFIED_BY} = $scale"""
    return listed(db, sql, filters, language=language, holds="is_verifiable", scale=scale)


def _by_corner(rows: list[Row], keys: Sequence[str]) -> list[Row]:
    """Four rows for each group of these columns, in the order in which the groups come."""
    groups: dict[tuple[Any, ...], dict[str | None, int]] = {}
    for row in rows:
        counts = groups.setdefault(tuple(row[name] for name in keys), dict.fromkeys(CORNERS, 0))
        corner = row["corner"] if isinstance(row["corner"], str) else None
        counts[corner] = counts.get(corner, 0) + row["count"]
    found = []
    for group, counts in groups.items():
        n = sum(counts[corner] for corner in CORNERS)
        of = {**dict(zip(keys, group, strict=True)), "n": n, "missing": counts.get(None, 0)}
        found += [
            {**of, "corner": corner, "count": counts[corner], "share": counts[corner] / n if n else math.nan}
            for corner in CORNERS
        ]
    return found


@once
def ordered(frame: pd.DataFrame, *, by: str) -> list[str]:
    """The keys (member_id or theme_id) of a frame of corners, those with nothing placed left out.

    `by` is 'n' (most placed first), 'name', or a corner (its highest share first). Rows with fewer than SMALL_N placed
    commitments have no rank: they come last, except by name.
    """
    key, name = ("member_id", "name") if "member_id" in frame else ("theme_id", "theme")
    corner = by if by in CORNERS else CORNERS[0]
    found = [row for row in rows_of(frame) if row["corner"] == corner and row["n"]]
    if by == "name":
        return [str(row[key]) for row in sorted(found, key=lambda row: (numbers.place(row[name]), row[key]))]

    def rank(row: Row) -> tuple[Any, ...]:
        is_few = row["n"] < numbers.SMALL_N
        share = 0 if is_few or by == "n" else row["share"]
        return is_few, -share, -row["n"], numbers.place(row[name])

    return [str(row[key]) for row in sorted(found, key=rank)]


def stars_by_year(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Stars by plan year and by the rule they were given under. A commitment may have been judged by several rules.

    Columns: year, era, rule (of STAR_RULES), yes (starred), n (judged by this rule), missing (the year's others),
    share. Years in which nobody was judged by a rule have no row of it.
    """
    counted = ", ".join(
        f"count(w.starred_{rule})::INTEGER AS n_{rule},"
        f" count(*) FILTER (w.starred_{rule} = 'yes')::INTEGER AS yes_{rule}"
        for rule in STAR_RULES
    )
    by_year = ask_chosen(
        db,
        f"""SELECT c.year, c.era, count(*)::INTEGER AS of, {counted}
        FROM chosen c LEFT JOIN rating_wide w ON w.commitment_id = c.commitment_id
        GROUP BY c.year, c.era ORDER BY c.year""",
        filters,
    )
    found = [
        {
            "year": row["year"],
            "era": row["era"],
            "rule": rule,
            **counted_share(row[f"yes_{rule}"], row[f"n_{rule}"], row["of"] - row[f"n_{rule}"]),
        }
        for rule in STAR_RULES
        for row in rows_of(by_year)
        if row[f"n_{rule}"]
    ]
    return pd.DataFrame(found, columns=["year", "era", "rule", *COUNTED])


def how_many_judged(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> tuple[int, int]:
    """On how many of the commitments the IRM decided for or against a star by any rule, and how many are left."""
    row = ask_chosen(
        db,
        "SELECT count(is_starred)::INTEGER AS judged, (count(*) - count(is_starred))::INTEGER AS others FROM chosen",
        filters,
    ).iloc[0]
    return int(row["judged"]), int(row["others"])


def verifiable_by_year(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The share of commitments whose fulfilment can be checked, by plan year.

    `scale` says what it rests on: to 2016 'specificity' (medium or high) where that is rated, since 2017 'verifiable'
    (yes) where that is; else the other one. Columns: year, era, scale, yes, n, missing, share.
    """
    return ask_chosen(
        db,
        f""", seen AS (
            SELECT c.year, c.era, c.is_verifiable AS holds, {VERIFIED_BY} AS scale
            FROM chosen c LEFT JOIN rating_wide w ON w.commitment_id = c.commitment_id
        )
        SELECT year, era, scale, count(*) FILTER (holds)::INTEGER AS yes, count(holds)::INTEGER AS n,
            (count(*) - count(holds))::INTEGER AS missing, count(*) FILTER (holds) / nullif(count(holds), 0) AS share
        FROM seen GROUP BY year, era, scale ORDER BY scale, year""",
        filters,
    )
