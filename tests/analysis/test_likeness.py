"""Commitments that are like one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from analysis import likeness, published
from tests.published import Commitment, Snapshot, publish, rated

LONG = "Establish a public register of the beneficial owners of companies"
TEXT = "Whoever owns or controls a company is named in a register that everybody can search without paying"
CARRIED = (rated("carried_forward", "final", "yes"), rated("completion", "final", "limited"))


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("alike") / "monitor.duckdb"
    tagged = {"themes": ("open_data",)}
    publish(
        path,
        [
            Commitment("K1", plan=1, year=2014, title=f"3. {LONG}", full_text=TEXT, ratings=CARRIED, **tagged),  # type: ignore[arg-type]
            Commitment("K1b", plan=1, year=2014, number="2", title="Plant trees in school yards"),
            Commitment("K3", plan=3, year=2018, title="Register of beneficial owners of companies"),
            Commitment("K3b", plan=3, year=2018, number="2", title="Nothing in common", full_text=f"Again: {TEXT}"),
            Commitment("K4", plan=4, year=2020, title=LONG),
            Commitment("G1", member="GBR", title="A register of company owners", **tagged),  # type: ignore[arg-type]
            Commitment("G2", member="GBR", number="2", title="Other words entirely", **tagged),  # type: ignore[arg-type]
            Commitment("G3", member="GBR", number="3", title=LONG),
        ],
        snapshot=Snapshot(member_names=(("GBR", "es", "Reino Unido"),)),
    )
    db = published.connect(published.current(path))
    yield db
    db.close()


def test_the_plan_before_and_after_are_the_nearest_in_the_data_and_gaps_are_named(alike: DuckDBPyConnection) -> None:
    found = likeness.neighbours(alike, id="K3")
    rows = found.assign(gap=found["gap"].map(list))[["side", "gap", "commitment_id", "plan_number", "carried_forward"]]
    assert rows.values.tolist() == [
        ["before", [2], "K1", 1, None],
        ["after", [], "K4", 4, None],
    ]
    assert found["likeness"].between(likeness.LEAST, 1).all()


def test_titles_or_texts_decide_and_the_likest_comes_first(alike: DuckDBPyConnection) -> None:
    found = likeness.neighbours(alike, id="K1")
    assert found[["side", "commitment_id", "carried_forward"]].values.tolist() == [
        ["after", "K3b", None],
        ["after", "K3", None],
    ]
    assert found["likeness"].is_monotonic_decreasing
    assert found.drop(columns="likeness").columns.tolist() == [
        "side", "gap", "commitment_id", "plan_number", "year", "number", "title", "completion", "carried_forward",
    ]  # fmt: skip


def test_only_into_the_very_next_plan_was_it_carried_forward(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    publish(path, [Commitment("K1", title=LONG, ratings=CARRIED), Commitment("K2", plan=2, year=2016, title=LONG)])
    with published.connect(published.current(path)) as db:
        assert likeness.neighbours(db, id="K1")["carried_forward"].tolist() == ["yes"]
        assert likeness.neighbours(db, id="K2")["carried_forward"].tolist() == ["yes"]


def test_where_nothing_is_alike_the_answer_is_empty(alike: DuckDBPyConnection) -> None:
    assert likeness.neighbours(alike, id="K1b").empty
    assert likeness.neighbours(alike, id="G1").empty
    assert likeness.elsewhere(alike, id="K1b", language="en").empty


def test_elsewhere_shares_themes_and_ranks_by_titles(alike: DuckDBPyConnection) -> None:
    found = likeness.elsewhere(alike, id="K1", language="es")
    assert found[["commitment_id", "member", "shared"]].values.tolist() == [
        ["G1", "Reino Unido", 1],
        ["G2", "Reino Unido", 1],
    ]
    assert found["likeness"].iloc[0] > 0.4 > found["likeness"].iloc[1]


def test_elsewhere_the_order_is_that_of_the_likeness(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    themes = {"open_data": ("Open Data", "irm_2024"), "audits": ("Audits", "irm_2024")}
    both = ("open_data", "audits")
    publish(
        path,
        [
            Commitment("K", title=LONG, themes=both),
            Commitment("G1", member="GBR", title="A public register of beneficial owners", themes=both),
            Commitment("G2", member="GBR", number="2", title=LONG, themes=("audits",)),
        ],
        snapshot=Snapshot(themes=themes),
    )
    with published.connect(published.current(path)) as db:
        found = likeness.elsewhere(db, id="K", language="en")
    assert found["commitment_id"].tolist() == ["G2", "G1"]
    assert found["ambition_scale"].isna().all()
