"""Questions on who is rated on what: by variable or by member, and by year of submission."""

from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.behind import listed
from analysis.scope import Filters, ask_chosen

VARIABLES = (
    "completion",
    "specificity",
    "verifiable",
    "relevance",
    "potential_impact",
    "potential_for_results",
    "did_it_open_government",
    "early_results",
    "starred",
    "starred_2015",
    "starred_pre_june_2014",
    "carried_forward",
)
STAGES = ("design", "midterm", "final")
#: What a commitment can be: rated, or in one of the states that are not a rating. `absent`: no release says anything.
STATES = ("rated", "not_reviewed", "no_data", "not_applicable", "blank", "unreadable", "absent")
#: Those in which no rating is to be expected: most often, the era does not rate it.
APART = ("no_data", "not_applicable", "absent")
_STATE = "CASE WHEN r.code IS NULL THEN r.missing ELSE 'rated' END"
_PLANS = """plan AS (
        SELECT plan_id, member_id, member_name, year, era, count(*)::INTEGER AS n FROM chosen GROUP BY ALL
    )"""
_COUNTED = ", ".join(
    f"coalesce(sum(v.commitments) FILTER (v.state = '{state}'), 0)::INTEGER AS {state}" for state in STATES[:-1]
)
_STATED = f"""{", ".join(f"coalesce(f.{state}, 0) AS {state}" for state in STATES[:-1])},
    y.n - {" - ".join(f"coalesce(f.{state}, 0)" for state in STATES[:-1])} AS absent"""


def by_variable(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Who is rated on what, by variable, stage and year of submission.

    Columns: variable, stage, year, era, n (commitments of that year), and the counts of STATES, which add up to n.
    """
    return ask_chosen(
        db,
        f""", {_PLANS}, {_covered(filters)},
        asked AS (SELECT DISTINCT variable, stage FROM plan_coverage),
        years AS (SELECT year, era, sum(n)::INTEGER AS n FROM plan GROUP BY year, era),
        found AS (
            SELECT v.variable, v.stage, p.year, p.era, {_COUNTED}
            FROM covered v JOIN plan p ON p.plan_id = v.plan_id GROUP BY ALL
        )
        SELECT a.variable, a.stage, y.year, y.era, y.n, {_STATED}
        FROM asked a CROSS JOIN years y
        LEFT JOIN found f ON f.variable = a.variable AND f.stage = a.stage AND f.year = y.year AND f.era = y.era
        ORDER BY coalesce(list_position($variables::VARCHAR[], a.variable), 99), a.variable,
            list_position($stages::VARCHAR[], a.stage), y.year""",
        filters,
        variables=list(VARIABLES),
        stages=list(STAGES),
    )


def by_member(
    db: DuckDBPyConnection, *, variable: str, stage: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Whose commitments are rated on one variable at one stage, by member (in `language`) and year of submission.

    Columns: member_id, member, year, era, n (commitments), and the counts of STATES, which add up to n; members with
    most commitments first.
    """
    return ask_chosen(
        db,
        f""", {_PLANS}, {_covered(filters)},
        years AS (
            SELECT member_id, any_value(member_name) AS member_name, year, era, sum(n)::INTEGER AS n
            FROM plan GROUP BY member_id, year, era
        ),
        found AS (
            SELECT p.member_id, p.year, p.era, {_COUNTED}
            FROM covered v JOIN plan p ON p.plan_id = v.plan_id
            WHERE v.variable = $variable AND v.stage = $stage GROUP BY ALL
        )
        SELECT y.member_id, coalesce(l.name, y.member_name) AS member, y.year, y.era, y.n, {_STATED}
        FROM years y
        LEFT JOIN found f ON f.member_id = y.member_id AND f.year = y.year AND f.era = y.era
        LEFT JOIN member_name l ON l.member_id = y.member_id AND l.language = $language
        ORDER BY sum(y.n) OVER (PARTITION BY y.member_id) DESC, strip_accents(lower(member)), y.member_id, y.year""",
        filters,
        variable=variable,
        stage=stage,
        language=language,
    )


def behind(
    db: DuckDBPyConnection, *, variable: str, stage: str, state: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments whose rating of a variable at a stage is in `state` (of STATES).

    Columns: those of behind.listed.
    """
    sql = f"""SELECT c.* FROM chosen c
        LEFT JOIN rating r ON r.commitment_id = c.commitment_id AND r.variable = $variable AND r.stage = $stage
        WHERE coalesce({_STATE}, 'absent') = $state"""
    return listed(db, sql, filters, language=language, variable=variable, stage=stage, state=state)


def _covered(filters: Filters) -> str:
    """The chosen commitments of `plan` by variable, stage and state. Themes alone divide a plan's commitments; without
    them the import has counted.
    """
    if filters.get("themes"):
        return f"""covered AS (
            SELECT c.plan_id, r.variable, r.stage, {_STATE} AS state, count(*)::INTEGER AS commitments
            FROM chosen c JOIN rating r ON r.commitment_id = c.commitment_id GROUP BY ALL
        )"""
    return "covered AS (SELECT v.* FROM plan_coverage v WHERE v.plan_id IN (SELECT plan_id FROM plan))"
