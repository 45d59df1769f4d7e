"""Scales stand apart in a measure."""

from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from analysis import published, queries
from analysis.measures import in_print, on_both_scales, submitted, years
from analysis.once import rows_of
from tests.published import Commitment, publish, rated


def test_early_results_of_two_scales_are_two_shares() -> None:
    rows = [
        {"scale": "did_it_open_government", "yes": 58, "n": 293, "missing": 5},
        {"scale": "early_results", "yes": 1, "n": 10, "missing": 7},
    ]
    said = on_both_scales(rows, indicator="strong_early_results", language="en")
    assert said is not None
    assert said[0] == "20% | 10%"
    assert said[1] == "to 2020: 58 of 293; since 2021, on another scale: 1 of 10; 12 not rated"


def test_what_is_unclear_is_not_told_as_not_rated() -> None:
    row = {"indicator": "stalled", "yes": 1, "n": 5, "missing": 3}
    assert in_print(row, language="en") == ("20%", "1 of 5 known; 3 not rated or unclear")


def test_what_is_stalled_for_sure_is_told_from_what_is_likely(db: DuckDBPyConnection) -> None:
    found = queries.measured(db)
    row = rows_of(queries.shares(found))[4]
    assert in_print(row, found, language="en")[1].startswith("0 confirmed, 1 likely; 1 of 4 known")
    later = found.assign(confirmed=[1, *[0] * (len(found) - 1)])
    assert in_print(row, later, language="en")[1].startswith("1 confirmed, 0 likely; ")
    assert in_print(row | {"yes": 0}, found, language="en")[1].startswith("0 of 4 known")


def test_what_is_rated_at_midterm_is_counted_where_others_are_rated_at_the_end(db: DuckDBPyConnection) -> None:
    found, alone = queries.measured(db), queries.measured(db, members=["GBR"])
    assert in_print(rows_of(queries.shares(found))[1], found, language="en")[1] == (
        "2 of 4 rated, 1 of them at midterm; 3 not rated"
    )
    assert in_print(rows_of(queries.shares(alone))[1], alone, language="en")[1] == "1 of 1 rated; 1 not rated"


def test_what_has_nothing_to_report_yet_is_counted_beside_what_is_not_strong(tmp_path: Path) -> None:
    codes = ("major", "no_early_results_to_report", "no_early_results_to_report", "marginal")
    rated_so = [
        Commitment(f"K{n}", ratings=(rated("did_it_open_government", "final", code),)) for n, code in enumerate(codes)
    ]
    publish(tmp_path / "m.duckdb", [*rated_so, Commitment("K9")])
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found, none = queries.measured(db), queries.measured(db, plans=[9])
    row = rows_of(queries.shares(found))[3]
    assert in_print(row, found, language="en")[1] == (
        "1 of 4 rated; 1 not rated; of the rated, 2 with nothing to report yet"
    )
    assert "nothing to report" not in in_print(row, none, language="en")[1]


def test_two_scales_are_told_apart_and_one_alone_is_not(db: DuckDBPyConnection) -> None:
    def said(**filters: list[str]) -> tuple[str, str] | None:
        rows = rows_of(queries.share_by_scale(queries.measured(db, **filters), "ambitious"))  # type: ignore[arg-type]
        return on_both_scales(rows, indicator="ambitious", language="en")

    pooled = rows_of(queries.shares(queries.measured(db)))[2]
    both = said()
    assert pooled["indicator"] == "ambitious"
    assert both is not None
    assert both[0].count("|") == 1
    assert "to 2019: " in both[1]
    rows = rows_of(queries.share_by_scale(queries.measured(db), "ambitious"))
    assert [row["scale"] for row in rows] == ["potential_impact", "potential_for_results"]
    assert sum(row["n"] for row in rows) == pooled["n"]
    assert sum(row["missing"] for row in rows) == pooled["missing"]
    assert said(era=["results_report"]) is None


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "submitted in 2015", "submitted 2013 to 2015"),
        ("es", "presentados en 2015", "presentados de 2013 a 2015"),
        ("fr", "soumis en 2015", "soumis de 2013 à 2015"),
    ],
)
def test_one_year_is_no_span_of_years(language: str, one: str, several: str) -> None:
    assert submitted(2015, 2015, language=language) == one
    assert submitted(2013, 2015, language=language) == several
    assert years(2015, 2015, language=language) == "2015"
    assert years(2013, 2015, language="en") == "2013 to 2015"


def test_a_word_agrees_with_what_is_counted() -> None:
    row = {"indicator": "ambitious", "yes": 1, "n": 1, "missing": 1}
    assert in_print(row, language="es")[1] == "1 de 1 calificado; 1 sin calificar"
    assert in_print(row, language="fr")[1] == "1 sur 1 noté\u202f; 1 non noté"
    assert in_print({**row, "n": 12}, language="fr")[1] == "1 sur 12 notés\u202f; 1 non noté"
