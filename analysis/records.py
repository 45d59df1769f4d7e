"""Questions about single commitments: finding them, and everything that the files say about one."""

from collections.abc import Sequence
from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.scope import Filters, ask_chosen

MOST_WORDS = 8
_UNSEARCHED = ", searched AS (SELECT *, 0 AS words_not_in_title FROM chosen)"
_SEARCHED = """, texts AS (
    SELECT h.*, strip_accents(lower(h.title)) AS in_title,
        strip_accents(lower(concat_ws(' ', h.title, c.short_title, c.full_text, c.lead_institution,
            c.supporting_institutions))) AS anywhere
    FROM chosen h JOIN commitment c ON c.commitment_id = h.commitment_id
), searched AS (
    SELECT * EXCLUDE (anywhere, in_title), len(list_filter($words::VARCHAR[],
        lambda w: NOT contains(in_title, strip_accents(lower(w))))) AS words_not_in_title
    FROM texts
    WHERE len(list_filter($words::VARCHAR[], lambda w: NOT contains(anywhere, strip_accents(lower(w))))) = 0
)
"""
_HAS_COMPLETION = """(len($completion::VARCHAR[]) = 0
    OR list_contains($completion::VARCHAR[], coalesce(s.completion, 'not_rated')))"""


class UnknownCommitment(Exception):
    """No commitment has the identifier, which is the message."""


def found(
    db: DuckDBPyConnection,
    *,
    text: str = "",
    completion: Sequence[str] = (),
    most: int | None = None,
    skip: int = 0,
    language: str = "en",
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Commitments whose title, texts or institutions hold every word of `text`, those with it in the title first.

    Accents and capitals do not matter. `completion` narrows to latest ratings ('not_rated' stands for none).
    Columns: commitment_id, member, year, plan_number, number, title, lead_institution, completion, ambition,
    stall_state. No long text: it would be sent with every rerun.
    """
    words = _words(text)
    return ask_chosen(
        db,
        f"""{_SEARCHED if words else _UNSEARCHED}
        SELECT s.commitment_id, coalesce(l.name, s.member_name) AS member, s.year, s.plan_number, s.number, s.title,
            s.lead_institution, s.completion, s.ambition, s.stall_state
        FROM searched s
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        WHERE {_HAS_COMPLETION}
        ORDER BY s.words_not_in_title, member, s.plan_number, try_cast(s.number AS DOUBLE), s.number, s.commitment_id
        LIMIT $most OFFSET $skip""",
        filters,
        **({"words": words} if words else {}),
        completion=list(completion),
        most=most if most is not None else 2**31 - 1,
        skip=skip,
        language=language,
    )


def completion_found(db: DuckDBPyConnection, *, text: str = "", **filters: Unpack[Filters]) -> dict[str, int]:
    """How many commitments `found` finds for `text`, by latest completion rating ('not_rated' for none)."""
    words = _words(text)
    rows = ask_chosen(
        db,
        f"""{_SEARCHED if words else _UNSEARCHED}
        SELECT coalesce(completion, 'not_rated') AS code, count(*)::INTEGER AS n FROM searched GROUP BY code""",
        filters,
        **({"words": words} if words else {}),
    )
    return dict(zip(rows["code"], rows["n"].tolist(), strict=True))


def how_many_in_all(db: DuckDBPyConnection) -> int:
    """The number of commitments without any filter."""
    row = db.execute("SELECT count(*) FROM commitment_status").fetchone()
    return int(row[0]) if row else 0


def commitment(db: DuckDBPyConnection, *, id: str, language: str = "en") -> dict[str, object]:
    """Everything about one commitment but its ratings: texts, plan, source cell. Raises UnknownCommitment."""
    row = db.execute(
        """SELECT s.commitment_id, s.ogp_id, s.member_id, coalesce(l.name, s.member_name) AS member, s.plan_number,
            s.year, s.end_year, s.era, p.starts_on, p.ends_on, p.dates_are_estimated, s.number, s.title,
            c.short_title, c.full_text, s.lead_institution, c.supporting_institutions, c.start_date, c.end_date,
            c.start_text, c.end_text, s.url, s.completion, s.completion_stage, s.ambition, s.ambition_scale,
            s.stall_state, o.file_name, c.sheet, c.row
        FROM commitment_status s
        JOIN commitment c ON c.commitment_id = s.commitment_id
        JOIN action_plan p ON p.plan_id = s.plan_id
        LEFT JOIN source o ON o.source_id = c.source_id
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        WHERE s.commitment_id = $id""",
        {"id": id, "language": language},
    )
    names, values = [column[0] for column in row.description or []], row.fetchone()
    if values is None:
        raise UnknownCommitment(id)
    return dict(zip(names, values, strict=True))


def ratings(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """The commitment's ratings, in the order in which the IRM gives them.

    Columns: variable, stage, scale, code, label (as written), missing, file_name, as_of, sheet, cell.
    """
    return _ratings(db, "rating", id)


def older_ratings(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """What older releases said of the commitment, newest first; the columns of `ratings`."""
    return _ratings(db, "rating_history", id)


def themes(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """The commitment's tags. Columns: theme_id (of the newer list where it has the same theme), label, taxonomy."""
    return db.execute(
        """SELECT coalesce(w.theme_id_to, t.theme_id) AS theme_id, t.label, t.taxonomy
        FROM commitment_theme g
        JOIN theme t ON t.theme_id = g.theme_id
        LEFT JOIN theme_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same'
        WHERE g.commitment_id = $id ORDER BY t.taxonomy DESC, t.label""",
        {"id": id},
    ).df()


def _ratings(db: DuckDBPyConnection, table: str, id: str) -> pd.DataFrame:
    return db.execute(
        f"""SELECT r.variable, r.stage, r.scale, r.code, r.label, r.missing, o.file_name, o.as_of, r.sheet, r.cell
        FROM {table} r LEFT JOIN source o ON o.source_id = r.source_id
        WHERE r.commitment_id = $id
        ORDER BY o.as_of DESC, list_position(['design', 'midterm', 'final'], r.stage), r.variable""",
        {"id": id},
    ).df()


def _words(text: str) -> list[str]:
    return text.split()[:MOST_WORDS]
