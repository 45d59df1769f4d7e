"""Questions about where commitments stand: the ladder on any day, what deserves attention first.

The ladder is the macro `stalled(as_of)` inside the published file. The day decides which plans are over; before the
data date it leaves out those that had not begun. The ratings are those of the open snapshot whatever the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.scope import TAGS, Filters, ask, ask_chosen

#: The rungs in the order in which they are tried: the first that matches is a commitment's state.
LADDER = (
    "withdrawn",
    "complete",
    "stalled_confirmed",
    "stalled_likely",
    "at_risk",
    "nearly",
    "substantial_at_midterm",
    "unclear",
    "blind_spot",
    "running_unrated",
)
#: The same states, what deserves attention first on top.
ATTENTION = (
    "stalled_confirmed",
    "stalled_likely",
    "at_risk",
    "blind_spot",
    "unclear",
    "nearly",
    "substantial_at_midterm",
    "running_unrated",
    "complete",
    "withdrawn",
)
STALLED = ("stalled_confirmed", "stalled_likely")
UNRATED = ("blind_spot", "running_unrated")
#: What else can be said of a commitment in a state, and when it holds; rows can be narrowed to those of which it does.
OVERLAYS = {
    "went_backwards": "s.went_backwards",
    "no_movement": "s.no_movement",
    "carried_forward_incomplete": "s.carried_forward_incomplete",
    "ambitious_and_low": "s.ambitious_and_low",
    "not_verifiable": "NOT coalesce(s.is_verifiable, true)",
}
#: What the rows can be grouped by, and what a group is told apart by. An institution belongs to its member.
GROUPS = {
    "institution": "concat(s.member_id, ':', s.institution)",
    "member": "s.member_id",
    "theme": "g.theme_id",
    "plan": "s.plan_id",
}
#: On the data date the ladder is already in commitment_status, as the macro put it there at the import.
_ON_DATA_DATE = ", standing AS (SELECT s.*, s.stall_state AS state FROM chosen s)"
_ON_ANOTHER_DAY = """, standing AS (
    SELECT s.*, t.state FROM chosen s JOIN stalled($as_of::DATE) t ON t.commitment_id = s.commitment_id
    {begun})"""
_BEGUN = "JOIN action_plan p ON p.plan_id = s.plan_id WHERE p.starts_on <= $as_of::DATE"
_IN_STATES = "(len($states::VARCHAR[]) = 0 OR list_contains($states::VARCHAR[], s.state))"
_ORDER = """list_position($attention::VARCHAR[], s.state), s.ends_on DESC, s.is_ambitious IS NOT TRUE,
    s.is_carried_forward IS NOT TRUE, s.member_name, s.plan_number, s.place_in_plan, s.commitment_id"""


@dataclass(frozen=True)
class Likely:
    """Of those likely to be stalled: how many are of plans rated only at midterm, for which no final rating was due;
    how many of the others only files older than the newest have, up to which day (none where there are none), and how
    many of these are of plans that were still running on the day of the newest file that has them.
    """

    only_midterm: int
    older: int
    running: int
    day: date | None


def ladder(
    db: DuckDBPyConnection, *, as_of: date, overlays: Sequence[str] = (), **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How many commitments stand on each rung, all ten in the order of the ladder.

    Columns: stall_state, count, n (all of them), missing (of these, never rated on completion).
    """
    found = _ask(
        db,
        f"""SELECT s.state AS stall_state, count(*)::INTEGER AS count FROM standing s
        WHERE {_all(overlays)} GROUP BY s.state""",
        filters,
        as_of=as_of,
    )
    there = dict(zip(found["stall_state"].tolist(), found["count"].tolist(), strict=True))
    n, missing = sum(there.values()), sum(there.get(state, 0) for state in UNRATED)
    rungs = [{"stall_state": state, "count": there.get(state, 0), "n": n, "missing": missing} for state in LADDER]
    return pd.DataFrame(rungs)


def likely(db: DuckDBPyConnection, *, as_of: date, overlays: Sequence[str] = (), **filters: Unpack[Filters]) -> Likely:
    """Of which of those likely to be stalled a final rating may exist that these files do not have."""
    older = """s.era IS DISTINCT FROM 'midterm_only'
        AND o.as_of < (SELECT max(as_of) FROM source WHERE kind = 'commitments')"""
    found = _ask(
        db,
        f"""SELECT count(*) FILTER (s.era = 'midterm_only')::INTEGER AS only_midterm,
            count(*) FILTER ({older})::INTEGER AS older,
            count(*) FILTER ({older} AND s.ends_on >= o.as_of)::INTEGER AS running,
            max(o.as_of) FILTER ({older}) AS day
        FROM standing s
        JOIN commitment c ON c.commitment_id = s.commitment_id JOIN source o ON o.source_id = c.source_id
        WHERE s.state = 'stalled_likely' AND {_all(overlays)}""",
        filters,
        as_of=as_of,
    )
    counts = {name: int(found[name].iloc[0]) for name in ("only_midterm", "older", "running")}
    return Likely(**counts, day=found["day"].iloc[0].date() if counts["older"] else None)


def overlays_found(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    states: Sequence[str] = (),
    overlays: Sequence[str] = (),
    **filters: Unpack[Filters],
) -> dict[str, int]:
    """How many commitments would be left with one more overlay, by overlay, in their usual order."""
    counts = ", ".join(f"count(*) FILTER ({holds})::INTEGER AS {overlay}" for overlay, holds in OVERLAYS.items())
    found = _ask(
        db,
        f"SELECT {counts} FROM standing s WHERE {_IN_STATES} AND {_all(overlays)}",
        filters,
        as_of=as_of,
        states=list(states),
    )
    return {overlay: int(found[overlay].iloc[0]) for overlay in OVERLAYS}


def how_many(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    states: Sequence[str] = (),
    overlays: Sequence[str] = (),
    by: str = "",
    group: str = "",
    **filters: Unpack[Filters],
) -> int:
    """The number of commitments that `rows` finds."""
    found = _ask(
        db,
        f"""SELECT count(*)::INTEGER AS n FROM standing s
        WHERE {_IN_STATES} AND {_all(overlays)} {_in_group(by, group)}""",
        filters,
        as_of=as_of,
        states=list(states),
        **_the_group(by, group),
    )
    return int(found["n"].iloc[0])


def rows(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    language: str = "en",
    states: Sequence[str] = (),
    overlays: Sequence[str] = (),
    by: str = "",
    group: str = "",
    most: int | None = None,
    skip: int = 0,
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Commitments, what deserves attention first on top: by state, then the plans that end last, the ambitious, the
    carried forward.

    Columns: commitment_id, stall_state, member_id, member, plan_number, year, number, title, lead_institution (as
    written), institution (spellings and former names merged), overlays (list), midterm, midterm_cell, final,
    final_cell, midterm_missing, final_missing (why there is no rating), files (that hold these cells), rated_on
    (data date of the first release with the latest rating),
    theme_ids, starts_on, ends_on, dates_are_estimated, is_over, elapsed_share (0 to 1, null once the plan is over),
    since (end of the plan; while it runs, rated_on; null where that is after `as_of`), record_yes and record_n (the
    member's commitments of ended plans with high completion, of those rated). `group` is one key of `groups` for `by`.
    """
    marks = ", ".join(f"CASE WHEN {holds} THEN '{overlay}' END" for overlay, holds in OVERLAYS.items())
    return _ask(
        db,
        f""", first_ones AS (
            SELECT s.*, [word FOR word IN [{marks}] IF word IS NOT NULL] AS overlays FROM standing s
            WHERE {_IN_STATES} AND {_all(overlays)} {_in_group(by, group)}
            ORDER BY {_ORDER} LIMIT $most OFFSET $skip
        ), page AS MATERIALIZED (
            SELECT s.commitment_id, s.state, s.member_id, s.member_name, s.plan_number, s.year, s.number, s.title,
                s.lead_institution, s.institution, s.overlays, s.theme_ids, s.completion_midterm, s.completion_final,
                s.completion, s.completion_stage, s.ends_on, p.starts_on, p.dates_are_estimated,
                row_number() OVER (ORDER BY {_ORDER}) AS place
            FROM first_ones s JOIN action_plan p ON p.plan_id = s.plan_id
        ), record AS (
            SELECT c.member_id, count(*) FILTER (c.is_high_completion)::INTEGER AS yes,
                count(c.is_high_completion)::INTEGER AS n
            FROM commitment_status c SEMI JOIN page USING (member_id)
            WHERE c.ends_on < $as_of::DATE GROUP BY c.member_id
        ), counted AS (SELECT map_from_entries(list((theme_id, counts_as))) AS under FROM theme)
        SELECT s.commitment_id, s.state AS stall_state, s.member_id, coalesce(l.name, s.member_name) AS member,
            s.plan_number, s.year, s.number, s.title, s.lead_institution, s.institution, s.overlays,
            s.completion_midterm AS midterm, w.completion_midterm_cell AS midterm_cell,
            s.completion_final AS final, w.completion_final_cell AS final_cell,
            w.completion_midterm_missing AS midterm_missing, w.completion_final_missing AS final_missing,
            w.completion_files AS files,
            CASE s.completion_stage WHEN 'final' THEN w.completion_final_since
                WHEN 'midterm' THEN w.completion_midterm_since END AS rated_on,
            list_sort(list_distinct([counted.under[tag] FOR tag IN s.theme_ids])) AS theme_ids,
            s.starts_on, s.ends_on, s.dates_are_estimated, s.ends_on < $as_of::DATE AS is_over,
            CASE WHEN s.ends_on >= $as_of::DATE THEN greatest(0, ($as_of::DATE - s.starts_on::DATE)
                / nullif(s.ends_on::DATE - s.starts_on::DATE, 0)) END AS elapsed_share,
            CASE WHEN s.ends_on < $as_of::DATE THEN s.ends_on
                WHEN rated_on <= $as_of::DATE THEN rated_on END AS since,
            coalesce(h.yes, 0) AS record_yes, coalesce(h.n, 0) AS record_n
        FROM page s CROSS JOIN counted
        JOIN rating_wide w ON w.commitment_id = s.commitment_id
        LEFT JOIN record h ON h.member_id = s.member_id
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        ORDER BY s.place""",
        filters,
        as_of=as_of,
        states=list(states),
        **_the_group(by, group),
        language=language,
        attention=list(ATTENTION),
        most=most if most is not None else 2**31 - 1,
        skip=skip,
    )


def groups(
    db: DuckDBPyConnection,
    *,
    by: str,
    as_of: date,
    language: str = "en",
    states: Sequence[str] = (),
    overlays: Sequence[str] = (),
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Commitments by institution, member, theme or plan, those with the most stalled ones first.

    Columns: key (of a theme: its id), member (its name; null for a theme), plan_number (of a plan), name (of an
    institution, null where none is stated), one column per state with its count, count (all of them). A commitment
    counts once under each of its themes.
    """
    counts = ", ".join(f"count(*) FILTER (s.state = '{state}')::INTEGER AS {state}" for state in ATTENTION)
    columns = _TOLD_APART_BY[by]
    return _ask(
        db,
        f""", counted AS (
            SELECT {columns}, {counts}, count(*)::INTEGER AS count
            FROM standing s {f"JOIN {TAGS} g ON g.commitment_id = s.commitment_id" if by == "theme" else ""}
            WHERE {_IN_STATES} AND {_all(overlays)} GROUP BY ALL
        )
        SELECT {GROUPS[by].replace("g.", "s.")} AS key, {_NAMED[by]}, {", ".join(ATTENTION)}, count
        FROM counted s
        {"" if by == "theme" else _MEMBER_NAMES}
        ORDER BY stalled_confirmed + stalled_likely DESC, at_risk DESC, blind_spot DESC, count DESC, key""",
        filters,
        as_of=as_of,
        states=list(states),
        **({} if by == "theme" else {"language": language}),
    )


def theme_labels(db: DuckDBPyConnection) -> dict[str, str]:
    """Every theme's label in its own list, by its id."""
    found = db.execute("SELECT theme_id, label FROM theme").df()
    return dict(zip(found["theme_id"], found["label"], strict=True))


_TOLD_APART_BY = {
    "institution": "s.member_id, s.member_name, s.institution",
    "member": "s.member_id, s.member_name",
    "theme": "g.theme_id",
    "plan": "s.plan_id, s.member_id, s.member_name, s.plan_number",
}
_NAMED = {
    "institution": "coalesce(l.name, s.member_name) AS member, NULL::INTEGER AS plan_number, s.institution AS name",
    "member": "coalesce(l.name, s.member_name) AS member, NULL::INTEGER AS plan_number, NULL::VARCHAR AS name",
    "theme": "NULL::VARCHAR AS member, NULL::INTEGER AS plan_number, NULL::VARCHAR AS name",
    "plan": "coalesce(l.name, s.member_name) AS member, s.plan_number, NULL::VARCHAR AS name",
}
_MEMBER_NAMES = "LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language"


def _ask(db: DuckDBPyConnection, sql: str, filters: Filters, *, as_of: date, **more: object) -> pd.DataFrame:
    """The answer of `sql`, which may name `standing`: the chosen commitments with their `state` on the day."""
    row = ask(db, "SELECT arg_max(data_date, snapshot_id) FROM snapshot", {}).fetchone()
    data_date = row[0] if row else None
    on_data_date = data_date == as_of
    is_earlier = data_date is not None and as_of < data_date
    standing = _ON_DATA_DATE if on_data_date else _ON_ANOTHER_DAY.format(begun=_BEGUN if is_earlier else "")
    # A parameter that a question does not name is refused; the first of these days is also a parameter of the macro.
    named = {"as_of": as_of} if "$as_of" in sql or not on_data_date else {}
    return ask_chosen(db, standing + sql, filters, **named, **more)


def _all(overlays: Sequence[str]) -> str:
    """The condition that every one of `overlays` holds. Raises KeyError for one that does not exist."""
    return " AND ".join(OVERLAYS[overlay] for overlay in overlays) or "true"


def _in_group(by: str, group: str) -> str:
    """The condition for one group; the group itself is a parameter."""
    if not group:
        return ""
    if by == "theme":
        return f"AND EXISTS (FROM {TAGS} g WHERE g.commitment_id = s.commitment_id AND {GROUPS[by]} = $group)"
    return f"AND {GROUPS[by]} = $group"


def _the_group(by: str, group: str) -> dict[str, Any]:
    return {"group": group} if group and by else {}
