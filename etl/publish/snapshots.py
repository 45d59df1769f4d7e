"""Where the published file and its snapshots lie, and how one takes the other's place in a single step.

PATH is a byte copy of one snapshot in PATH.snapshots, with the same size and time of change, so that a reader can find
the snapshot behind it. A snapshot's name is never used twice: DuckDB keeps one instance per name and process, and
would go on showing an old file that was replaced under the same name.
"""

import json
import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.problems import ROOT, Unusable, say

DEFAULT = ROOT / "data" / "monitor.duckdb"
#: How many snapshots stay on disk.
KEPT = 10
_NAME = re.compile(r"(\d{6})\.duckdb")


@dataclass(frozen=True)
class Snapshot:
    """A snapshot on disk: its number, its file, when it was published, the data date, its files, and if it is shown."""

    snapshot_id: int
    path: Path
    published_at: datetime
    data_date: date | None
    is_demo: bool
    note: str
    is_current: bool


def database(given: Path | None) -> Path:
    """The published file: the one given, else the environment variable MONITOR_DB, else data/monitor.duckdb."""
    return (given or Path(os.environ.get("MONITOR_DB") or DEFAULT)).absolute()


def folder(db: Path) -> Path:
    """Where the snapshots of `db` lie."""
    return db.with_name(db.name + ".snapshots")


def current(db: Path) -> Path | None:
    """The file to read: the snapshot that `db` is a copy of, `db` itself where there is none, None without `db`."""
    try:
        shown = db.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(say("publish_cannot_read", path=db, reason=error.strerror)) from error
    for path in _files(db):
        there = path.stat()
        if (there.st_size, there.st_mtime_ns) == (shown.st_size, shown.st_mtime_ns):
            return path
    return db


def history(db: Path) -> list[Snapshot]:
    """Every snapshot on disk, newest first."""
    shown = current(db)
    found = []
    for path in _files(db):
        with opened(path) as con:
            rows = con.execute(
                "SELECT snapshot_id, published_at, data_date, is_demo, note FROM snapshot "
                "ORDER BY snapshot_id DESC LIMIT 1"
            ).fetchall()
        for row in rows:
            snapshot_id, published_at, data_date, is_demo, note = row
            found.append(Snapshot(snapshot_id, path, published_at, data_date, is_demo, note, path == shown))
    return found


def find(db: Path, snapshot_id: int) -> Snapshot:
    """One snapshot by its number. Raises Unusable, naming those that there are."""
    there = history(db)
    for snapshot in there:
        if snapshot.snapshot_id == snapshot_id:
            return snapshot
    known = ", ".join(str(s.snapshot_id) for s in there) or "–"
    raise Unusable(say("publish_no_such_snapshot", snapshot=snapshot_id, known=known))


def next_id(db: Path) -> int:
    """A number that no snapshot of `db` has had."""
    numbers = [int(m[1]) for p in _files(db) if (m := _NAME.fullmatch(p.name))]
    shown = current(db)
    if shown:
        with opened(shown) as con:
            numbers += [n for (n,) in con.execute("SELECT snapshot_id FROM snapshot").fetchall()]
    return max(numbers, default=0) + 1


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection. Raises Unusable where the file is no database of ours or cannot be read."""
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise Unusable(say("publish_not_ours", path=path, reason=_first_line(error))) from error
    try:
        con.execute("SELECT 1 FROM snapshot LIMIT 1").fetchall()
        yield con
    except duckdb.CatalogException as error:
        raise Unusable(say("publish_not_ours", path=path, reason=_first_line(error))) from error
    finally:
        con.close()


@contextmanager
def locked(db: Path, *, wait: float) -> Iterator[None]:
    """Hold the right to publish to `db`; wait up to `wait` seconds for it. Raises Unusable naming who has it."""
    lock_path, holder = db.with_name(db.name + ".lock"), db.with_name(db.name + ".lock.json")
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_path, timeout=wait)
        lock.acquire()
    except Timeout as error:
        raise Unusable(say("publish_locked", db=db, holder=_holder(holder), wait=f"{wait:g}")) from error
    except (OSError, NotImplementedError) as error:
        raise Unusable(
            say("publish_cannot_write", path=db, reason=getattr(error, "strerror", None) or error)
        ) from error
    try:
        facts = {
            "process": os.getpid(),
            "machine": platform.node(),
            "since": _now().isoformat(timespec="seconds"),
        }
        holder.write_text(json.dumps(facts), encoding="utf-8")
        yield
    except OSError as error:
        raise Unusable(say("publish_cannot_write", path=db, reason=error.strerror or error)) from error
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def settle(draft: Path, final: Path) -> None:
    """Write `draft` through to the disk and give it its lasting name. Raises Unusable where a log is left."""
    if draft.with_name(draft.name + ".wal").exists():
        raise Unusable(say("publish_disk", reason=say("publish_wal_left"), folder=draft.parent))
    with draft.open("rb+") as handle:
        os.fsync(handle.fileno())
    os.replace(draft, final)


def put_in_place(db: Path, snapshot: Path) -> None:
    """Show `snapshot` at `db`, in one step, and forget all but the newest snapshots."""
    fresh = db.with_name(f".{db.name}.{os.getpid()}.new")
    try:
        shutil.copy2(snapshot, fresh)
        with fresh.open("rb+") as handle:
            os.fsync(handle.fileno())
        os.utime(fresh, ns=(snapshot.stat().st_mtime_ns, snapshot.stat().st_mtime_ns))
        os.replace(fresh, db)
    finally:
        fresh.unlink(missing_ok=True)
    shown = current(db)
    for old in [p for p in _files(db) if p != shown][KEPT - 1 :]:
        try:
            old.unlink()
        except PermissionError:
            continue  # Windows keeps a file that a dashboard still reads; the next import takes it away.


def rollback(db: Path, snapshot_id: int, *, wait: float) -> Snapshot:
    """Show an earlier (or later) snapshot again. Raises Unusable where there is no such snapshot."""
    with locked(db, wait=wait):
        snapshot = find(db, snapshot_id)
        put_in_place(db, snapshot.path)
        return snapshot


def _files(db: Path) -> list[Path]:
    """The snapshot files of `db`, newest first."""
    return sorted((p for p in folder(db).glob("*.duckdb") if _NAME.fullmatch(p.name)), reverse=True)


def _holder(path: Path) -> str:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return say("publish_holder", **facts)
    except (OSError, ValueError, KeyError, TypeError):
        return say("publish_holder_unknown")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _now() -> datetime:
    return datetime.now(UTC)
