"""The commitments that a question is about: the shared filters, as SQL with parameters only."""

from collections.abc import Sequence
from typing import Any, TypedDict

import pandas as pd
from duckdb import DuckDBPyConnection


class Filters(TypedDict, total=False):
    """The shared filters. A list that is empty or absent leaves everything in; several filters narrow each other."""

    members: Sequence[str]
    regions: Sequence[str]
    plans: Sequence[int]
    years: Sequence[int]
    themes: Sequence[str]
    level: Sequence[str]
    era: Sequence[str]


#: What each filter asks of a row `s` of commitment_status. `wanted` is of WANTED.
CONDITIONS = {
    "members": "(len($members::VARCHAR[]) = 0 OR list_contains($members::VARCHAR[], s.member_id))",
    "regions": "(len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], s.region))",
    "plans": "(len($plans::INTEGER[]) = 0 OR list_contains($plans::INTEGER[], s.plan_number))",
    "years": "(len($years::INTEGER[]) = 0 OR list_contains($years::INTEGER[], s.year))",
    "themes": "(len($themes::VARCHAR[]) = 0 OR list_has_any(s.theme_ids, wanted.theme_ids))",
    "level": "(len($level::VARCHAR[]) = 0 OR list_contains($level::VARCHAR[], s.level))",
    "era": "(len($era::VARCHAR[]) = 0 OR list_contains($era::VARCHAR[], s.era))",
}
#: The themes that are meant: a theme also stands for those of the other taxonomy that the crosswalk calls the same.
WANTED = """
WITH wanted AS (
    SELECT list(theme_id) AS theme_ids FROM (
        SELECT unnest($themes::VARCHAR[]) AS theme_id
        UNION SELECT theme_id_to FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_from)
        UNION SELECT theme_id_from FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_to)
    )
)
"""
#: What a question starts with: `chosen` is commitment_status, narrowed.
CHOSEN = f"""{WANTED}, chosen AS (
    SELECT s.* FROM commitment_status s, wanted
    WHERE {" AND ".join(CONDITIONS.values())}
)
"""


def parameters(filters: Filters) -> dict[str, list[Any]]:
    """Every parameter of CHOSEN, the absent ones as empty lists."""
    given: dict[str, Any] = dict(filters)
    return {name: list(given.get(name) or []) for name in CONDITIONS}


def ask_chosen(db: DuckDBPyConnection, sql: str, filters: Filters, **more: object) -> pd.DataFrame:
    """The answer of `sql`, a SELECT that may name `chosen`, for these filters and further parameters."""
    return db.execute(CHOSEN + sql, {**parameters(filters), **more}).df()
