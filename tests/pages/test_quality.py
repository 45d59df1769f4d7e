"""Files, problems, coverage, snapshots and published figures, framed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.files import ALL, SAID
from tests.published import publish

PAGES = Path(__file__).resolve().parents[2] / "pages"


@pytest.fixture
def quality(published: Path, opened: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Opens the page: quality(severity="error")."""
    publish(published, ALL, snapshot=SAID)
    return lambda **address: opened("quality", **address)


def table(app: AppTest, column: str) -> list[str]:
    return next(list(frame.value[column]) for frame in app.dataframe if column in frame.value)


def test_the_first_screen_says_how_much_and_how_good(quality: Callable[..., AppTest]) -> None:
    app = quality()
    assert app.header[0].value == "Where do the numbers come from, and how good are they?"
    assert {metric.label: metric.value for metric in app.metric} == {
        "Files": "2",
        "Rows read": "18",
        "Ratings": "11",
        "Problems": "2",
    }
    files = app.dataframe[0].value
    assert list(files)[:8] == ["file_name", "as_of", *(f"rows_{name}" for name in (
        "read", "new", "updated", "unchanged", "rejected", "skipped"))]  # fmt: skip
    assert files[["file_name", "sha256", "rows_read"]].values.tolist() == [
        ["rel*ease*.xlsx", "0" * 64, 12],
        ["process.csv", "1" * 64, 6],
    ]


def test_problems_are_narrowed_by_address_and_shown_letter_by_letter(quality: Callable[..., AppTest]) -> None:
    app = quality()
    assert app.multiselect(key="pick_kind").options == [
        "Label and number beside it disagree (1)",
        "Unknown label, rating left open (1)",
    ]
    assert table(app, "message") == ["Commitments!K3: found “=1+1”.", "Commitments!K2: *bold* $x$ <b>html</b>"]
    assert table(quality(severity="error"), "message") == ["Commitments!K3: found “=1+1”."]


def test_a_choice_without_problems_is_one_sentence(quality: Callable[..., AppTest]) -> None:
    app = quality(severity="error", kind="code_disagrees")
    assert [info.value for info in app.info] == ["No problem was found that fits this choice."]


def test_coverage_follows_the_filters(quality: Callable[..., AppTest]) -> None:
    said = [caption.value for caption in quality(members=["GBR"]).caption]
    assert any("n = 1 commitment of 2021. Ratings: 1 given; 1 not reviewed" in line for line in said)
    assert any("Apart from these, 1 that the files give as no data" in line for line in said)


def test_coverage_of_members_on_one_rating(quality: Callable[..., AppTest]) -> None:
    app = quality(who="member", rating="completion.midterm", numbers=("coverage",))
    assert app.selectbox(key="pick_rating").value == "completion.midterm"
    rows = {(row[0], row[1]): row[2:4] for row in next(
        frame.value.values.tolist() for frame in app.dataframe if list(frame.value.columns[:2]) == ["member", "year"]
    )}  # fmt: skip
    assert rows["Kenya", 2014] == [6, 6]
    assert rows["Kosovo", 2021] == [1, 0]
    said = " ".join(caption.value for caption in app.caption)
    assert "Share of a member’s commitments submitted in a year." in said
    assert "Drawn:" not in said
    alts = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert any("Completion, Midterm: which share" in spec for spec in alts)


def test_a_state_that_nothing_is_in_is_one_sentence(quality: Callable[..., AppTest]) -> None:
    app = quality(coverage="unreadable")
    assert not app.get("plotly_chart")
    assert any("There is nothing to draw here" in caption.value for caption in app.caption)


def test_published_figures_say_where_ours_stands(quality: Callable[..., AppTest]) -> None:
    app = quality()
    outcomes = dict(zip(table(app, "figure"), table(app, "outcome"), strict=True))
    assert outcomes["Plans of 2012 with a regular forum"] == "≠ another"
    assert "60.0% (3 of 5)" in table(app, "ours")


def test_an_empty_selection_leaves_the_files(quality: Callable[..., AppTest]) -> None:
    app = quality(members=["GBR"], years=["2014"])
    assert [info.value for info in app.info] == ["No commitment matches these filters."]
    assert len(app.metric) == 4


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_language(quality: Callable[..., AppTest], language: str) -> None:
    assert table(quality(language=language), "severity")[0] == {"es": "Error", "fr": "Erreur"}[language]


def test_what_is_shown_here_narrows_no_other_page(quality: Callable[..., AppTest]) -> None:
    app = quality(coverage="not_reviewed")
    assert app.button_group(key="pick_coverage").value == "not_reviewed"
    app.switch_page(str(PAGES / "explore" / "commitments.py")).run()
    assert not [caption for caption in app.caption if "narrowed further below" in caption.value]
