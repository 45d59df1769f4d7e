"""A published database of seven commitments, and the command line of reports on it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

from analysis import published
from reports.messages import Unusable
from tests.analysis.conftest import COMMITMENTS, SNAPSHOT
from tests.published import publish


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kenya with plans 2014 and 2018, the United Kingdom with plans 2021 and 2024, and Scotland."""
    path = tmp_path_factory.mktemp("published") / "monitor.duckdb"
    publish(path, COMMITMENTS, snapshot=SNAPSHOT)
    return path


@pytest.fixture(scope="session")
def db(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to it."""
    connection = published.connect(published.current(database))
    yield connection
    connection.close()


def said(result: Result) -> str:
    """What a command that was refused said: the message of Unusable, or of click."""
    if isinstance(result.exception, Unusable):
        return str(result.exception)
    assert isinstance(result.exception, SystemExit), result.exc_info
    return result.output
