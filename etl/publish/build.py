"""A new database file from the one before and what has just been read: models over it, truths asserted on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.problems import Problem, Unusable, say
from etl.publish.facts import CHECKS, MODELS
from etl.publish.staging import COMMITMENT, Arrival, stage

#: The models in the order in which they build on each other. `stalled` is a macro, the others are tables.
ORDER = (
    "snapshot", "source", "problem", "member", "member_name", "commitment_versions", "commitment",
    "commitment_history", "rating_choice", "rating", "rating_history", "theme", "theme_crosswalk",
    "commitment_taxonomy", "commitment_theme", "commitment_theme_missing", "action_plan_version", "action_plan",
    "plan_in_part", "process", "process_plan", "plan_coverage", "rating_wide", "indicator_values", "stalled",
    "institution", "commitment_status", "change", "network_update", "model", "codebook",
)  # fmt: skip
#: Steps on the way that the published file does not keep.
SCAFFOLDING = ("commitment_versions", "rating_choice")
_SAID = ", ".join(COMMITMENT)
_RATED = "commitment_id, variable, stage, code, label, missing"
_ANSWERED = "plan_id, question, answer, flag, missing"
#: Linked commitments of which the published tables say something else than before.
_CHANGED_COMMITMENTS = f"""
SELECT count(*) FROM linked WHERE id IN (
    SELECT commitment_id FROM (SELECT {_SAID} FROM commitment EXCEPT SELECT {_SAID} FROM before.commitment)
    UNION SELECT commitment_id FROM (SELECT {_RATED} FROM rating EXCEPT SELECT {_RATED} FROM before.rating)
    UNION SELECT commitment_id FROM (FROM commitment_theme EXCEPT FROM before.commitment_theme)
    UNION SELECT commitment_id FROM (FROM before.commitment_theme EXCEPT FROM commitment_theme)
)"""
_CHANGED_PLANS = f"""
SELECT count(*) FROM linked WHERE id IN (
    SELECT plan_id FROM (SELECT {_ANSWERED} FROM process EXCEPT SELECT {_ANSWERED} FROM before.process)
)"""
#: Tables in which a difference is worth a snapshot. Times of import, row counts and the snapshot itself are none.
#: Definitions come first: where these differ, the other tables may have other columns.
_SAYING = (
    "model", "codebook", "rating", "rating_history", "commitment", "commitment_history", "commitment_theme",
    "commitment_theme_missing", "action_plan", "process", "problem", "member", "theme", "theme_crosswalk",
    "commitment_status",
)  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one sheet; the five others add up to `read`."""

    read: int
    new: int
    updated: int
    unchanged: int
    rejected: int
    skipped: int


@dataclass(frozen=True)
class Built:
    """A finished file, with the counts of each source, and whether it says anything that the one before did not."""

    path: Path
    is_changed: bool
    counts: dict[str, Counts]


def build(
    path: Path, *, before: Path | None, arrivals: list[Arrival], snapshot_id: int, now: datetime,
    problems: dict[str, list[Problem]], progress: Callable[[str, int], None],
) -> Built:  # fmt: skip
    """Write the database that comes after `before` to `path`. Raises Unusable where a check or the disk says no."""
    try:
        with duckdb.connect(str(path)) as con:
            con.execute("SET preserve_insertion_order = false")
            stage(con, arrivals, before=before, snapshot_id=snapshot_id, now=now, problems=problems)
            for i, name in enumerate(ORDER):
                progress("models", i)
                _model(con, name)
            counts = {a.source.source_id: _count(con, a) for a in arrivals}
            _write_counts(con, counts)
            for name in SCAFFOLDING:
                con.execute(f"DROP TABLE {name}")
            progress("checks", len(ORDER))
            _check(con)
            is_changed = _is_changed(con)
            con.execute("DETACH before")
            con.execute("CHECKPOINT")
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise Unusable(say("publish_disk", reason=reason, folder=path.parent)) from error
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        if before is None:
            raise
        reason = str(error).splitlines()[0]
        raise Unusable(say("publish_other_version", before=before, reason=reason)) from error
    return Built(path, is_changed, counts)


def _model(con: duckdb.DuckDBPyConnection, name: str) -> None:
    sql = (MODELS / f"{name}.sql").read_text(encoding="utf-8")
    as_macro = name == "stalled"
    con.execute(f"CREATE MACRO {name}(as_of) AS TABLE {sql}" if as_macro else f"CREATE TABLE {name} AS {sql}")


def _count(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> Counts:
    """What became of the rows of one sheet: an update is a row whose published commitment (or plan) has changed."""
    cleaned, linked = arrival.cleaned, arrival.linked
    there = [i for i, is_new in zip(linked.commitment_ids, linked.is_new, strict=True) if not is_new]
    changed = 0
    if there:
        con.register("linked", pa.table({"id": pa.array(there, pa.string())}))
        sql = _CHANGED_PLANS if arrival.source.kind == "process" else _CHANGED_COMMITMENTS
        changed = int(con.execute(sql).fetchall()[0][0])
        con.unregister("linked")
    new = len(linked.is_new) - len(there)
    return Counts(cleaned.rows_read, new, changed, len(there) - changed, cleaned.rows_rejected, cleaned.rows_skipped)


def _write_counts(con: duckdb.DuckDBPyConnection, counts: dict[str, Counts]) -> None:
    for source_id, c in counts.items():
        con.execute(
            "UPDATE source SET rows_read = ?, rows_new = ?, rows_updated = ?, rows_unchanged = ?, rows_rejected = ?, "
            "rows_skipped = ? WHERE source_id = ?",
            [c.read, c.new, c.updated, c.unchanged, c.rejected, c.skipped, source_id],
        )


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """Every truth of etl/checks holds: its query returns no row."""
    for path in sorted(CHECKS.glob("*.sql")):
        wrong = con.execute(path.read_text(encoding="utf-8")).fetchall()
        if wrong:
            raise Unusable(say("publish_check_failed", check=path.stem, count=len(wrong), first=wrong[0]))


def _is_changed(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any table says something else than in the snapshot before."""
    new = "SELECT 1 FROM new_source WHERE (source_id, as_of) NOT IN (SELECT (source_id, as_of) FROM before.source)"
    if con.execute(new).fetchall():
        return True
    differ = "(FROM {0} EXCEPT FROM before.{0}) UNION ALL (FROM before.{0} EXCEPT FROM {0}) LIMIT 1"
    return any(con.execute(differ.format(table)).fetchall() for table in _SAYING)
