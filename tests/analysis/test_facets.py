"""What is left to choose, once something is chosen."""

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from analysis import facets, offers, queries
from analysis.offers import FILTERS


def counts(db: DuckDBPyConnection, **chosen: Any) -> dict[str, dict[int | str, int]]:
    plans = facets.plans(db, themes=chosen.get("themes", []))
    return facets.counts(plans, facets.by_theme(db, **chosen), filters=chosen)  # type: ignore[arg-type]


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
            size = queries.size(db, **{**chosen, name: [code]})  # type: ignore[arg-type]
            assert int(size["commitments"].iloc[0]) == n > 0, (name, code)


def test_what_finds_nothing_is_not_offered_unless_it_is_chosen(db: DuckDBPyConnection) -> None:
    offered = offers.offers(db, language="en")
    chosen = {"members": ["KEN", "GBR-scotland"], "years": [2014]}
    found = counts(db, **chosen)
    left = offers.still_offered(offered, counts=found, filters=chosen, language="en")  # type: ignore[arg-type]
    assert left["members"] == {"KEN": "Kenya (3)", "GBR-scotland": "Scotland, United Kingdom (0)"}
    assert left["years"] == {2014: "2014 (3)", 2018: "2018 (1)", 2021: "2021 (1)"}
    assert left["era"] == {"midterm_and_final": "Midterm and final, 2014 (3)"}
