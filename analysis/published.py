"""Where the published database is, and which of its snapshots to open now."""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent


class NotPublished(Exception):
    """There is no published database at the path; the message is the path."""


@dataclass(frozen=True)
class Snapshot:
    """One file to open. `size` and `changed` tell it from an earlier file of the same name."""

    path: Path
    size: int
    changed: int
    is_versioned: bool


def default_path() -> Path:
    """The published file: the environment's MONITOR_DB, else data/monitor.duckdb of this project."""
    named = os.environ.get("MONITOR_DB")
    return Path(named) if named else ROOT / "data" / "monitor.duckdb"


def current(path: Path) -> Snapshot:
    """The snapshot that `path` is a copy of, by its size and time of change, else `path` itself.

    DuckDB keeps one instance per path and process, so that a replaced file would go on showing what it replaced
    for as long as a connection lives; the versioned name beside it does not have that fault.
    Raises NotPublished where there is no file.
    """
    try:
        seen = path.stat()
    except OSError as error:
        raise NotPublished(str(path)) from error
    folder = path.with_name(f"{path.name}.snapshots")
    for candidate in sorted(folder.glob("*.duckdb"), reverse=True):
        try:
            stat = candidate.stat()
        except FileNotFoundError:  # pruned by an import meanwhile
            continue
        if (stat.st_size, stat.st_mtime_ns) == (seen.st_size, seen.st_mtime_ns):
            return Snapshot(candidate, seen.st_size, seen.st_mtime_ns, is_versioned=True)
    return Snapshot(path, seen.st_size, seen.st_mtime_ns, is_versioned=False)


def connect(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A read-only connection to one snapshot. Take a `.cursor()` of it for each query: threads must not share it."""
    return duckdb.connect(str(snapshot.path), read_only=True)
