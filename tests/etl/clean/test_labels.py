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
        ("completion", "3 - Substantial", "substantial", None),
        ("completion", "Substantial (3)", "substantial", None),
        ("completion", "4. Complete", "complete", None),
        ("completion", "c.Substantial", "substantial", None),
        ("completion", "(d) Complete", "complete", None),
        ("completion", "0 – NR", None, "not_reviewed"),
        ("completion", "n.r.", None, "not_reviewed"),
        ("completion", "Sustancial", "substantial", None),
        ("completion", "Non commencé", "not_started", None),
        ("completion", "No revisado", None, "not_reviewed"),
        ("potential_impact", "Ninguno", "none", None),
        ("potential_impact", "1 - None", "none", None),
        ("potential_impact", "N.A.", None, "not_applicable"),
        ("yes_no", "Sí", "yes", None),
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


@pytest.mark.parametrize(
    "text", ["3", "3.0", "0.1", "a.", "1.", "(3)", "3 -", "1 - 1", "-", "Complete 2", "Not complete"]
)
@pytest.mark.parametrize("scale_name", ["completion", "potential_impact", "yes_no"])
def test_a_mark_without_its_label_says_nothing(scale_name: str, text: str) -> None:
    assert read_label(text, scale(scale_name)) is None


def test_a_flag_is_not_found_inside_another_number() -> None:
    assert read_label("0.1", scale("flag")) is None
    assert read_label("2 - 1", scale("flag")) is None


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
