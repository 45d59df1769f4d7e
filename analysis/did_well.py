"""Who has done this well? Ambitious commitments that were carried out: to learn from, not to rank."""

from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.scope import Filters, ask_chosen

_DID = "is_ambitious AND is_high_completion"


def counted(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """One row: yes (ambitious, and substantial or complete), strong (of them, with strong early results), n (rated on
    ambition and completion), missing (not rated on one of them)."""
    return ask_chosen(
        db,
        f"""SELECT count(*) FILTER ({_DID})::INTEGER AS yes,
            count(*) FILTER ({_DID} AND has_strong_early_results)::INTEGER AS strong,
            count(*) FILTER (is_ambitious IS NOT NULL AND is_high_completion IS NOT NULL)::INTEGER AS n,
            count(*) FILTER (is_ambitious IS NULL OR is_high_completion IS NULL)::INTEGER AS missing
        FROM chosen""",
        filters,
    )


def commitments(
    db: DuckDBPyConnection, *, language: str, most: int, each: int = 1, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The `most` that went furthest, at most `each` a member: strong early results first, then starred, complete, new.

    Columns: commitment_id, member_id, member (in `language`), plan_number, year, number, title, completion, ambition,
    ambition_scale, early_results, is_starred, url.
    """
    return ask_chosen(
        db,
        f""", placed AS (
            SELECT c.*, row_number() OVER (ORDER BY coalesce(has_strong_early_results, false) DESC,
                coalesce(is_starred, false) DESC, completion = 'complete' DESC, year DESC, commitment_id) AS place
            FROM chosen c WHERE {_DID}
        ), kept AS (
            SELECT * FROM placed QUALIFY row_number() OVER (PARTITION BY member_id ORDER BY place) <= $each
        )
        SELECT k.commitment_id, k.member_id, coalesce(l.name, k.member_name) AS member, k.plan_number, k.year, k.number,
            k.title, k.completion, k.ambition, k.ambition_scale, k.early_results, k.is_starred, k.url
        FROM kept k LEFT JOIN member_name l ON l.member_id = k.member_id AND l.language = $language
        ORDER BY k.place LIMIT $most""",
        filters,
        language=language,
        most=most,
        each=each,
    )
