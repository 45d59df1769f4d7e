"""Numbers in print and numbers to take away."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from analysis import numbers, tables


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("1,035", "54%")), ("es", ("1.035", "54 %")), ("fr", ("1 035", "54 %"))]
)
def test_numbers_in_each_language(language: str, said: tuple[str, str]) -> None:
    plain_spaces = {0xA0: " ", 0x202F: " "}
    shown = (numbers.count(1035, language=language), numbers.percent(0.54, language=language))
    assert tuple(text.translate(plain_spaces) for text in shown) == said


def test_a_share_of_few_is_two_counts_and_of_none_a_dash() -> None:
    assert numbers.share(2, 3, language="en") == "2 of 3"
    assert numbers.share(2, 3, language="fr") == "2 sur 3"
    assert numbers.share(3, 5, language="en") == "60%"
    assert numbers.share(0, 0, language="en") == "–"


def test_a_half_is_rounded_up_as_everywhere_else() -> None:
    said = [numbers.share(yes, n, language="en") for yes, n in ((1, 8), (3, 8), (13, 40), (25, 40), (1, 200))]
    assert said == ["13%", "38%", "33%", "63%", "1%"]
    assert numbers.precise(0.1225, language="en") == "12.3%"
    assert numbers.decimal(2.625, language="en") == "2.63"


def test_dates_put_the_day_first() -> None:
    assert numbers.day(date(2024, 10, 1), language="en") == "1 October 2024"
    assert numbers.day(date(2024, 10, 1), language="fr") == "1er octobre 2024"
    assert numbers.day(date(2024, 10, 2), language="fr") == "2 octobre 2024"
    assert numbers.day(date(2024, 10, 1), language="es") == "1 de octubre de 2024"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_made_harmless(cell: str) -> None:
    assert tables.harmless(cell) == f"'{cell}"


def test_numbers_and_words_stay_as_they_are() -> None:
    assert tables.harmless(-1.5) == -1.5
    assert tables.harmless("a=b") == "a=b"


def test_a_csv_says_where_it_comes_from_before_its_numbers() -> None:
    frame = pd.DataFrame({"title": ["=cmd()", None], "n": [-3, 4], "share": [0.5, float("nan")]})
    made = tables.to_csv(frame, about=[("Filters", "Kenya\nplan 2"), ("n of N", "2 of 9")]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(made))) == [
        ["# Filters: Kenya plan 2"],
        ["# n of N: 2 of 9"],
        ["title", "n", "share"],
        ["'=cmd()", "-3", "0.5"],
        ["", "4", ""],
    ]


def test_no_row_counts_twice_in_what_a_table_rests_on() -> None:
    frame = pd.DataFrame(
        {
            "year": [2014, 2014, 2015],
            "era": ["a", "a", "a"],
            "code": ["x", "y", "x"],
            "n": [7, 7, 2],
            "missing": [1, 1, 0],
        }
    )
    assert tables.rated(frame) == (9, 1)


def test_on_the_screen_a_share_of_few_is_blank_and_codes_are_words() -> None:
    frame = pd.DataFrame({"era": ["final_only"] * 2, "scale": ["", ""], "n": [4, 5], "share": [0.5, 0.6]})
    shown = tables.for_reader(frame, language="fr")
    assert shown.columns.tolist() == ["era", "n", "share"]
    assert shown["era"].tolist() == ["Final seulement"] * 2
    assert shown["share"].isna().tolist() == [True, False]


def test_in_a_file_names_stand_beside_codes() -> None:
    shown = tables.with_labels(pd.DataFrame({"code": ["limited", None]}), language="es")
    assert shown.columns.tolist() == ["code", "code_label"]
    assert shown["code_label"].tolist() == ["Limitado", ""]


def test_a_file_leaves_shares_of_few_blank_as_the_screen_does() -> None:
    frame = pd.DataFrame({"yes": [1, 4], "n": [4, 5], "missing": [0, 0], "share": [0.25, 0.8]})
    assert tables.to_csv(tables.with_labels(frame, language="en"), about=[]).decode("utf-8-sig").splitlines() == [
        "yes,n,missing,share", "1,4,0,", "4,5,0,0.8",
    ]  # fmt: skip
