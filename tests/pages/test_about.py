"""Method, definitions, codebook, citation and licences, framed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.files import ALL, SAID
from tests.published import Snapshot, publish
from ui.explained import TOPICS


@pytest.fixture
def explained(published: Path, opened: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Opens the page: explained(column="name")."""
    publish(published, ALL, snapshot=SAID)
    return lambda **address: opened("about", **address)


def test_every_topic_stands_in_plain_words_and_in_full(explained: Callable[..., AppTest]) -> None:
    app = explained()
    assert app.header[0].value == "How are these numbers made?"
    titles = [text.value.split("\n\n")[0] for text in app.markdown if text.value.startswith("**")]
    assert len(titles) == len(TOPICS)
    assert "**The latest rating, not the best**" in titles
    ladder = next(text.value for text in app.markdown if text.value.startswith("1. "))
    assert len(ladder.splitlines()) == 10


def test_definitions_are_those_of_the_database(explained: Callable[..., AppTest]) -> None:
    app = explained()
    assert "SELECT 'the ladder'" not in [code.value for code in app.code]
    app.session_state["sql_stalled"] = True
    assert "SELECT 'the ladder'" in [code.value for code in app.run().code]


def test_the_codebook_is_searched_by_address(explained: Callable[..., AppTest]) -> None:
    assert len(explained().dataframe[1].value) == 2
    app = explained(column="written")
    assert app.dataframe[1].value["column_name"].tolist() == ["label"]
    assert "1 of 2 columns." in next(c.value for c in app.caption if "columns" in c.value)
    assert explained(column="unicorn").info[0].value == "No column fits."


def test_a_citation_names_the_data_date_and_the_snapshot(explained: Callable[..., AppTest]) -> None:
    lines = [code.value for code in explained().code]
    assert any(line.startswith("Open Government Partnership (2024).") and "1 October 2024" in line for line in lines)
    assert any("version 0.1.0. Snapshot 2" in line for line in lines)


def test_invented_ratings_are_not_cited_as_the_irms(published: Path, opened: Callable[..., AppTest]) -> None:
    publish(published, ALL, snapshot=Snapshot(snapshot_id=2, is_demo=True))
    app = opened("about")
    assert not any(code.value.startswith("Open Government Partnership") for code in app.code)
    assert any("Cite them as demonstration data" in info.value for info in app.info)
    assert "You are looking at demonstration data now." in [caption.value for caption in app.caption]


@pytest.mark.parametrize(
    ("language", "title"),
    [("es", "¿Cómo se hacen estos números?"), ("fr", "Comment ces chiffres sont-ils faits\u202f?")],
)
def test_every_language(explained: Callable[..., AppTest], language: str, title: str) -> None:
    assert explained(language=language).header[0].value == title
