"""Questions about one country or local government: its plans, what became of them, what runs, what was carried on.

Each question takes the shared filters; the page narrows them to one member.
"""

from dataclasses import dataclass
from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.behind import listed
from analysis.intervals import with_interval
from analysis.process import STEPS
from analysis.queries import COMPLETION_CODES, INDICATORS
from analysis.scope import TAGS, Filters, ask, ask_chosen
from analysis.themes import named

_AS_OF = "(SELECT arg_max(data_date, snapshot_id) FROM snapshot)"
_LOW = "('not_started', 'limited')"
_HIGH = "('substantial', 'complete')"
_IS_OVER = f"p.ends_on < {_AS_OF}"
#: What the member's own past says of such commitments: who is counted, and what has to hold (null where not rated).
RECORDS = {
    "ended": ("true", "is_high_completion"),
    "low_at_midterm": (f"completion_midterm IN {_LOW}", f"completion_final IN {_HIGH}"),
    "substantial_at_midterm": ("completion_midterm = 'substantial'", f"completion_final IN {_HIGH}"),
}
#: The questions of the process file that are answered by yes, no or a level, by what they are about.
PROCESS = {
    "development": (
        "timeline_available", "timeline_online", "timeline_other_channels", "advance_notice", "advance_notice_days",
        "advance_notice_adequate", "awareness_raising", "online_consultation", "in_person_consultation",
        "summary_of_comments", "steps_followed", "development_participation", "development_iap2_level",
    ),
    "implementation": ("regular_forum", "implementation_participation", "implementation_iap2_level"),
    "self_assessment": (
        "self_assessment_published", "self_assessment_on_schedule", "self_assessment_in_local_language",
        "self_assessment_in_english", "self_assessment_comment_period", "self_assessment_reviews_comment_period",
        "self_assessment_comments_received", "self_assessment_in_ogp_portal", "self_assessment_reviews_consultation",
        "self_assessment_covers_all_commitments", "self_assessment_assesses_completion",
        "self_assessment_reviews_draft_consultation",
    ),
    "institution": (
        "only_one_branch", "executive_branch", "multiple_agencies", "single_lead", "head_of_government_office",
        "head_of_government_office_leads", "foreign_ministry", "foreign_ministry_leads", "officially_mandated",
        "legally_mandated", "multiple_arrangements", "implementing_agency_developed_plan", "change_of_executive",
    ),
}  # fmt: skip
#: Those of PROCESS that are answered by a level or a number, not by yes or no.
LEVELS = frozenset(
    {"advance_notice_days", "steps_followed", "development_participation", "development_iap2_level",
     "implementation_participation", "implementation_iap2_level"}
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """Who this is. `parent_id` and `parent` are empty for a country."""

    member_id: str
    name: str
    level: str
    region: str
    parent_id: str
    parent: str


class UnknownMember(Exception):
    """No member has the identifier, which is the message."""


def member(db: DuckDBPyConnection, *, id: str, language: str) -> Member:
    """Name in `language`, level, region and parent of one member. Raises UnknownMember."""
    row = ask(
        db,
        """SELECT m.member_id, coalesce(l.name, m.name), m.level, coalesce(m.region, ''), coalesce(m.parent_id, ''),
            coalesce(pl.name, p.name, '')
        FROM member m
        LEFT JOIN member_name l ON l.member_id = m.member_id AND l.language = $language
        LEFT JOIN member p ON p.member_id = m.parent_id
        LEFT JOIN member_name pl ON pl.member_id = m.parent_id AND pl.language = $language
        WHERE m.member_id = $id""",
        {"id": id, "language": language},
    ).fetchone()
    if row is None:
        raise UnknownMember(id)
    return Member(*(str(value) for value in row))


def plans(db: DuckDBPyConnection, *, language: str = "en", **filters: Unpack[Filters]) -> pd.DataFrame:
    """The plans and how far along they are on the data date, oldest first.

    Columns: plan_id, member (its name), plan_number, year, end_year, era, starts_on, ends_on, dates_are_estimated,
    is_over, elapsed_share (of the time from start to end, 0 to 1), commitments, yes (high completion), n (completion
    rated), missing, share.
    """
    return ask_chosen(
        db,
        f"""SELECT p.plan_id, coalesce(any_value(l.name), any_value(c.member_name)) AS member,
            p.number AS plan_number, p.year, p.end_year, p.era, p.starts_on, p.ends_on, p.dates_are_estimated,
            {_IS_OVER} AS is_over, greatest(0, least(1, date_diff('day', p.starts_on, {_AS_OF})
                / greatest(1, date_diff('day', p.starts_on, p.ends_on)))) AS elapsed_share,
            count(*)::INTEGER AS commitments, count(*) FILTER (c.is_high_completion)::INTEGER AS yes,
            count(c.completion)::INTEGER AS n, (count(*) - count(c.completion))::INTEGER AS missing,
            count(*) FILTER (c.is_high_completion) / nullif(count(c.completion), 0) AS share
        FROM chosen c JOIN action_plan p ON p.plan_id = c.plan_id
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        GROUP BY ALL ORDER BY p.number, p.plan_id""",
        filters,
        language=language,
    )


def running(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The commitments of plans that are not over on the data date, by plan and number.

    Columns: commitment_id, plan_number, number, title, lead_institution, potential_for_results (code, null where not
    rated).
    """
    return ask_chosen(
        db,
        f"""SELECT c.commitment_id, c.plan_number, c.number, c.title, c.lead_institution,
            CASE WHEN c.ambition_scale = 'potential_for_results' THEN c.ambition END AS potential_for_results
        FROM chosen c JOIN action_plan p ON p.plan_id = c.plan_id WHERE NOT ({_IS_OVER})
        ORDER BY c.plan_number, c.place_in_plan, c.commitment_id""",
        filters,
    )


def completion_by_plan(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Latest completion ratings by plan; a plan without any has one row without a code.

    Columns: plan_number, year, era, code, count, n (rated in that plan), missing, share (of n, 0 to 1).
    """
    return ask_chosen(
        db,
        """SELECT plan_number, year, era, code, count, n, missing, count / nullif(n, 0) AS share FROM (
            SELECT plan_number, year, era, completion AS code, count(*)::INTEGER AS count,
                (sum(count(completion)) OVER by_plan)::INTEGER AS n,
                (sum(count(*) - count(completion)) OVER by_plan)::INTEGER AS missing
            FROM chosen GROUP BY plan_number, year, era, completion WINDOW by_plan AS (PARTITION BY plan_number)
        ) WHERE code IS NOT NULL OR n = 0
        ORDER BY plan_number, list_position($codes::VARCHAR[], code)""",
        filters,
        codes=list(COMPLETION_CODES),
    )


def ambition_by_plan(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How many commitments of each plan are ambitious, each on its own scale.

    Columns: plan_number, year, era, scale (potential_impact, potential_for_results), yes, n, missing, share (0 to 1).
    """
    meant = INDICATORS["ambitious"]
    return ask_chosen(
        db,
        f"""SELECT plan_number, year, era, scale, count(*) FILTER (holds)::INTEGER AS yes, count(holds)::INTEGER AS n,
            (count(*) - count(holds))::INTEGER AS missing, count(*) FILTER (holds) / nullif(count(holds), 0) AS share
        FROM (SELECT plan_number, year, era, {meant.scale} AS scale, {meant.holds} AS holds FROM chosen)
        GROUP BY plan_number, year, era, scale ORDER BY plan_number, scale""",
        filters,
    )


def movement(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How completion moved from midterm to the end, of commitments that the IRM rated at both.

    Columns: before, after (codes), direction ('up', 'down', 'same'; 'other' where one of them is apart from the scale),
    count, n (rated at both), missing (not rated at one of them).
    """
    return ask_chosen(
        db,
        """, pair AS (
            SELECT completion_midterm AS before, completion_final AS after,
                list_position(['not_started', 'limited', 'substantial', 'complete'], before) AS was,
                list_position(['not_started', 'limited', 'substantial', 'complete'], after) AS now
            FROM chosen WHERE before IS NOT NULL AND after IS NOT NULL
        )
        SELECT before, after, CASE WHEN was IS NULL OR now IS NULL THEN 'other' WHEN now > was THEN 'up'
                WHEN now < was THEN 'down' ELSE 'same' END AS direction,
            count(*)::INTEGER AS count, (sum(count(*)) OVER ())::INTEGER AS n,
            ((SELECT count(*) FROM chosen) - sum(count(*)) OVER ())::INTEGER AS missing
        FROM pair GROUP BY before, after, was, now
        ORDER BY list_position($codes::VARCHAR[], before), list_position($codes::VARCHAR[], after)""",
        filters,
        codes=list(COMPLETION_CODES),
    )


def behind_movement(
    db: DuckDBPyConnection, *, before: str, after: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments that went from one code of completion at midterm to another at the end (as `movement` counts).

    Columns: those of behind.listed.
    """
    sql = "SELECT * FROM chosen WHERE completion_midterm = $before AND completion_final = $after"
    return listed(db, sql, filters, language=language, before=before, after=after)


def record(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """What became of commitments in plans that are over: the member's own past, for judging what still runs.

    Columns: record (of RECORDS), yes, n, missing, share (0 to 1), low_share and high_share (95% interval, Wilson; from
    SMALL_N cases on).
    For those rated at midterm, n is how many were rated again at the end, and missing how many were not.
    """
    parts = [
        f"SELECT '{name}' AS record, {holds} AS holds FROM past WHERE {who}" for name, (who, holds) in RECORDS.items()
    ]
    found = ask_chosen(
        db,
        f""", past AS (SELECT c.* FROM chosen c JOIN action_plan p ON p.plan_id = c.plan_id WHERE {_IS_OVER})
        SELECT record, count(*) FILTER (holds)::INTEGER AS yes, count(holds)::INTEGER AS n,
            (count(*) - count(holds))::INTEGER AS missing, count(*) FILTER (holds) / nullif(count(holds), 0) AS share
        FROM ({" UNION ALL ".join(parts)}) GROUP BY record""",
        filters,
    )
    every = pd.DataFrame({"record": list(RECORDS)}).merge(found, on="record", how="left")
    return with_interval(every.fillna({"yes": 0, "n": 0, "missing": 0}).astype({"yes": int, "n": int, "missing": int}))


def carried_forward(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Commitments that the IRM says went on into the next plan, those that were not complete first.

    Columns: commitment_id, plan_number, year, number, title, completion, stall_state, lead_institution.
    """
    return ask_chosen(
        db,
        """SELECT commitment_id, plan_number, year, number, title, completion, stall_state, lead_institution
        FROM chosen WHERE is_carried_forward
        ORDER BY coalesce(completion = 'complete', false), plan_number DESC, place_in_plan,
            commitment_id""",
        filters,
    )


def carried_forward_counted(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> tuple[int, int, int]:
    """How many were carried forward, of how many where the IRM said so or not, and for how many it did not say."""
    row = ask_chosen(
        db,
        """SELECT count(*) FILTER (is_carried_forward) AS yes, count(is_carried_forward) AS n,
            count(*) - count(is_carried_forward) AS missing FROM chosen""",
        filters,
    ).iloc[0]
    return int(row["yes"]), int(row["n"]), int(row["missing"])


def tagged(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> dict[str, int]:
    """How many commitments each list of tags tags, the newest list first, and under '' how many any of them does."""
    found = ask_chosen(
        db,
        """SELECT coalesce(a.taxonomy, '') AS taxonomy, count(DISTINCT c.commitment_id)::INTEGER AS n
        FROM chosen c JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id
        JOIN source o ON o.source_id = a.source_id
        GROUP BY GROUPING SETS ((a.taxonomy), ()) ORDER BY max(o.as_of) DESC, taxonomy DESC""",
        filters,
    )
    return dict(zip(found["taxonomy"].tolist(), found["n"].tolist(), strict=True))


def themes(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How many commitments carry each theme of the lists of tags, most first; a theme that two lists have in the same
    sense is one.

    Columns: theme_id (of the newer list), theme (its name), yes (tagged), n (those whose list has the theme and says
    yes or no), missing (all others), share (of n, 0 to 1).
    """
    found = ask_chosen(
        db,
        """, said AS (
            SELECT c.commitment_id, t.counts_as AS theme_id, bool_or(list_contains(c.theme_ids, t.theme_id)) AS yes,
                yes OR bool_or(u.theme_id IS NULL) AS is_known
            FROM chosen c
            JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id
            JOIN theme t ON t.taxonomy = a.taxonomy
            LEFT JOIN commitment_theme_missing u ON u.commitment_id = c.commitment_id AND u.theme_id = t.theme_id
            GROUP BY c.commitment_id, t.counts_as
        )
        SELECT s.theme_id, s.theme_id AS says, t.label, count(*) FILTER (s.yes)::INTEGER AS yes,
            count(*) FILTER (s.is_known)::INTEGER AS n,
            ((SELECT count(*) FROM chosen) - count(*) FILTER (s.is_known))::INTEGER AS missing,
            count(*) FILTER (s.yes) / nullif(count(*) FILTER (s.is_known), 0) AS share
        FROM said s JOIN theme t ON t.theme_id = s.theme_id
        GROUP BY s.theme_id, t.label ORDER BY yes DESC, s.theme_id""",
        filters,
    )
    return named(found, language=language)


def behind_theme(db: DuckDBPyConnection, *, theme: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The commitments that carry the theme, in whichever list (as `themes` counts). Columns: those of behind.listed."""
    sql = (
        f"SELECT * FROM chosen WHERE commitment_id IN (SELECT g.commitment_id FROM {TAGS} g WHERE g.theme_id = $theme)"
    )
    return listed(db, sql, filters, language=language, theme=theme)


def under(db: DuckDBPyConnection, *, id: str, language: str) -> pd.DataFrame:
    """Devolved and local members of the country `id` that have commitments, by name.

    Columns: member_id, name (in `language`), plans, commitments, yes (high completion), n (rated), missing, share.
    """
    return ask(
        db,
        """SELECT s.member_id, coalesce(any_value(l.name), any_value(s.member_name)) AS name,
            count(DISTINCT s.plan_id)::INTEGER AS plans, count(*)::INTEGER AS commitments,
            count(*) FILTER (s.is_high_completion)::INTEGER AS yes, count(s.completion)::INTEGER AS n,
            (count(*) - count(s.completion))::INTEGER AS missing,
            count(*) FILTER (s.is_high_completion) / nullif(count(s.completion), 0) AS share
        FROM commitment_status s
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        WHERE s.parent_id = $id GROUP BY s.member_id
        ORDER BY strip_accents(lower(coalesce(any_value(l.name), any_value(s.member_name)))), s.member_id""",
        {"id": id, "language": language},
    ).df()


def process(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """How the member's plans were made, as far as the process file says; plans without commitments too.

    Columns: topic (of PROCESS), question, plan_number, year, answer (as written), flag (true, false, null), missing;
    of the number of steps also where one of the steps is, for which the file writes 0 or less than there may be.
    """
    topics = [(topic, question) for topic, questions in PROCESS.items() for question in questions]
    return ask(
        db,
        """WITH asked AS (
            SELECT unnest($topics::VARCHAR[]) AS topic, unnest($questions::VARCHAR[]) AS question,
                unnest(range(len($topics::VARCHAR[]))) AS place
        )
        SELECT a.topic, a.question, p.number AS plan_number, p.year, r.answer, r.flag,
            coalesce(r.missing, CASE WHEN r.question = 'steps_followed' THEN (
                SELECT min(s.missing) FROM process s
                WHERE s.plan_id = r.plan_id AND list_contains($steps::VARCHAR[], s.question)
            ) END) AS missing
        FROM process r
        JOIN asked a ON a.question = r.question
        JOIN action_plan p ON p.plan_id = r.plan_id
        WHERE p.member_id = $id
        ORDER BY a.place, p.number""",
        {
            "id": id,
            "steps": list(STEPS),
            "topics": [topic for topic, _ in topics],
            "questions": [question for _, question in topics],
        },
    ).df()
