"""The commitments that a question is about: the shared filters, as SQL with parameters only."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypedDict

import duckdb
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


#: The columns of commitment_status.
COLUMNS = (
    "commitment_id ogp_id plan_id member_id member_name level parent_id region plan_number year end_year "
    "era ends_on number title short_title lead_institution institution url completion_midterm completion_final "
    "completion completion_stage is_high_completion ambition ambition_scale is_ambitious early_results "
    "early_results_scale has_strong_early_results is_starred star_rule is_carried_forward is_verifiable "
    "is_assessed stall_state stall_reason no_movement went_backwards carried_forward_incomplete "
    "ambitious_and_low theme_ids place_in_plan"
).split()
#: The tags of commitments, those of an older list by the newer name where the crosswalk calls them the same.
TAGS = """(SELECT DISTINCT g.commitment_id, t.counts_as AS theme_id
    FROM commitment_theme g JOIN theme t ON t.theme_id = g.theme_id)"""
#: The themes that are meant: a theme also stands for those of the other taxonomy that the crosswalk calls the same.
_WANTED = """(SELECT list(t.theme_id) FROM theme t WHERE t.counts_as IN (
        SELECT w.counts_as FROM theme w WHERE list_contains($themes::VARCHAR[], w.theme_id)))"""
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


def condition(in_use: Iterable[str]) -> str:
    """What the filters in use ask of a row `s`, as SQL; 'true' where none is in use.

    To plan all seven takes DuckDB three times as long as to count 6,000 commitments.
    """
    return " AND ".join(_CONDITIONS[name] for name in in_use) or "true"


def parameters(filters: Filters) -> dict[str, list[Any]]:
    """The filters in use: the parameters that `condition` names. Raises TypeError for one that there is not."""
    given: dict[str, Any] = dict(filters)
    if unknown := given.keys() - _CONDITIONS.keys():
        raise TypeError(f"no such filter: {', '.join(sorted(unknown))}")
    return {name: list(given[name]) for name in _CONDITIONS if given.get(name)}


@lru_cache(maxsize=1_000)
def chosen(in_use: tuple[str, ...], sql: str) -> str:
    """`sql` after what it may name: `chosen` is commitment_status, narrowed by the filters in use, with the columns
    that `sql` names. To take along the others costs DuckDB as much planning as many a question is long.
    """
    words = set(re.findall(r"\w+", sql))
    columns = ", ".join(f"s.{name}" for name in COLUMNS if name in words) or "s.commitment_id"
    return f"WITH chosen AS (SELECT {columns} FROM commitment_status s WHERE {condition(in_use)})\n{sql}"


def ask_chosen(db: DuckDBPyConnection, sql: str, filters: Filters, **more: object) -> pd.DataFrame:
    """The answer of `sql`, a SELECT that may name `chosen`, for these filters and further parameters."""
    given = parameters(filters)
    return ask(db, chosen(tuple(given), sql), {**given, **more}).df()


def asking_on(db: DuckDBPyConnection) -> Callable[..., Any]:
    """Asks questions of this package on `db`: called with a question and its facts, it gives the answer."""
    return lambda question, /, **facts: question(db, **facts)


def ask(db: DuckDBPyConnection, sql: str, given: Mapping[str, object]) -> DuckDBPyConnection:
    """Asks `sql` with the parameters `given`, for the answer to be fetched."""
    return db.execute(read(sql), given)


@lru_cache(maxsize=1_000)
def read(sql: str) -> duckdb.Statement:
    """One statement as DuckDB has read it, for any connection: to read it takes a fifth to a third of a question."""
    [statement] = duckdb.extract_statements(sql)
    return statement
