"""The export of data: what its description promises is what lies beside it, to the number."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from click.testing import CliRunner, Result

from analysis import definitions, queries
from analysis.text import LANGUAGES, say
from reports.__main__ import main
from tests.published import Commitment, Rating, Snapshot, publish
from tests.reports.conftest import said
from tests.reports.profile import PACKAGE

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "$x$ $$", "<script>alert(1)</script>", 'a,"b"\nc', "é'",
    "x" * 40_000,
)  # fmt: skip
RUNS = ("=", "+", "-", "@", "\t", "\r")


def export(database: Path, folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["data", "--db", str(database), "--out", str(folder), *words])


def description(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module", params=["csv", "parquet"])
def exported(request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kenya's data in each of the formats."""
    folder = tmp_path_factory.mktemp("exported") / "data"
    done = export(database, folder, "--members", "Kenya", "--format", str(request.param), "--language", "es")
    assert done.exit_code == 0, said(done)
    return folder


def test_the_description_is_a_data_package(exported: Path) -> None:
    jsonschema.Draft202012Validator(PACKAGE).validate(description(exported))


def test_the_description_says_what_was_chosen_of_what_and_whose_it_is(exported: Path) -> None:
    found = description(exported)
    assert found["title"] == "Calificaciones del MRI sobre los compromisos de la Alianza para el Gobierno Abierto"
    assert "4 de 7 compromisos: Kenia" in found["description"]
    assert (found["filters"], found["commitments"]) == ({"members": ["KEN"]}, {"n": 4, "of": 7})
    assert [licence["name"] for licence in found["licenses"]] == ["CC-BY-4.0"]
    assert found["sources"] == [
        {
            "title": "release.xlsx [Commitments]",
            "version": "2024-10-01",
            "hash": f"sha256:{'0' * 64}",
            "layout": "irm_2024",
        }
    ]
    assert (found["dataDate"], found["snapshot"], found["isDemonstration"]) == ("2024-10-01", 2, False)


def test_every_file_is_described_and_every_description_has_its_file(exported: Path) -> None:
    resources = description(exported)["resources"]
    assert {r["path"] for r in resources} | {"datapackage.json", "README.txt"} == {p.name for p in exported.iterdir()}
    for resource in resources:
        contents = (exported / resource["path"]).read_bytes()
        assert resource["bytes"] == len(contents)
        assert resource["hash"] == f"sha256:{hashlib.sha256(contents).hexdigest()}"


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Every file of an export as a table of its name, read by what the description says of it alone."""
    kinds = {
        "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
        "datetime": "TIMESTAMP", "array": "VARCHAR",
    }  # fmt: skip
    db = duckdb.connect()
    for resource in description(folder)["resources"]:
        path = str(folder / resource["path"])
        if resource["format"] == "parquet":
            rows = db.read_parquet(path)
        else:
            columns = {field["name"]: kinds[field["type"]] for field in resource["schema"]["fields"]}
            rows = db.sql(
                "FROM read_csv($path, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
                f" columns = {columns})",
                params={"path": path},
            )
        rows.create(resource["name"])
        assert rows.columns == [field["name"] for field in resource["schema"]["fields"]]
    return db


def test_what_is_read_back_gives_the_numbers_of_the_pages(exported: Path, db: duckdb.DuckDBPyConnection) -> None:
    asked = queries.shares(queries.measured(db, members=["KEN"])).set_index("indicator")
    with opened(exported) as back:
        for indicator, column in (
            ("assessed", "is_assessed"),
            ("high_completion", "is_high_completion"),
            ("ambitious", "is_ambitious"),
            ("strong_early_results", "has_strong_early_results"),
        ):
            [found] = back.sql(
                f"SELECT count(*) FILTER ({column}), count({column}), count(*) - count({column}) FROM commitment_status"
            ).fetchall()
            assert found == tuple(asked.loc[indicator, ["yes", "n", "missing"]].tolist()), indicator
        assert (
            back.sql("SELECT count(*), count(code), count(missing) FROM rating").fetchall()
            == db.sql(
                "SELECT count(*), count(code), count(missing) FROM rating WHERE commitment_id LIKE 'K%'"
            ).fetchall()
        )
        assert back.sql("SELECT DISTINCT member_id FROM commitment").fetchall() == [("KEN",)]


def test_keys_hold(exported: Path) -> None:
    with opened(exported) as back:
        for resource in description(exported)["resources"]:
            name, schema = resource["name"], resource["schema"]
            [[rows]] = back.sql(f"SELECT count(*) FROM {name}").fetchall()
            assert rows == resource["rows"]
            if "primaryKey" in schema:
                [[alone]] = back.sql(
                    f"SELECT count(DISTINCT ({', '.join(schema['primaryKey'])})) FROM {name}"
                ).fetchall()
                assert alone == rows, name
            for key in schema.get("foreignKeys", []):
                [column], [to] = key["fields"], key["reference"]["fields"]
                at = key["reference"].get("resource", name)
                known = f"SELECT {to} FROM {at}"
                lost = f"SELECT {column} FROM {name} WHERE {column} IS NOT NULL AND {column} NOT IN ({known})"
                assert back.sql(lost).fetchall() == [], (name, column)


def test_columns_are_explained_from_the_codebook_of_the_database(tmp_path: Path) -> None:
    publish(
        tmp_path / "m.duckdb", [Commitment("K1")],
        snapshot=Snapshot(codebook=(("commitment", "title", "What it is called"),)),
    )  # fmt: skip
    assert export(tmp_path / "m.duckdb", tmp_path / "data").exit_code == 0
    [resource] = [r for r in description(tmp_path / "data")["resources"] if r["name"] == "commitment"]
    meanings = {field["name"]: field.get("description") for field in resource["schema"]["fields"]}
    assert (meanings["title"], meanings["number"]) == ("What it is called", None)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "m.duckdb"
    commitments = [
        Commitment(f"K{n:02}", number=str(n), title=text, full_text=text, lead=text, ratings=(
            Rating("completion", "midterm", "limited", label=text, cell="K2"),
        ))
        for n, text in enumerate(HOSTILE)
    ]  # fmt: skip
    publish(path, commitments, snapshot=Snapshot(file_name="=cmd.xlsx"))
    return path


def test_no_value_of_a_csv_is_a_formula_and_none_is_lost(hostile: Path, tmp_path: Path) -> None:
    assert export(hostile, tmp_path / "data").exit_code == 0
    cells = 0
    for path in (tmp_path / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, value in row.items():
                    cells += 1
                    assert not value.lstrip(" \u00a0").startswith(RUNS), (path.name, name, value)
                if path.name == "commitment.csv":
                    text = HOSTILE[int(row["number"])]
                    assert row["title"] == (f"'{text}" if text.lstrip().startswith(RUNS) or text[0] in RUNS else text)
    assert cells > 300


def test_parquet_is_faithful_to_the_letter(hostile: Path, tmp_path: Path) -> None:
    assert export(hostile, tmp_path / "data", "--format", "parquet").exit_code == 0
    with opened(tmp_path / "data") as back:
        assert [t for (t,) in back.sql("SELECT title FROM commitment ORDER BY number::INTEGER").fetchall()] == [
            *HOSTILE
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_says_it_to_people(database: Path, tmp_path: Path, language: str) -> None:
    assert export(database, tmp_path / "data", "--language", language, "--plans", "1").exit_code == 0
    text = (tmp_path / "data" / "README.txt").read_text(encoding="utf-8")
    for key in ("reports.format_csv", "reports.table_commitment_status", "about.plain_missing", "about.plain_stars",
                "about.plain_small", "about.licence_data", "indicator_help.stalled"):  # fmt: skip
        assert say(language, key) in text, key
    assert say(language, "chart.filtered", n="4", of="7") in text
    assert "commitment_status.csv" in text
    assert ("**" in text, "demonstration" in text.lower()) == (False, False)


def test_demonstration_data_is_marked_in_every_name_and_description(tmp_path: Path) -> None:
    publish(tmp_path / "m.duckdb", [Commitment("K1")], snapshot=Snapshot(is_demo=True))
    assert export(tmp_path / "m.duckdb", tmp_path / "data").exit_code == 0
    found = description(tmp_path / "data")
    assert all(r["path"].endswith(".demonstration.csv") for r in found["resources"])
    assert (found["isDemonstration"], found["name"].endswith("-demonstration")) == (True, True)
    for text in (found["title"], found["description"], (tmp_path / "data" / "README.txt").read_text("utf-8")):
        assert text.startswith("Demonstration data")
    assert found["citation"] == say("en", "about.cite_demo")


def test_an_export_is_replaced_only_with_force_and_by_what_is_asked_now(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert export(database, folder, "--members", "Kenya").exit_code == 0
    assert "is there already" in said(export(database, folder))
    assert description(folder)["commitments"]["n"] == 4
    assert export(database, folder, "--format", "parquet", "--force").exit_code == 0
    assert description(folder)["commitments"]["n"] == 7
    assert not list(folder.glob("*.csv"))
    assert [item.name for item in tmp_path.iterdir()] == ["data"]


def test_bad_arguments_end_in_a_process_with_status_2_and_one_message(
    root: Path, database: Path, tmp_path: Path
) -> None:
    for words, message in (
        (["--members", "Kenja"], "Did you mean “Kenya” (KEN)?"),
        (["--format", "xml"], "'xml' is not one of 'csv', 'parquet'"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "reports", "data", "--db", database, "--out", tmp_path / "data", *words],
            cwd=root, env=os.environ, capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert (done.returncode, done.stdout, message in done.stderr) == (2, "", True), done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_whole_codebook_is_that_of_the_page(exported: Path, db: duckdb.DuckDBPyConnection) -> None:
    with opened(exported) as back:
        assert len(back.sql("FROM codebook").fetchall()) == len(definitions.codebook(db))
