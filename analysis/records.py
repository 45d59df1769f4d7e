"""Everything that the files say about one commitment."""

import pandas as pd
from duckdb import DuckDBPyConnection


class UnknownCommitment(Exception):
    """No commitment has the identifier, which is the message."""


def commitment(db: DuckDBPyConnection, *, id: str, language: str = "en") -> dict[str, object]:
    """Everything about one commitment but its ratings: texts, plan, source cell, `as_of` (the day of the newest release
    that has it). Raises UnknownCommitment.
    """
    row = db.execute(
        """SELECT s.commitment_id, s.ogp_id, s.member_id, coalesce(l.name, s.member_name) AS member, s.plan_number,
            s.year, s.end_year, s.era, p.starts_on, p.ends_on, p.dates_are_estimated, s.number, s.title,
            s.short_title, c.full_text, s.lead_institution, c.supporting_institutions, c.start_date, c.end_date,
            c.start_text, c.end_text, s.url, s.completion, s.completion_stage, s.ambition, s.ambition_scale,
            s.stall_state, s.is_starred, s.star_rule, s.is_carried_forward, o.file_name, o.as_of, c.sheet, c.row
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
    """The commitment's ratings, completion first, then in the order in which the IRM gives them.

    Columns: variable, stage, scale, code, label (as written), missing, file_name, as_of, sheet, cell.
    """
    return _ratings(db, "rating", id)


def older_ratings(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """What older releases said of the commitment, newest first; the columns of `ratings`."""
    return _ratings(db, "rating_history", id)


def releases(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """Where the commitment stands in each release, newest first.

    Columns: as_of, file_name, sheet, row, ogp_id, number, title (as that release has them).
    """
    return db.execute(
        """SELECT o.as_of, o.file_name, c.sheet, c.row, c.ogp_id, c.number, c.title
        FROM (SELECT * FROM commitment UNION ALL SELECT * FROM commitment_history) c
        LEFT JOIN source o ON o.source_id = c.source_id
        WHERE c.commitment_id = $id ORDER BY o.as_of DESC, o.file_name, c.row""",
        {"id": id},
    ).df()


def themes(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """The commitment's tags. Columns: theme_id (of the newer list where it has the same theme), label, taxonomy."""
    return db.execute(
        """SELECT t.counts_as AS theme_id, t.label, t.taxonomy
        FROM commitment_theme g
        JOIN theme t ON t.theme_id = g.theme_id
        WHERE g.commitment_id = $id ORDER BY t.taxonomy DESC, t.label""",
        {"id": id},
    ).df()


def _ratings(db: DuckDBPyConnection, table: str, id: str) -> pd.DataFrame:
    return db.execute(
        f"""SELECT r.variable, r.stage, r.scale, r.code, r.label, r.missing, o.file_name, o.as_of, r.sheet, r.cell
        FROM {table} r LEFT JOIN source o ON o.source_id = r.source_id
        WHERE r.commitment_id = $id
        ORDER BY o.as_of DESC, r.variable <> 'completion',
            list_position(['design', 'midterm', 'final'], r.stage), r.variable""",
        {"id": id},
    ).df()
