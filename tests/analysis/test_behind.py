"""What stands behind a mark is as much as the mark counts, whatever chart it is on: on the demonstration data."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from analysis import ambition, base_rates, compare, coverage, crosswalk, heat, member, process, published, themes
from analysis.coverage_charts import cell_at, coverage_grid
from analysis.figures import Picture
from tests.demonstrated import Data

#: Rows of each answer that are looked behind, evenly chosen.
MOST = 40
PICTURE = Picture("Which?", "IRM ratings")
ENGLISH = {"language": "en"}


@pytest.fixture(scope="module")
def db(demonstration: Data) -> Iterator[DuckDBPyConnection]:
    with published.connect(published.current(demonstration.database)) as open_one:
        yield open_one


def some(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    rows = frame.to_dict("records")
    assert rows
    return rows[:: -(-len(rows) // MOST)]


def holds(found: pd.DataFrame, row: dict[Any, Any]) -> None:
    """As many as the row's n, of which as many as its yes are marked and stand first."""
    assert len(found) == row["n"], row
    assert found["holds"].tolist() == ["yes"] * row["yes"] + ["no"] * (row["n"] - row["yes"]), row


@pytest.mark.parametrize("indicator", compare.INDICATORS)
@pytest.mark.parametrize("by", compare.POSITIONS)
def test_a_point_of_a_comparison(db: DuckDBPyConnection, indicator: str, by: str) -> None:
    asked = {"indicator": indicator, **ENGLISH}
    for row in compare.shares(db, unit="region", **asked).to_dict("records"):
        holds(compare.behind(db, regions=[row["unit"]], **asked), row)
    found = compare.over(db, unit="region", by=by, **asked)
    for row in some(found) if len(found) else []:
        narrowed: dict[str, Any] = {f"{by}s": [row["position"]], "regions": [row["unit"]], "era": [row["era"]]}
        holds(compare.behind(db, **narrowed, **asked), row)


@pytest.mark.parametrize("taxonomy", ["irm_2016", "irm_2024"])
def test_a_theme_in_a_region_or_a_year(db: DuckDBPyConnection, taxonomy: str) -> None:
    asked = {"taxonomy": taxonomy, **ENGLISH}
    listed = themes.listed(db, **asked)
    for by in ("region", "year"):
        counted = themes.counts(db, by=by, taxonomy=taxonomy)
        for row in some(themes.share_by(counted, listed, by)):
            found = themes.behind(db, theme=row["theme_id"], **asked, **{f"{by}s": [row[by]]})
            assert len(found) == row["yes"], row


@pytest.mark.parametrize("taxonomy", ["irm_2016", "irm_2024"])
@pytest.mark.parametrize("measure", themes.MEASURES)
def test_how_a_theme_fares(db: DuckDBPyConnection, taxonomy: str, measure: str) -> None:
    asked = {"taxonomy": taxonomy, "indicator": measure, **ENGLISH}
    listed = themes.listed(db, taxonomy=taxonomy, language="en")
    counted = themes.counts(db, by="region", taxonomy=taxonomy)
    for row in some(themes.outcome_by_theme(counted, listed, measure)):
        holds(compare.behind(db, theme=row["theme_id"], **asked), row)
    by_region = themes.outcome_by_region(counted, listed, measure)
    for row in some(by_region) if len(by_region) else []:
        holds(compare.behind(db, theme=row["theme_id"], regions=[row["region"]], **asked), row)


def test_a_theme_of_both_lists(db: DuckDBPyConnection) -> None:
    older, newer = (
        themes.by_theme(themes.counts(db, by="year", taxonomy=name), themes.listed(db, taxonomy=name, language="en"))
        for name in ("irm_2016", "irm_2024")
    )
    pairs = crosswalk.pairs(db)
    for row in some(crosswalk.compared(older, newer, pairs)):
        ids = {"older": crosswalk.older_id(row["theme_id"], pairs), "newer": row["theme_id"]}
        for taxonomy, side in (("irm_2016", "older"), ("irm_2024", "newer")):
            asked = {"theme": ids[side], "taxonomy": taxonomy}
            assert len(themes.behind(db, **asked, **ENGLISH)) == row[f"{side}_yes"], row


def test_a_star_and_what_can_be_checked(db: DuckDBPyConnection) -> None:
    for row in some(ambition.stars_by_year(db)):
        holds(ambition.behind_stars(db, rule=row["rule"], years=[row["year"]], **ENGLISH), row)
    for row in some(ambition.verifiable_by_year(db)):
        holds(ambition.behind_verifiable(db, scale=row["scale"], years=[row["year"]], **ENGLISH), row)
    with pytest.raises(ValueError, match="no rule for stars is called 'x'"):
        ambition.behind_stars(db, rule="x", **ENGLISH)


def test_a_move_from_midterm_to_the_end(db: DuckDBPyConnection) -> None:
    for row in some(member.movement(db)):
        found = member.behind_movement(db, before=row["before"], after=row["after"], **ENGLISH)
        assert len(found) == row["count"], row


def test_what_followed_before(db: DuckDBPyConnection) -> None:
    for row in some(base_rates.what_followed(db)):
        holds(base_rates.behind(db, basis=row["basis"], **ENGLISH), row)


@pytest.mark.parametrize("state", coverage.STATES)
def test_a_cell_of_the_coverage(db: DuckDBPyConnection, state: str) -> None:
    frame = coverage.by_variable(db)
    frame = frame.assign(row=frame["variable"] + "." + frame["stage"], row_name=frame["variable"])
    points = coverage_grid(frame, state=state, language="en", picture=PICTURE)["data"][-1]
    rows = [cell_at(frame, {"x": x, "y": y}, state=state) for x, y in zip(points["x"], points["y"], strict=True)]
    found = [row for row in rows if row]
    assert sum(row["yes"] for row in found) == frame[state].sum()
    for row in some(pd.DataFrame(found)):
        variable, stage = row["row"].split(".")
        asked = {"variable": variable, "stage": stage, "state": state, "years": [row["year"]]}
        assert len(coverage.behind(db, **asked, **ENGLISH)) == row["yes"], row


def test_a_bar_of_plans(db: DuckDBPyConnection) -> None:
    answered = process.answers(db)
    summed: tuple[tuple[str, Callable[..., pd.DataFrame]], ...] = (
        ("year", process.by_year),
        ("region", process.by_region),
    )
    for question in process.questions(answered)["question"].tolist()[:8]:
        for by, sum_up in summed:
            for row in sum_up(answered, question).to_dict("records"):
                holds(process.behind(db, question=question, **{f"{by}s": [row[by]]}, **ENGLISH), row)
    for row in process.levels(process.plans(db, **ENGLISH)).to_dict("records"):
        found = process.behind(db, question=f"{row['phase']}_iap2_level", iap2_level=row["iap2_level"], **ENGLISH)
        assert len(found) == row["plans"], row
        assert found["cell"].str.fullmatch(r"[A-Z]+\d+").all()


def test_a_blank_cell_has_nothing_behind_it() -> None:
    frame = pd.DataFrame(
        [
            ("a", "A <b>", 1, 1, 2, 0.5),
            ("a", "A <b>", 2, 0, 9, None),
            ("b", "B", 2, 1, 2, 0.5),
            ("b", "B", 1, 0, 0, None),
        ],
        columns=["theme_id", "theme", "year", "yes", "n", "share"],
    )
    columns = [heat.Column(1, "1", "one"), heat.GAP, heat.Column(2, "2", "two")]
    asked: dict[str, Any] = {"column": "year", "columns": columns}
    made = heat.heat(frame, language="en", picture=PICTURE, **asked)
    nothing, points = made["data"][-2:]
    assert (points["x"], points["y"]) == ([0, 2, 0, 2], [0, 0, 1, 1])
    assert list(zip(nothing["x"], nothing["y"], strict=True)) == [(1, 0), (1, 1), (0, 2), (1, 2), (2, 2)]
    assert all(
        heat.cell_at(frame, {"x": x, "y": y}, **asked) is None for x, y in zip(nothing["x"], nothing["y"], strict=True)
    )
    drawn = [cell for trace in made["data"][:-2] for line in trace["z"] for cell in line if cell is not None]
    assert drawn == [0.5, 0.5]  # none of nine is blank, and is told by the pointer
    assert points["customdata"] == [
        ["1 of 2", "A &lt;b&gt;", "one"], ["0% (0 of 9)", "A &lt;b&gt;", "two"], ["–", "B", "one"],
        ["1 of 2", "B", "two"],
    ]  # fmt: skip
    found = [heat.cell_at(frame, {"x": x, "y": y}, **asked) for x, y in zip(points["x"], points["y"], strict=True)]
    assert [row and (row["theme_id"], row["year"]) for row in found] == [("a", 1), ("a", 2), None, ("b", 2)]


def test_a_grid_of_blank_cells_alone_draws_nothing() -> None:
    frame = pd.DataFrame(
        [("a", "A", 1, 0, 0, math.nan), ("b", "B", 1, 0, 7, math.nan)],
        columns=["theme_id", "theme", "year", "yes", "n", "share"],
    )
    made = heat.heat(frame, column="year", columns=[heat.Column(1, "1", "one")], language="en", picture=PICTURE)
    assert made["data"] == []
