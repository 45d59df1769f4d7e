"""Scales: every label means one thing, and the ranks are a scale."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.reference import fold

Rows = list[dict[str, str]]

#: Codes low to high, and those that stand apart: the names that outsiders rely on, and domain knowledge.
SCALES = {
    "completion": (["not_started", "limited", "substantial", "complete"], {"withdrawn", "unclear"}),
    "specificity": (["none", "low", "medium", "high"], set()),
    "yes_no": (["no", "yes"], set()),
    "flag": (["no", "yes"], set()),
    "potential_impact": (["none", "minor", "moderate", "transformative"], {"unclear"}),
    "potential_for_results": (["unclear", "modest", "substantial"], set()),
    "did_it_open_government": (["worsens", "did_not_change", "marginal", "major", "outstanding"], {"no_early_results_to_report"}),
    "early_results": (["no_notable", "moderate", "significant"], set()),
}
STATES = {"not_reviewed", "no_data", "not_applicable"}
#: Lists of words in the same folder that are no scales.
NO_SCALES = {"missing", "unspecified"}


def test_the_scales_are_those_that_the_fields_use(reference: Path, table: Callable[[str], Rows]) -> None:
    """There is a file for every scale that a field or a process question names, and none besides."""
    there = {path.stem for path in (reference / "scales").glob("*.csv")} - NO_SCALES
    assert there == set(SCALES)
    assert {row["scale"] for row in table("fields.csv") if row["scale"]} <= there


@pytest.mark.parametrize("name", SCALES)
def test_codes_and_ranks(name: str, table: Callable[[str], Rows]) -> None:
    """Ranks run from 1 without a gap in the order of the scale; codes apart from it have none."""
    low_to_high, apart = SCALES[name]
    ranks = {(row["code"], row["rank"]) for row in table(f"scales/{name}.csv") if row["code"]}
    expected = {(code, str(place)) for place, code in enumerate(low_to_high, start=1)}
    assert ranks == expected | {(code, "") for code in apart}


@pytest.mark.parametrize("name", SCALES)
def test_each_label_means_one_thing(name: str, table: Callable[[str], Rows]) -> None:
    """A label has a code or a kind of missing, and stands once, however it is written."""
    rows = table(f"scales/{name}.csv")
    labels = [fold(row["label"]) for row in rows]
    assert sorted(labels) == sorted(set(labels))
    assert all(labels)
    assert [row for row in rows if bool(row["code"]) == bool(row["missing"])] == []
    assert {row["missing"] for row in rows} <= STATES | {""}


@pytest.mark.parametrize("name", SCALES)
def test_the_canonical_label_comes_first(name: str, table: Callable[[str], Rows]) -> None:
    """The first label of a code says the code itself, in words; a flag is written 1 or 0."""
    first: dict[str, str] = {}
    for row in table(f"scales/{name}.csv"):
        if row["code"]:
            first.setdefault(row["code"], row["label"])
    if name == "flag":
        assert first == {"no": "0", "yes": "1"}
    else:
        in_words = {code: re.sub(r"\s+", "_", fold(label)) for code, label in first.items()}
        assert all(words.startswith(code) for code, words in in_words.items()), in_words


def test_words_for_missing(table: Callable[[str], Rows]) -> None:
    """The three states are spelt out; none of their words is a label of a scale."""
    rows = table("scales/missing.csv")
    assert {row["missing"] for row in rows} == STATES
    words = {fold(row["label"]): row["missing"] for row in rows}
    assert len(words) == len(rows)
    assert (words["nr"], words["nd"], words["na"]) == ("not_reviewed", "no_data", "not_applicable")
    labels = {fold(row["label"]) for name in SCALES for row in table(f"scales/{name}.csv")}
    assert words.keys() & labels == set()


def test_none_is_a_rating(table: Callable[[str], Rows]) -> None:
    """The word "None" means none on the scales that have it, and did_not_change where the IRM wrote it so."""
    found = {
        name: row["code"]
        for name in SCALES
        for row in table(f"scales/{name}.csv")
        if fold(row["label"]) == "none"
    }
    assert found.pop("did_it_open_government") == "did_not_change"
    assert found == {"specificity": "none", "potential_impact": "none"}


def test_a_stray_one_is_no_yes(table: Callable[[str], Rows]) -> None:
    """In a yes-or-no column a 1 stays unknown: the releases write the words there."""
    labels = {fold(row["label"]) for row in table("scales/yes_no.csv")}
    assert labels == {"no", "yes", "non", "oui", "si", "sí"}


def test_no_early_results_to_report_stands_apart(table: Callable[[str], Rows]) -> None:
    """The IRM has looked and found none yet: neither missing nor "did not change", though OGP codes it like that."""
    means = {fold(row["label"]): row for row in table("scales/did_it_open_government.csv")}
    found = means["no early results to report yet"]
    assert (found["code"], found["missing"]) == ("no_early_results_to_report", "")
