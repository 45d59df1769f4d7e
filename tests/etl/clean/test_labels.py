"""A label is read through its own scale; the kinds of missing stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean.labels import read_label, suggest
from etl.reference import Rating, scale


@pytest.mark.parametrize(
    ("scale_name", "text", "code", "missing"),
    [
        ("completion", "b. Limited", "limited", None),
        ("completion", "a. Not Started", "not_started", None),
        ("completion", " Not  started ", "not_started", None),
        ("completion", "Withdrawn", "withdrawn", None),
        ("completion", "Unclear", "unclear", None),
        ("completion", "NR", None, "not_reviewed"),
        ("completion", "ND", None, "no_data"),
        ("completion", "NA", None, "not_applicable"),
        ("completion", "", None, "blank"),
        ("completion", " \u00a0", None, "blank"),
        ("potential_impact", "None", "none", None),
        ("specificity", "None", "none", None),
        ("did_it_open_government", "b. None", "did_not_change", None),
        ("did_it_open_government", "No early results to report yet", "no_early_results_to_report", None),
        ("flag", "1", "yes", None),
        ("flag", "0", "no", None),
    ],
)
def test_read_label(scale_name: str, text: str, code: str | None, missing: str | None) -> None:
    found = read_label(text, scale(scale_name))
    assert found is not None
    assert (found.code, found.missing) == (code, missing)


def test_what_stands_apart_from_a_scale_has_no_rank() -> None:
    ranks = {t: found.rank for t in ("Not started", "Complete", "Withdrawn", "Unclear")
             if (found := read_label(t, scale("completion")))}  # fmt: skip
    assert ranks == {"Not started": 1, "Complete": 4, "Withdrawn": None, "Unclear": None}


def test_an_unknown_label_is_not_guessed_but_a_suggestion_is_made() -> None:
    assert read_label("Substancial", scale("completion")) is None
    assert suggest("Substancial", scale("completion")) == "Substantial"
    assert suggest("qwertz", scale("completion")) is None
    assert read_label("1", scale("yes_no")) is None


@given(st.text(max_size=30))
def test_a_label_is_rated_or_missing_or_unknown(text: str) -> None:
    found = read_label(text, scale("completion"))
    assert found is None or isinstance(found, Rating)
    assert found is None or (found.code is None) != (found.missing is None)


@given(st.sampled_from(scale("completion").canonical), st.sampled_from(["{}", "a. {}", " {} ", "{}\u00a0"]))
def test_case_blanks_and_a_leading_letter_do_not_matter(label: str, pattern: str) -> None:
    plain = read_label(label, scale("completion"))
    assert read_label(pattern.format(label.upper()), scale("completion")) == plain
