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


#: The tags of commitments, those of an older list by the newer name where the crosswalk calls them the same.
TAGS = """(SELECT DISTINCT t.commitment_id, coalesce(w.theme_id_to, t.theme_id) AS theme_id FROM commitment_theme t
    LEFT JOIN theme_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same')"""
#: The themes that are meant: a theme also stands for those of the other taxonomy that the crosswalk calls the same.
_WANTED = """(SELECT list(theme_id) FROM (
        SELECT unnest($themes::VARCHAR[]) AS theme_id
        UNION SELECT theme_id_to FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_from)
        UNION SELECT theme_id_from FROM theme_crosswalk
            WHERE relation = 'same' AND list_contains($themes::VARCHAR[], theme_id_to)
    ))"""
#: What each filter asks of a row `s` that has these columns, such as one of commitment_status.
_CONDITIONS = {
    "members": "list_contains($members::VARCHAR[], s.member_id)",
    "regions": "list_contains($regions::VARCHAR[], s.region)",
    "plans": "list_contains($plans::INTEGER[], s.plan_number)",
    "years": "list_contains($years::INTEGER[], s.year)",
    "themes": f"list_has_any(s.theme_ids, {_WANTED})",
    "level": "list_contains($level::VARCHAR[], s.level)",
    "era": "list_contains($era::VARCHAR[], s.era)",
}


def conditions(filters: Filters) -> dict[str, str]:
    """What each filter asks of a row `s`, by its name; 'true' for one that leaves everything in.

    Only filters in use are named: to plan all seven takes DuckDB three times as long as to count 6,000 commitments.
    """
    in_use = parameters(filters)
    return {name: sql if name in in_use else "true" for name, sql in _CONDITIONS.items()}


def parameters(filters: Filters) -> dict[str, list[Any]]:
    """The parameters that `conditions` names: those of the filters in use."""
    given: dict[str, Any] = dict(filters)
    return {name: list(given[name]) for name in _CONDITIONS if given.get(name)}


def chosen(filters: Filters) -> str:
    """What a question starts with: `chosen` is commitment_status, narrowed."""
    return f"WITH chosen AS (SELECT s.* FROM commitment_status s WHERE {' AND '.join(conditions(filters).values())})\n"


def ask_chosen(db: DuckDBPyConnection, sql: str, filters: Filters, **more: object) -> pd.DataFrame:
    """The answer of `sql`, a SELECT that may name `chosen`, for these filters and further parameters."""
    return db.execute(chosen(filters) + sql, {**parameters(filters), **more}).df()
