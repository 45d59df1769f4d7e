"""What is left to choose, once something is chosen."""

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from analysis import facets, offers
from analysis.figures import Row
from analysis.offers import FILTERS
from analysis.scope import ask_chosen, asking_on


def counts(db: DuckDBPyConnection, **chosen: Any) -> dict[str, dict[int | str, int]]:
    plans = facets.plans(db, themes=chosen.get("themes", []))
    return facets.counts(plans, facets.by_theme(db, **chosen), filters=chosen)  # type: ignore[arg-type]


def size(db: DuckDBPyConnection, **chosen: Any) -> Row:
    return facets.size(asking_on(db), **chosen)


def test_size_counts_members_by_level(db: DuckDBPyConnection) -> None:
    counted = {"members": 3, "national": 2, "local": 1, "plans": 5, "in_part": 1, "commitments": 7, "of": 7}
    assert size(db) == {**counted, "first": 2014, "last": 2024}


def test_size_of_nothing_has_no_years(db: DuckDBPyConnection) -> None:
    nothing = size(db, members=["GBR"], plans=[1])
    assert nothing == {**dict.fromkeys(nothing, 0), "first": None, "last": None, "of": 7}


@pytest.mark.parametrize(
    ("chosen", "n"),
    [
        ({"members": ["GBR"]}, 2),
        ({"members": ["GBR", "KEN"], "years": [2014, 2021]}, 4),
        ({"regions": ["africa_and_the_middle_east"]}, 4),
        ({"plans": [1]}, 4),
        ({"level": ["local"], "era": ["final_only"]}, 0),
        ({"themes": ["open_data"], "years": [2014]}, 1),
        ({"members": ["nobody' OR 1=1 --"]}, 0),
    ],
)
def test_filters_narrow_each_other(db: DuckDBPyConnection, chosen: dict[str, list[Any]], n: int) -> None:
    sql = """SELECT count(DISTINCT member_id) AS members, count(DISTINCT plan_id) AS plans, count(*) AS commitments,
        count(DISTINCT member_id) FILTER (level = 'national') AS national, max(year) AS last FROM chosen"""
    [asked] = ask_chosen(db, sql, chosen).to_dict("records")  # type: ignore[arg-type]
    found = size(db, **chosen)
    assert found["commitments"] == n
    assert {**found, "last": found["last"] or 0} == {**found, **asked, "last": asked["last"] if n else 0}


def test_a_theme_also_stands_for_the_older_one_that_is_the_same_but_not_for_a_related_one(
    db: DuckDBPyConnection,
) -> None:
    assert size(db, themes=["open_data"])["commitments"] == 2
    assert size(db, themes=["education_2016"])["commitments"] == 1


def test_counts_of_one_filter_follow_the_others_and_not_itself(db: DuckDBPyConnection) -> None:
    assert counts(db, members=["KEN"]) == {
        "members": {"KEN": 4, "GBR": 2, "GBR-scotland": 1},
        "regions": {"africa_and_the_middle_east": 4},
        "plans": {1: 3, 3: 1},
        "years": {2014: 3, 2018: 1},
        "themes": {"education_2016": 1, "open_data": 1},
        "level": {"national": 4},
        "era": {"midterm_and_final": 3, "final_only": 1},
    }


def test_a_theme_narrows_the_others_under_either_of_its_names(db: DuckDBPyConnection) -> None:
    found = counts(db, themes=["open_data"])
    assert found["members"] == {"KEN": 1, "GBR": 1}
    assert found["themes"] == {"education_2016": 1, "open_data": 2}
    assert counts(db, themes=["open_data"], level=["local"])["members"] == {}


@pytest.mark.parametrize("chosen", [{}, {"members": ["GBR"]}, {"themes": ["open_data"], "years": [2014]}])
def test_every_choice_left_finds_as_many_as_it_says(db: DuckDBPyConnection, chosen: dict[str, list[object]]) -> None:
    found = counts(db, **chosen)
    assert set(found) == set(FILTERS)
    for name, by_code in found.items():
        for code, n in by_code.items():
            assert size(db, **{**chosen, name: [code]})["commitments"] == n > 0, (name, code)


def test_what_finds_nothing_is_not_offered_unless_it_is_chosen(db: DuckDBPyConnection) -> None:
    offered = offers.offers(db, language="en")
    chosen = {"members": ["KEN", "GBR-scotland"], "years": [2014]}
    found = counts(db, **chosen)
    left = offers.still_offered(offered, counts=found, filters=chosen, language="en")  # type: ignore[arg-type]
    assert left["members"] == {"KEN": "Kenya (3)", "GBR-scotland": "Scotland, United Kingdom (0)"}
    assert left["years"] == {2014: "2014 (3)", 2018: "2018 (1)", 2021: "2021 (1)"}
    assert left["era"] == {"midterm_and_final": "Midterm and final, 2014 (3)"}
