"""The import as a command, and the database that it leaves."""

import hashlib
import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.__main__ import run
from etl.read import apart, worker
from etl.read.task import Task

Rows = list[tuple[Any, ...]]


def digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


@dataclass(frozen=True)
class Ran:
    """A finished command: exit status and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Monitor:
    """A database in a folder of its own, and the commands on it."""

    db: Path
    root: Path

    def run(self, *words: object) -> Ran:
        """`python -m etl WORDS` without a process of its own; an exception that is not a message goes through."""
        out, err = io.StringIO(), io.StringIO()
        status = 0
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["etl", *map(str, words)])
            try:
                run()
            except SystemExit as ended:
                status = int(ended.code or 0)
        return Ran(status, out.getvalue(), err.getvalue())

    def take(self, *words: object) -> Ran:
        """`python -m etl import WORDS` into this database; it must succeed."""
        ran = self.run("import", *words, "--db", self.db)
        assert ran.status == 0, ran.err
        return ran

    def report(self, *words: object) -> dict[str, Any]:
        """The report of an import into this database."""
        path = self.db.with_name("report.json")
        self.run("import", *words, "--db", self.db, "--report", path)
        return dict(json.loads(path.read_text("utf-8")))

    def rows(self, sql: str, *values: object) -> Rows:
        """What the published database answers."""
        with duckdb.connect(str(self.db), read_only=True) as con:
            return con.execute(sql, list(values)).fetchall()


@pytest.fixture
def monitor(tmp_path: Path, root: Path) -> Monitor:
    """A database that does not exist yet."""
    folder = tmp_path / "published"
    folder.mkdir()
    return Monitor(folder / "monitor.duckdb", root)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in the test's own process, which is twice as fast for small ones. The process apart, which crashes
    and limits are for, has its tests in tests/etl/read.
    """

    def run(task: Task, *, look: Callable[[], None], **_: object) -> None:
        look()
        worker.write(task)

    monkeypatch.setattr(apart, "_run", run)
    monkeypatch.setattr(worker, "tell", lambda *_: None)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Callable[..., Monitor]:
    """Import files once for the whole session: call with the files, in the order of their import."""
    known: dict[tuple[Path, ...], Monitor] = {}

    def take(*files: Path) -> Monitor:
        if files not in known:
            monitor = Monitor(tmp_path_factory.mktemp("imported") / "monitor.duckdb", root)
            for file in files:
                monitor.take(file)
            known[files] = monitor
        return known[files]

    return take
