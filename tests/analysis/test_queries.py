"""The answers to the questions over many commitments, record by record."""

import math
from datetime import date
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from analysis import published, quality, queries
from analysis.scope import ask_chosen
from tests.published import Change, Commitment, Member, Rating, Snapshot, publish, rated


def test_about_names_snapshot_date_and_sources(db: DuckDBPyConnection) -> None:
    assert queries.about(db) == queries.About(
        snapshot_id=2, data_date=date(2024, 10, 1), is_demo=False, sources=(("release.xlsx", date(2024, 10, 1)),)
    )


def test_shares_keep_what_is_not_rated_apart(db: DuckDBPyConnection) -> None:
    assert queries.shares(queries.measured(db)).to_dict("records") == [
        {"indicator": "assessed", "yes": 5, "n": 7, "missing": 0, "share": 5 / 7},
        {"indicator": "high_completion", "yes": 2, "n": 4, "missing": 3, "share": 0.5},
        {"indicator": "ambitious", "yes": 2, "n": 4, "missing": 3, "share": 0.5},
        {"indicator": "strong_early_results", "yes": 1, "n": 1, "missing": 6, "share": 1.0},
        {"indicator": "stalled", "yes": 1, "n": 4, "missing": 3, "share": 0.25},
    ]


def test_completion_is_told_by_the_stage_of_the_latest_rating(db: DuckDBPyConnection) -> None:
    assert queries.completion_by_stage(db).values.tolist() == [["midterm", 0, 1], ["final", 2, 3]]
    assert queries.completion_by_stage(db, members=["GBR"]).values.tolist() == [["final", 1, 1]]


def test_shares_of_nothing_are_not_zero(db: DuckDBPyConnection) -> None:
    row = queries.shares(queries.measured(db, members=["nobody"])).to_dict("records")[1]
    assert (row["yes"], row["n"], row["missing"]) == (0, 0, 0)
    assert math.isnan(row["share"])


def test_share_by_year_keeps_both_scales_apart(db: DuckDBPyConnection) -> None:
    found = queries.share_by_year(db, indicator="ambitious")
    assert found.drop(columns="share").to_dict("records") == [
        {"year": 2014, "era": "midterm_and_final", "scale": "potential_impact", "yes": 1, "n": 2, "missing": 1},
        {"year": 2018, "era": "final_only", "scale": "potential_impact", "yes": 0, "n": 0, "missing": 1},
        {"year": 2021, "era": "results_report", "scale": "potential_for_results", "yes": 1, "n": 1, "missing": 1},
        {"year": 2024, "era": "results_report", "scale": "potential_for_results", "yes": 0, "n": 1, "missing": 0},
    ]
    assert found["share"].iloc[0] == 0.5
    assert math.isnan(found["share"].iloc[1])


def test_completion_by_year_adds_up_and_counts_the_unrated(db: DuckDBPyConnection) -> None:
    found = queries.completion_by_year(db)
    assert found[["year", "code", "count", "n", "missing", "share"]].to_dict("records")[:4] == [
        {"year": 2014, "code": "substantial", "count": 1, "n": 2, "missing": 1, "share": 0.5},
        {"year": 2014, "code": "limited", "count": 1, "n": 2, "missing": 1, "share": 0.5},
        {"year": 2018, "code": "withdrawn", "count": 1, "n": 1, "missing": 0, "share": 1.0},
        {"year": 2021, "code": "complete", "count": 1, "n": 1, "missing": 1, "share": 1.0},
    ]
    last = found.to_dict("records")[-1]
    assert (last["year"], last["n"], last["missing"]) == (2024, 0, 1)


def test_share_by_member_names_members_in_the_language(db: DuckDBPyConnection) -> None:
    found = queries.share_by_member(db, indicator="high_completion", language="es")
    assert found[["member_id", "name", "level", "yes", "n", "missing"]].to_dict("records") == [
        {"member_id": "KEN", "name": "Kenia", "level": "national", "yes": 1, "n": 3, "missing": 1},
        {"member_id": "GBR", "name": "Reino Unido", "level": "national", "yes": 1, "n": 1, "missing": 1},
        {"member_id": "GBR-scotland", "name": "Scotland, United Kingdom", "level": "local", "yes": 0, "n": 0,
         "missing": 1},
    ]  # fmt: skip


def test_every_member_is_named_in_the_language(db: DuckDBPyConnection) -> None:
    found = queries.members(db, language="es")
    assert found[["member_id", "name", "level"]].values.tolist() == [
        ["KEN", "Kenia", "national"],
        ["GBR", "Reino Unido", "national"],
        ["GBR-scotland", "Scotland, United Kingdom", "local"],
    ]


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_accents(tmp_path: Path) -> None:
    members = [Member("URY", "Uruguay"), Member("ECU", "Équateur"), Member("GBR-x", "e-Town", level="local")]
    publish(tmp_path / "m.duckdb", [Commitment(m.member_id, member=m.member_id) for m in members], members=members)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        order = ["e-Town", "Équateur", "Uruguay"]
        assert queries.members(db, language="fr")["name"].tolist() == order
        assert queries.share_by_member(db, indicator="assessed", language="fr")["name"].tolist() == order


def test_changes_say_up_down_or_neither(db: DuckDBPyConnection) -> None:
    found = queries.changes(db, language="en")
    assert found[["commitment_id", "direction"]].to_dict("records") == [
        {"commitment_id": "K2", "direction": "down"},
        {"commitment_id": "K1", "direction": "up"},
        {"commitment_id": "K4", "direction": "new"},
    ]
    assert len(queries.changes(db, language="en", members=["GBR"])) == 0


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("members", [("KEN", 4), ("GBR-scotland", 1), ("GBR", 2)]),
        ("plans", [("1", 4), ("3", 1), ("5", 1), ("6", 1)]),
        ("regions", [("africa_and_the_middle_east", 4), ("europe", 3)]),
        ("themes", [("education_2016", 1), ("open_data", 2)]),
        ("years", [("2014", 3), ("2018", 1), ("2021", 2), ("2024", 1)]),
        ("level", [("national", 6), ("local", 1)]),
        ("era", [("midterm_and_final", 3), ("final_only", 1), ("results_report", 3)]),
    ],
)
def test_options_offer_only_what_leads_somewhere(
    db: DuckDBPyConnection, name: str, offered: list[tuple[str, int]]
) -> None:
    options = queries.options(db, language="en")
    rows = options[options["filter"] == name]
    assert list(zip(rows["value"], rows["n"], strict=True)) == offered


def test_an_option_finds_as_many_commitments_as_it_says(db: DuckDBPyConnection) -> None:
    for row in queries.options(db, language="en").to_dict("records"):
        value = int(row["value"]) if row["filter"] in ("plans", "years") else row["value"]
        chosen = ask_chosen(db, "SELECT count(*) AS n FROM chosen", {row["filter"]: [value]})  # type: ignore[misc]
        assert chosen["n"].iloc[0] == row["n"], row


def test_a_new_final_completion_is_compared_with_the_one_at_midterm(tmp_path: Path) -> None:
    ratings = (rated("completion", "midterm", "substantial"), rated("completion", "final", "limited"))
    unrated = Rating("completion", "midterm", missing="no_data")
    publish(
        tmp_path / "m.duckdb",
        [Commitment("A1", ratings=ratings), Commitment("A2", ratings=(unrated,))],
        snapshot=Snapshot(
            changes=(
                Change("A1", "completion", "final", "not_reviewed", "limited"),
                Change("A2", "completion", "midterm", "limited", "no_data"),
            )
        ),
    )
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found, counted = queries.changes(db, language="en"), quality.snapshots(db)
    assert counted[["moved_down", "final_lower", "first_rated", "otherwise"]].values.tolist() == [[0, 1, 0, 1]]
    told = found[["commitment_id", "before", "completion_midterm", "after", "direction"]].fillna("")
    assert told.values.tolist() == [
        ["A1", "not_reviewed", "substantial", "limited", "down"],
        ["A2", "limited", "", "no_data", "other"],
    ]


def test_what_an_import_adds_is_what_no_earlier_one_had(tmp_path: Path) -> None:
    known = [Commitment("A1"), Commitment("A2", member="GBR"), Commitment("A3")]
    publish(tmp_path / "m.duckdb", known, snapshot=Snapshot(2, earlier=(Commitment("A3"),)))
    with duckdb.connect(str(tmp_path / "m.duckdb")) as db:
        assert queries.added(db) == 3
        assert queries.added(db, members=["GBR"]) == 1
        db.execute(
            """INSERT INTO source
            SELECT * REPLACE ('older' AS source_id, imported_at - INTERVAL 1 DAY AS imported_at) FROM source"""
        )
        db.execute("UPDATE commitment_history SET source_id = 'older'")
        assert queries.added(db) == 2
        db.execute("UPDATE commitment SET source_id = 'older' WHERE commitment_id = 'A2'")
        assert queries.added(db) == 1
