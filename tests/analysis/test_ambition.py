"""Ambition against completion, stars and verifiability by hand-counted rows."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Unpack

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from analysis import ambition, ambition_charts, published, theme, themes
from analysis.figures import Picture
from analysis.scope import Filters
from tests.published import Commitment, Rating, Snapshot, publish, rated

PICTURE = Picture("Ambitious and done?", "IRM ratings")
DARING, MODEST = rated("potential_impact", "design", "transformative"), rated("potential_impact", "design", "minor")
DONE, UNDONE = rated("completion", "final", "complete"), rated("completion", "final", "not_started")
COMMITMENTS = (
    *(Commitment(f"A{n}", themes=("open_data",), ratings=(DARING, DONE)) for n in range(3)),
    *(Commitment(f"B{n}", ratings=(DARING, UNDONE)) for n in range(2)),
    Commitment("C1", ratings=(MODEST, DONE)),
    Commitment("D1", member="GHA", ratings=(MODEST, UNDONE)),
    Commitment("E1", member="GHA", ratings=(DARING, DONE)),
    Commitment("F1", ratings=(DARING, Rating("completion", "final", missing="not_reviewed"))),
    Commitment("G1", ratings=(DONE,)),
    Commitment("H1", ratings=()),
    Commitment(
        "I1", member="GBR", plan=5, year=2021, is_over=False,
        ratings=(rated("potential_for_results", "design", "substantial"),),
    ),
    Commitment(
        "I2", member="GBR", plan=5, year=2021,
        ratings=(rated("potential_for_results", "design", "modest"), DONE),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("ambition") / "monitor.duckdb"
    publish(path, COMMITMENTS, snapshot=Snapshot(member_names=(("KEN", "es", "Kenia"),)))
    with published.connect(published.current(path)) as connection:
        yield connection


def placed(db: DuckDBPyConnection, *, language: str = "en", **filters: Unpack[Filters]) -> pd.DataFrame:
    return ambition.placed(db, language=language, **filters)


def test_each_scale_has_its_four_corners(db: DuckDBPyConnection) -> None:
    found = ambition.corners(placed(db))
    assert found[["scale", "corner", "count", "n", "missing"]].values.tolist() == [
        ["potential_impact", "ambitious_done", 4, 8, 3],
        ["potential_impact", "done_only", 1, 8, 3],
        ["potential_impact", "neither", 1, 8, 3],
        ["potential_impact", "ambitious_not_done", 2, 8, 3],
        ["potential_for_results", "ambitious_done", 0, 1, 1],
        ["potential_for_results", "done_only", 1, 1, 1],
        ["potential_for_results", "neither", 0, 1, 1],
        ["potential_for_results", "ambitious_not_done", 0, 1, 1],
    ]
    assert found["share"].tolist()[:4] == [0.5, 0.125, 0.125, 0.25]
    assert ambition.corners(placed(db, members=["nobody"])).empty


def test_what_cannot_be_placed_says_why_and_adds_up(db: DuckDBPyConnection) -> None:
    found = ambition.unplaced(placed(db))
    assert found.values.tolist() == [
        ["potential_impact", "completion_over", 1],
        ["potential_impact", "ambition", 1],
        ["potential_impact", "both_over", 1],
        ["potential_for_results", "completion_running", 1],
    ]
    missing = ambition.corners(placed(db)).drop_duplicates("scale")["missing"].sum()
    assert found["count"].sum() == missing


def test_stages_of_completion_are_told_scale_by_scale(tmp_path: Path) -> None:
    early = rated("completion", "midterm", "complete")
    newer = rated("potential_for_results", "design", "modest")
    rows = [
        Commitment("A1", ratings=(DARING, DONE)), Commitment("A2", ratings=(DARING, early)),
        Commitment("A3", ratings=(MODEST, UNDONE)), Commitment("A4", ratings=(early,)),
        Commitment("B1", plan=5, year=2021, ratings=(newer, DONE)),
    ]  # fmt: skip
    publish(tmp_path / "m.duckdb", rows)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = placed(db)
    assert ambition.stages(found, "potential_impact").values.tolist() == [["midterm", 1, 1], ["final", 1, 2]]
    assert ambition.stages(found, "potential_for_results").values.tolist() == [["final", 1, 1]]


def test_members_and_themes_have_corners_of_their_own(db: DuckDBPyConnection) -> None:
    found = ambition.corners_by_member(placed(db, language="es"), "potential_impact")
    assert found[["name", "corner", "count", "n", "missing"]].values.tolist()[4:6] == [
        ["Kenia", "ambitious_done", 3, 6, 3], ["Kenia", "done_only", 1, 6, 3],
    ]  # fmt: skip
    by_theme = ambition.corners_by_theme(
        ambition.tagged(db, scale="potential_impact"), themes.listed(db, taxonomy="irm_2024", language="es")
    )
    assert by_theme[["theme", "corner", "count", "n"]].values.tolist()[0] == ["Datos abiertos", "ambitious_done", 3, 3]


def test_lists_of_tags_count_what_stands_in_a_corner_of_the_scale(tmp_path: Path) -> None:
    results = rated("potential_for_results", "design", "substantial")
    publish(
        tmp_path / "m.duckdb",
        [
            Commitment("A", taxonomies=("irm_2016",), ratings=(DARING, DONE)),
            Commitment("B", taxonomies=("irm_2016", "irm_2024"), ratings=(DARING, DONE)),
            Commitment("C", taxonomies=("irm_2016",), ratings=(DARING,)),
            Commitment("D", taxonomies=("irm_2024",), plan=5, year=2021, ratings=(results, DONE)),
            Commitment("E", taxonomies=(), plan=5, year=2021, ratings=(results, DONE)),
        ],
    )
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = {scale: ambition.lists(db, scale=scale) for scale in ambition.SCALES}
    columns = ["taxonomy", "n", "missing"]
    assert found["potential_impact"][columns].values.tolist() == [["irm_2024", 1, 1], ["irm_2016", 2, 0]]
    assert found["potential_for_results"][columns].values.tolist() == [["irm_2024", 1, 1], ["irm_2016", 0, 2]]


def test_few_are_never_ranked(db: DuckDBPyConnection) -> None:
    found = ambition.corners_by_member(placed(db), "potential_impact")
    assert ambition.ordered(found, by="ambitious_done") == ["KEN", "GHA"]
    assert ambition.ordered(found, by="neither") == ["KEN", "GHA"]
    assert ambition.ordered(found, by="name") == ["GHA", "KEN"]
    assert ambition.ordered(found[found["n"] == 0], by="n") == []


def test_a_corner_lists_as_many_commitments_as_it_counts(db: DuckDBPyConnection) -> None:
    for row in ambition.corners(placed(db)).to_dict("records"):
        behind = ambition.behind(db, scale=row["scale"], corner=row["corner"], language="en")
        assert len(behind) == row["count"], row
    asked = {"scale": "potential_impact", "corner": "ambitious_done", "language": "en"}
    assert ambition.behind(db, members=["GHA"], **asked)["commitment_id"].tolist() == ["E1"]
    assert ambition.behind(db, theme="open_data", **asked)["commitment_id"].tolist() == ["A0", "A1", "A2"]


def test_the_picture_holds_shares_and_counts_or_counts_alone(db: DuckDBPyConnection) -> None:
    found = ambition.corners(placed(db))
    tiles = ambition_charts.two_by_two(found[found["n"] == 8], language="en", picture=PICTURE)["data"]
    assert {(t["name"], t["x"][0], t["base"][0]) for t in tiles} == {
        ("Ambitious and done", 1, 1), ("Ambitious, not done", 0, 1), ("Done, not ambitious", 1, 0), ("Neither", 0, 0),
    }  # fmt: skip
    assert "<b>50%</b>" in tiles[0]["text"][0]
    assert "4 of 8" in tiles[0]["text"][0]
    faint = ambition_charts.two_by_two(found[found["n"] == 1], language="en", picture=PICTURE)
    few = faint["data"][1]
    # White beneath each faint tile: its dark words have to be read on a dark page, too.
    under = [(shape["x0"], shape["y0"], shape["fillcolor"]) for shape in faint["layout"]["shapes"]]
    assert under == [(t["x"][0] - 0.4925, t["base"][0], "#FFFFFF") for t in faint["data"]]
    assert "1 of 1" in few["text"][0]
    assert "%" not in few["text"][0]
    assert few["marker"]["opacity"] < 1


def test_bars_stack_the_corners_and_show_counts_for_few(db: DuckDBPyConnection) -> None:
    found = ambition.corners_by_member(placed(db), "potential_impact")
    keys = ambition.ordered(found, by="n")
    drawn = ambition_charts.stacked(found, keys=keys, column="name", language="en", picture=PICTURE)
    assert drawn["layout"]["yaxis"]["ticktext"] == ["Kenya (6)", "Ghana (2)"]
    first = drawn["data"][0]
    assert (first["y"], first["text"], first["marker"]["opacity"]) == ([1, 0], ["1 of 2", "50%"], [0.45, 1.0])
    assert sum(trace["x"][1] for trace in drawn["data"]) == pytest.approx(1)


def stars(id: str, year: int, **said: str) -> Commitment:
    found = {
        "before": ("starred_pre_june_2014", "midterm"), "rule_2015": ("starred_2015", "midterm"),
        "midterm": ("starred", "midterm"), "final": ("starred", "final"),
    }  # fmt: skip
    return Commitment(id, year=year, ratings=tuple(rated(*found[rule], code) for rule, code in said.items()))


YEARS = (2012, 2012, 2014, 2014, 2014)


def test_stars_are_counted_rule_by_rule(tmp_path: Path) -> None:
    publish(
        tmp_path / "m.duckdb",
        [
            stars("A1", 2012, before="yes"),
            stars("A2", 2012, before="no", rule_2015="yes"),
            stars("A3", 2012),
            stars("B1", 2014, rule_2015="yes", midterm="no", final="yes"),
        ],
    )
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = ambition.stars_by_year(db)
    assert found[["year", "rule", "yes", "n", "missing"]].values.tolist() == [
        [2012, "pre_june_2014", 1, 2, 1],
        [2012, "2015", 1, 1, 2],
        [2014, "2015", 1, 1, 0],
        [2014, "midterm", 0, 1, 0],
        [2014, "final", 1, 1, 0],
    ]
    drawn = ambition_charts.stars_by_year(found, language="en", picture=PICTURE)
    assert [t["name"] for t in drawn["data"]] == [
        "Rule before June 2014", "Rule of 2015", "Current rule, at midterm", "Current rule, at the end",
    ]  # fmt: skip
    assert len({t["marker"]["color"] for t in drawn["data"]}) == 4
    bars = sorted(
        (x + o, x + o + w) for t in drawn["data"] for x, o, w in zip(t["x"], t["offset"], t["width"], strict=True)
    )
    assert all(year - 0.41 < left and right < year + 0.41 for (left, right), year in zip(bars, YEARS, strict=True))
    assert all(one[1] < other[0] + 1e-9 for one, other in pairwise(bars))
    assert drawn["layout"]["xaxis"]["ticktext"] == [
        "2012<br>2<br>1<br>–<br>–", "2013<br>", "2014<br>–<br>1<br>1<br>1",
    ]  # fmt: skip
    assert len({w for trace in drawn["data"] for w in trace["width"]}) == 1
    key = next(label for label in drawn["layout"]["annotations"] if "■" in label["text"])
    assert [part.split(chr(39))[0] for part in key["text"].split("color:")[1:]] == list(theme.STAR_RULES.values())


def test_verifiability_breaks_where_the_rating_changes(tmp_path: Path) -> None:
    medium, yes = rated("specificity", "design", "medium"), rated("verifiable", "design", "yes")
    publish(
        tmp_path / "m.duckdb",
        [
            Commitment("A1", year=2014, ratings=(medium, yes)),
            Commitment("A2", year=2014, ratings=(rated("specificity", "design", "low"),)),
            Commitment("A3", year=2014, ratings=(Rating("specificity", "design", missing="no_data"),)),
            Commitment("B1", plan=2, year=2018, ratings=(medium, yes)),
            Commitment("B2", plan=2, year=2018, ratings=(rated("verifiable", "design", "no"),)),
            Commitment("B3", plan=2, year=2018),
        ],
    )
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = ambition.verifiable_by_year(db)
    assert found[["year", "scale", "yes", "n", "missing"]].values.tolist() == [
        [2014, "specificity", 1, 2, 1], [2018, "verifiable", 1, 2, 1],
    ]  # fmt: skip
    assert set(found["scale"]) <= set(theme.VERIFIABLE)
