"""The benchmark of the pages measures reruns that happened, and notices those that went wrong. Nothing is timed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from bench import large, reruns, visitor
from bench.servers import BASELINES, DASHBOARD, Server, server
from bench.visitor import Rerun, WentWrong
from tests.published import Commitment, publish, rated

KENYA = [
    Commitment("KEN-1-1", ratings=(rated("completion", "final", "complete"),)),
    Commitment("KEN-1-2", ratings=(rated("completion", "final", "limited"),)),
]
GHANA = [Commitment("GHA-1-1", member="GHA", ratings=(rated("completion", "final", "substantial"),))]


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("bench") / "monitor.duckdb"
    publish(path, [*KENYA, *GHANA])
    with server(DASHBOARD, database=path) as there:
        yield there


def visited(address: str, *, page: str, picks: list[str]) -> list[Rerun]:
    """The first run of a page, and one for each member picked in its place."""

    async def visit() -> list[Rerun]:
        there = await visitor.open_page(address, page)
        found = [there.last]
        for option in picks:
            found.append(await there.rerun(picked={"pick_members": [option]}))
        await there.close()
        return found

    return asyncio.run(visit())


def test_a_filter_changes_the_answer(dashboard: Server) -> None:
    first, kenya, ghana = visited(dashboard.address, page="", picks=["Kenya (2)", "Ghana (1)"])
    assert list(first.picker("pick_members").options) == ["Ghana (1)", "Kenya (2)"]
    assert "All 3 commitments" in first.texts()
    reruns.check(kenya, option="Kenya (2)")
    reruns.check(ghana, option="Ghana (1)")
    assert any('"Complete"' in chart for chart in kenya.charts())
    assert not any('"Complete"' in chart for chart in ghana.charts())
    assert kenya.seconds > 0
    assert kenya.sent > 5_000


def test_an_answer_for_something_else_is_noticed(dashboard: Server) -> None:
    _, kenya = visited(dashboard.address, page="about", picks=["Kenya (2)"])
    with pytest.raises(WentWrong, match="picked 'Ghana"):
        reruns.check(kenya, option="Ghana (1)")


def test_a_page_that_fails_is_noticed(tmp_path: Path) -> None:
    script = tmp_path / "fails.py"
    script.write_text("import streamlit as st\nst.error('no luck')\n", encoding="utf-8")
    with server(script, database=tmp_path / "none.duckdb") as there, pytest.raises(WentWrong, match="no luck"):
        visited(there.address, page="", picks=[])


def test_its_pages_are_those_of_the_frame(dashboard: Server, root: Path) -> None:
    paths = asyncio.run(reruns.paths(dashboard.address))
    files = {path.stem for path in (root / "pages").glob("*/*.py")}
    assert {path or "overview" for path in paths} == files


def test_its_server_ends(tmp_path: Path) -> None:
    with server(BASELINES / "empty.py", database=tmp_path / "none.duckdb") as there:
        assert there.process.is_running()
        assert visited(there.address, page="", picks=[])[0].elements
    assert not there.process.is_running()


def test_a_larger_database_differs_in_its_size_alone(tmp_path: Path) -> None:
    small, more = tmp_path / "small.duckdb", tmp_path / "more.duckdb"
    publish(small, [*KENYA, *GHANA])
    with duckdb.connect(str(small)) as db:
        db.execute(
            "CREATE TABLE institution AS SELECT DISTINCT member_id, lead_institution, institution "
            "FROM commitment_status"
        )
    large.multiply(small, more, commitments=7)
    with duckdb.connect(str(more), read_only=True) as db:
        counted = "SELECT count(*), count(DISTINCT commitment_id), count(DISTINCT member_id) FROM commitment_status"
        assert db.execute(counted).fetchall() == [(7, 7, 2)]
        shares = "SELECT list_sort(list(DISTINCT completion)) FROM commitment_status"
        assert db.execute(shares).fetchall() == [(["complete", "limited", "substantial"],)]
