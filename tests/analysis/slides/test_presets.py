"""Which slides make up a deck, and what stands on each of them."""

from typing import cast

import pytest
from duckdb import DuckDBPyConnection

from analysis.scope import Filters
from analysis.slides.model import MOST_BARS, MOST_ROWS, Chart, Lines, Table, shortened, shown
from analysis.slides.presets import PRESETS, NothingToShow, fitting, made
from analysis.text import LANGUAGES
from tests.analysis.slides.conftest import Open, plan
from tests.published import Commitment, Snapshot, rated

TWO = [*plan("KEN", year=2013, counts=(3, 3, 3, 3)), *plan("GBR", year=2015, counts=(1, 1, 4, 4))]


@pytest.mark.parametrize(
    ("filters", "preset"),
    [
        ({}, "region"),
        ({"regions": ["europe"]}, "region"),
        ({"members": ["KEN", "GBR"]}, "region"),
        ({"members": ["KEN"]}, "country"),
        ({"themes": ["open_data"]}, "theme"),
        ({"themes": ["open_data"], "members": ["KEN"]}, "country"),
    ],
)
def test_the_brief_fits_what_is_chosen(filters: dict[str, list[str]], preset: str) -> None:
    assert fitting(filters) == preset  # type: ignore[arg-type]


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_slide_of_every_deck_says_what_it_rests_on(opened: Open, preset: str, language: str) -> None:
    asked = opened(TWO, language=language, snapshot=Snapshot(is_demo=True))
    deck = made(asked.db, preset=preset, language=language, filters={})
    assert deck.mark
    assert "2024" in deck.source
    assert isinstance(deck.slides[0].body, Lines)
    assert deck.slides[0].body.is_cover
    assert deck.slides[-1].id == "sources"
    for slide in deck.slides[1:]:
        assert slide.title, slide.id
        assert slide.rests_on, slide.id
        assert len(slide.notes) == 3, slide.id
        if isinstance(slide.body, Chart):
            assert slide.numbers, slide.id
            assert len(slide.body.categories) <= (MOST_BARS if slide.body.kind in ("bars", "parts", "sums") else 99)
            for series in slide.body.series:
                assert len(series.values) == len(series.labels) == len(slide.body.categories), slide.id
        if isinstance(slide.body, Table):
            assert len(slide.body.rows) <= MOST_ROWS
            assert sum(slide.body.widths) == pytest.approx(1)
            assert {len(row) for row in slide.body.rows} == {len(slide.body.head)} == {len(slide.body.widths)}


class OnlyCursors:
    """A connection on which nothing is asked: several threads that did would get each other's answers."""

    def __init__(self, db: DuckDBPyConnection) -> None:
        self.cursor = db.cursor


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_question_has_a_cursor_of_its_own(opened: Open, preset: str) -> None:
    asked = opened(TWO)
    filters: Filters = {"members": ["KEN"]}
    shared = cast("DuckDBPyConnection", OnlyCursors(asked.db))
    assert made(shared, preset=preset, language="en", filters=filters) == made(
        asked.db, preset=preset, language="en", filters=filters
    )


@pytest.mark.parametrize(
    ("preset", "indicator", "about"),
    [
        ("compare", "carried_forward", "Carried forward"),
        ("themes", "carried_forward", "High completion"),  # no measure of themes
        ("region", "carried_forward", "High completion"),  # a deck on many things
        ("compare", "nonsense", "High completion"),
    ],
)
def test_a_deck_is_on_an_indicator_where_it_can_be(opened: Open, preset: str, indicator: str, about: str) -> None:
    on = (rated("carried_forward", "final", "yes"), rated("completion", "final", "complete"))
    more = [
        Commitment(f"{member}{n}", member=member, plan=9, number=str(n), ratings=on, themes=("open_data", "budget"))
        for member in ("KEN", "GBR")
        for n in range(5)
    ]
    themes = {"open_data": ("Open Data", "irm_2024"), "budget": ("Budget", "irm_2024")}
    asked = opened([*TWO, *more], snapshot=Snapshot(themes=themes))
    deck = made(asked.db, preset=preset, language="en", filters={}, indicator=indicator)
    on_it = [slide.title for slide in deck.slides if slide.id in ("members", "regions", "themes_outcomes")]
    assert on_it
    assert all(title.startswith(f"{about}. ") for title in on_it)


def test_filters_that_match_nothing_make_no_deck(opened: Open) -> None:
    asked = opened(TWO)
    with pytest.raises(NothingToShow, match="Kenya · 2015"):
        made(asked.db, preset="region", language="en", filters={"members": ["KEN"], "years": [2015]})


def test_notes_hold_question_method_and_filters(opened: Open) -> None:
    asked = opened(TWO)
    deck = made(asked.db, preset="region", language="en", filters={"members": ["KEN"]})
    measures = next(slide for slide in deck.slides if slide.id == "measures")
    assert measures.notes[0] == "Question: What became of the commitments?"
    assert measures.notes[1].startswith("Method: The IRM has rated the commitment")
    assert measures.notes[2] == "Filters: Kenya"


def test_a_long_text_is_cut_at_a_word_and_control_characters_are_gone() -> None:
    assert shown("a\x00b\n c\x0b") == "a b c"
    assert shortened("one two three", most=9) == "one two…"
    assert shortened("one two", most=9) == "one two"
