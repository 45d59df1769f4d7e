"""What to present, and the slides on the whole screen, without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from analysis import published as file
from analysis.process import FORUM
from analysis.scope import Filters
from analysis.slides import presets
from analysis.slides.model import Deck, shown
from tests.framed import COMMITMENTS, FRAME, ROOT
from tests.published import Commitment, Snapshot, publish, rated

PAGE = str(ROOT / "pages" / "share" / "present.py")
HOSTILE = "$x$ <script>document.title='owned'</script> **b** <b>&amp;"


@pytest.fixture
def showing(published: Path) -> Callable[..., AppTest]:
    """Opens the slides: showing(slide="2", members=["KEN"]). Every run is without an exception."""
    st.cache_data.clear()
    st.cache_resource.clear()
    config.set_option("client.showErrorDetails", "full")

    def show(**address: list[str] | str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=30)
        for name, value in {"show": "1", **address}.items():
            app.query_params[name] = value
        app.switch_page(PAGE).run()
        assert not app.exception, app.exception[0].message
        return app

    return show


def deck(path: Path, *, preset: str, language: str = "en", **filters: list[str]) -> Deck:
    every: Filters = {
        "members": [], "regions": [], "plans": [], "years": [], "themes": [], "level": [], "era": [],
        **filters,
    }  # type: ignore[typeddict-item]  # fmt: skip
    with file.connect(file.current(path)) as db:
        return presets.made(db, preset=preset, language=language, filters=every)


def html(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def press(app: AppTest, name: str) -> AppTest:
    next(button for button in app.button if button.key == f"slide_{name}").click().run()
    assert not app.exception, app.exception[0].message
    return app


def place(app: AppTest) -> tuple[int, int]:
    text = html(app).split('class="slide-place">')[1].split("<")[0]
    at, of = text.split(" / ")
    return int(at), int(of)


def picked(app: AppTest) -> tuple[str, list[str]]:
    box = next(box for box in app.selectbox if box.key == "pick_preset")
    return str(box.value), list(box.options)


def test_the_filters_say_which_slides_fit(opened: Callable[..., AppTest]) -> None:
    assert picked(opened("present"))[0] == "region"
    assert picked(opened("present", members=["KEN"]))[0] == "country"
    assert picked(opened("present", members=["KEN", "GBR"]))[0] == "region"
    assert picked(opened("present", themes=["open_data"]))[0] == "theme"
    assert picked(opened("present", members=["KEN"], preset="stalled"))[0] == "stalled"
    assert picked(opened("present", preset="no_such_slides"))[0] == "region"


def test_a_brief_is_offered_where_it_has_a_subject(opened: Callable[..., AppTest]) -> None:
    assert not {"Country brief", "Theme brief"} & set(picked(opened("present"))[1])
    offered = picked(opened("present", members=["KEN"]))[1]
    assert "Country brief" in offered
    assert "Theme brief" not in offered
    assert "The page “Stalled”" in offered


def test_slides_on_process_are_offered_where_a_file_says_something_of_it(
    opened: Callable[..., AppTest], published: Path
) -> None:
    assert "The page “Process”" not in picked(opened("present"))[1]
    publish(
        published,
        COMMITMENTS,
        snapshot=Snapshot(process=[("KEN-1", FORUM, "Yes", True, None)], process_years={"KEN-1": 2012}),
    )
    assert "The page “Process”" in picked(opened("present"))[1]
    assert "The page “Process”" not in picked(opened("present", members=["GBR"]))[1]


def test_choosing_slides_changes_what_they_are(opened: Callable[..., AppTest], published: Path) -> None:
    app = opened("present", members=["KEN"])
    next(box for box in app.selectbox if box.key == "pick_preset").set_value("stalled").run()
    said = html(app)
    for slide in deck(published, preset="stalled", members=["KEN"]).slides:
        assert slide.title in said
    assert "--preset stalled --members KEN --language en" in app.code[-1].value


def test_the_command_line_gets_the_very_choice(opened: Callable[..., AppTest]) -> None:
    app = opened("present", members=["KEN", "GBR"], years=["2014"], language="es")
    assert app.code[-1].value == (
        "python -m reports deck --out commitments-region-2024-10-01.pptx"
        " --preset region --members KEN,GBR --years 2014 --language es"
    )


def test_slides_of_a_comparison_are_on_the_indicator_of_the_address(
    opened: Callable[..., AppTest], showing: Callable[..., AppTest], published: Path
) -> None:
    low = (rated("completion", "final", "limited"),)
    publish(published, [Commitment("K1", ratings=low), Commitment("G1", member="GBR", ratings=low)])
    app = opened("present", preset="compare", indicator="stalled")
    assert app.selectbox(key="pick_indicator").value == "stalled"
    assert "--preset compare --indicator stalled --language en" in app.code[-1].value
    assert "Stalled. " in html(app)
    assert "Stalled. " in html(showing(preset="compare", indicator="stalled", slide="2"))
    assert "pick_indicator" not in [box.key for box in opened("present", indicator="stalled").selectbox]


def test_slides_on_the_screen_are_on_the_indicator_of_those_that_are_listed(
    opened: Callable[..., AppTest], showing: Callable[..., AppTest], published: Path
) -> None:
    newer = (rated("potential_for_results", "design", "substantial"),)  # nothing is rated on completion
    publish(
        published, [Commitment(member, member=member, plan=5, year=2021, ratings=newer) for member in ("KEN", "GBR")]
    )
    assert "Ambitious (plans since 2020). " in html(opened("present", preset="compare"))
    assert "Ambitious (plans since 2020). " in html(showing(preset="compare", slide="2"))


def test_pages_lead_to_their_slides(opened: Callable[..., AppTest]) -> None:
    def preset(page: str, **address: list[str]) -> list[str]:
        links = opened(page, **address).get("page_link")
        return [str(link.proto.query_string) for link in links if link.proto.label == "Present this page"]

    assert preset("overview") == ["preset=overview"]
    assert preset("stalled") == ["preset=stalled"]
    assert preset("compare", indicator=["stalled"]) == ["preset=compare&indicator=stalled"]
    assert preset("themes", measure=["early_results"]) == ["preset=themes&indicator=early_results"]
    assert preset("member", members=["KEN"]) == ["preset=country"]
    assert preset("member") == []
    assert preset("about") == []
    assert preset("present") == []


def test_slides_stand_without_the_frame(showing: Callable[..., AppTest]) -> None:
    app = showing()
    assert not app.title
    assert not app.sidebar.multiselect
    assert not [caption for caption in app.caption if "Snapshot" in caption.value]
    assert place(app)[0] == 1


@pytest.mark.parametrize(("preset", "language"), [("country", "fr"), ("stalled", "es"), ("overview", "en")])
def test_every_slide_says_what_the_deck_says(
    showing: Callable[..., AppTest], published: Path, preset: str, language: str
) -> None:
    made = deck(published, preset=preset, language=language, members=["KEN"])
    app = showing(members=["KEN"], preset=preset, language=language)
    for number, slide in enumerate(made.slides, start=1):
        assert place(app) == (number, len(made.slides))
        said = html(app)
        for text in (slide.title, slide.rests_on, made.source, *slide.notes, *slide.numbers):
            assert shown(text).replace("'", "&#x27;").replace('"', "&quot;") in said, slide.id
        if number < len(made.slides):
            press(app, "next")


def test_buttons_move_by_one_and_keep_to_the_ends(showing: Callable[..., AppTest]) -> None:
    app = showing(slide="3")
    last = place(app)[1]
    assert place(app) == (3, last)
    assert place(press(app, "previous")) == (2, last)
    assert place(press(app, "first")) == (1, last)
    assert [button.disabled for button in app.button if button.key == "slide_previous"] == [True]
    assert place(press(app, "last")) == (last, last)
    assert [button.disabled for button in app.button if button.key == "slide_next"] == [True]


@pytest.mark.parametrize("slide", ["0", "-1", "999", "three"])
def test_a_number_that_no_slide_has_is_the_first(showing: Callable[..., AppTest], slide: str) -> None:
    assert place(showing(slide=slide))[0] == 1


def test_leaving_leads_back_to_the_choice(showing: Callable[..., AppTest]) -> None:
    app = press(showing(members=["KEN"], slide="2"), "leave")
    assert [title.value for title in app.title] == ["Open Government Commitment Monitor"]
    assert picked(app)[0] == "country"
    next(button for button in app.button if button.key == "present_show").click().run()
    assert place(app)[0] == 1


def test_a_slide_number_beyond_a_shorter_choice_is_the_first(showing: Callable[..., AppTest], published: Path) -> None:
    app = showing(slide="4", preset="overview")
    publish(published, COMMITMENTS[-1:], snapshot=Snapshot(snapshot_id=2))
    app.run()
    assert not app.exception, app.exception[0].message
    assert place(app)[0] == 1


def test_nothing_to_show_is_said_with_a_way_out(showing: Callable[..., AppTest]) -> None:
    app = showing(members=["KEN"], years=["2021"])
    assert [info.value for info in app.info] == ["No commitment matches these filters."]
    assert picked(press(app, "leave"))[0] == "country"


def test_what_files_say_stays_text(showing: Callable[..., AppTest], published: Path) -> None:
    commitments = [
        Commitment(f"K{n}", title=HOSTILE, lead=HOSTILE, ratings=(rated("completion", "final", "limited"),))
        for n in range(6)
    ]
    publish(published, commitments, snapshot=Snapshot(snapshot_id=2, file_name=f"{HOSTILE}.xlsx"))
    app = showing(preset="stalled")
    seen = []
    for _ in range(place(app)[1] - 1):
        seen.append(html(app))
        press(app, "next")
    said = " ".join((*seen, html(app)))
    assert "<script" not in said
    assert "<b>&amp;amp;" not in said
    assert "&lt;script&gt;document.title=" in said


def test_invented_ratings_are_marked_on_every_slide(showing: Callable[..., AppTest], published: Path) -> None:
    publish(published, COMMITMENTS, snapshot=Snapshot(snapshot_id=2, is_demo=True))
    app = showing()
    for _ in range(place(app)[1] - 1):
        assert '<div class="slide-mark">Demonstration data: invented ratings</div>' in html(app)
        press(app, "next")
    assert "-demonstration.pptx" in press(app, "leave").code[-1].value
