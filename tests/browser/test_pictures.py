"""Every chart can be taken away as a picture that says what it is, made in the browser and without a network."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Download

from analysis.text import say
from tests.published import Commitment, Snapshot, publish, rated

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
WHITE, NIGHT = (255, 255, 255, 255), (14, 22, 32, 255)
MARK = "Demonstration data: the ratings are invented and describe no country."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """A dashboard on six commitments of two members, demonstration data."""
    path = tmp_path_factory.mktemp("pictures") / "m.duckdb"
    codes = ("limited", "complete", "complete", "substantial", "not_started")
    publish(
        path,
        [Commitment(f"A{n}", number=str(n), ratings=(rated("completion", "final", c),)) for n, c in enumerate(codes)]
        + [Commitment("B1", member="GBR", year=2021, plan=5)],
        snapshot=Snapshot(is_demo=True),
    )
    return serve(path)


def unfold(page: Any, chart: str) -> None:
    """Opens what lies beneath a chart, once it is drawn; what is in it comes when it is opened."""
    page.page.locator(f".st-key-chart_{chart} .main-svg").first.wait_for()
    if not page.page.locator(f".st-key-{chart}_numbers details[open]").count():  # another test may have opened it
        page.page.locator(f".st-key-{chart}_numbers summary").click()
    page.page.locator(f".st-key-picture_{chart}_png button").wait_for(state="visible")
    page.page.locator("body > .plotly-notifier").wait_for(state="attached")  # what makes pictures has come, too
    page.settle()


def taken(page: Any, chart: str, kind: str, *, key: str = "") -> Download:
    """The download that a press on the chart's button starts, with the mouse or with a key."""
    button = page.page.locator(f".st-key-picture_{chart}_{kind} button")
    with page.page.expect_download() as waiting:
        if key:
            button.focus()
            page.page.keyboard.press(key)
        else:
            button.click()
    return waiting.value


def words(svg: Path) -> list[str]:
    """The text of a picture, element by element."""
    return ["".join(text.itertext()).replace("\u00a0", " ") for text in ET.parse(svg).iter(f"{SVG}text")]


#: How a file names letters that are there wherever it is opened, and all the addresses that may stand in it.
LETTERS = {"Arial, Helvetica, 'Liberation Sans', sans-serif"}
ADDRESSES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.mark.parametrize(("chart", "title", "mark", "marks"), [
    ("completion", "How far did commitments get?", "point", 4),
    ("map", "Where was completion high?", "choroplethlocation", 2),  # Kenya, and hollow the United Kingdom
])  # fmt: skip
def test_a_chart_goes_with_all_that_it_says(
    address: str, look: Callable[..., Any], chart: str, title: str, mark: str, marks: int
) -> None:
    page = look(address, "/?members=KEN")
    page.page.wait_for_function("document.querySelectorAll('.choroplethlayer path').length > 0")
    unfold(page, chart)
    png, svg = taken(page, chart, "png"), taken(page, chart, "svg", key="Enter")
    assert png.suggested_filename == f"{chart}-2024-10-01-demonstration.png"
    assert svg.suggested_filename == f"{chart}-2024-10-01-demonstration.svg"
    with Image.open(png.path()) as picture:
        assert picture.size == (1920, 1080)
        assert picture.convert("RGBA").getpixel((0, 0)) == WHITE
        assert picture.convert("RGBA").getextrema()[3] == (255, 255)
    text = Path(svg.path()).read_text(encoding="utf-8")
    assert set(re.findall(r"font-family: ([^;\"]+)", text)) == LETTERS
    assert set(re.findall(r"https?://[^\"' ]+", text)) == ADDRESSES
    said = words(svg.path())
    assert title in said
    beneath = next(text for text in said if "n = " in text)
    for part in (
        "n = 5 rated; 0 not rated.",
        "Source: IRM ratings, releases up to 1 October 2024.",
        "Filters: Members: Kenya",
        MARK,
    ):
        assert part in beneath
    root = ET.parse(svg.path()).getroot()
    assert [round(float(root.get(side) or 0)) for side in ("width", "height")] == [1920, 1080]
    assert len([one for one in root.iter() if mark in (one.get("class") or "").split()]) == marks


def test_a_picture_from_the_dark_is_dark_and_opaque(address: str, look: Callable[..., Any]) -> None:
    page = look(address, "/", is_dark=True)
    unfold(page, "completion")
    with Image.open(taken(page, "completion", "png").path()) as picture:
        seen = picture.convert("RGBA")
        assert (seen.getpixel((0, 0)), seen.getextrema()[3]) == (NIGHT, (255, 255))
        assert max(sum(colour[:3]) for _, colour in seen.getcolors(1_000_000)) > 600


def test_one_press_is_one_picture_in_the_language_that_the_page_has_now(address: str, look: Callable[..., Any]) -> None:
    page = look(address, "/stalled")
    page.page.get_by_role("link", name="Overview").click()
    page.settle()
    page.page.get_by_text("Français").click()
    page.settle()
    unfold(page, "completion")
    names: list[str] = []
    page.page.on("download", lambda download: names.append(download.suggested_filename))
    svg = taken(page, "completion", "svg")
    assert say("fr", "overview.completion") in words(svg.path())
    page.page.get_by_role("status").filter(has_text="L’image est dans vos téléchargements").wait_for()
    page.page.wait_for_timeout(500)
    assert names == ["completion-2024-10-01-demonstration.svg"]
    assert page.failures() == []
    assert page.page.get_by_role("button", name="Image (PNG)").count() >= 1
