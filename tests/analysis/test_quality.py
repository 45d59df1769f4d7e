"""What the data says of itself: files, problems, coverage, snapshots."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analysis import coverage, published, quality
from analysis.coverage_charts import coverage_grid, years
from analysis.figures import Picture
from analysis.heat import GAP
from analysis.tables import to_csv, with_labels
from tests.published import Change, Commitment, Rating, Snapshot, publish, rated
from tests.published_files import Problem

COMMITMENTS = (
    Commitment("A", year=2012, ratings=(rated("completion", "midterm", "limited"),)),
    Commitment("B", number="2", year=2012, ratings=(Rating("completion", "midterm", missing="not_reviewed"),)),
    Commitment("C", plan=2, year=2014, ratings=(Rating("completion", "midterm", missing="no_data"),)),
    Commitment("D", member="GBR", plan=2, year=2014),
)
PROBLEMS = (
    Problem(),
    Problem("error", "label_unknown", "K3", "Completion", "=cmd()", "Commitments!K3: found “=cmd()”."),
    Problem("warning", "code_disagrees", "L9", "Impact"),
    Problem("note", "row_blank", "A5", "", "", "Commitments, row 5: blank, skipped."),
)
CHANGES = (
    Change("A", "completion", "midterm", "complete", "limited"),
    Change("B", "completion", "midterm", "limited", "not_reviewed"),
    Change("C", "completion", "final", "no_data", "limited"),
    Change("D", "completion", "final", "limited", "complete"),
)
FINAL = ["final_higher", "final_same", "final_lower"]
HISTORY = (("A", rated("completion", "midterm", "complete")),)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("quality") / "monitor.duckdb"
    publish(path, COMMITMENTS, snapshot=Snapshot(problems=PROBLEMS, changes=CHANGES, history=HISTORY))
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_each_file_names_its_rows_and_problems(db: duckdb.DuckDBPyConnection) -> None:
    row = quality.sources(db).to_dict("records")[0]
    facts = ("file_name", "source_kind", "vintage", "rows_read", "rows_new", "errors", "warnings", "notes", "sha256")
    assert [row[name] for name in facts] == [
        "release.xlsx", "commitments", "irm_2024", 4, 4, 1, 2, 1, "0" * 64,
    ]  # fmt: skip
    rows = {"files": 1, "rows_read": 4, "rows_rejected": 0, "rows_skipped": 0, "cells": 1}
    assert quality.totals(db).to_dict("records") == [{**rows, "errors": 1, "warnings": 2, "notes": 1}]


def test_problems_are_offered_with_their_numbers(db: duckdb.DuckDBPyConnection) -> None:
    offers = quality.problem_offers(db)
    by = {name: rows[["value", "n"]].values.tolist() for name, rows in offers.groupby("filter")}
    assert by == {
        "file": [["release.xlsx", 4]],
        "severity": [["warning", 2], ["error", 1], ["note", 1]],
        "kind": [["code_disagrees", 2], ["label_unknown", 1], ["row_blank", 1]],
        "header": [["Completion", 2], ["", 1], ["Impact", 1]],
    }


def test_problems_narrow_by_every_filter_and_stand_worst_first(db: duckdb.DuckDBPyConnection) -> None:
    assert quality.problems(db)["cell"].tolist() == ["K3", "K2", "L9", "A5"]
    assert quality.problems(db, most=1)["cell"].tolist() == ["K3"]
    assert quality.problems(db, severity=["warning"], header=["Impact"])["cell"].tolist() == ["L9"]
    assert quality.problems(db, kind=["row_blank"], file=["release.xlsx"])["cell"].tolist() == ["A5"]
    assert quality.problems(db, file=["another.xlsx"]).empty
    assert quality.problem_kinds(db).values.tolist() == [
        ["error", "label_unknown", 1, 1, 1],
        ["warning", "code_disagrees", 2, 1, 2],
        ["note", "row_blank", 1, 1, 0],
    ]


def test_a_formula_of_a_file_is_harmless_in_the_download(db: duckdb.DuckDBPyConnection) -> None:
    text = to_csv(with_labels(quality.problems(db), language="en"), about=[]).decode("utf-8-sig")
    assert "'=cmd()" in text
    assert ",=cmd()" not in text
    assert "Unknown label, rating left open" in text


def test_coverage_adds_up_and_keeps_the_kinds_of_missing_apart(db: duckdb.DuckDBPyConnection) -> None:
    found = coverage.by_variable(db)
    states = list(coverage.STATES)
    assert (found[states].sum(axis="columns") == found["n"]).all()
    assert found[["variable", "stage", "year", "n", *states]].values.tolist() == [
        ["completion", "midterm", 2012, 2, 1, 1, 0, 0, 0, 0, 0],
        ["completion", "midterm", 2014, 2, 0, 0, 1, 0, 0, 0, 1],
    ]
    assert coverage.by_variable(db, members=["GBR"])[["year", "absent"]].values.tolist() == [[2014, 1]]
    by_member = coverage.by_member(db, variable="completion", stage="midterm", language="en")
    assert (by_member[states].sum(axis="columns") == by_member["n"]).all()
    assert by_member[["member", "year", "n", "rated", "not_reviewed", "no_data", "absent"]].values.tolist() == [
        ["Kenya", 2012, 2, 1, 1, 0, 0], ["Kenya", 2014, 1, 0, 0, 1, 0], ["United Kingdom", 2014, 1, 0, 0, 0, 1],
    ]  # fmt: skip


def test_coverage_of_a_theme_is_counted_from_its_commitments(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    tagged = Commitment(
        "T", number="9", year=2012, themes=("tax",), ratings=(rated("completion", "midterm", "limited"),)
    )
    publish(path, [*COMMITMENTS, tagged], snapshot=Snapshot(themes={"tax": ("Tax", "irm_2024")}))
    columns = ["year", "n", "rated", "absent"]
    with published.connect(published.current(path)) as db:
        assert coverage.by_variable(db)[columns].values.tolist() == [[2012, 3, 2, 0], [2014, 2, 0, 1]]
        assert coverage.by_variable(db, themes=["tax"])[columns].values.tolist() == [[2012, 1, 1, 0]]
        asked = {"variable": "completion", "stage": "midterm", "language": "en"}
        assert coverage.by_member(db, themes=["tax"], **asked)[columns].values.tolist() == [[2012, 1, 1, 0]]


def test_nothing_rated_is_an_empty_cell_and_eras_are_apart(db: duckdb.DuckDBPyConnection) -> None:
    found = coverage.by_variable(db)
    assert [column.header for column in years(found)] == ["’12", "", "’14"]
    assert years(found)[1] == GAP
    named = found.assign(row="completion.midterm", row_name="Completion")
    drawn = coverage_grid(named, state="rated", language="en", picture=Picture("Rated?", "IRM"))
    cells = [cell for trace in drawn["data"][:-2] for line in trace["z"] for cell in line if cell is not None]
    assert cells == [0.5]


def test_each_cell_without_words_has_a_line_around_it_that_light_and_dark_pages_show() -> None:
    rows = [("A", year, 2014, 10, 10 if year < 2018 else 0) for year in range(2012, 2020)]
    frame = pd.DataFrame(rows, columns=["row", "year", "era", "n", "rated"]).assign(row_name="A")
    edges, shares, *_ = coverage_grid(frame, state="rated", language="en", picture=Picture("Rated?", "IRM"))["data"]
    assert edges["z"] == [[1] * 6 + [None] * 2]
    assert shares["z"] == [[1.0] * 6 + [None] * 2]
    assert "xgap" not in edges


def test_snapshots_say_what_they_changed(db: duckdb.DuckDBPyConnection) -> None:
    moves = ["moved_up", "moved_down", "first_rated", "otherwise"]
    assert list(quality.MOVES) == ["moved_up", "moved_down", *FINAL, "first_rated", "otherwise"]
    assert quality.snapshots(db)[["snapshot_id", "added", *moves]].values.tolist() == [[1, 4, 1, 1, 1, 1]]
    assert quality.changes(db)[["variable", "stage", *moves]].values.tolist() == [
        ["completion", "midterm", 0, 1, 0, 1],
        ["completion", "final", 1, 0, 1, 0],
    ]


def test_a_first_final_rating_beside_the_one_at_midterm_is_no_change(tmp_path: Path) -> None:
    def unfinished(code: str, midterm: str) -> Commitment:
        return Commitment(code, number=code, ratings=(rated("completion", "midterm", midterm),))

    commitments = [unfinished("A", "limited"), unfinished("B", "limited"), unfinished("C", "complete")]
    changes = tuple(Change(c.id, "completion", "final", "not_reviewed", "limited") for c in commitments)
    changes += (Change("C", "completion", "midterm", "limited", "complete"),)
    publish(tmp_path / "monitor.duckdb", commitments, snapshot=Snapshot(changes=changes))
    with published.connect(published.current(tmp_path / "monitor.duckdb")) as db:
        said = quality.snapshots(db)[["moved_up", "moved_down", *FINAL, "first_rated", "otherwise"]]
        listed = quality.changed(db, language="en")
    assert said.values.tolist() == [[1, 0, 0, 2, 1, 0, 0]]
    columns = ["commitment_id", "stage", "before", "completion_midterm", "after", "direction"]
    assert listed.astype(object).where(listed.notna(), None)[columns].values.tolist() == [
        ["A", "final", "not_reviewed", "limited", "limited", "same"],
        ["B", "final", "not_reviewed", "limited", "limited", "same"],
        ["C", "final", "not_reviewed", "complete", "limited", "down"],
        ["C", "midterm", "limited", None, "complete", "up"],
    ]
