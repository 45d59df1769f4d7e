"""The answers on one member, record by record: a country with a past, a plan that runs, and a local government."""

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from analysis import member, published
from tests.published import Commitment, Rating, Snapshot, publish, rated

MIDTERM_TO_FINAL = (
    ("limited", "complete"),
    ("limited", "limited"),
    ("limited", "not_started"),
    ("substantial", "substantial"),
    ("substantial", "withdrawn"),
)
COMMITMENTS = (
    *(
        Commitment(
            f"G{n}", member="GBR", plan=2, year=2013, number=str(n),
            ratings=(
                rated("completion", "midterm", before), rated("completion", "final", after),
                rated("potential_impact", "design", "moderate"),
                rated("carried_forward", "final", "yes" if n in (1, 3) else "no"),
            ),
        )
        for n, (before, after) in enumerate(MIDTERM_TO_FINAL, start=1)
    ),
    Commitment("G6", member="GBR", plan=2, year=2013, number="6", ratings=(rated("completion", "midterm", "limited"),)),
    Commitment(
        "G7", member="GBR", plan=5, year=2024, is_over=False,
        ratings=(
            rated("potential_for_results", "design", "modest"),
            Rating("completion", "final", missing="not_reviewed", label="NR"),
        ),
    ),
    Commitment("S1", member="GBR-scotland", plan=1, year=2021, ratings=(rated("completion", "final", "complete"),)),
    Commitment("K1", plan=1, year=2013, ratings=(rated("completion", "midterm", "complete"),)),
)  # fmt: skip
PROCESS = (
    ("GBR-2", "advance_notice", "Yes", True, None),
    ("GBR-2", "timeline_available", "No", False, None),
    ("GBR-2", "development_iap2_level", "Consult", None, None),
    ("GBR-5", "advance_notice", "NR", None, "not_reviewed"),
    ("GBR-2", "timeline_links", "https://example.org", None, None),
    ("KEN-1", "advance_notice", "Yes", True, None),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("member") / "monitor.duckdb"
    names = (("GBR", "es", "Reino Unido"), ("GBR-scotland", "es", "Escocia"))
    publish(path, COMMITMENTS, snapshot=Snapshot(member_names=names, process=PROCESS))
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_a_member_is_named_in_the_language_with_what_it_is_part_of(db: duckdb.DuckDBPyConnection) -> None:
    assert member.member(db, id="GBR-scotland", language="es") == member.Member(
        "GBR-scotland", "Escocia", "local", "europe", "GBR", "Reino Unido"
    )
    assert member.member(db, id="KEN", language="es").name == "Kenya"
    with pytest.raises(member.UnknownMember, match="NOBODY"):
        member.member(db, id="NOBODY", language="en")


def test_plans_say_how_much_of_their_time_has_passed(db: DuckDBPyConnection) -> None:
    old, new = member.plans(db, members=["GBR"]).to_dict("records")
    assert (old["plan_id"], old["is_over"], old["elapsed_share"]) == ("GBR-2", True, 1.0)
    assert (old["commitments"], old["yes"], old["n"], old["missing"]) == (6, 2, 6, 0)
    assert (new["plan_id"], new["is_over"], new["n"], new["missing"]) == ("GBR-5", False, 0, 1)
    passed, whole = date(2024, 10, 1) - date(2024, 7, 1), date(2026, 6, 30) - date(2024, 7, 1)
    assert new["elapsed_share"] == passed / whole
    assert math.isnan(new["share"])


def test_what_runs_is_listed_with_what_may_come_of_it(db: DuckDBPyConnection) -> None:
    found = member.running(db, members=["GBR"])
    assert found.to_dict("records") == [
        {"commitment_id": "G7", "plan_number": 5, "number": "1", "title": "Publish the budget",
         "lead_institution": "Ministry of Finance", "potential_for_results": "modest"},
    ]  # fmt: skip
    assert member.running(db, members=["GBR"], plans=[2]).empty


def test_a_plan_that_is_not_rated_keeps_its_place(db: DuckDBPyConnection) -> None:
    found = member.completion_by_plan(db, members=["GBR"])
    assert found[["plan_number", "count", "n", "missing"]].to_dict("records") == [
        {"plan_number": 2, "count": 1, "n": 6, "missing": 0},
        {"plan_number": 2, "count": 1, "n": 6, "missing": 0},
        {"plan_number": 2, "count": 2, "n": 6, "missing": 0},
        {"plan_number": 2, "count": 1, "n": 6, "missing": 0},
        {"plan_number": 2, "count": 1, "n": 6, "missing": 0},
        {"plan_number": 5, "count": 1, "n": 0, "missing": 1},
    ]
    assert found["code"].tolist()[:5] == ["complete", "substantial", "limited", "not_started", "withdrawn"]


def test_the_two_ambition_scales_never_share_a_row(db: DuckDBPyConnection) -> None:
    found = member.ambition_by_plan(db, members=["GBR"])
    assert found[["plan_number", "scale", "yes", "n", "missing"]].to_dict("records") == [
        {"plan_number": 2, "scale": "potential_impact", "yes": 5, "n": 5, "missing": 1},
        {"plan_number": 5, "scale": "potential_for_results", "yes": 0, "n": 1, "missing": 0},
    ]


def test_movement_counts_only_what_is_rated_twice_and_says_where_to(db: DuckDBPyConnection) -> None:
    found = member.movement(db, members=["GBR"])
    assert found[["before", "after", "direction", "count"]].values.tolist() == [
        ["substantial", "substantial", "same", 1],
        ["substantial", "withdrawn", "other", 1],
        ["limited", "complete", "up", 1],
        ["limited", "limited", "same", 1],
        ["limited", "not_started", "down", 1],
    ]
    assert set(found["n"]) == {5}
    assert set(found["missing"]) == {2}
    assert member.movement(db, members=["KEN"]).empty


def test_the_record_is_of_plans_that_are_over(db: DuckDBPyConnection) -> None:
    found = member.record(db, members=["GBR"])
    assert found[["record", "yes", "n", "missing"]].values.tolist() == [
        ["ended", 2, 6, 0],
        ["low_at_midterm", 1, 3, 1],
        ["substantial_at_midterm", 1, 2, 0],
    ]
    assert found["low_share"].iloc[0] == pytest.approx(0.0968, abs=1e-4)
    assert math.isnan(found["low_share"].iloc[1])


def test_what_went_on_lists_the_unfinished_first(db: DuckDBPyConnection) -> None:
    found = member.carried_forward(db, members=["GBR"])
    assert found[["commitment_id", "completion"]].values.tolist() == [["G3", "not_started"], ["G1", "complete"]]
    assert member.carried_forward_counted(db, members=["GBR"]) == (2, 5, 2)
    assert member.carried_forward_counted(db, members=["KEN"]) == (0, 0, 1)


def test_local_governments_stand_under_their_country(db: DuckDBPyConnection) -> None:
    found = member.under(db, id="GBR", language="es")
    assert found.to_dict("records") == [
        {"member_id": "GBR-scotland", "name": "Escocia", "plans": 1, "commitments": 1, "yes": 1, "n": 1, "missing": 0,
         "share": 1.0},
    ]  # fmt: skip
    assert member.under(db, id="KEN", language="en").empty


def test_process_answers_stand_by_topic_without_links(db: DuckDBPyConnection) -> None:
    found = member.process(db, id="GBR")
    assert found[["topic", "question", "plan_number", "answer"]].values.tolist() == [
        ["development", "timeline_available", 2, "No"],
        ["development", "advance_notice", 2, "Yes"],
        ["development", "advance_notice", 5, "NR"],
        ["development", "development_iap2_level", 2, "Consult"],
    ]
    assert found["missing"].tolist()[2] == "not_reviewed"
    assert member.process(db, id="GBR-scotland").empty


def test_a_number_of_steps_of_a_plan_that_nobody_reviewed_is_not_known(tmp_path: Path) -> None:
    said = [
        ("GBR-2", "advance_notice", "NR", None, "not_reviewed"), ("GBR-2", "steps_followed", "0", None, None),
        ("GBR-5", "advance_notice", "No", False, None), ("GBR-5", "steps_followed", "0", None, None),
    ]  # fmt: skip
    publish(tmp_path / "m.duckdb", COMMITMENTS, snapshot=Snapshot(process=said))
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = member.process(db, id="GBR")
    steps = found[found["question"] == "steps_followed"]
    assert steps["plan_number"].tolist() == [2, 5]
    assert steps["missing"].tolist()[0] == "not_reviewed"
    assert steps["missing"].isna().tolist() == [False, True]


def test_other_filters_narrow_a_member_too(db: DuckDBPyConnection) -> None:
    assert member.plans(db, members=["GBR"], years=[2024])["plan_id"].tolist() == ["GBR-5"]
    assert member.plans(db, members=["GBR"], plans=[9]).empty


def test_a_theme_of_both_lists_is_one_and_one_of_a_single_list_rests_on_what_that_tags(tmp_path: Path) -> None:
    themes = {"open_data": ("Open data", "irm_2024"), "open_data_2016": ("Open data", "irm_2016"),
              "energy": ("Energy", "irm_2024")}  # fmt: skip
    tagged = [
        Commitment("A", themes=("open_data_2016",), taxonomies=("irm_2016",)),
        Commitment("B", taxonomies=("irm_2016",)),
        Commitment("C", themes=("open_data", "energy"), taxonomies=("irm_2024",)),
        Commitment("D", themes=("open_data", "open_data_2016"), taxonomies=("irm_2016", "irm_2024")),
        Commitment("E", taxonomies=("irm_2024",), tags_missing=(("open_data", "no_data"),)),
        Commitment("F", taxonomies=()),
    ]
    said = Snapshot(themes=themes, crosswalk=(("open_data_2016", "open_data", "same"),))
    publish(tmp_path / "m.duckdb", tagged, snapshot=said)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = member.themes(db, language="en", members=["KEN"])
        assert member.tagged(db, members=["KEN"]) == {"": 5, "irm_2016": 3, "irm_2024": 3}
        behind = member.behind_theme(db, theme="open_data", language="en", members=["KEN"])
    assert found[["theme_id", "theme", "yes", "n", "missing"]].values.tolist() == [
        ["open_data", "Open data", 3, 4, 2],
        ["energy", "Energy", 1, 3, 3],
    ]
    assert behind["commitment_id"].tolist() == ["A", "C", "D"]


def test_what_runs_and_what_was_carried_forward_stand_in_one_order(tmp_path: Path) -> None:
    carried = rated("carried_forward", "final", "yes")
    made = [
        *(Commitment(f"R{n}", plan=6, year=2099, number=n, is_over=False) for n in ("2.20", "2.3")),
        *(Commitment(id, member=of, number="1", ratings=(carried,)) for id, of in (("Z", "GBR"), ("A", "KEN"))),
    ]
    publish(tmp_path / "m.duckdb", made)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        assert member.running(db)["number"].tolist() == ["2.3", "2.20"]
        assert member.carried_forward(db)["commitment_id"].tolist() == ["A", "Z"]
