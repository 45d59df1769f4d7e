"""How plans were made, framed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.framed import beneath, measures
from tests.pages.files import ALL, SAID
from tests.published import publish


@pytest.fixture
def process(published: Path, opened: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Opens the page on a database of six plans: process(members=["KEN"])."""
    publish(published, ALL, snapshot=SAID)
    return lambda **address: opened("process", **address)


def test_the_first_screen_counts_plans(process: Callable[..., AppTest]) -> None:
    app = process()
    assert app.header[0].value == "How were plans made, and with whom?"
    assert measures(app) == {
        "Plans in the process file": "6",
        "All six steps": "0%",
        "Regular forum": "60%",
        "Involved or more": "–",
    }
    assert "plans: 3 of 5; without an answer: 1" in beneath(app)


def test_charts_rest_on_plans_and_name_their_own_date(process: Callable[..., AppTest]) -> None:
    app = process()
    said = [caption.value for caption in app.caption]
    assert any("Plans with an answer: n = 5; without: 1. IRM process data of 31 July 2016." in line for line in said)
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert "2012: 60%" in alts[1] or "2012: 60%" in alts[2]
    assert any("association, not a cause" in line for line in said)


def test_the_question_is_in_the_address(process: Callable[..., AppTest]) -> None:
    app = process(question="advance_notice")
    assert app.selectbox(key="pick_question").value == "advance_notice"
    assert any("Was there advance notice" in chart.proto.spec for chart in app.get("plotly_chart"))


def test_few_plans_are_counted(process: Callable[..., AppTest]) -> None:
    app = process(members=["KEN"], plans=["1"])
    assert measures(app)["Regular forum"] == "1 of 1"


def test_a_chart_whose_question_no_plan_answers_says_so_of_plans(process: Callable[..., AppTest]) -> None:
    said = [caption.value for caption in process().caption]
    assert "None of these plans has an answer to this question." in said, "no plan has a level of participation"
    assert not [line for line in said if "None of these commitments" in line]


def test_tables_speak_of_answers(process: Callable[..., AppTest]) -> None:
    tables = [frame.value for frame in process(numbers=("steps",)).dataframe]
    assert any({"answered", "unanswered", "plan_share"} <= set(table) for table in tables)
    assert not [table for table in tables if "missing" in table]


def test_nothing_to_say_is_one_sentence(process: Callable[..., AppTest]) -> None:
    app = process(members=["XKX"])
    assert [info.value for info in app.info] == [
        "The process file speaks of none of these plans. It covers plans submitted from 2012 to 2021; "
        "later ones are not in it."
    ]
    assert not app.metric


def test_without_a_process_file_the_page_says_so(opened: Callable[..., AppTest]) -> None:
    app = opened("process")
    assert "No file on how plans were made has been imported" in app.info[0].value


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_language(process: Callable[..., AppTest], language: str) -> None:
    assert measures(process(language=language))[{"es": "Foro regular", "fr": "Forum régulier"}[language]].startswith(
        "60"
    )
