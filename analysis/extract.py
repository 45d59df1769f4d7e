"""The published tables, narrowed to what the filters choose, to take along whole: every row with its identifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Unpack

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from analysis.cells import BLANKS, STARTS_A_FORMULA
from analysis.scope import Filters, chosen, condition, parameters


@dataclass(frozen=True)
class Table:
    """How a published table is narrowed (`by`: commitment, plan or member; empty: not at all), which columns tell its
    rows apart, and where columns point to: the table and column that hold the value.
    """

    by: str = ""
    key: tuple[str, ...] = ()
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_MEMBER = ("member", "member_id")
_PLAN = ("action_plan", "plan_id")
_COMMITMENT = ("commitment", "commitment_id")
_THEME = ("theme", "theme_id")
_SOURCE = ("source", "source_id")
_OF_COMMITMENT = {"plan_id": _PLAN, "member_id": _MEMBER, "source_id": _SOURCE}
_OF_RATING = {"commitment_id": _COMMITMENT, "source_id": _SOURCE}
#: In the order of reading: what is rated first, then what it is about, then where it comes from.
TABLES = {
    "commitment_status": Table(
        "commitment", ("commitment_id",), {"commitment_id": _COMMITMENT, "plan_id": _PLAN, "member_id": _MEMBER}
    ),
    "commitment": Table("commitment", ("commitment_id",), _OF_COMMITMENT),
    "rating": Table("commitment", ("commitment_id", "variable", "stage"), _OF_RATING),
    "stalled": Table("commitment", ("commitment_id",), {"commitment_id": _COMMITMENT}),
    "network_update": Table("commitment", (), {"commitment_id": _COMMITMENT}),
    "change": Table("commitment", (), {**_OF_RATING, "snapshot_id": ("snapshot", "snapshot_id")}),
    "rating_history": Table("commitment", (), _OF_RATING),
    "commitment_history": Table("commitment", (), {"commitment_id": _COMMITMENT, "source_id": _SOURCE}),
    "commitment_theme": Table(
        "commitment", ("commitment_id", "theme_id"), {"commitment_id": _COMMITMENT, "theme_id": _THEME}
    ),
    "commitment_theme_missing": Table(
        "commitment", ("commitment_id", "theme_id"), {"commitment_id": _COMMITMENT, "theme_id": _THEME}
    ),
    "commitment_taxonomy": Table(
        "commitment", ("commitment_id", "taxonomy"), {"commitment_id": _COMMITMENT, "source_id": _SOURCE}
    ),
    "action_plan": Table("plan", ("plan_id",), {"member_id": _MEMBER}),
    "process": Table("plan", ("plan_id", "question"), {"plan_id": _PLAN, "source_id": _SOURCE}),
    "process_plan": Table("plan", ("plan_id",), {"plan_id": _PLAN, "member_id": _MEMBER}),
    "member": Table("member", ("member_id",), {"parent_id": _MEMBER}),
    "member_name": Table("member", ("member_id", "language"), {"member_id": _MEMBER}),
    "theme": Table("", ("theme_id",), {"parent_id": _THEME, "counts_as": _THEME}),
    "theme_crosswalk": Table("", (), {"theme_id_from": _THEME, "theme_id_to": _THEME}),
    "source": Table("", ("source_id",)),
    "snapshot": Table("", ("snapshot_id",)),
    "problem": Table("", (), {"source_id": _SOURCE}),
    "codebook": Table("", ("table_name", "column_name")),
    "model": Table("", ("name",)),
}
_IDS = {"commitment": "commitment_id", "plan": "plan_id", "member": "member_id"}
#: The ladder is a macro; here it stands on the data date.
_FROM = {"stalled": "stalled((SELECT arg_max(data_date, snapshot_id) FROM snapshot))"}


@dataclass(frozen=True)
class Extract:
    """A cursor that knows what the filters keep."""

    cursor: DuckDBPyConnection
    is_narrowed: bool


def narrowed(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> Extract:
    """What the filters keep, for `table` and `count`; without filters, everything."""
    cursor = db.cursor()
    given = parameters(filters)
    for name, sql in _kept(filters).items() if given else ():
        # What is kept of members follows from the plans alone.
        query = f"SELECT DISTINCT {_IDS[name]} FROM ({sql})"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE kept_{name} AS {query}", {} if name == "member" else dict(given))
    return Extract(cursor, bool(given))


def there(db: DuckDBPyConnection) -> dict[str, Table]:
    """Those of TABLES that the database has, in their order."""
    found = db.execute(
        """SELECT table_name FROM information_schema.tables WHERE table_catalog = current_catalog()
        UNION SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro'"""
    ).fetchall()
    names = {str(row[0]) for row in found}
    return {name: table for name, table in TABLES.items() if name in names}


def table(extract: Extract, *, name: str) -> DuckDBPyRelation:
    """One of TABLES with the rows that are kept. Nothing runs until it is read.

    Rows stand in the order of the table's key; those of a whole table as the database has them, because to sort
    millions of rows takes longer than to write them.
    """
    order = ", ".join(f"t.{column}" for column in TABLES[name].key) or "ALL"
    is_sorted = extract.is_narrowed or name in _FROM
    return extract.cursor.sql(f"SELECT t.* {_rows(extract, name)} {f'ORDER BY {order}' if is_sorted else ''}")


def count(extract: Extract, *, name: str) -> int:
    """How many rows of one of TABLES are kept."""
    [[n]] = extract.cursor.sql(f"SELECT count(*) {_rows(extract, name)}").fetchall()
    return int(n)


def as_text(rows: DuckDBPyRelation) -> DuckDBPyRelation:
    """`rows` as a csv is to hold them: lists as JSON, times in ISO 8601, and no text that a spreadsheet would run as a
    formula: such a text has an apostrophe before it, as in `tables.harmless`.
    """
    return rows.project(
        ", ".join(_as_text(name, str(kind)) for name, kind in zip(rows.columns, rows.types, strict=True))
    )


def _kept(filters: Filters) -> dict[str, str]:
    """By name of _IDS, what the filters keep; of plans without commitments, of which the process file may speak, by
    their own facts: a theme leaves none of them in.
    """
    in_use = tuple(parameters(filters))
    return {
        "commitment": chosen(in_use, "SELECT commitment_id FROM chosen"),
        "plan": chosen(
            in_use,
            f"""SELECT plan_id FROM chosen UNION SELECT s.plan_id FROM (
            SELECT p.plan_id, p.member_id, m.region, m.level, p.number AS plan_number, p.year, p.era,
                []::VARCHAR[] AS theme_ids
            FROM action_plan p JOIN member m ON m.member_id = p.member_id
            WHERE p.plan_id NOT IN (SELECT plan_id FROM commitment_status)
        ) s WHERE {condition(in_use)}""",
        ),
        "member": """SELECT unnest([m.member_id, m.parent_id]) AS member_id FROM member m
            JOIN action_plan p ON p.member_id = m.member_id JOIN kept_plan k ON k.plan_id = p.plan_id""",
    }


def _rows(extract: Extract, name: str) -> str:
    by = TABLES[name].by
    kept = f"SEMI JOIN kept_{by} k ON k.{_IDS[by]} = t.{_IDS[by]}" if by and extract.is_narrowed else ""
    return f"FROM {_FROM.get(name, name)} t {kept}"


def _as_text(name: str, kind: str) -> str:
    column = duckdb.ColumnExpression(name)
    quoted = str(column)
    if kind == "VARCHAR":
        first = f"left(ltrim({quoted}, {_literal(BLANKS)}), 1)"
        starts = ", ".join(_literal(letter) for letter in STARTS_A_FORMULA)
        return f"CASE WHEN {first} IN ({starts}) THEN concat('''', {quoted}) ELSE {quoted} END AS {quoted}"
    if kind.endswith("[]"):
        return f"to_json({quoted})::VARCHAR AS {quoted}"
    if kind.startswith("TIMESTAMP"):
        return f"strftime({quoted}, '%Y-%m-%dT%H:%M:%SZ') AS {quoted}"
    return quoted


def _literal(text: str) -> str:
    return f"""'{text.replace("'", "''")}'"""
