"""The list of commitments and one commitment's page."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analysis import published, words
from tests.published import Commitment, publish, rated
from ui import passages


def titles(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["title"])


def test_the_list_names_how_many_it_found(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", members="KEN")
    assert app.header[0].value == "Which commitments are these?"
    assert titles(app) == [f"Publish budget {n}" for n in range(1, 7)]
    assert any("Commitments found: 6. Showing 1 to 6." in caption.value for caption in app.caption)


def test_words_and_facets_narrow_the_list_and_offer_only_what_is_there(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", q="budget", view="table")
    assert app.multiselect(key="pick_completion").options == [
        "Complete (2)", "Substantial (1)", "Limited (2)", "Not started (1)",
    ]  # fmt: skip
    assert app.multiselect(key="pick_state").options == [
        "Stalled, likely (3)", "Substantial at midterm (1)", "Complete (2)",
    ]  # fmt: skip
    assert app.multiselect(key="pick_ambition").options == ["Not rated (6)"]
    app.multiselect(key="pick_completion").select("limited").run()
    assert titles(app) == ["Publish budget 1", "Publish budget 2"]
    assert app.multiselect(key="pick_state").options == ["Stalled, likely (2)"]
    assert app.query_params["completion"] in ("limited", ["limited"])
    app.text_input(key="q").set_value("unicorn").run()
    assert [info.value for info in app.info] == [
        "No commitment holds all of these words. Try fewer words, or reset the filters."
    ]


def test_facets_in_the_address_narrow_the_list(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", ambition="ambitious_potential_for_results", state="blind_spot")
    assert titles(app) == ["Open contracts"]
    app = opened("commitments", themes="open_data")
    assert titles(app) == ["Open contracts"]
    assert app.multiselect(key="facet_themes").value == ["open_data"]
    app.multiselect(key="facet_themes").set_value([]).run()
    assert len(titles(app)) == 8
    assert app.session_state["themes"] == []


def test_a_search_shows_passages_with_what_was_searched_for_marked(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", q='"publish budget" finance', completion="complete")
    labels = [button.label for button in app.button if str(button.key).startswith("open_")]
    assert labels == ["**Publish budget** 4", "**Publish budget** 5"]
    assert any("Ministry of <mark>Finance</mark>" in element.value for element in app.html)
    app.button(key="open_K4").click().run()
    assert not app.exception
    assert app.query_params["commitment"] in ("K4", ["K4"])
    assert app.query_params["q"] in ('"publish budget" finance', ['"publish budget" finance'])
    assert not any("narrowed further" in caption.value for caption in app.caption)
    next(button for button in app.button if button.label == "To the list of commitments").click().run()
    assert app.text_input(key="q").value == '"publish budget" finance'


def test_columns_are_chosen_by_address_and_by_hand(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", columns=["title", "region", "title", "nothing"])
    assert list(app.dataframe[0].value.columns) == ["title", "region"]
    assert app.dataframe[0].value["region"].iloc[0] == "Africa and the Middle East"
    app.session_state["choose_columns"] = True
    app.run().multiselect(key="pick_columns").set_value([]).run()
    assert list(app.dataframe[0].value.columns)[:3] == ["member", "title", "completion"]


def test_choosing_a_row_opens_the_commitment(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments")
    app.session_state["found"] = {"selection": {"rows": [2], "columns": []}}
    app.run()
    assert not app.exception
    assert app.query_params["commitment"] in ("K3", ["K3"])
    assert any("Publish budget 3" in element.value for element in app.html)


def test_a_record_leads_every_rating_to_its_cell(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", commitment="G1")
    rows = app.dataframe[0].value
    assert [code.value.split("?")[1] for code in app.code] == ["language=en&commitment=G1"]
    columns = ["variable", "stage", "rating", "why_not", "label", "file_name", "sheet", "cell"]
    assert rows[columns].values.tolist() == [
        ["Completion", "Final", "", "Not yet reviewed", "NR", "release.xlsx", "Commitments", "DX7"],
        ["Potential for results", "Design", "Substantial", "", "Substantial", "release.xlsx", "Commitments", "DS7"],
    ]
    assert [(link.value, link.url) for link in app.link_button] == [
        ("Open at the Open Government Partnership", "https://example.org/g1")
    ]
    assert any("Short title of the IRM: A &lt;b&gt;second&lt;/b&gt; title" in element.value for element in app.html)


def test_a_passage_says_which_words_of_a_short_title_were_found(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", q="second title")
    found = "<small>Short title:</small> A &lt;b&gt;<mark>second</mark>&lt;/b&gt; <mark>title</mark>"
    assert [found in element.value for element in app.html if "<small>" in element.value] == [True]


@pytest.mark.parametrize(
    ("text", "terms", "shown"),
    [
        ("Open  budgets", "budget", "Open **budget**s"),
        ("<b> x", "<b>", r"\<b\> x"),
        ("a *b* c", "b", r"a \***b**\* c"),
        ("100% of", "100%", r"100% of"),
        ("x " * 100, "y", ("x " * 90).strip() + r" …"),
    ],
)
def test_titles_are_letters_and_hits_are_bold(text: str, terms: str, shown: str) -> None:
    assert passages.title(text, terms=words.wanted(terms)) == shown


def test_a_record_without_a_number_names_none_and_says_when_it_was_last_seen_and_by_which_rule_it_has_no_star(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: Callable[..., AppTest]
) -> None:
    path = tmp_path / "other" / "monitor.duckdb"
    path.parent.mkdir()
    publish(path, [Commitment("A", ratings=(rated("starred", "final", "no"),))])
    path = published.current(path).path
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE commitment_status SET number = NULL")
        db.execute("UPDATE source SET as_of = DATE '2016-07-01'")
    monkeypatch.setenv("MONITOR_DB", str(path))
    app = opened("commitments", commitment="A")
    shown = " ".join(element.value for element in app.html)
    assert "Kenya, plan 1 (2014–2016)</p>" in shown
    assert "(on 1 October 2024; last known from the release of 1 July 2016)" in shown
    assert "The IRM gave it no star (Current rule)." in [caption.value for caption in app.caption]


def test_what_is_asked_anew_begins_on_the_first_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: Callable[..., AppTest]
) -> None:
    path = tmp_path / "other" / "monitor.duckdb"
    path.parent.mkdir()
    late = (rated("completion", "final", "limited"),)
    publish(path, [Commitment(f"K{n}", number=str(n), ratings=late if n > 100 else ()) for n in range(250)])
    monkeypatch.setenv("MONITOR_DB", str(path))

    def shown(app: AppTest) -> str:
        return next(caption.value for caption in app.caption if "Showing" in caption.value)

    app = opened("commitments", view="table")
    app.session_state["page"] = 2
    app.run()
    assert "Showing 101 to 200." in shown(app)
    assert "A click on a header sorts this page alone" in shown(app)
    app.multiselect(key="pick_completion").select("limited").run()
    assert "Commitments found: 149. Showing 1 to 100." in shown(app)
    app.session_state["page"] = 2
    app.run()
    assert "Showing 101 to 149." in shown(app)
    app.button(key="reset").click().run()
    assert "Commitments found: 250. Showing 1 to 100." in shown(app)
    app.session_state["page"] = 2
    app.run()
    app.selectbox(key="pick_sort").select("completion").run()
    assert "Showing 1 to 100." in shown(app)
    assert app.query_params["sort"] in ("completion", ["completion"])
    assert app.dataframe[0].value["number"].tolist()[:2] == ["101", "102"]


def test_a_list_is_ordered_by_member_and_a_search_by_what_fits_best(opened: Callable[..., AppTest]) -> None:
    assert opened("commitments").selectbox(key="pick_sort").options == ["Member", "Newest plan", "Completion"]
    app = opened("commitments", q="budget", view="table")
    assert app.selectbox(key="pick_sort").options == ["Best match", "Member", "Newest plan", "Completion"]


def test_only_web_addresses_are_linked(opened: Callable[..., AppTest]) -> None:
    assert not opened("commitments", commitment="X1").link_button


def test_an_unknown_commitment_is_one_sentence(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", commitment="*NONE*")
    assert [info.value for info in app.info] == [r"There is no commitment with the identifier \*NONE\*."]


def test_a_record_names_the_page_that_it_was_opened_from(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", commitment="G1")
    assert "Back to" not in str([link.proto.label for link in app.get("page_link")])
    app.session_state["_opened_from"] = "", {}
    app.run()
    assert not app.exception
    assert "Back to “Overview”" in [link.proto.label for link in app.get("page_link")]


def test_back_to_the_list(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", commitment="G1", members="GBR")
    app.button[0].click() if app.button[0].label == "To the list of commitments" else app.button[1].click()
    app.run()
    assert titles(app) == ["Open contracts"]
