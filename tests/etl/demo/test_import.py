"""The demonstration through the same door as any file: nothing rejected, everything linked and marked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from etl.demo.commitments import Commitment, commitments
from etl.demo.plans import latest_release, plans
from tests.demonstrated import Data


@pytest.fixture(scope="module")
def everything(today: date) -> list[Commitment]:
    return commitments(plans(as_of=latest_release(today), seed=2011), seed=2011)


@pytest.fixture(scope="module")
def db(demonstration: Data) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database after importing all releases one by one."""
    with duckdb.connect(str(demonstration.database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def imported(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What became of the rows of each file, in the order of their import."""
    return db.execute("FROM source ORDER BY imported_at").df().to_dict("records")


def one(db: duckdb.DuckDBPyConnection, sql: str) -> Any:
    found = db.execute(sql).fetchone()
    assert found is not None
    return found[0]


def test_no_row_is_rejected_and_every_row_finds_its_commitment(
    imported: list[dict[str, Any]], everything: list[Commitment]
) -> None:
    of_2016, process, before, latest = imported
    assert [f["rows_rejected"] for f in imported] == [0, 0, 0, 0]
    assert [f["vintage"] for f in imported] == ["irm_2016", "irm_process_2016", "irm_2024", "irm_2024"]
    assert of_2016["rows_new"] == sum(c.plan.year <= 2015 for c in everything)
    assert process["rows_new"] == len({c.plan.plan_id for c in everything if c.plan.year <= 2015})
    assert of_2016["rows_new"] == before["rows_updated"] + before["rows_unchanged"]
    assert before["rows_new"] + of_2016["rows_new"] == latest["rows_updated"] + latest["rows_unchanged"]
    assert latest["rows_new"] > 0


def test_skipped_rows_are_the_stray_ones(imported: list[dict[str, Any]]) -> None:
    assert [f["rows_skipped"] for f in imported] == [3, 3, 3, 3]


def test_database_holds_each_commitment_once(db: duckdb.DuckDBPyConnection, everything: list[Commitment]) -> None:
    found = dict(db.execute("SELECT ogp_id, plan_id FROM commitment").fetchall())
    assert found == {c.ogp_id: c.plan.plan_id for c in everything}
    assert one(db, "SELECT count(*) FROM commitment") == len(everything)


def test_everything_is_marked_as_demonstration(db: duckdb.DuckDBPyConnection) -> None:
    assert one(db, "SELECT bool_and(is_demo) FROM source")
    assert one(db, "SELECT bool_and(is_demo) FROM snapshot")


def test_problems_are_the_defects_put_in(db: duckdb.DuckDBPyConnection) -> None:
    codes = {code for (code,) in db.execute("SELECT DISTINCT code FROM problem").fetchall()}
    assert codes >= {
        "label_unknown", "code_disagrees", "date_impossible", "date_serial", "number_repeated",
        "row_blank", "row_is_total", "row_repeats_header",
    }  # fmt: skip
    assert "correction_outdated" not in codes, "an invented identifier is that of a real commitment"


def test_last_import_changed_ratings_in_both_directions(db: duckdb.DuckDBPyConnection) -> None:
    last = "snapshot_id = (SELECT max(snapshot_id) FROM change)"
    assert one(db, f"SELECT count(*) FROM change WHERE {last} AND before = 'not_reviewed'") >= 100
    revised = f"SELECT count(*) FROM change WHERE {last} AND variable = 'completion' AND before NOT LIKE 'n%'"
    assert one(db, revised) >= 2


def test_all_kinds_of_missing_and_the_states_of_a_plan_occur(db: duckdb.DuckDBPyConnection) -> None:
    missing = {m for (m,) in db.execute("SELECT DISTINCT missing FROM rating").fetchall()}
    assert missing >= {"not_reviewed", "no_data", "not_applicable", "blank"}
    states = {s for (s,) in db.execute("SELECT DISTINCT stall_state FROM commitment_status").fetchall()}
    assert states >= {
        "withdrawn", "complete", "stalled_confirmed", "stalled_likely", "nearly", "substantial_at_midterm",
        "unclear", "blind_spot", "running_unrated",
    }  # fmt: skip
