"""The commitments that a question is about, and what it takes along of them."""

import csv
from pathlib import Path

import duckdb
import pytest

from analysis.scope import COLUMNS, ask_chosen, read

CODEBOOK = Path(__file__).resolve().parents[2] / "data" / "reference" / "codebook.csv"


def test_every_column_of_a_commitment_can_be_asked_for() -> None:
    with CODEBOOK.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [*COLUMNS] == [row["column_name"] for row in rows if row["table_name"] == "commitment_status"]


def test_a_question_that_names_no_column_counts_all_the_same(db: duckdb.DuckDBPyConnection) -> None:
    found = ask_chosen(db, "SELECT count(*) AS n FROM chosen", {"members": ["KEN"]})
    assert found["n"].tolist() == [4]


def test_a_column_is_taken_along_through_a_star(db: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT title FROM (SELECT *, plan_number > 1 AS is_later FROM chosen) WHERE is_later"
    assert ask_chosen(db, sql, {"members": ["KEN"]})["title"].tolist() == ["Budget hearings"]


def test_a_filter_that_nobody_knows_is_not_left_out_in_silence(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(TypeError, match="no such filter: member, year"):
        ask_chosen(db, "SELECT count(*) FROM chosen", {"member": ["KEN"], "year": [2014], "plans": [1]})  # type: ignore[typeddict-unknown-key]


def test_what_was_read_once_answers_for_other_parameters_and_connections(db: duckdb.DuckDBPyConnection) -> None:
    asked = read("SELECT count(*) FROM commitment_status WHERE member_id = $member")
    assert read("SELECT count(*) FROM commitment_status WHERE member_id = $member") is asked
    assert db.execute(asked, {"member": "KEN"}).fetchall() == [(4,)]
    assert db.cursor().execute(asked, {"member": "GBR"}).fetchall() == [(2,)]
    with duckdb.connect() as elsewhere, pytest.raises(duckdb.CatalogException):
        elsewhere.execute(asked, {"member": "KEN"})


def test_only_one_statement_is_read_at_a_time() -> None:
    with pytest.raises(ValueError, match="unpack"):
        read("SELECT 1; SELECT 2")
