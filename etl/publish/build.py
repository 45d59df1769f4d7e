"""A new database file from the one before and what has just been read: tables in, models over them, checks on top."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.clean import Cleaned
from etl.link import Linked
from etl.problems import Problem, Unusable, say
from etl.publish.facts import CHECKS, MODELS, reference_tables

#: The models in the order in which they build on each other. `stalled` is a macro, the others are tables.
ORDER = (
    "source", "member", "commitment_versions", "commitment", "commitment_history", "rating_choice", "rating",
    "rating_history", "theme", "commitment_taxonomy", "commitment_theme", "commitment_theme_missing",
    "action_plan_version", "action_plan", "process", "rating_wide", "indicator_values", "stalled", "commitment_status",
    "change", "network_update",
)  # fmt: skip
#: Steps on the way that the published file does not keep.
SCAFFOLDING = ("commitment_versions", "rating_choice")
_COMMITMENT = (
    "commitment_id", "ogp_id", "plan_id", "member_id", "number", "title", "short_title", "full_text",
    "lead_institution", "supporting_institutions", "start_date", "end_date", "start_text", "end_text", "url",
)  # fmt: skip
_RATING = ("variable", "stage", "code", "rank", "label", "missing", "scale", "cell")
_FACTS_OF_SOURCE = {
    "source_id": pa.string(), "file_name": pa.string(), "sha256": pa.string(), "vintage": pa.string(),
    "kind": pa.string(), "sheet": pa.string(), "as_of": pa.date32(), "imported_at": pa.timestamp("us"),
    "rows_read": pa.int64(), "rows_new": pa.int64(), "rows_updated": pa.int64(), "rows_unchanged": pa.int64(),
    "rows_rejected": pa.int64(), "rows_skipped": pa.int64(), "is_demo": pa.bool_(), "address": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One imported sheet of one file, as it will stand in the table `source`; the row counts come later."""

    source_id: str
    file_name: str
    sha256: str
    vintage: str
    kind: str
    sheet: str
    as_of: date
    imported_at: datetime
    is_demo: bool
    address: str | None


@dataclass(frozen=True)
class Arrival:
    """A sheet that is ready to be published."""

    source: Source
    cleaned: Cleaned
    linked: Linked


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
    con = duckdb.connect(str(path))
    try:
        con.execute("SET preserve_insertion_order = false")
        if before:
            con.execute("ATTACH '" + str(before).replace("'", "''") + "' AS before (READ_ONLY)")  # takes no parameter
        _stage(con, arrivals, has_before=before is not None, problems=problems)
        _snapshot(con, arrivals, snapshot_id=snapshot_id, now=now, has_before=before is not None)
        for i, name in enumerate(ORDER):
            progress("models", i)
            if name == "change":
                _stage_changes(con, snapshot_id=snapshot_id, has_before=before is not None)
            _model(con, name)
        counts = {a.source.source_id: _count(con, a, has_before=before is not None) for a in arrivals}
        _finish(con, counts)
        is_changed = before is None or _is_changed(con)
        progress("checks", len(ORDER))
        _check(con)
        if before:
            con.execute("DETACH before")
        con.execute("CHECKPOINT")
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise Unusable(say("publish_disk", reason=reason, folder=path.parent)) from error
    finally:
        con.close()
    return Built(path, is_changed, counts)


def _stage(
    con: duckdb.DuckDBPyConnection, arrivals: list[Arrival], *, has_before: bool, problems: dict[str, list[Problem]]
) -> None:
    """Views named staging_…: what the snapshot before holds, less the sources read anew, and what has just been read."""
    for name, table in reference_tables().items():
        con.register(name, table)
    con.register("arriving", pa.table({"source_id": pa.array([a.source.source_id for a in arrivals], pa.string())}))
    con.register("new_source", _sources(arrivals))
    con.register("new_problem", _problems(problems))
    news: dict[str, list[str]] = {k: [] for k in ("commitment", "rating", "taxonomy", "theme", "plan", "process")}
    for i, arrival in enumerate(arrivals):
        commitments, source = arrival.cleaned.commitments, arrival.source
        ids = pa.array(arrival.linked.commitment_ids, pa.string())
        plan_ids = [f"{m}-{n}" for m, n in zip(commitments["member_id"].to_pylist(), commitments["plan_number"].to_pylist(), strict=True)]
        origin = {"source_id": source.source_id, "sheet": source.sheet}
        kept = commitments.append_column("plan_id", pa.array(plan_ids, pa.string()))
        for name, value in origin.items():
            kept = kept.append_column(name, pa.repeat(pa.scalar(value), len(kept)))
        is_process = source.kind == "process"
        con.register(f"rows_{i}", kept if is_process else kept.append_column("commitment_id", ids))
        news["plan"].append(
            f"SELECT plan_id, member_id, plan_number AS number, mode(year) AS year, mode(end_year) AS end_year, "
            f"mode(duration) AS duration, mode(plan_starts) AS starts_on, mode(plan_ends) AS ends_on, source_id "
            f"FROM rows_{i} GROUP BY ALL"
        )
        if is_process:
            con.register(f"answers_{i}", arrival.cleaned.answers)
            news["process"].append(
                f"SELECT plan_id, question, answer, flag, missing, source_id, cell FROM answers_{i} JOIN rows_{i} USING (row)"
            )
            continue
        con.register(f"ratings_{i}", arrival.cleaned.ratings)
        con.register(f"themes_{i}", arrival.cleaned.themes)
        news["commitment"].append(f"SELECT {', '.join(_COMMITMENT)}, source_id, sheet, row FROM rows_{i}")
        picked = ", ".join(_RATING)
        news["rating"].append(f"SELECT commitment_id, {picked}, source_id, sheet FROM ratings_{i} JOIN rows_{i} USING (row)")
        news["theme"].append(
            f"SELECT commitment_id, theme_id, t.missing, source_id FROM themes_{i} t JOIN rows_{i} USING (row)"
        )
        if arrival.cleaned.known.layout.themes:
            con.register(f"taxonomy_{i}", pa.table({"taxonomy": [arrival.cleaned.known.layout.themes.taxonomy]}))
            news["taxonomy"].append(f"SELECT commitment_id, taxonomy, source_id FROM rows_{i}, taxonomy_{i}")
    olds = {
        "source": "SELECT * EXCLUDE (precedence) FROM before.source",
        "problem": "SELECT * FROM before.problem",
        "commitment": "SELECT * FROM before.commitment UNION ALL BY NAME SELECT * FROM before.commitment_history",
        "rating": "SELECT * FROM before.rating UNION ALL BY NAME SELECT * FROM before.rating_history",
        "taxonomy": "SELECT * FROM before.commitment_taxonomy",
        "theme": "SELECT commitment_id, theme_id, missing, source_id FROM ("
        "SELECT *, NULL AS missing FROM before.commitment_theme UNION ALL BY NAME "
        "SELECT * FROM before.commitment_theme_missing) JOIN before.theme USING (theme_id) "
        "JOIN before.commitment_taxonomy USING (commitment_id, taxonomy)",
        "plan": "SELECT * FROM before.action_plan_version",
        "process": "SELECT * FROM before.process",
    }
    news["source"], news["problem"] = ["SELECT * FROM new_source"], ["SELECT * FROM new_problem"]
    for name, old in olds.items():
        parts = [f"SELECT * FROM ({old}) WHERE source_id NOT IN (SELECT source_id FROM arriving)"] if has_before else []
        parts += news[name] or []
        shape = f"SELECT * FROM ({_SHAPES[name]}) WHERE false"
        con.execute(f"CREATE TEMP VIEW staging_{name} AS " + " UNION ALL BY NAME ".join([shape, *parts]))
    updates = "SELECT * FROM before.network_update" if has_before else f"SELECT {_UPDATES} WHERE false"
    con.execute(f"CREATE TEMP VIEW staging_network_update AS {updates}")


def _typed(types: dict[str, str]) -> str:
    return ", ".join(f"NULL::{kind} AS {name}" for name, kind in types.items())


_TEXTS = dict.fromkeys(_COMMITMENT, "VARCHAR") | {"start_date": "DATE", "end_date": "DATE"}
_UPDATES = _typed(
    dict.fromkeys(("commitment_id", "period", "status", "progress", "evidence_url", "challenge", "next_step", "owner"), "VARCHAR")
    | {"due_on": "DATE", "reported_by": "VARCHAR", "reported_on": "DATE", "source_id": "VARCHAR"}
)  # fmt: skip
_CHANGES = _typed(
    {"snapshot_id": "INTEGER"}
    | dict.fromkeys(("commitment_id", "variable", "stage", "before", "after", "source_id"), "VARCHAR")
)
#: The columns and types of each staging view, so that a build without such rows still has them.
_SHAPES = {
    "source": "SELECT * FROM new_source",
    "problem": "SELECT * FROM new_problem",
    "commitment": "SELECT " + _typed(_TEXTS | {"source_id": "VARCHAR", "sheet": "VARCHAR", "row": "BIGINT"}),
    "rating": "SELECT " + _typed(
        {"commitment_id": "VARCHAR", "variable": "VARCHAR", "stage": "VARCHAR", "code": "VARCHAR", "rank": "INTEGER",
         "label": "VARCHAR", "missing": "VARCHAR", "scale": "VARCHAR", "source_id": "VARCHAR", "sheet": "VARCHAR",
         "cell": "VARCHAR"}),
    "taxonomy": "SELECT " + _typed(dict.fromkeys(("commitment_id", "taxonomy", "source_id"), "VARCHAR")),
    "theme": "SELECT " + _typed(dict.fromkeys(("commitment_id", "theme_id", "missing", "source_id"), "VARCHAR")),
    "plan": "SELECT " + _typed(
        {"plan_id": "VARCHAR", "member_id": "VARCHAR", "number": "INTEGER", "year": "INTEGER", "end_year": "INTEGER",
         "duration": "INTEGER", "starts_on": "DATE", "ends_on": "DATE", "source_id": "VARCHAR"}),
    "process": "SELECT " + _typed(
        {"plan_id": "VARCHAR", "question": "VARCHAR", "answer": "VARCHAR", "flag": "BOOLEAN", "missing": "VARCHAR",
         "source_id": "VARCHAR", "cell": "VARCHAR"}),
}  # fmt: skip


def _snapshot(
    con: duckdb.DuckDBPyConnection, arrivals: list[Arrival], *, snapshot_id: int, now: datetime, has_before: bool
) -> None:
    """The table `snapshot`: those before, and this one."""
    shape = _typed({"snapshot_id": "INTEGER", "published_at": "TIMESTAMP", "data_date": "DATE", "is_demo": "BOOLEAN",
                    "note": "VARCHAR"})  # fmt: skip
    olds = " UNION ALL BY NAME SELECT * FROM before.snapshot" if has_before else ""
    con.execute(f"CREATE TABLE snapshot AS SELECT * FROM (SELECT {shape}) WHERE false{olds}")
    con.execute(
        "INSERT INTO snapshot SELECT ?, ?, max(as_of), bool_or(is_demo), ? FROM staging_source",
        [snapshot_id, now, ", ".join(a.source.file_name for a in arrivals)],
    )


def _stage_changes(con: duckdb.DuckDBPyConnection, *, snapshot_id: int, has_before: bool) -> None:
    """The view staging_change: earlier changes, and each rating that had one before and has another now."""
    if not has_before:
        con.execute(f"CREATE TEMP VIEW staging_change AS SELECT * FROM (SELECT {_CHANGES}) WHERE false")
        return
    con.execute("SET VARIABLE this_snapshot = ?", [snapshot_id])
    con.execute(
        "CREATE TEMP VIEW staging_change AS SELECT * FROM before.change UNION ALL BY NAME "
        "SELECT getvariable('this_snapshot')::INTEGER AS snapshot_id, n.commitment_id, n.variable, n.stage, "
        "coalesce(b.code, b.missing) AS before, coalesce(n.code, n.missing) AS after, n.source_id "
        "FROM rating n JOIN before.rating b USING (commitment_id, variable, stage) "
        "WHERE coalesce(b.code, b.missing) IS DISTINCT FROM coalesce(n.code, n.missing)"
    )


def _model(con: duckdb.DuckDBPyConnection, name: str) -> None:
    sql = (MODELS / f"{name}.sql").read_text(encoding="utf-8")
    if name == "stalled":
        con.execute(f"CREATE MACRO stalled(as_of) AS TABLE {sql}")
    else:
        con.execute(f"CREATE TABLE {name} AS {sql}")


def _count(con: duckdb.DuckDBPyConnection, arrival: Arrival, *, has_before: bool) -> Counts:
    """What became of the rows of one sheet: an update is a row whose published commitment (or plan) has changed."""
    cleaned = arrival.cleaned
    accepted = len(cleaned.commitments)
    new = sum(arrival.linked.is_new)
    changed = 0 if has_before else accepted - new  # without a snapshot before, a linked row met one of this import
    if has_before and new < accepted:
        there = [i for i, n in zip(arrival.linked.commitment_ids, arrival.linked.is_new, strict=True) if not n]
        con.register("linked", pa.table({"id": pa.array(there, pa.string())}))
        sql = _CHANGED_PLANS if arrival.source.kind == "process" else _CHANGED_COMMITMENTS
        changed = int(con.execute(sql).fetchall()[0][0])
        con.unregister("linked")
    unchanged = accepted - new - changed
    return Counts(cleaned.rows_read, new, changed, unchanged, cleaned.rows_rejected, cleaned.rows_skipped)


_SAID = ", ".join(_COMMITMENT)
_RATED = "commitment_id, variable, stage, code, label, missing"
_CHANGED_COMMITMENTS = f"""
SELECT count(*) FROM linked WHERE id IN (
    SELECT commitment_id FROM (SELECT {_SAID} FROM commitment EXCEPT SELECT {_SAID} FROM before.commitment)
    UNION SELECT commitment_id FROM (SELECT {_RATED} FROM rating EXCEPT SELECT {_RATED} FROM before.rating)
    UNION SELECT commitment_id FROM (FROM commitment_theme EXCEPT FROM before.commitment_theme)
    UNION SELECT commitment_id FROM (FROM before.commitment_theme EXCEPT FROM commitment_theme)
)"""
_ANSWERED = "plan_id, question, answer, flag, missing"
_CHANGED_PLANS = f"""
SELECT count(*) FROM linked WHERE id IN (
    SELECT plan_id FROM (SELECT {_ANSWERED} FROM process EXCEPT SELECT {_ANSWERED} FROM before.process)
)"""


def _is_changed(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any table says something else than in the snapshot before, times of import and row counts apart."""
    if con.execute("SELECT 1 FROM arriving WHERE source_id NOT IN (SELECT source_id FROM before.source)").fetchall():
        return True
    said = {t: "*" for t in _SAYING} | {"source": "source_id, as_of", "commitment": f"{_SAID}, source_id"}
    for table, columns in said.items():
        one, other = f"SELECT {columns} FROM {table}", f"SELECT {columns} FROM before.{table}"
        if con.execute(f"({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one}) LIMIT 1").fetchall():
            return True
    return False


#: Tables in which a difference is worth a snapshot.
_SAYING = (
    "rating", "rating_history", "commitment_history", "commitment_theme", "commitment_theme_missing", "action_plan",
    "process", "problem", "member", "theme", "theme_crosswalk", "commitment_status", "model", "codebook",
)  # fmt: skip


def _finish(con: duckdb.DuckDBPyConnection, counts: dict[str, Counts]) -> None:
    """Row counts into `source`; reference tables and definitions; scaffolding out."""
    for source_id, c in counts.items():
        con.execute(
            "UPDATE source SET rows_read = ?, rows_new = ?, rows_updated = ?, rows_unchanged = ?, rows_rejected = ?, "
            "rows_skipped = ? WHERE source_id = ?",
            [c.read, c.new, c.updated, c.unchanged, c.rejected, c.skipped, source_id],
        )
    for table, origin in (
        ("problem", "staging_problem"), ("member_name", "reference_member_name"), ("model", "reference_model"),
        ("theme_crosswalk", "reference_crosswalk"), ("codebook", "reference_codebook"),
    ):  # fmt: skip
        con.execute(f"CREATE TABLE {table} AS SELECT * FROM {origin}")
    for name in SCAFFOLDING:
        con.execute(f"DROP TABLE {name}")


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """Every truth of etl/checks holds: its query returns no row."""
    for path in sorted(CHECKS.glob("*.sql")):
        wrong = con.execute(path.read_text(encoding="utf-8")).fetchall()

        if wrong:
            raise Unusable(say("publish_check_failed", check=path.stem, count=len(wrong), first=wrong[0]))


def _sources(arrivals: list[Arrival]) -> pa.Table:
    facts = [asdict(a.source) for a in arrivals]
    return pa.table({name: pa.array([f.get(name) for f in facts], kind) for name, kind in _FACTS_OF_SOURCE.items()})


def _problems(problems: dict[str, list[Problem]]) -> pa.Table:
    names = ("severity", "code", "sheet", "cell", "header", "value", "message")
    flat = [(source_id, p) for source_id, ps in problems.items() for p in ps]
    columns = {"source_id": pa.array([s for s, _ in flat], pa.string())}
    return pa.table(columns | {n: pa.array([getattr(p, n) for _, p in flat], pa.string()) for n in names})
