"""A published database made of a few plain facts, for the tests of everything that reads one.

It has the tables and columns of the contract.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.published_facts import MEMBERS, Change, Commitment, Member, Rating, Snapshot, rated
from tests.published_rows import tables

__all__ = ["MEMBERS", "Change", "Commitment", "Member", "Rating", "Snapshot", "publish", "rated"]

#: Definitions that pages ask as they are: the import's own SQL, in the order in which they build on each other.
MODELS = Path(__file__).resolve().parents[1] / "etl" / "models"
ERAS = MODELS.parents[1] / "data" / "reference" / "eras.csv"
ASKED_AS_THEY_ARE = ("plan_in_part", "plan_coverage", "rating_wide", "indicator_values", "process_plan")


def publish(
    path: Path,
    commitments: Iterable[Commitment],
    *,
    members: Sequence[Member] = MEMBERS,
    snapshot: Snapshot | None = None,
) -> Path:
    """Writes the snapshot beside `path`, puts a copy of it at `path` in one step, and returns the snapshot's path."""
    said = snapshot or Snapshot()
    versioned = path.with_name(f"{path.name}.snapshots") / f"{said.snapshot_id:06}.duckdb"
    versioned.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(_built(list(commitments), members=members, said=said), versioned)
    building = path.with_name(f".building-{path.name}")
    shutil.copy2(versioned, building)
    building.replace(path)
    os.utime(path, ns=(versioned.stat().st_atime_ns, versioned.stat().st_mtime_ns))
    return versioned


#: What has been built in this process, by what it was built of: most tests ask for the same few databases.
_BUILT: dict[str, Path] = {}
_FOLDER = TemporaryDirectory(prefix="monitor-tests-")


def _built(commitments: list[Commitment], *, members: Sequence[Member], said: Snapshot) -> Path:
    of = repr((commitments, members, said))
    if of not in _BUILT:
        path = Path(_FOLDER.name) / f"{len(_BUILT)}.duckdb"
        _build(path, commitments, members=members, said=said)
        _BUILT[of] = path
    return _BUILT[of]


def _build(path: Path, commitments: list[Commitment], *, members: Sequence[Member], said: Snapshot) -> None:
    db = duckdb.connect(str(path))
    for name, frame in tables(commitments, members=members, said=said).items():
        db.register("frame", frame)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        db.unregister("frame")
    _tell_directions(db)
    db.execute("CREATE TEMP TABLE reference_era AS FROM read_csv($path)", {"path": str(ERAS)})
    for name in ASKED_AS_THEY_ARE:
        db.execute(f"CREATE TABLE {name} AS {(MODELS / f'{name}.sql').read_text(encoding='utf-8')}")
    db.execute(f"CREATE MACRO stalled(as_of) AS TABLE {(MODELS / 'stalled.sql').read_text(encoding='utf-8')}")
    db.execute("""CREATE OR REPLACE TABLE commitment_status AS
        SELECT s.*, t.no_movement, t.went_backwards, t.carried_forward_incomplete, t.ambitious_and_low
        FROM commitment_status s JOIN stalled(DATE '2000-01-01') t ON t.commitment_id = s.commitment_id""")
    db.execute("CHECKPOINT")
    db.close()


def _tell_directions(db: duckdb.DuckDBPyConnection) -> None:
    """The import's own SQL on changes, as if an earlier snapshot had brought all of them."""
    db.execute("ATTACH ':memory:' AS before")
    db.execute("CREATE TABLE before.change AS FROM change")
    db.execute("CREATE TABLE before.rating AS FROM rating LIMIT 0")
    db.execute(f"CREATE OR REPLACE TABLE change AS {(MODELS / 'change.sql').read_text(encoding='utf-8')}")
    db.execute("DETACH before")
