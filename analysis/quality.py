"""Questions on the data itself: files, problems, and what each snapshot changed."""

from collections.abc import Sequence

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.coverage import STAGES, VARIABLES
from analysis.queries import FIRST_FINAL

SEVERITIES = ("error", "warning", "note")
#: By what the problems are narrowed, and the columns of `problem` or `source` that say it.
NARROWED = {"file": "s.file_name", "severity": "p.severity", "kind": "p.code", "header": "p.header"}
_MET = " AND ".join(
    f"(len(${name}::VARCHAR[]) = 0 OR list_contains(${name}::VARCHAR[], coalesce({column}, '')))"
    for name, column in NARROWED.items()
)
#: Columns that count what an import brought to ratings, and which rows of `change` each counts.
MOVES = {
    "moved_up": f"direction = 'up' AND NOT ({FIRST_FINAL})",
    "moved_down": f"direction = 'down' AND NOT ({FIRST_FINAL})",
    "final_higher": f"direction = 'up' AND {FIRST_FINAL}",
    "final_same": f"direction = 'same' AND {FIRST_FINAL}",
    "final_lower": f"direction = 'down' AND {FIRST_FINAL}",
    "first_rated": f"direction = 'new' OR direction = 'other' AND {FIRST_FINAL}",
    "otherwise": f"direction IN ('same', 'other') AND NOT ({FIRST_FINAL})",
}
_BY_MOVE = ", ".join(f"count(*) FILTER ({counted})::INTEGER AS {column}" for column, counted in MOVES.items())


def sources(db: DuckDBPyConnection) -> pd.DataFrame:
    """Every imported sheet, newest data first.

    Columns: file_name, source_kind, vintage, as_of, imported_at, rows_read, rows_new, rows_updated, rows_unchanged,
    rows_rejected, rows_skipped (rows read are the sum of the five), errors, warnings, notes (problems), sheet,
    sha256, address.
    """
    return db.execute(
        """SELECT s.file_name, s.kind AS source_kind, s.vintage, s.as_of, s.imported_at, s.rows_read, s.rows_new,
            s.rows_updated, s.rows_unchanged, s.rows_rejected, s.rows_skipped,
            count(*) FILTER (p.severity = 'error')::INTEGER AS errors,
            count(*) FILTER (p.severity = 'warning')::INTEGER AS warnings,
            count(*) FILTER (p.severity = 'note')::INTEGER AS notes, s.sheet, s.sha256, s.address
        FROM source s LEFT JOIN problem p ON p.source_id = s.source_id
        GROUP BY ALL ORDER BY s.as_of DESC, s.imported_at DESC, s.file_name"""
    ).df()


def totals(db: DuckDBPyConnection) -> pd.DataFrame:
    """One row: files, rows_read, rows_rejected, rows_skipped, errors, warnings, notes, cells (ratings that stand)."""
    return db.execute(
        """SELECT (SELECT count(DISTINCT sha256) FROM source)::INTEGER AS files,
            (SELECT coalesce(sum(rows_read), 0) FROM source)::INTEGER AS rows_read,
            (SELECT coalesce(sum(rows_rejected), 0) FROM source)::INTEGER AS rows_rejected,
            (SELECT coalesce(sum(rows_skipped), 0) FROM source)::INTEGER AS rows_skipped,
            (SELECT count(*) FROM rating WHERE code IS NOT NULL)::INTEGER AS cells,
            count(*) FILTER (severity = 'error')::INTEGER AS errors,
            count(*) FILTER (severity = 'warning')::INTEGER AS warnings,
            count(*) FILTER (severity = 'note')::INTEGER AS notes
        FROM problem"""
    ).df()


def problem_offers(db: DuckDBPyConnection) -> pd.DataFrame:
    """What the problems can be narrowed by. Columns: filter (of NARROWED), value, n (problems), most first."""
    parts = [
        f"SELECT '{name}' AS filter, coalesce({column}, '') AS value, count(*)::INTEGER AS n"
        " FROM problem p JOIN source s ON s.source_id = p.source_id GROUP BY ALL"
        for name, column in NARROWED.items()
    ]
    return db.execute(f"{' UNION ALL '.join(parts)} ORDER BY filter, n DESC, value").df()


def problem_kinds(
    db: DuckDBPyConnection,
    *,
    file: Sequence[str] = (),
    severity: Sequence[str] = (),
    kind: Sequence[str] = (),
    header: Sequence[str] = (),
) -> pd.DataFrame:
    """How many problems of which kind, worst first. Columns: severity, kind, problems, files, headers (columns)."""
    return db.execute(
        f"""SELECT p.severity, p.code AS kind, count(*)::INTEGER AS problems,
            count(DISTINCT s.file_name)::INTEGER AS files,
            count(DISTINCT p.header) FILTER (p.header <> '')::INTEGER AS headers
        FROM problem p JOIN source s ON s.source_id = p.source_id WHERE {_MET}
        GROUP BY p.severity, p.code
        ORDER BY list_position($severities::VARCHAR[], p.severity), problems DESC, kind""",
        {**_lists(file, severity, kind, header), "severities": list(SEVERITIES)},
    ).df()


def problems(
    db: DuckDBPyConnection,
    *,
    file: Sequence[str] = (),
    severity: Sequence[str] = (),
    kind: Sequence[str] = (),
    header: Sequence[str] = (),
    most: int | None = None,
) -> pd.DataFrame:
    """The problems, worst first, at most `most`.

    Columns: severity, kind, file_name, sheet, cell, header, value (as written in the file), message (in English).
    """
    return db.execute(
        f"""SELECT p.severity, p.code AS kind, s.file_name, p.sheet, p.cell, p.header, p.value, p.message
        FROM problem p JOIN source s ON s.source_id = p.source_id WHERE {_MET}
        ORDER BY list_position($severities::VARCHAR[], p.severity), kind, s.file_name, p.sheet,
            length(p.cell), p.cell, p.message
        LIMIT $most""",
        {**_lists(file, severity, kind, header), "severities": list(SEVERITIES), "most": most or 10_000_000},
    ).df()


def snapshots(db: DuckDBPyConnection) -> pd.DataFrame:
    """Every snapshot up to the open one, newest first, and what it brought.

    Columns: snapshot_id, published_at, data_date, note, added (commitments that are new), moved_up, moved_down (on one
    scale); final_higher, final_same, final_lower (a first final completion rating beside the one at midterm);
    first_rated, otherwise (no longer rated, or not on one scale).
    """
    return db.execute(
        f"""WITH counted AS (SELECT snapshot_id, {_BY_MOVE} FROM change GROUP BY snapshot_id), added AS (
            SELECT imported_at, sum(rows_new) AS n FROM source WHERE kind = 'commitments' GROUP BY imported_at
        )
        SELECT s.snapshot_id, s.published_at, s.data_date, s.note, coalesce(added.n, 0)::INTEGER AS added,
            {", ".join(f"coalesce({column}, 0) AS {column}" for column in MOVES)}
        FROM snapshot s LEFT JOIN counted USING (snapshot_id) LEFT JOIN added ON added.imported_at = s.published_at
        ORDER BY s.snapshot_id DESC"""
    ).df()


def changes(db: DuckDBPyConnection) -> pd.DataFrame:
    """What each snapshot changed, by variable. Columns: snapshot_id, variable, stage, and those of MOVES."""
    return db.execute(
        f"""SELECT snapshot_id, variable, stage, {_BY_MOVE} FROM change GROUP BY snapshot_id, variable, stage
        ORDER BY snapshot_id DESC, coalesce(list_position($variables::VARCHAR[], variable), 99), variable,
            list_position($stages::VARCHAR[], stage)""",
        {"variables": list(VARIABLES), "stages": list(STAGES)},
    ).df()


def changed(db: DuckDBPyConnection, *, language: str) -> pd.DataFrame:
    """Every rating that a snapshot changed, the newest snapshot first.

    Columns: snapshot_id, commitment_id, member (in `language`), plan_number, title, variable, stage, before, after
    (codes, or the kind of missing), completion_midterm (beside which a first final completion rating is set, else
    null), direction (as in queries.changes).
    """
    return db.execute(
        f"""SELECT h.snapshot_id, h.commitment_id, coalesce(l.name, m.name) AS member, p.number AS plan_number, c.title,
            h.variable, h.stage, h.before, h.after,
            CASE WHEN {FIRST_FINAL} THEN compared_with END AS completion_midterm, h.direction
        FROM change h JOIN commitment c ON c.commitment_id = h.commitment_id
        JOIN action_plan p ON p.plan_id = c.plan_id JOIN member m ON m.member_id = c.member_id
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        ORDER BY h.snapshot_id DESC, h.variable, h.stage, strip_accents(lower(member)), p.number, h.commitment_id""",
        {"language": language},
    ).df()


def _lists(
    file: Sequence[str], severity: Sequence[str], kind: Sequence[str], header: Sequence[str]
) -> dict[str, list[str]]:
    return {"file": list(file), "severity": list(severity), "kind": list(kind), "header": list(header)}
