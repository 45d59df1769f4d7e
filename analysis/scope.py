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


#: What a question starts with: `chosen` is commitment_status, narrowed. A theme also stands for the themes of the
#: other taxonomy that the crosswalk calls the same.
CHOSEN = """
WITH wanted AS (
    SELECT list(theme_id) AS theme_ids FROM (
        SELECT unnest($themes::VARCHAR[]) AS theme_id
        UNION SELECT theme_id_to FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_from)
        UNION SELECT theme_id_from FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_to)
    )
), chosen AS (
    SELECT s.* FROM commitment_status s, wanted
    WHERE (len($members::VARCHAR[]) = 0 OR list_contains($members::VARCHAR[], s.member_id))
        AND (len($regions::VARCHAR[]) = 0 OR list_contains($regions::VARCHAR[], s.region))
        AND (len($plans::INTEGER[]) = 0 OR list_contains($plans::INTEGER[], s.plan_number))
        AND (len($years::INTEGER[]) = 0 OR list_contains($years::INTEGER[], s.year))
        AND (len($themes::VARCHAR[]) = 0 OR list_has_any(s.theme_ids, wanted.theme_ids))
)
"""


def parameters(filters: Filters) -> dict[str, list[Any]]:
    """Every parameter of CHOSEN, the absent ones as empty lists."""
    return {
        "members": list(filters.get("members") or []),
        "regions": list(filters.get("regions") or []),
        "plans": list(filters.get("plans") or []),
        "years": list(filters.get("years") or []),
        "themes": list(filters.get("themes") or []),
    }


def ask_chosen(db: DuckDBPyConnection, sql: str, filters: Filters, **more: object) -> pd.DataFrame:
    """The answer of `sql`, a SELECT that may name `chosen`, for these filters and further parameters."""
    return db.execute(CHOSEN + sql, {**parameters(filters), **more}).df()
