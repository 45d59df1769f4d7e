"""The paths of docs/walkthroughs.md, walked in a browser on the demonstration data; each answer is asserted.

With MONITOR_PICTURES=1 the pictures of the document are written anew, to docs/images/walkthroughs/.
"""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation

from analysis import numbers

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "walkthroughs.md"
PICTURES = ROOT / "docs" / "images" / "walkthroughs"
SIZE = {"width": 1280, "height": 800}
MOST_BYTES = 150_000
#: Of a chart's picture in pixels, and of a region's slides.
LEAST_WIDTH, LEAST_CHARTS = 1280, 3
STALLED = "stall_state IN ('stalled_confirmed', 'stalled_likely')"
KNOWN = "stall_state NOT IN ('blind_spot', 'running_unrated', 'unclear')"
THREE = ("GBR", "KEN", "GHA")
#: The members whose commitments a click on the map lists, in the order of the alphabet.
ON_THE_MAP = """() => document.querySelector('.st-key-chart_map .js-plotly-plot').data
  .flatMap(trace => (trace.customdata || []).map(said => said[1])).filter(id => id).sort()"""
#: Tables by their alternative text.
NUMBERS, RATINGS = "All numbers side by side", "Table of the ratings of this commitment"


class Walk:
    """One path: an open page, and the pictures taken on the way."""

    def __init__(self, visit: Any, folder: Path) -> None:
        self.visit, self.page, self.folder = visit, visit.page, folder
        self.page.set_viewport_size(SIZE)

    def picture(self, name: str, *, at: str = "") -> None:
        """Takes the picture `name`, with the element `at` on top, once everything is drawn; the document shows it."""
        self.visit.drawn()
        if at:
            self.visit.scroll_to(self.page.locator(at).first)
        else:
            self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        self.page.mouse.move(1270, 790)
        self.page.wait_for_timeout(400)
        self.snap(name)

    def snap(self, name: str) -> None:
        """Takes the picture `name` of the page as it is."""
        taken = Image.open(io.BytesIO(self.page.screenshot()))
        path = self.folder / f"{name}.png"
        taken.convert("RGB").quantize(colors=96, method=Image.Quantize.MEDIANCUT).save(path, optimize=True)
        assert path.stat().st_size < MOST_BYTES
        assert f"images/walkthroughs/{name}.png" in DOCUMENT.read_text(encoding="utf-8")

    def stands(self) -> None:
        """Nothing failed on the page, nothing was fetched from outside, and it is marked as a demonstration."""
        assert self.visit.failures() == []
        assert self.visit.outside == []
        assert self.page.locator("[data-testid=stAlertContentWarning]").count() == 1


@pytest.fixture
def walk(demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any], tmp_path: Path) -> Walk:
    """A fresh visit to the demonstration. Its pictures go into the document's folder only where that is asked for."""
    asked = os.environ.get("MONITOR_PICTURES", "") not in ("", "0")
    folder = PICTURES if asked else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return Walk(visit(serve(demonstration.database)), folder)


def words(text: str) -> str:
    """`text` with single blanks, whatever kind they and the line breaks are of."""
    return " ".join(text.split())


def counts(data: Any, *, where: str = "true", members: tuple[str, ...]) -> int:
    """How many commitments of the members there are, by a query of our own."""
    held = data.rows(f"SELECT count(*) FROM commitment_status WHERE list_contains(?, member_id) AND {where}", members)
    return int(held[0][0])


def test_a_coordinator_goes_from_her_country_to_the_cell_and_into_the_meeting(walk: Walk, demonstration: Any) -> None:
    visit, page, us = walk.visit, walk.page, ("GBR",)
    visit.open("/?language=en").choose("members", "United Kingdom")
    visit.go("Monitor", "Stalled")
    stuck, known = (counts(demonstration, where=where, members=us) for where in (STALLED, KNOWN))
    confirmed = counts(demonstration, where="stall_state = 'stalled_confirmed'", members=us)
    answer = f"{stuck} of {known} commitments whose completion is known are stalled: {confirmed} confirmed"
    assert answer in visit.text()
    walk.stands()
    walk.picture("coordinator-1-stalled")

    visit.mark("ladder", 2).click(force=True)
    page.wait_for_function("location.search.includes('states=stalled_confirmed')")
    visit.drawn()
    assert f"Commitments found: {confirmed}." in visit.text()
    rows = visit.table("stalled_rows")
    assert {row["State"] for row in rows} == {"■ Stalled, confirmed"}
    assert all(re.search(r"Final: (not started|limited) \([^()]+![A-Z]+\d+\)", row["Why"]) for row in rows)
    walk.picture("coordinator-2-why", at="h3:has-text('deserves attention')")

    page.locator(".st-key-pick_group_by").get_by_text("Lead institution").click()
    visit.settle()
    first = visit.table("groups_institution_0")[0]
    led = demonstration.rows(
        "SELECT count(*) FROM commitment_status WHERE member_id = 'GBR' AND stall_state = 'stalled_confirmed' "
        "AND institution = ?",
        first["Lead institution"],
    )[0][0]
    assert int(first["■ Stalled, confirmed"]) == led
    most = demonstration.rows(
        "SELECT count(*) FROM commitment_status WHERE member_id = 'GBR' AND stall_state = 'stalled_confirmed' "
        "AND institution IS NOT NULL GROUP BY institution ORDER BY 1 DESC LIMIT 1"
    )[0][0]
    assert led == most
    visit.tick("groups_institution_0", 0).drawn()
    assert f"Only: {first['Lead institution']}" in visit.text()
    assert f"Commitments found: {led}." in visit.text()
    walk.picture("coordinator-3-institution", at="h3:has-text('deserves attention')")
    page.get_by_role("button", name="All groups").click()
    visit.settle()

    name, contents = visit.take("Download for a meeting (xlsx)")
    assert name == "stalled-GBR-2026-06-30-demonstration.xlsx"
    book = load_workbook(io.BytesIO(contents))
    cover = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
    assert cover["Filters"] == "Members: United Kingdom · Stalled, confirmed"
    assert cover["n of N"].startswith(f"{confirmed} of ")
    assert "Demonstration data: invented ratings" in cover
    listed = [row for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) if "Final:" in str(row)]
    assert len(listed) == confirmed
    assert {"Reason", "Next step", "Owner", "Date"} <= {cell.value for row in book.worksheets[1].rows for cell in row}

    why = visit.table("stalled_rows")[0]
    visit.tick("stalled_rows", 0, high=66)
    page.wait_for_url("**/commitments?**")
    visit.settle()
    final = next(row for row in visit.table(RATINGS) if (row["Variable"], row["Stage"]) == ("Completion", "Final"))
    assert f"{final['Sheet']}!{final['Cell']}" in why["Why"]
    sheet = load_workbook(demonstration.files / final["File"], read_only=True)[final["Sheet"]]
    assert sheet[final["Cell"]].value == final["As written in the file"]
    walk.picture("coordinator-4-cell")


def test_a_researcher_compares_with_n_and_eras_and_takes_the_data(walk: Walk, demonstration: Any) -> None:
    visit, page = walk.visit, walk.page
    visit.open("/?language=en")
    for name in ("United Kingdom", "Kenya", "Ghana"):
        visit.choose("members", name)
    visit.go("Compare", "Compare").drawn()
    truth = demonstration.rows(
        "SELECT member_name, count(*) FILTER (is_high_completion), count(completion), count(*) - count(completion) "
        "FROM commitment_status WHERE list_contains(?, member_id) GROUP BY 1 "
        "ORDER BY count(*) FILTER (is_high_completion) / count(completion) DESC",
        THREE,
    )
    rows = visit.table(NUMBERS)
    ours = [(row["Member or region"], int(row["Yes"]), int(row["Rated (n)"]), int(row["Not rated"])) for row in rows]
    assert ours == truth
    drawn = page.locator(".st-key-chart_compare_shares .annotation-text").all_text_contents()
    assert drawn == [f"{yes} of {n}" for _, yes, n, _ in truth]
    intervals = [(row["95%: from"].rstrip("%"), row["95%: to"].rstrip("%")) for row in rows]
    assert all(0 < float(low) < float(high) for low, high in intervals)
    eras = demonstration.rows(
        "SELECT era, count(completion) FROM commitment_status WHERE list_contains(?, member_id) GROUP BY 1", THREE
    )
    warning = page.locator("[data-testid=stAlert]").filter(has_text="several eras").inner_text()
    assert sorted(map(int, re.findall(r"\((\d+)\)", warning))) == sorted(n for _, n in eras if n)
    walk.stands()
    walk.picture("researcher-1-compare")

    page.locator(".st-key-pick_by").get_by_text("By plan number").click()
    visit.drawn()
    assert "by=plan" in page.url
    panels = page.locator(".st-key-chart_compare_over .annotation-text").all_text_contents()
    assert panels == [f"{name}  n = {n}" for name, _, n, _ in truth]
    walk.picture("researcher-2-cycles", at=".st-key-chart_compare_over")

    with page.expect_download() as waiting:
        page.locator(".st-key-compare_downloads").get_by_role("button", name="Download as a workbook").click()
    assert waiting.value.suggested_filename == "compare-2026-06-30-demonstration.xlsx"
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows() if len(row) > 1}
    assert set(about["Filters"].removeprefix("Members: ").split("; ")) == {"United Kingdom", "Kenya", "Ghana"}
    assert about["Definition"].startswith("High completion: the latest rating is substantial or complete.")
    assert about["Demonstration"].startswith("Demonstration data")
    header, *lines = book["Data"].iter_rows(values_only=True)
    taken = [dict(zip(header, line, strict=True)) for line in lines]
    assert [(row["unit_name"], row["yes"], row["n"], row["missing"]) for row in taken] == truth

    page.get_by_role("button", name="Copy link").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert all(f"members={id}" in link for id in THREE)
    walk.picture("researcher-4-link")
    page.keyboard.press("Escape")

    name, yes, n, _ = truth[0]
    point = visit.mark("compare_shares", 0)
    point.scroll_into_view_if_needed()
    point.click(force=True)
    window = page.get_by_role("dialog")
    window.wait_for()
    visit.settle()
    assert f"{name} · High completion: {yes} of {n}" in window.inner_text()
    assert f"Commitments: {n}." in window.inner_text()
    walk.picture("researcher-3-behind")
    page.goto(link)
    assert visit.drawn().table(NUMBERS) == rows
    assert page.locator(".st-key-chart_compare_over .annotation-text").all_text_contents() == panels


def test_a_presenter_shows_a_region_a_country_and_a_picture_in_her_language(walk: Walk, demonstration: Any) -> None:
    visit, page = walk.visit, walk.page
    visit.open("/?language=en")
    page.get_by_text("Español").click()
    visit.settle().choose("regions", "Américas")
    yes, n, midterm, missing = demonstration.rows(
        "SELECT count(*) FILTER (is_high_completion), count(completion), "
        "count(*) FILTER (completion_stage = 'midterm'),"
        " count(*) - count(completion) FROM commitment_status WHERE region = 'americas'"
    )[0]
    card = page.locator(".st-key-measures [data-testid=stGridCell]").filter(has_text="Alto cumplimiento")
    assert f"{numbers.share(yes, n, language='es')}" in card.inner_text()
    counted = f"{yes} de {n} calificados, {midterm} de ellos en el informe intermedio; {missing} sin calificar"
    assert counted in card.inner_text()
    walk.stands()
    walk.picture("presenter-1-region")
    there = demonstration.rows("SELECT DISTINCT member_id FROM commitment_status WHERE region = 'americas' ORDER BY 1")
    assert page.evaluate(ON_THE_MAP) == [id for (id,) in there]
    assert page.locator(".choroplethlayer path.choroplethlocation").count() >= len(there)
    walk.picture("presenter-2-map", at=".st-key-chart_map_flat")

    page.locator(".st-key-map_numbers summary").click()
    button = page.locator(".st-key-picture_map_png button")
    button.wait_for(state="visible")
    visit.settle()
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.endswith("-demonstration.png")
    assert Image.open(waiting.value.path()).width >= LEAST_WIDTH

    visit.go("Fuentes", "Presentar")
    titles = page.locator("[data-testid=stMain] ol > li > b").all_inner_texts()
    name, contents = visit.take("Descargar PowerPoint")
    assert name.endswith("-demonstration.pptx")
    slides = list(Presentation(io.BytesIO(contents)).slides)
    assert [words(slide.shapes.title.text_frame.text) for slide in slides] == [words(title) for title in titles]
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) >= LEAST_CHARTS
    assert any(f"{yes} de {n}" in words(shape.text_frame.text)
               for slide in slides for shape in slide.shapes if shape.has_text_frame)  # fmt: skip
    page.get_by_role("button", name="Mostrar a pantalla completa").click()
    visit.settle()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('slide=2')")
    visit.drawn()
    assert words(page.locator("h1.slide-title").inner_text()) == words(titles[1])
    assert page.locator(".slide-mark").count() == 1
    walk.snap("presenter-3-slides")
    page.locator(".st-key-slide_leave button").click()
    visit.settle()

    visit.go("Seguimiento", "Miembro")
    box = page.locator(".st-key-pick_member input")
    box.click()
    box.fill("Chile")
    page.get_by_role("option", name="Chile").first.click()
    visit.settle()
    assert page.locator("h2").inner_text().startswith("Chile: ")
    walk.picture("presenter-4-member")

    name, contents = visit.take("Descargar la ficha")
    assert name == "CHL-2026-06-30-demonstration.html"
    yes, n = demonstration.rows(
        "SELECT count(*) FILTER (is_high_completion), count(completion) FROM commitment_status WHERE member_id = 'CHL'"
    )[0]
    brief = contents.decode("utf-8")
    assert f"{yes} de {n}" in brief
    assert "Datos de demostración" in brief
    page.set_content(brief)
    walk.snap("presenter-5-brief")
