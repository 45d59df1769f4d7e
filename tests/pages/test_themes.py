"""The page on themes: numbers, pickers in the address, small and empty selections, three languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.published import MEMBERS, Commitment, Member, Snapshot, publish, rated

MANY = tuple(Member(f"M{n:02}", f"Member <b>{n}", iso3=f"M{n:02}") for n in range(12))
THEMES = {
    "open_data": ("Open Data", "irm_2024"),
    "budget": ("*Budget*", "irm_2024"),
    "tax": ("Tax", "irm_2024"),
    "open_data_2016": ("Open data", "irm_2016"),
}


@pytest.fixture
def tagged(published: Path) -> Path:
    """Twelve members with five commitments each, tagged by the newer list; one of Kenya by the older list alone."""
    publish(
        published,
        [
            *(
                Commitment(
                    f"{member.member_id}{n}",
                    member=member.member_id,
                    year=2014 + 7 * (n % 2),
                    plan=1 + n % 2,
                    ratings=(rated("completion", "final", "complete" if n else "limited"),),
                    themes=("open_data", "budget", "tax") if n < 3 else ("open_data",),
                )
                for member in MANY
                for n in range(5)
            ),
            Commitment("K1", themes=("open_data_2016",)),
        ],
        members=(*MEMBERS, *MANY),
        snapshot=Snapshot(
            snapshot_id=2,
            themes=THEMES,
            theme_parents={"tax": "budget"},
            crosswalk=(("open_data_2016", "open_data", "same"),),
        ),
    )
    return published


def table(app: AppTest, place: int) -> list[list[object]]:
    """The rows of a table, by its place among those on the page."""
    rows: list[list[object]] = app.dataframe[place].value.values.tolist()
    return rows


def test_the_first_screen_says_what_and_how(tagged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("themes", numbers=("themes", "theme_outcomes"))
    assert app.header[0].value == "Which themes do commitments address, and how do they fare?"
    assert table(app, 0)[:2] == [["Open data", 60, 60, 0, 1.0], ["*Budget*", 36, 60, 0, 0.6]]
    outcomes = {row[0]: row[1:4] for row in table(app, 1)}
    assert outcomes == {"Open data": [48, 60, 0], "*Budget*": [24, 36, 0], "Tax": [24, 36, 0]}
    said = " ".join(caption.value for caption in app.caption)
    assert (
        "n = 60 commitments tagged with the list “List of 2024”. Not tagged with it, so neither yes nor no: 1." in said
    )
    assert len(app.get("plotly_chart")) == 6


def test_the_outcome_charts_name_the_list_what_is_left_out_stages_and_eras(
    tagged: Path, opened: Callable[..., AppTest], files: dict[str, dict[str, str]]
) -> None:
    early = (rated("completion", "midterm", "complete"),)
    rows = [
        *(Commitment(f"A{n}", themes=("open_data",), ratings=early) for n in range(6)),
        *(
            Commitment(f"B{n}", member="GBR", plan=5, year=2021, themes=("open_data",),
                       ratings=(rated("completion", "final", "complete"),))
            for n in range(6)
        ),
        Commitment("C1", themes=("open_data_2016",), ratings=early),
        Commitment("C2", themes=("open_data_2016",), ratings=early),
    ]  # fmt: skip
    publish(tagged, rows, snapshot=Snapshot(snapshot_id=3, themes=THEMES))
    app = opened("themes", numbers=("theme_outcomes", "theme_fares"), taxonomy="irm_2024")
    captions = [caption.value for caption in app.caption if "Left out" in caption.value]
    assert len(captions) == 2
    stages = "here 6 from midterm (100% high) and 6 from the end of the plan (100% high)"
    eras = "of several eras: Midterm and final (6), Results report (6)."
    for said in (*captions, files["theme_outcomes"]["definition"], files["theme_fares"]["definition"]):
        assert stages in said
        assert eras in said
    by_region = "From midterm: Africa and the Middle East 100%; Europe 0%."
    assert [by_region in said for said in captions] == [False, True]
    assert by_region in files["theme_fares"]["definition"]
    rests = "n = 12 rated; 0 not rated. Left out: 2 not tagged with the list “List of 2024”."
    for said in (*captions, files["theme_outcomes"]["of"], files["theme_fares"]["of"]):
        assert rests in said


def test_chance_is_said_as_what_is_to_be_expected(published: Path, opened: Callable[..., AppTest]) -> None:
    names = {f"t{n}": (f"Tag {n}", "irm_2024") for n in range(20)}
    rows = [Commitment(f"A{n}", plan=1 + n % 2, year=2014 + 7 * (n % 2), themes=tuple(names)) for n in range(12)]
    publish(published, rows, snapshot=Snapshot(snapshot_id=2, themes=names))
    app = opened("themes", numbers=("themes_rising",))
    said = " ".join(caption.value for caption in app.caption)
    assert "About 1 of 20 themes would look clear by chance alone, and more where" in said
    assert set(app.dataframe[0].value["direction"]) == {"No clear change"}


def test_one_year_has_no_rise_and_says_so_under_the_question(tagged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("themes", members=["KEN"])
    assert "**Which themes rise, which fade?**" in [said.value for said in app.markdown]


def test_what_two_lists_share_is_folded_away(tagged: Path, opened: Callable[..., AppTest]) -> None:
    rows = [
        *(Commitment(f"A{n}", themes=("open_data_2016", "old_2016") if n < 2 else ("old_2016",)) for n in range(6)),
        *(Commitment(f"B{n}", plan=2, year=2021, themes=("open_data",)) for n in range(8)),
    ]
    crosswalk = (("open_data_2016", "open_data", "same"), ("old_2016", "tax", "broader"))
    themes = {**THEMES, "old_2016": ("Old", "irm_2016")}
    publish(tagged, rows, snapshot=Snapshot(snapshot_id=3, themes=themes, crosswalk=crosswalk))
    app = opened("themes", numbers=("themes_across",))
    assert "From one list of tags to the other: which themes rise, which fade?" in [fold.label for fold in app.expander]
    charts = len(app.get("plotly_chart"))
    app.session_state["themes_across_lists"] = True
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == charts + 1
    assert table(app, 0)[0][:7] == ["Open data", 2, 6, pytest.approx(0.33), 8, 8, 1.0]
    said = next(caption.value for caption in app.caption if "may come from the change of the list" in caption.value)
    assert "List of 2016: 1 theme (Old)" in said
    assert "List of 2024: 2 themes (" in said
    assert "List of 2016: plans of 2014, n = 6; List of 2024: plans of 2021, n = 8." in said


def test_list_group_and_measure_come_from_the_address(tagged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("themes", numbers=("themes",), taxonomy="irm_2016")
    assert [row[:4] for row in table(app, 0)] == [["Open data", 1, 1, 0]]
    app = opened("themes", parent="budget", measure="nonsense")
    assert app.selectbox(key="pick_parent").value == "budget"
    assert app.selectbox(key="pick_measure").value == "high_completion"
    app.selectbox(key="pick_parent").select("all").run()
    assert not app.exception


def test_a_measure_that_nobody_is_rated_on_is_not_offered(tagged: Path, opened: Callable[..., AppTest]) -> None:
    assert opened("themes").selectbox(key="pick_measure").options == ["High completion (60)"]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_language_one_member_and_twelve(tagged: Path, opened: Callable[..., AppTest], language: str) -> None:
    for members in (["M03"], [member.member_id for member in MANY], ["KEN"]):
        app = opened("themes", members=members, language=language)
        assert app.get("plotly_chart")


def test_nothing_tagged_is_one_sentence(tagged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("themes", members="KEN", taxonomy="irm_2024")
    assert [info.value for info in app.info] == [
        "No commitment here carries a tag of this list. Choose the other list, or reset the filters."
    ]


@pytest.mark.parametrize("name", ["themes", "ambition"])
def test_commitments_that_no_list_tags_are_no_failure(
    published: Path, opened: Callable[..., AppTest], name: str
) -> None:
    ratings = rated("completion", "final", "complete"), rated("potential_impact", "design", "moderate")
    publish(published, [Commitment(f"A{n}", number=str(n), taxonomies=(), ratings=ratings) for n in range(6)])
    app = opened(name)
    assert not app.error
    if name == "themes":
        assert [info.value for info in app.info] == ["No imported file says which themes commitments address."]


def test_a_choice_holds_when_what_is_meant_without_one_changes(tagged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("themes")
    assert not [box for box in app.multiselect if box.key == "taxonomy"]
    app.button_group(key="pick_taxonomy").set_value("irm_2016").run()
    app.button_group(key="pick_taxonomy").set_value("irm_2024").run()
    assert app.query_params["taxonomy"] in ("irm_2024", ["irm_2024"])
    app.multiselect(key="pick_members").set_value(["KEN"]).run()
    assert app.query_params["taxonomy"] in ("irm_2024", ["irm_2024"])
    assert app.button_group(key="pick_taxonomy").value == "irm_2024"
