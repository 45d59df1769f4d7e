"""Databases made by the import itself, once a run for all of its processes: the demonstration."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from filelock import FileLock

from analysis import published
from etl.__main__ import main
from etl.demo import write_workbooks

#: The demonstration of this day is the same on every day.
FIXED_DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Data:
    """A published database with the files that it was made of, and our own questions to it."""

    database: Path
    files: Path

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers to a query of the test's own."""
        with published.connect(published.current(self.database)) as db:
            return db.execute(sql, list(values)).fetchall()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """What `python -m etl demo` makes, as of one fixed day, where every page has something to show."""

    def build(made: Data) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("etl.demo.write_workbooks", lambda *_, today: write_workbooks(made.files, today=FIXED_DAY))
            done = CliRunner().invoke(main, ["demo", "--db", str(made.database)])
        assert done.exit_code == 0, done.output

    folder = for_all(tmp_path_factory) / "demonstration"
    return once(Data(folder / "monitor.duckdb", folder), build=build)


def for_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one test run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def once(made: Data, *, build: Callable[[Data], None]) -> Data:
    """Builds the database in whichever process comes first; the others wait."""
    made.database.parent.mkdir(exist_ok=True)
    is_done = made.database.with_name("done")
    with FileLock(made.database.with_name("lock")):
        if not is_done.exists():
            build(made)
            is_done.touch()
    return made
