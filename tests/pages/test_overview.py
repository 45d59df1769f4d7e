"""The overview's numbers, as filters and language change them."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.framed import beneath, measures
from tests.published import Change, Commitment, Snapshot, publish, rated
from ui import components


def test_the_first_screen_counts_and_shares(opened: Callable[..., AppTest]) -> None:
    app = opened()
    assert app.header[0].value == "What became of the commitments?"
    assert measures(app) == {
        "Members": "3",
        "Action plans": "3",
        "Commitments": "8",
        "Rated": "88%",
        "High completion": "50%",
        "Ambitious": "1 of 1",
        "Strong early results": "–",
        "Stalled": "50%",
    }
    said = beneath(app)
    assert "3 of 6 rated; 2 not rated" in said
    assert "1 of 1 rated; 7 not rated" in said


def test_filters_in_the_address_narrow_everything(opened: Callable[..., AppTest]) -> None:
    app = opened(members=["GBR", "NOBODY"], years="2021")
    assert measures(app)["Commitments"] == "1"
    assert app.session_state["members"] == ["GBR"]
    assert any(r"1 of 8 commitments: United Kingdom · 2021" in caption.value for caption in app.caption)


def test_every_language_frames_the_page_and_names_its_numbers(opened: Callable[..., AppTest]) -> None:
    assert measures(opened(language="es"))["Ambiciosos"] == "1 de 1"
    assert measures(opened(language="fr"))["Ambitieux"] == "1 sur 1"


def test_a_filter_picked_by_hand_goes_into_the_address_and_can_be_taken_back(opened: Callable[..., AppTest]) -> None:
    app = opened()
    app.multiselect(key="pick_members").select("KEN").run()
    assert measures(app)["Commitments"] == "6"
    assert app.query_params["members"] in ("KEN", ["KEN"])
    app.button(key="reset").click().run()
    assert measures(app)["Commitments"] == "8"


def test_options_name_their_numbers(opened: Callable[..., AppTest]) -> None:
    assert opened().multiselect(key="pick_members").options == ["Kenya (6)", "Kosovo (1)", "United Kingdom (1)"]


def test_what_would_find_nothing_beside_the_other_filters_is_not_offered(opened: Callable[..., AppTest]) -> None:
    app = opened(members=["KEN"], era="results_report", level="national")
    assert app.multiselect(key="pick_members").options == ["Kenya (0)", "Kosovo (1)", "United Kingdom (1)"]
    assert app.multiselect(key="pick_era").options == ["Midterm and final, 2014 (6)", "Results report, 2021 (0)"]
    assert app.multiselect(key="pick_level").options == ["National (0)"]
    assert app.session_state["members"] == ["KEN"]
    assert any(r"Kenya · National · Results report, 2021" in caption.value for caption in app.caption)
    app.multiselect(key="pick_era").unselect("results_report").run()
    assert measures(app)["Commitments"] == "6"
    assert "era" not in app.query_params


def test_rare_filters_are_folded_away_unless_they_are_in_use(opened: Callable[..., AppTest]) -> None:
    def names(app: AppTest) -> set[str]:
        return {str(picker.key) for picker in app.multiselect} & {"pick_level", "pick_era"}

    app = opened()
    assert names(app) == set()
    app.session_state["rare"] = True
    assert names(app.run()) == {"pick_level", "pick_era"}
    assert names(opened(era=["results_report"])) == {"pick_level", "pick_era"}


def test_no_commitment_is_one_sentence(opened: Callable[..., AppTest]) -> None:
    app = opened(members=["GBR"], years="2014")
    assert [info.value for info in app.info] == ["No commitment matches these filters."]
    assert not app.metric


def test_charts_have_names_captions_and_their_numbers_as_tables(opened: Callable[..., AppTest]) -> None:
    app = opened(numbers=("completion", "ambition", "map", "changes"))
    charts = app.get("plotly_chart")
    assert [chart.proto.alt.split(".")[0] for chart in charts] == [
        "Stacked bars of completion ratings by year of submission",
        "Lines of the share of ambitious commitments by year of submission, one line per scale",
        "World map of the share of commitments with high completion",
    ]
    assert "2014: 50%" in charts[0].proto.alt
    tables = [table.value for table in app.dataframe]
    assert tables[0]["count"].tolist()[:4] == [2, 1, 2, 1]
    assert tables[2][["name", "yes", "n", "missing"]].values.tolist() == [
        ["Kenya", 3, 6, 0],
        ["Kosovo", 0, 0, 1],
        ["United Kingdom", 0, 0, 1],
    ]
    assert [button.proto.label for button in app.get("download_button")] == [
        "Download the numbers (csv)",
        "Download as a workbook (xlsx)",
    ] * 4
    assert any("Member not on the map: Kosovo." in caption.value.replace("\\", "") for caption in app.caption)


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Miembro que no está en el mapa: Kosovo."), ("fr", "Membre absent de la carte")]
)
def test_the_map_names_whom_it_cannot_show_of_those_that_are_chosen(
    opened: Callable[..., AppTest], language: str, said: str
) -> None:
    def captions(**filters: list[str]) -> str:
        lines = opened(language=language, **filters).caption
        return " ".join(caption.value.replace("\\", "") for caption in lines)

    assert said in captions()
    assert "Kosovo" not in captions(members=["KEN"])


def test_a_table_is_made_once_it_is_opened(opened: Callable[..., AppTest]) -> None:
    closed, one = opened(), opened(numbers=("ambition",))
    assert [len(app.get("plotly_chart")) for app in (closed, one)] == [3, 3]
    assert (len(closed.dataframe), len(one.dataframe)) == (0, 1)
    assert len(one.get("download_button")) == len(closed.get("download_button")) + 2


def test_the_last_import_is_told_in_numbers_and_rows(opened: Callable[..., AppTest]) -> None:
    app = opened(numbers=("changes",))
    assert "Ratings changed by snapshot 1. Moved up: 0. Moved down: 1." in app.text[0].value
    assert app.dataframe[0].value["after"].tolist() == ["Limited"]
    said = [line for caption in app.caption for line in caption.value.split("\n\n")]
    assert r"Moved down: Kenya \(1\)." in said
    assert not any(text.startswith("Moved up") for text in said)


def test_a_first_final_rating_is_told_beside_the_one_at_midterm(
    opened: Callable[..., AppTest], published: Path
) -> None:
    ratings = (rated("completion", "midterm", "limited"), rated("completion", "final", "complete"))
    change = Change("A", "completion", "final", "not_reviewed", "complete")
    publish(published, [Commitment("A", ratings=ratings)], snapshot=Snapshot(2, changes=(change,)))
    app = opened(numbers=("changes",))
    assert "Moved up: 0. Moved down: 0. New: 0." in app.text[0].value
    assert "higher at the end than at midterm: 1; lower: 0; the same: 0." in app.text[0].value
    said = [line for caption in app.caption for line in caption.value.split("\n\n")]
    assert r"Higher at the end than at midterm: Kenya \(1\)." in said
    row = app.dataframe[0].value.iloc[0]
    assert row[["before", "completion_midterm", "after"]].tolist() == ["Not yet reviewed", "Limited", "Complete"]


def test_what_the_last_import_added_is_counted(opened: Callable[..., AppTest]) -> None:
    assert "Commitments that it added, of those chosen above: 8." in opened().text[0].value
    said = [caption.value for caption in opened(members=["GBR"]).caption]
    assert any("changed no rating of the commitments chosen above. Commitments that it added" in line for line in said)


def test_what_is_new_is_told_by_what_is_rated(opened: Callable[..., AppTest], published: Path) -> None:
    new = [Change(id, variable, "final", None, "yes") for id, variable in (("A", "starred"), ("B", "starred"))]
    rated_new = Change("A", "completion", "final", None, "complete")
    ratings = (rated("starred", "final", "yes"), rated("completion", "final", "complete"))
    publish(
        published, [Commitment(id, ratings=ratings) for id in "AB"], snapshot=Snapshot(2, changes=(*new, rated_new))
    )
    said = [line for caption in opened().caption for line in caption.value.split("\n\n")]
    assert r"New, by what is rated: Star \(current rule\) \(2\); Completion \(1\)." in said


def test_the_overview_leads_to_what_most_ask_next(opened: Callable[..., AppTest]) -> None:
    links = [link.proto.page for link in opened().get("page_link")]
    assert links == ["present", "stalled", "member", "compare", "themes", "ambition", "present"]


def test_the_script_that_people_run_works_as_a_script_too(opened: Callable[..., AppTest]) -> None:
    app = opened(script="dashboard.py", members="KEN")
    assert measures(app)["Commitments"] == "6"
    app.run()
    assert measures(app)["Commitments"] == "6"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds for which pages wait from now on, which they do not."""
    seconds: list[float] = []
    monkeypatch.setattr(components, "time", SimpleNamespace(sleep=seconds.append))
    return seconds


def test_numbers_have_a_head_start_on_charts_once_a_visit(opened: Callable[..., AppTest], waits: list[float]) -> None:
    app = opened()
    assert not waits
    del app.session_state["_has_started"]
    app.run()
    app.run()
    assert waits == [*components.HEAD_START]


def test_a_first_run_that_is_cut_short_leaves_the_head_start_to_the_next(
    opened: Callable[..., AppTest], waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    del app.session_state["_has_started"]
    cards, cut = components.size_cards, [True]

    def cut_once(size: dict[Any, Any]) -> list[tuple[str, str, str, str]]:
        if cut:
            cut.pop()
            st.rerun()
        return cards(size)

    monkeypatch.setattr(components, "size_cards", cut_once)
    app.run()
    assert waits == [*components.HEAD_START]


def test_numbers_come_before_filters_and_these_before_charts(opened: Callable[..., AppTest]) -> None:
    sent: list[str] = []

    def told(what: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **more: (sent.append(what.__name__), what(*args, **more))[1]

    with pytest.MonkeyPatch.context() as patch:
        for what in (st.metric, st.multiselect, st.plotly_chart):
            patch.setattr(st, what.__name__, told(what))
        opened()
    assert list(dict.fromkeys(sent)) == ["metric", "multiselect", "plotly_chart"]


def test_a_page_that_fails_leaves_the_filters_that_led_to_it(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError

    app = opened(members="KEN")
    monkeypatch.setattr(components, "size_cards", fails)
    app.run()
    assert [error.value for error in app.exception]
    assert app.multiselect(key="pick_members").value == ["KEN"]


def test_the_link_to_copy_holds_what_is_chosen(opened: Callable[..., AppTest]) -> None:
    app = opened(members="KEN", era="results_report")
    assert not app.code
    app.session_state["copy"] = True
    app.run()
    assert app.code[0].value.split("?")[1] == "language=en&members=KEN&era=results_report"


def test_a_mark_can_be_chosen_by_its_words_as_by_a_click(opened: Callable[..., AppTest]) -> None:
    app = opened(numbers=("ambition", "completion"))
    choice = app.selectbox(key="chart_ambition_mark")
    [said] = choice.options
    assert said == "2021 Potential for results (plans since 2020)"
    choice.select(said).run()
    assert not app.exception
    assert [caption.value for caption in app.caption if caption.value.startswith("Commitments: ")] == [
        "Commitments: 1. Choose a row to read the commitment."
    ]
    assert app.selectbox(key="chart_ambition_mark").value is None


def test_a_mark_that_opens_the_list_by_filters_does_so_by_its_words(opened: Callable[..., AppTest]) -> None:
    app = opened(numbers=("completion",))
    choice = app.selectbox(key="chart_completion_mark")
    choice.select(next(said for said in choice.options if "Limited" in said)).run()
    assert not app.exception
    _, narrowed = app.session_state["_narrowed"]
    assert list(narrowed) == ["years"]


def test_a_page_says_its_language_to_readers_of_screens_and_english_needs_no_word(
    opened: Callable[..., AppTest],
) -> None:
    def told(app: AppTest) -> list[str]:
        parts = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "language"]
        return [json.loads(part.json)["language"] for part in parts]

    app = opened()
    assert told(app) == []
    app.button_group(key="pick_language").set_value("fr").run()
    assert told(app) == ["fr"]
    app.button_group(key="pick_language").set_value("en").run()
    assert told(app) == ["en"]
    assert told(opened(language="es")) == ["es"]
