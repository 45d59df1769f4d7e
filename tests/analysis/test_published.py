"""Which file is opened, before and after another one is published."""

import os
from pathlib import Path

import pytest

from analysis import published
from tests.published import Commitment, Snapshot, publish


def test_the_versioned_name_is_opened_and_changes_with_the_published_file(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    first = publish(path, [Commitment("A1")])
    assert published.current(path).path == first
    second = publish(path, [Commitment("A1"), Commitment("A2")], snapshot=Snapshot(snapshot_id=2))
    assert published.current(path).path == second
    # back to the first, as a rollback does
    path.write_bytes(first.read_bytes())
    os.utime(path, ns=(first.stat().st_atime_ns, first.stat().st_mtime_ns))
    assert published.current(path).path == first


def test_a_file_that_no_snapshot_matches_is_opened_itself(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    publish(path, [Commitment("A1")])
    os.utime(path, ns=(1, 1))
    assert published.current(path).path == path
    assert not published.current(path).is_versioned


def test_no_file_is_one_clear_exception(tmp_path: Path) -> None:
    with pytest.raises(published.NotPublished, match=r"nothing\.duckdb"):
        published.current(tmp_path / "nothing.duckdb")


def test_an_old_connection_keeps_reading_its_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    publish(path, [Commitment("A1")])
    old = published.connect(published.current(path))
    publish(path, [Commitment("A1"), Commitment("A2")], snapshot=Snapshot(snapshot_id=2))
    new = published.connect(published.current(path))
    assert [c.execute("SELECT count(*) FROM commitment").fetchone() for c in (old, new)] == [(1,), (2,)]


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MONITOR_DB", str(tmp_path / "x.duckdb"))
    assert published.default_path() == tmp_path / "x.duckdb"
    monkeypatch.delenv("MONITOR_DB")
    assert published.default_path() == published.ROOT / "data" / "monitor.duckdb"
