"""Definitions, codebook and citation."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from analysis import definitions, published
from tests.published import Commitment, Snapshot, publish

CODEBOOK = (
    ("member", "name", "Name of the member"),
    ("rating", "label", "The label as it is written in the cell"),
    ("rating", "code", "The rating"),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("definitions") / "monitor.duckdb"
    models = {"stalled": "SELECT 1 -- ladder", "member": "SELECT 2", "indicator_values": "SELECT 3"}
    publish(path, [Commitment("A")], snapshot=Snapshot(codebook=CODEBOOK, models=models))
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_definitions_are_those_of_the_database_in_their_order(db: duckdb.DuckDBPyConnection) -> None:
    assert list(definitions.models(db).items()) == [
        ("indicator_values", "SELECT 3"),
        ("stalled", "SELECT 1 -- ladder"),
    ]


def test_the_codebook_is_narrowed_by_table_and_words(db: duckdb.DuckDBPyConnection) -> None:
    assert definitions.tables(db) == ["member", "rating"]
    assert len(definitions.codebook(db)) == 3
    assert definitions.codebook(db, of=["rating"])["column_name"].tolist() == ["label", "code"]
    assert definitions.codebook(db, text="WRITTEN cell")["column_name"].tolist() == ["label"]
    assert definitions.codebook(db, of=["member"], text="cell").empty
    assert definitions.codebook(db, text="%' OR 1=1").empty


def test_indicators_and_citation_come_from_the_projects_own_files() -> None:
    found = definitions.indicators()
    assert {"assessed", "high_completion", "starred"} <= set(found["indicator"])
    assert found["reference"].str.startswith("https://").all()
    said = definitions.citation()
    assert definitions.authors(said) == "The Open Government Commitment Monitor contributors"
    assert said["references"][0]["license"] == "CC-BY-4.0"


def test_persons_are_cited_by_family_name() -> None:
    assert definitions.authors({"authors": [{"family-names": "Doe", "given-names": "Ada"}]}) == "Doe, Ada"
