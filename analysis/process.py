"""Questions on how plans were made and overseen. One row of what is counted is a plan, not a commitment.

The year of a plan is the one that the process file gives it, which the published figures on process rest on too; for
some plans the commitment files say another. A share never comes without `n` (plans with an answer) and `missing`.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import compare, numbers
from analysis.figures import Row
from analysis.once import once, rows_of, totals, where
from analysis.scope import Filters, ask, condition, parameters
from analysis.shares import COUNTED, counted_share

#: The six steps of developing a plan, in the order in which they are taken.
STEPS = (
    "timeline_available",
    "advance_notice",
    "awareness_raising",
    "online_consultation",
    "in_person_consultation",
    "summary_of_comments",
)
FORUM = "regular_forum"
#: Who could take part, while plans were made and while they ran: everyone, which counts as yes, or those invited.
OPENNESS = ("development_participation", "implementation_participation")
#: How far participation goes, low to high: the spectrum of the International Association for Public Participation.
LEVELS = ("inform", "consult", "involve", "collaborate", "empower")
#: The levels from that on at which people take part.
INVOLVED = LEVELS[LEVELS.index("involve") :]
PHASES = ("development", "implementation")
#: What results are set beside, and the groups of each.
BESIDE = {"regular_forum": ("yes", "no"), "steps": ("steps_5_6", "steps_3_4", "steps_0_2")}
#: Fewer rated commitments than this are no share of a plan, and fewer plans are no median of a group.
LEAST = numbers.SMALL_N

#: The steps that each plan followed, where all six are answered; the file's own count says 0 for plans not reviewed.
_FOLLOWED = """, followed AS (
        SELECT plan_id, count(*) FILTER (flag)::INTEGER AS steps FROM process
        WHERE list_contains($steps::VARCHAR[], question) GROUP BY plan_id HAVING count(flag) = len($steps::VARCHAR[])
    )"""
#: What `results` sets beside, of compare.INDICATORS.
RESULT = "high_completion_midterm"
#: Whether an answer of the table `process`, called a, is a yes; null where there is neither a yes nor a no.
_HOLDS = f"""CASE WHEN a.question IN {OPENNESS} THEN if(a.missing IS NULL, lower(trim(a.answer)) = 'open', NULL)
        ELSE a.flag END"""
#: The name of a plan's member in $language, and the tables that have it.
_MEMBER = "coalesce(l.name, m.name)"
_NAMED = """JOIN member m ON m.member_id = plan.member_id
            LEFT JOIN member_name l ON l.member_id = plan.member_id AND l.language = $language"""


def size(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """One row: plans and members that the process file speaks of, first and last year, and `moved`, how many of the
    plans have another year in the commitment files; `answered`, how many have an answer to a question with yes or no;
    `of`, the plans that there are in the database.
    """
    return _ask(
        db,
        """SELECT count(*)::INTEGER AS plans, count(DISTINCT member_id)::INTEGER AS members, min(year) AS first,
            max(year) AS last, count(*) FILTER (is_moved)::INTEGER AS moved,
            (SELECT count(DISTINCT a.plan_id) FROM process a SEMI JOIN plan ON plan.plan_id = a.plan_id
                WHERE a.flag IS NOT NULL)::INTEGER AS answered,
            (SELECT count(*) FROM action_plan)::INTEGER AS of
        FROM plan""",
        filters,
    )


def span(db: DuckDBPyConnection) -> tuple[int, int] | None:
    """First and last year of the plans that the process file speaks of; nothing where no such file is there."""
    row = size(db).iloc[0]
    return (int(row["first"]), int(row["last"])) if row["plans"] else None


def as_of(db: DuckDBPyConnection) -> date:
    """The data date of the newest process file. Raises ValueError where there is none."""
    row = db.execute("SELECT max(as_of) FROM source WHERE kind = 'process'").fetchone()
    if row is None or not isinstance(row[0], date):
        raise ValueError("no process file has been imported")
    return row[0]


def files(db: DuckDBPyConnection) -> list[str]:
    """The names of the process files, the newest first."""
    rows = db.execute("SELECT file_name FROM source WHERE kind = 'process' ORDER BY as_of DESC, file_name").fetchall()
    return [str(name) for (name,) in rows]


@once
def headlines(plans: pd.DataFrame) -> pd.DataFrame:
    """Three measures of the frame of `plans`: 'all_steps', 'regular_forum', 'involved' (development at least at the
    level of involve).

    Columns: measure, yes, n (plans of which it is known), missing, share (0 to 1).
    """
    rows = rows_of(plans)
    known = {
        "all_steps": [row["steps_followed"] == len(STEPS) for row in rows if not pd.isna(row["steps_followed"])],
        "regular_forum": [row[FORUM] == "yes" for row in rows if row[FORUM] in ("yes", "no")],
        "involved": [
            row["development_iap2_level"] in INVOLVED for row in rows if row["development_iap2_level"] in LEVELS
        ],
    }
    found = [
        {"measure": name, **counted_share(sum(flags), len(flags), len(rows) - len(flags))}
        for name, flags in known.items()
    ]
    return pd.DataFrame(found if rows else [], columns=["measure", *COUNTED])


def answers(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """What the shares of all questions with yes or no, and of OPENNESS, are summed up from, in one question.

    One row per question, year, era and region of the plans. Columns: question, year, era, region, yes, n (plans with
    an answer), missing (without).
    """
    return _ask(
        db,
        f""", asked AS (
            SELECT unnest($first::VARCHAR[]) AS question UNION SELECT question FROM process WHERE flag IS NOT NULL
        ), answered AS (SELECT a.plan_id, a.question, {_HOLDS} AS holds FROM process a)
        SELECT asked.question, year, era, region, count(*) FILTER (holds)::INTEGER AS yes, count(holds)::INTEGER AS n,
            (count(*) - count(holds))::INTEGER AS missing
        FROM plan CROSS JOIN asked
        LEFT JOIN answered a ON a.plan_id = plan.plan_id AND a.question = asked.question
        GROUP BY ALL""",
        filters,
        first=[FORUM, *STEPS, *OPENNESS],
    )


@once
def steps(answered: pd.DataFrame, *, more: Sequence[str] = ()) -> pd.DataFrame:
    """How many plans took each of the six steps, in their order, then those of `more` (frame of `answers`).

    Columns: question, yes, n, missing, share (0 to 1).
    """
    found = {row["question"]: row for row in _summed(answered, ("question",))}
    rows = [found[name] for name in (*STEPS, *more) if name in found]
    return pd.DataFrame(rows, columns=["question", *COUNTED])


@once
def questions(answered: pd.DataFrame) -> pd.DataFrame:
    """The questions with yes or no: answered ones first, of them FORUM, STEPS and OPENNESS (frame of `answers`).

    Columns: question, n (plans with an answer).
    """
    first = {name: place for place, name in enumerate((FORUM, *STEPS, *OPENNESS))}
    found = _summed(answered, ("question",))
    found.sort(key=lambda row: (row["n"] == 0, first.get(row["question"], len(first)), row["question"]))
    return pd.DataFrame(found, columns=["question", "n"])


@once
def by_year(answered: pd.DataFrame, question: str) -> pd.DataFrame:
    """How many plans have a yes, by year of the plan (frame of `answers`).

    Columns: year, era, yes, n, missing, share (0 to 1).
    """
    every = _summed(where(answered, "question", question), ("year", "era"))
    found = [row for row in every if not pd.isna(row["year"])]
    found.sort(key=lambda row: int(row["year"]))
    return pd.DataFrame(found, columns=["year", "era", *COUNTED])


@once
def by_region(answered: pd.DataFrame, question: str) -> pd.DataFrame:
    """How many plans have a yes, by region (frame of `answers`).

    Columns: region, yes, n, missing, share (0 to 1), highest first; those with fewer than LEAST answers last.
    """
    found = _summed(where(answered, "question", question), ("region",))
    known = [row for row in found if isinstance(row["region"], str)]
    known.sort(key=lambda row: (row["n"] < LEAST, -row["share"] if row["n"] else 1, row["region"]))
    return pd.DataFrame(known, columns=["region", *COUNTED])


@once
def levels(plans: pd.DataFrame) -> pd.DataFrame:
    """How far participation went while plans were made and while they ran, by phase (frame of `plans`).

    Columns: phase, iap2_level, plans, n (with a level), missing (without, for any reason), not_applicable (of
    them, where the file says so), share (of n, 0 to 1). A phase without any level has one row, with none.
    """
    found: list[Row] = []
    for phase in PHASES if len(plans) else ():
        said = [row[f"{phase}_iap2_level"] for row in rows_of(plans)]
        counts = {level: said.count(level) for level in LEVELS}
        n = sum(counts.values())
        of = {"phase": phase, "n": n, "missing": len(said) - n, "not_applicable": said.count("not_applicable")}
        for level, count in counts.items():
            if count:
                found.append({**of, "iap2_level": level, "plans": count, "share": count / n})
        if not n:
            found.append({**of, "iap2_level": None, "plans": 0, "share": math.nan})
    columns = ["phase", "iap2_level", "plans", "n", "missing", "not_applicable", "share"]
    return pd.DataFrame(found, columns=columns)


def plans(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """What is known of each plan, by member.

    Columns: member_id, member, plan_number, year, one per step and `regular_forum` ('yes', 'no' or the kind of
    missing), steps_followed (null unless all six are answered), development_iap2_level, implementation_iap2_level.
    """
    asked = (*STEPS, FORUM)
    yes_no = ", ".join(
        f"max(coalesce(CASE a.flag WHEN true THEN 'yes' WHEN false THEN 'no' END, a.missing, 'blank'))"
        f" FILTER (a.question = '{name}') AS {name}"
        for name in asked
    )
    level = ", ".join(
        f"max(coalesce(a.missing, lower(trim(a.answer)))) FILTER (a.question = '{phase}_iap2_level')"
        f" AS {phase}_iap2_level"
        for phase in PHASES
    )
    found = _ask(
        db,
        f"""{_FOLLOWED}
        SELECT any_value(plan.member_id) AS member_id, any_value({_MEMBER}) AS member,
            any_value(plan_number) AS plan_number, any_value(year) AS year, {yes_no},
            any_value(f.steps) AS steps_followed, {level}
        FROM plan JOIN process a ON a.plan_id = plan.plan_id LEFT JOIN followed f ON f.plan_id = plan.plan_id
        {_NAMED} GROUP BY plan.plan_id""",
        filters,
        language=language,
        steps=list(STEPS),
    )
    placed = found.assign(place=[numbers.place(name) for name in found["member"]])
    return placed.sort_values(["place", "plan_number"], ignore_index=True).drop(columns="place")


def results(db: DuckDBPyConnection, *, beside: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """High completion at midterm beside how the plan was made or overseen, one row per plan of a known group.

    At midterm, because that is the one moment at which the plans of both eras that the process file covers are rated.
    `beside`: one of BESIDE. Columns: group (of BESIDE[beside]), member_id, member, plan_number, year, yes, n
    (commitments rated at midterm), missing, share (0 to 1).
    """
    return _ask(
        db,
        f"""{_FOLLOWED}, grouped AS (
            SELECT plan.*, {_MEMBER} AS member, CASE WHEN $beside = 'steps' THEN CASE WHEN f.steps >= 5 THEN 'steps_5_6'
                    WHEN f.steps >= 3 THEN 'steps_3_4' WHEN f.steps IS NOT NULL THEN 'steps_0_2' END
                ELSE CASE a.flag WHEN true THEN 'yes' WHEN false THEN 'no' END END AS "group"
            FROM plan LEFT JOIN followed f ON f.plan_id = plan.plan_id
            LEFT JOIN process a ON a.plan_id = plan.plan_id AND a.question = $beside
            {_NAMED}
        ), done AS (
            SELECT plan_id, count(*) FILTER ({compare.INDICATORS[RESULT].holds})::INTEGER AS yes,
                count(completion_midterm)::INTEGER AS n, (count(*) - count(completion_midterm))::INTEGER AS missing
            FROM commitment_status GROUP BY plan_id
        )
        SELECT "group", member_id, member, plan_number, year, coalesce(yes, 0)::INTEGER AS yes,
            coalesce(n, 0)::INTEGER AS n, coalesce(missing, 0)::INTEGER AS missing, yes / nullif(n, 0) AS share
        FROM grouped g LEFT JOIN done USING (plan_id) WHERE "group" IS NOT NULL
        ORDER BY list_position($groups::VARCHAR[], "group"), share DESC NULLS LAST, strip_accents(lower(member)),
            plan_number""",
        filters,
        language=language,
        beside=beside,
        groups=list(BESIDE[beside]),
        steps=list(STEPS),
    )


def behind(
    db: DuckDBPyConnection, *, question: str, language: str, iap2_level: str = "", **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The plans with yes or no to a question, yes first; with `iap2_level` (of LEVELS) those at this level.

    Columns: holds ('yes' or 'no'; not for a level), member_id, member, plan_number, year, file_name, sheet, cell
    (where it is written).
    """
    found = _ask(
        db,
        f"""SELECT if({_HOLDS}, 'yes', 'no') AS holds, plan.member_id,
            {_MEMBER} AS member, plan_number, year, o.file_name, o.sheet, a.cell
        FROM plan JOIN process a ON a.plan_id = plan.plan_id AND a.question = $question
        JOIN source o ON o.source_id = a.source_id
        {_NAMED}
        WHERE a.missing IS NULL
            AND if($iap2_level = '', ({_HOLDS}) IS NOT NULL, lower(trim(a.answer)) = $iap2_level)""",
        filters,
        question=question,
        iap2_level=iap2_level,
        language=language,
    )
    placed = found.assign(place=[numbers.place(name) for name in found["member"]], is_no=found["holds"] == "no")
    ordered = placed.sort_values(["is_no", "place", "plan_number"], ignore_index=True)
    return ordered.drop(columns=["place", "is_no", *(["holds"] if iap2_level else [])])


@once
def medians(found: pd.DataFrame, *, beside: str) -> pd.DataFrame:
    """The middle of the plans of each group of `results`, by plans and not by commitments, so that no long plan rules.

    Columns: group, plans (with at least LEAST rated commitments), few (rated plans with fewer, left out), lower_share,
    median_share, upper_share (quartiles of the plans' shares; null where there are fewer than LEAST plans).
    """
    rows = []
    for group in BESIDE[beside]:
        of_group = found[found["group"] == group]
        shares = of_group.loc[of_group["n"] >= LEAST, "share"]
        quartiles = shares.quantile([0.25, 0.5, 0.75]).tolist() if len(shares) >= LEAST else [None] * 3
        rows.append([group, len(shares), int((of_group["n"] > 0).sum()) - len(shares), *quartiles])
    columns = ["group", "plans", "few", "lower_share", "median_share", "upper_share"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[3:], float))


def _summed(answered: pd.DataFrame, keys: Sequence[str]) -> list[Row]:
    """The rows of `answers` summed up by these columns, with the share."""
    sums = totals(answered, keys, ("yes", "n", "missing"))
    return [row | counted_share(row["yes"], row["n"], row["missing"]) for row in sums]


def _ask(db: DuckDBPyConnection, sql: str, filters: Filters, **more: object) -> pd.DataFrame:
    """The answer of `sql`, which may name `plan`: the plans of the process file, narrowed by the shared filters.

    A theme chooses the plans that have a commitment on it.
    """
    given = parameters(filters)
    of_plan = condition(name for name in given if name != "themes")
    if "themes" in given:
        of_plan += f" AND s.plan_id IN (SELECT s.plan_id FROM commitment_status s WHERE {condition(['themes'])})"
    plans = f"WITH plan AS (SELECT s.* FROM process_plan s WHERE {of_plan})\n"
    return ask(db, plans + sql, {**given, **more}).df()
