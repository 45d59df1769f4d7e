"""What has just been read, as tables for the build: each row with its source, its plan and its commitment."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.clean import Cleaned
from etl.link import Linked
from etl.problems import Problem
from etl.publish.facts import reference_tables

HERE = Path(__file__).resolve().parent
#: The columns that a release fills in the table `commitment`.
COMMITMENT = (
    "commitment_id", "ogp_id", "plan_id", "member_id", "number", "title", "short_title", "full_text",
    "lead_institution", "supporting_institutions", "start_date", "end_date", "start_text", "end_text", "url",
)  # fmt: skip
_SOURCE = {
    "source_id": pa.string(), "file_name": pa.string(), "sha256": pa.string(), "vintage": pa.string(),
    "kind": pa.string(), "sheet": pa.string(), "as_of": pa.date32(), "imported_at": pa.timestamp("us"),
    "rows_read": pa.int64(), "rows_new": pa.int64(), "rows_updated": pa.int64(), "rows_unchanged": pa.int64(),
    "rows_rejected": pa.int64(), "rows_skipped": pa.int64(), "is_demo": pa.bool_(), "address": pa.string(),
}  # fmt: skip
_TAXONOMY = {"commitment_id": pa.string(), "taxonomy": pa.string(), "source_id": pa.string()}


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


def stage(
    con: duckdb.DuckDBPyConnection, arrivals: list[Arrival], *, before: Path | None, snapshot_id: int, now: datetime,
    problems: dict[str, list[Problem]],
) -> None:  # fmt: skip
    """Attach the snapshot before (or nothing) as `before`, and make the views staging_… that the models read."""
    if before:
        con.execute("ATTACH '" + str(before).replace("'", "''") + "' AS before (READ_ONLY)")  # takes no parameter
    else:
        con.execute("ATTACH ':memory:' AS before")
        con.execute((HERE / "nothing.sql").read_text(encoding="utf-8"))
    for name, table in {**reference_tables(), **_new_tables(arrivals, problems)}.items():
        con.register(name, table)
    note = ", ".join(a.source.file_name for a in arrivals)
    for variable, value in (("this_snapshot", snapshot_id), ("now", now), ("note", note)):
        con.execute(f"SET VARIABLE {variable} = ?", [value])
    con.execute((HERE / "staging.sql").read_text(encoding="utf-8"))


def _new_tables(arrivals: list[Arrival], problems: dict[str, list[Problem]]) -> dict[str, pa.Table]:
    """new_source, new_problem, new_row (every row read), new_commitment, new_rating, new_theme, …"""
    rows = [_rows(a) for a in arrivals]
    commitments, ratings, themes, answers, taxonomies = [], [], [], [], [pa.schema(_TAXONOMY).empty_table()]
    for arrival, read in zip(arrivals, rows, strict=True):
        cleaned, about = arrival.cleaned, ("source_id", "sheet", "commitment_id", "plan_id")
        is_process = arrival.source.kind == "process"
        kept = read.slice(0, 0) if is_process else read
        commitments.append(kept.select([*COMMITMENT, "source_id", "sheet", "row"]))
        ratings.append(_with(cleaned.ratings, read, about[:3]).drop_columns(["row"]))
        themes.append(_with(cleaned.themes, read, ("commitment_id", "source_id")).drop_columns(["row"]))
        answers.append(_with(cleaned.answers, read, ("plan_id", "source_id")).drop_columns(["row"]))
        tags = cleaned.known.layout.themes
        if tags:
            taxonomy = pa.repeat(pa.scalar(tags.taxonomy), len(read))
            taxonomies.append(read.select(["commitment_id", "source_id"]).append_column("taxonomy", taxonomy))
    return {
        "new_source": _sources(arrivals),
        "new_problem": _problems(problems),
        "new_row": pa.concat_tables(rows),
        "new_commitment": pa.concat_tables(commitments),
        "new_rating": pa.concat_tables(ratings),
        "new_theme": pa.concat_tables(themes),
        "new_process": pa.concat_tables(answers),
        "new_taxonomy": pa.concat_tables(taxonomies, promote_options="default"),
    }


def _rows(arrival: Arrival) -> pa.Table:
    """The rows of one sheet with commitment_id (a plan's id on a process sheet), plan_id, source_id and sheet."""
    table = arrival.cleaned.commitments
    plan_ids = pc.binary_join_element_wise(table["member_id"], pc.cast(table["plan_number"], pa.string()), "-")
    table = table.append_column("commitment_id", pa.array(arrival.linked.commitment_ids, pa.string()))
    table = table.append_column("plan_id", plan_ids)
    for name, value in (("source_id", arrival.source.source_id), ("sheet", arrival.source.sheet)):
        table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table


def _with(facts: pa.Table, rows: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """`facts`, keyed by row, with columns of the rows they belong to."""
    places = pc.index_in(facts["row"], pc.cast(rows["row"], pa.int64()).combine_chunks())
    for name in columns:
        facts = facts.append_column(name, rows[name].combine_chunks().take(places))
    return facts


def _sources(arrivals: list[Arrival]) -> pa.Table:
    facts = [asdict(a.source) for a in arrivals]
    return pa.table({name: pa.array([f.get(name) for f in facts], kind) for name, kind in _SOURCE.items()})


def _problems(problems: dict[str, list[Problem]]) -> pa.Table:
    names = ("severity", "code", "sheet", "cell", "header", "value", "message")
    flat = [(source_id, p) for source_id, ps in problems.items() for p in ps]
    columns: dict[str, Any] = {"source_id": pa.array([s for s, _ in flat], pa.string())}
    return pa.table(columns | {n: pa.array([getattr(p, n) for _, p in flat], pa.string()) for n in names})
