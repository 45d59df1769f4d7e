"""How many commitments each choice of the shared filters would find beside what the other filters choose."""

from typing import Any, Unpack

from duckdb import DuckDBPyConnection

from analysis.scope import Filters, conditions, parameters

#: Filters that choose by a column of the plan or its member: they are counted plan by plan, which is cheap.
COLUMNS = {
    "members": "member_id",
    "regions": "region",
    "plans": "plan_number",
    "years": "year",
    "level": "level",
    "era": "era",
}


def counts(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> dict[str, dict[int | str, int]]:
    """By filter and code, the number of commitments that the code would find with the other filters as they are."""
    given = parameters(filters)
    found: dict[str, dict[int | str, int]] = {name: {} for name in COLUMNS}
    for *codes, n in _plans(db, {"themes": given.get("themes", [])}):
        of_plan = dict(zip(COLUMNS, codes, strict=True))
        against = [name for name, code in of_plan.items() if name in given and code not in given[name]]
        if len(against) > 1:
            continue
        for name in against or COLUMNS:
            if of_plan[name] is not None:
                found[name][of_plan[name]] = found[name].get(of_plan[name], 0) + n
    return {**found, "themes": _themes(db, {**filters, "themes": []})}


def _plans(db: DuckDBPyConnection, on_themes: Filters) -> list[tuple[Any, ...]]:
    """Every plan and year with a commitment on these themes: its codes in the order of COLUMNS, and how many."""
    codes = ", ".join("year" if column == "year" else f"any_value({column})" for column in COLUMNS.values())
    return db.execute(
        f"""SELECT {codes}, count(*)::INTEGER FROM commitment_status s
        WHERE {conditions(on_themes)["themes"]} GROUP BY plan_id, year""",
        parameters(on_themes),
    ).fetchall()


def _themes(db: DuckDBPyConnection, filters: Filters) -> dict[int | str, int]:
    """Many commitments carry the same themes: each combination is told apart once, and counts as often as it is found.

    Themes of the older list count under the newer name where the crosswalk calls them the same.
    """
    return dict(
        db.execute(
            f"""SELECT theme_id, sum(n)::INTEGER AS n FROM (
                SELECT DISTINCT t.place, t.n, coalesce(w.theme_id_to, t.theme_id) AS theme_id
                FROM (SELECT place, n, unnest(theme_ids) AS theme_id FROM (
                    SELECT theme_ids, count(*) AS n, row_number() OVER () AS place
                    FROM commitment_status s WHERE {" AND ".join(conditions(filters).values())} GROUP BY theme_ids
                )) t
                LEFT JOIN theme_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same'
            ) GROUP BY theme_id""",
            parameters(filters),
        ).fetchall()
    )
