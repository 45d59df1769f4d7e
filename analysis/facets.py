"""How many commitments the shared filters find, and each further choice of them beside what the others choose."""

from collections.abc import Callable, Sequence
from typing import Any, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.figures import Row
from analysis.once import once, rows_of
from analysis.scope import Filters, ask, ask_chosen, condition, parameters

#: Filters that choose by a column of the plan or its member: they are counted plan by plan, which is cheap.
COLUMNS = {
    "members": "member_id",
    "regions": "region",
    "plans": "plan_number",
    "years": "year",
    "level": "level",
    "era": "era",
}


def plans(db: DuckDBPyConnection, *, themes: Sequence[str]) -> pd.DataFrame:
    """Every plan and year with a commitment on these themes. Columns: plan_id, n, in_part (the files hold only
    a part of the plan), the code of each of COLUMNS.
    """
    codes = ", ".join(
        f"{'year' if column == 'year' else f'any_value({column})'} AS {name}" for name, column in COLUMNS.items()
    )
    in_part = "plan_id IN (SELECT plan_id FROM plan_in_part) AS in_part"
    sql = f"SELECT plan_id, {in_part}, {codes}, count(*)::INTEGER AS n FROM chosen GROUP BY plan_id, year"
    return ask_chosen(db, sql, {"themes": themes})


def by_theme(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> dict[int | str, int]:
    """By theme, how many commitments carry it, whatever themes are chosen.

    Many commitments carry the same themes: each combination is told apart once, and counts as often as it is found.
    Themes of the older list count under the newer name where the crosswalk calls them the same.
    """
    beside = parameters({**filters, "themes": []})
    return dict(
        ask(
            db,
            f"""SELECT theme_id, sum(n)::INTEGER AS n FROM (
                SELECT DISTINCT t.place, t.n, h.counts_as AS theme_id
                FROM (SELECT place, n, unnest(theme_ids) AS theme_id FROM (
                    SELECT theme_ids, count(*) AS n, row_number() OVER () AS place
                    FROM commitment_status s WHERE {condition(beside)} GROUP BY theme_ids
                )) t
                JOIN theme h ON h.theme_id = t.theme_id
            ) GROUP BY theme_id""",
            beside,
        ).fetchall()
    )


def size(ask: Callable[..., Any], **filters: Unpack[Filters]) -> Row:
    """What the filters find: members (of them national, local), plans (of them in_part, which the files hold in part),
    commitments, first and last year (None where they find nothing), and `of`, the commitments that there are.

    `ask` gets a question and its facts, for the answer (`scope.asking_on`). The plans answer this, which most pages ask
    for anyway: no other question is needed.
    """
    given = parameters(filters)
    narrowed = ask(plans, themes=given.pop("themes", []))
    return {**_size(narrowed, filters=given), "of": _size(ask(plans, themes=[]), filters={})["commitments"]}


@once
def _size(plans: pd.DataFrame, *, filters: dict[str, list[Any]]) -> Row:
    found = [plan for plan in rows_of(plans) if all(plan[name] in codes for name, codes in filters.items())]
    members = {plan["members"]: plan["level"] for plan in found}
    years = [plan["years"] for plan in found if plan["years"] is not None]
    return {
        "members": len(members),
        "plans": len({plan["plan_id"] for plan in found}),
        "in_part": len({plan["plan_id"] for plan in found if plan["in_part"]}),
        "commitments": sum(plan["n"] for plan in found),
        "first": min(years, default=None),
        "last": max(years, default=None),
        "national": sum(level == "national" for level in members.values()),
        "local": sum(level == "local" for level in members.values()),
    }


@once
def counts(plans: pd.DataFrame, by_theme: dict[int | str, int], *, filters: Filters) -> dict[str, dict[int | str, int]]:
    """By filter and code, the number of commitments that the code would find with the other filters as they are.

    `plans` are those on the themes chosen, `by_theme` the themes beside the other filters.
    """
    given = parameters(filters)
    found: dict[str, dict[int | str, int]] = {name: {} for name in COLUMNS}
    for plan in rows_of(plans):
        against = [name for name in COLUMNS if name in given and plan[name] not in given[name]]
        if len(against) > 1:
            continue
        for name in against or COLUMNS:
            if plan[name] is not None:
                found[name][plan[name]] = found[name].get(plan[name], 0) + plan["n"]
    return {**found, "themes": by_theme}
