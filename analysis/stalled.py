"""Questions about where commitments stand: the ladder on any day, what deserves attention first, what follows.

The ladder is the macro `stalled(as_of)` inside the published file. The day decides which plans are over; the
ratings are those of the open snapshot whatever the day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.intervals import wilson
from analysis.numbers import SMALL_N
from analysis.scope import Filters, ask_chosen

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
OVERLAYS = ("went_backwards", "no_movement", "carried_forward_incomplete", "ambitious_and_low", "not_verifiable")
#: What the rows can be grouped by, and what a group is told apart by. An institution belongs to its member.
GROUPS = {
    "institution": "concat(s.member_id, ':', s.institution)",
    "member": "s.member_id",
    "theme": "g.theme_id",
    "plan": "s.plan_id",
}
#: The rating at midterm that two ratings can be compared from, and the states of those that it was not followed in yet.
BASIS = {
    "complete": ("complete",),
    "substantial": ("substantial_at_midterm",),
    "low": ("stalled_likely", "at_risk"),
    "unclear": ("unclear",),
}

_STANDING = """
, marked AS (
    SELECT s.*, t.state, [word FOR word IN [
        CASE WHEN t.went_backwards THEN 'went_backwards' END,
        CASE WHEN t.no_movement THEN 'no_movement' END,
        CASE WHEN t.carried_forward_incomplete THEN 'carried_forward_incomplete' END,
        CASE WHEN t.ambitious_and_low THEN 'ambitious_and_low' END,
        CASE WHEN NOT s.is_verifiable THEN 'not_verifiable' END] IF word IS NOT NULL] AS overlays
    FROM chosen s JOIN stalled($as_of::DATE) t ON t.commitment_id = s.commitment_id
), standing AS (
    SELECT * FROM marked WHERE len($overlays::VARCHAR[]) = 0 OR list_has_all(overlays, $overlays::VARCHAR[])
)
"""
#: Tags, those of the older list by the newer name where the crosswalk calls them the same.
_TAGS = """(SELECT DISTINCT t.commitment_id, coalesce(w.theme_id_to, t.theme_id) AS theme_id FROM commitment_theme t
    LEFT JOIN theme_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same')"""
_IN_STATES = "(len($states::VARCHAR[]) = 0 OR list_contains($states::VARCHAR[], s.state))"
_ORDER = """list_position($attention::VARCHAR[], s.state), s.is_ambitious IS NOT TRUE, s.is_carried_forward IS NOT TRUE,
    p.ends_on, s.member_name, s.plan_number, try_cast(s.number AS DOUBLE), s.number, s.commitment_id"""


def ladder(
    db: DuckDBPyConnection, *, as_of: date, overlays: Sequence[str] = (), **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How many commitments stand on each rung, all ten in the order of the ladder.

    Columns: stall_state, count, n (all of them), missing (of these, never rated on completion).
    """
    found = ask_chosen(
        db,
        f"{_STANDING} SELECT state AS stall_state, count(*)::INTEGER AS count FROM standing GROUP BY state",
        filters,
        as_of=as_of,
        overlays=list(overlays),
    )
    frame = pd.DataFrame({"stall_state": LADDER}).merge(found, how="left").fillna({"count": 0}).astype({"count": int})
    unrated = frame.loc[frame["stall_state"].isin(UNRATED), "count"].sum()
    return frame.assign(n=frame["count"].sum(), missing=unrated)


def overlays_found(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    states: Sequence[str] = (),
    overlays: Sequence[str] = (),
    **filters: Unpack[Filters],
) -> dict[str, int]:
    """How many commitments would be left with one more overlay, by overlay, in their usual order."""
    found = ask_chosen(
        db,
        f"""{_STANDING} SELECT overlay, count(*)::INTEGER AS n
        FROM (SELECT unnest(s.overlays) AS overlay FROM standing s WHERE {_IN_STATES}) GROUP BY overlay""",
        filters,
        as_of=as_of,
        overlays=list(overlays),
        states=list(states),
    )
    counts = dict(zip(found["overlay"], found["n"].tolist(), strict=True))
    return {overlay: counts.get(overlay, 0) for overlay in OVERLAYS}


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
    found = ask_chosen(
        db,
        f"{_STANDING} SELECT count(*)::INTEGER AS n FROM standing s WHERE {_IN_STATES} {_in_group(by, group)}",
        filters,
        **_wanted(as_of, states, overlays, by, group),
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
    """Commitments, what deserves attention first on top: by state, then the ambitious, the carried forward, the oldest.

    Columns: commitment_id, stall_state, member_id, member, plan_number, year, number, title, lead_institution (as
    written), institution (spellings and former names merged), overlays (list), midterm, midterm_cell, final,
    final_cell, midterm_missing, final_missing (why there is no rating), files (that the ratings come from), rated_on
    (data date of the first release with the latest rating),
    theme_ids, starts_on, ends_on, dates_are_estimated, is_over, elapsed_share (0 to 1, null once the plan is over),
    since (end of the plan; while it runs, rated_on; null where that is after `as_of`), record_yes and record_n (the
    member's commitments of ended plans with high completion, of those rated). `group` is one key of `groups` for `by`.
    """
    return ask_chosen(
        db,
        f"""{_STANDING}, page AS (
            SELECT s.*, p.starts_on, p.ends_on, p.dates_are_estimated, row_number() OVER (ORDER BY {_ORDER}) AS place
            FROM standing s JOIN action_plan p ON p.plan_id = s.plan_id
            WHERE {_IN_STATES} {_in_group(by, group)}
            ORDER BY place LIMIT $most OFFSET $skip
        ), said AS (
            SELECT r.commitment_id, string_agg(DISTINCT o.file_name, ', ' ORDER BY o.file_name) AS files
            FROM rating r SEMI JOIN page USING (commitment_id) JOIN source o ON o.source_id = r.source_id
            WHERE r.variable = 'completion' AND r.code IS NOT NULL GROUP BY r.commitment_id
        ), unsaid AS (
            SELECT r.commitment_id, max(r.missing) FILTER (r.stage = 'midterm') AS midterm,
                max(r.missing) FILTER (r.stage = 'final') AS final
            FROM rating r SEMI JOIN page USING (commitment_id)
            WHERE r.variable = 'completion' AND r.code IS NULL GROUP BY r.commitment_id
        ), first_said AS (
            SELECT h.commitment_id, min(o.as_of) AS rated_on
            FROM (SELECT commitment_id, stage, code, source_id FROM rating WHERE variable = 'completion' UNION ALL
                SELECT commitment_id, stage, code, source_id FROM rating_history WHERE variable = 'completion') h
            JOIN page s ON s.commitment_id = h.commitment_id AND s.completion_stage = h.stage AND s.completion = h.code
            JOIN source o ON o.source_id = h.source_id
            GROUP BY h.commitment_id
        ), record AS (
            SELECT c.member_id, count(*) FILTER (c.is_high_completion)::INTEGER AS yes,
                count(c.is_high_completion)::INTEGER AS n
            FROM commitment_status c JOIN action_plan p ON p.plan_id = c.plan_id
            WHERE p.ends_on < $as_of::DATE GROUP BY c.member_id
        ), tagged AS (
            SELECT g.commitment_id, list(g.theme_id ORDER BY g.theme_id) AS theme_ids
            FROM {_TAGS} g SEMI JOIN page USING (commitment_id) GROUP BY g.commitment_id
        )
        SELECT s.commitment_id, s.state AS stall_state, s.member_id, coalesce(l.name, s.member_name) AS member,
            s.plan_number, s.year, s.number, s.title, s.lead_institution, s.institution, s.overlays,
            w.completion_midterm AS midterm, w.completion_midterm_cell AS midterm_cell,
            w.completion_final AS final, w.completion_final_cell AS final_cell,
            u.midterm AS midterm_missing, u.final AS final_missing, d.files, f.rated_on,
            coalesce(t.theme_ids, []) AS theme_ids, s.starts_on, s.ends_on, s.dates_are_estimated,
            s.ends_on < $as_of::DATE AS is_over,
            CASE WHEN s.ends_on >= $as_of::DATE THEN greatest(0, ($as_of::DATE - s.starts_on::DATE)
                / nullif(s.ends_on::DATE - s.starts_on::DATE, 0)) END AS elapsed_share,
            CASE WHEN s.ends_on < $as_of::DATE THEN s.ends_on
                WHEN f.rated_on <= $as_of::DATE THEN f.rated_on END AS since,
            coalesce(h.yes, 0) AS record_yes, coalesce(h.n, 0) AS record_n
        FROM page s
        JOIN rating_wide w ON w.commitment_id = s.commitment_id
        LEFT JOIN said d ON d.commitment_id = s.commitment_id
        LEFT JOIN unsaid u ON u.commitment_id = s.commitment_id
        LEFT JOIN first_said f ON f.commitment_id = s.commitment_id
        LEFT JOIN tagged t ON t.commitment_id = s.commitment_id
        LEFT JOIN record h ON h.member_id = s.member_id
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        ORDER BY s.place""",
        filters,
        **_wanted(as_of, states, overlays, by, group),
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

    Columns: key (of a theme: its id), member (its name; null for a theme), plan_number, name (of the institution, null
    where none is named), one column per state with its count, count (all of them). A commitment counts once
    under each of its themes.
    """
    counts = ", ".join(f"count(*) FILTER (s.state = '{state}')::INTEGER AS {state}" for state in ATTENTION)
    name = "s.institution" if by == "institution" else "NULL"
    member = "NULL" if by == "theme" else "coalesce(l.name, s.member_name)"
    return ask_chosen(
        db,
        f"""{_STANDING}
        SELECT {GROUPS[by]} AS key, any_value({member}) AS member, any_value(s.plan_number) AS plan_number,
            any_value({name}) AS name, {counts}, count(*)::INTEGER AS count
        FROM standing s
        {f"JOIN {_TAGS} g ON g.commitment_id = s.commitment_id" if by == "theme" else ""}
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        WHERE {_IN_STATES} GROUP BY key
        ORDER BY stalled_confirmed + stalled_likely DESC, at_risk DESC, blind_spot DESC, count DESC, key""",
        filters,
        as_of=as_of,
        states=list(states),
        overlays=list(overlays),
        language=language,
    )


def what_followed(db: DuckDBPyConnection) -> pd.DataFrame:
    """What became of commitments in such states before, over everything in the database that was rated twice.

    Columns: basis (see BASIS), yes (substantial or complete at the end), n (rated at midterm and at the end), share
    (0 to 1), low_share, high_share (Wilson's interval at 95 %; null below SMALL_N), missing (rated so at midterm, never
    at the end), first_year, last_year (of the plans behind n).
    """
    found = db.execute(
        """SELECT CASE w.completion_midterm WHEN 'not_started' THEN 'low' WHEN 'limited' THEN 'low'
                ELSE w.completion_midterm END AS basis,
            count(*) FILTER (w.completion_final IN ('substantial', 'complete'))::INTEGER AS yes,
            count(w.completion_final)::INTEGER AS n, (count(*) - count(w.completion_final))::INTEGER AS missing,
            min(s.year) FILTER (w.completion_final IS NOT NULL) AS first_year,
            max(s.year) FILTER (w.completion_final IS NOT NULL) AS last_year
        FROM rating_wide w JOIN commitment_status s USING (commitment_id)
        WHERE w.completion_midterm IS NOT NULL GROUP BY basis"""
    ).df()
    return _with_intervals(pd.DataFrame({"basis": list(BASIS)}).merge(found, how="left"))


def what_was_carried_forward(db: DuckDBPyConnection) -> pd.DataFrame:
    """How often commitments that did not get to the end went on in the member's next plan.

    Columns as in `what_followed`; basis is the state: stalled_confirmed or nearly; yes: carried forward; n: of which
    the final report says whether.
    """
    found = db.execute(
        """SELECT CASE completion_final WHEN 'substantial' THEN 'nearly' ELSE 'stalled_confirmed' END AS basis,
            count(*) FILTER (is_carried_forward)::INTEGER AS yes, count(is_carried_forward)::INTEGER AS n,
            (count(*) - count(is_carried_forward))::INTEGER AS missing,
            min(year) FILTER (is_carried_forward IS NOT NULL) AS first_year,
            max(year) FILTER (is_carried_forward IS NOT NULL) AS last_year
        FROM commitment_status WHERE completion_final IN ('not_started', 'limited', 'substantial') GROUP BY basis"""
    ).df()
    return _with_intervals(pd.DataFrame({"basis": ["stalled_confirmed", "nearly"]}).merge(found, how="left"))


def theme_labels(db: DuckDBPyConnection) -> dict[str, str]:
    """Every theme's label in its own list, by its id."""
    found = db.execute("SELECT theme_id, label FROM theme").df()
    return dict(zip(found["theme_id"], found["label"], strict=True))


def _in_group(by: str, group: str) -> str:
    """The condition for one group; the group itself is a parameter."""
    if not group:
        return ""
    if by == "theme":
        return f"AND EXISTS (FROM {_TAGS} g WHERE g.commitment_id = s.commitment_id AND {GROUPS[by]} = $group)"
    return f"AND {GROUPS[by]} = $group"


def _wanted(as_of: date, states: Sequence[str], overlays: Sequence[str], by: str, group: str) -> dict[str, Any]:
    narrowed = {"group": group} if group and by else {}
    return {"as_of": as_of, "states": list(states), "overlays": list(overlays), **narrowed}


def _with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    counted = frame.fillna({"yes": 0, "n": 0, "missing": 0}).astype({"yes": int, "n": int, "missing": int})
    pairs = list(zip(counted["yes"].tolist(), counted["n"].tolist(), strict=True))
    bounds = [wilson(yes, n) if n >= SMALL_N else (None, None) for yes, n in pairs]
    return counted.assign(
        share=pd.array([yes / n if n else None for yes, n in pairs], dtype="Float64"),
        low_share=pd.array([low for low, _ in bounds], dtype="Float64"),
        high_share=pd.array([high for _, high in bounds], dtype="Float64"),
    )
