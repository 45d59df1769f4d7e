"""How many commitments each choice of the shared filters would find beside what the other filters choose."""

from typing import Unpack

from duckdb import DuckDBPyConnection

from analysis.scope import CONDITIONS, WANTED, Filters, parameters

#: Filters that choose by a column of the plan or its member: they are counted plan by plan, which is cheap.
COLUMNS = {
    "members": "member_id",
    "regions": "region",
    "plans": "plan_number",
    "years": "year",
    "level": "level",
    "era": "era",
}
_IN_ALL = " AND ".join(f"in_{name}" for name in COLUMNS)
_PLANS = f"""{WANTED}, plans AS MATERIALIZED (
    SELECT {", ".join(f"any_value({column}) AS {column}" for column in COLUMNS.values() if column != "year")}, year,
        plan_id, count(*) FILTER ({CONDITIONS["themes"]})::INTEGER AS n
    FROM commitment_status s, wanted GROUP BY plan_id, year
), marked AS MATERIALIZED (
    SELECT s.*, {", ".join(f"{CONDITIONS[name]} AS in_{name}" for name in COLUMNS)} FROM plans s
)"""
_OF_COLUMNS = " UNION ALL ".join(
    f"""SELECT '{name}' AS filter, {column}::VARCHAR AS value, sum(n)::INTEGER AS n FROM marked
    WHERE n > 0 AND {column} IS NOT NULL AND {" AND ".join(f"in_{other}" for other in COLUMNS if other != name)}
    GROUP BY {column}"""
    for name, column in COLUMNS.items()
)
#: Many commitments carry the same themes: each combination is told apart once, and counts as often as it is found.
_OF_THEMES = f"""
    SELECT 'themes' AS filter, theme_id AS value, sum(n)::INTEGER AS n FROM (
        SELECT DISTINCT t.place, t.n, coalesce(w.theme_id_to, t.theme_id) AS theme_id
        FROM (SELECT place, n, unnest(theme_ids) AS theme_id FROM (
            SELECT theme_ids, count(*) AS n, row_number() OVER () AS place
            FROM commitment_status c
            SEMI JOIN (SELECT plan_id, year FROM marked WHERE {_IN_ALL}) p ON p.plan_id = c.plan_id AND p.year = c.year
            GROUP BY theme_ids
        )) t
        LEFT JOIN theme_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same'
    ) GROUP BY theme_id"""
_ARE_NUMBERS = ("plans", "years")


def counts(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> dict[str, dict[int | str, int]]:
    """By filter and code, the number of commitments that the code would find with the other filters as they are."""
    found: dict[str, dict[int | str, int]] = {name: {} for name in CONDITIONS}
    for name, value, n in db.execute(f"{_PLANS} {_OF_COLUMNS} UNION ALL {_OF_THEMES}", parameters(filters)).fetchall():
        found[name][int(value) if name in _ARE_NUMBERS else value] = n
    return found
