"""The page on what is stalled, as a visitor's browser gets it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.published import Commitment, Snapshot, publish, rated

pytestmark = pytest.mark.browser

LOW = (rated("completion", "midterm", "limited"),)
HOSTILE = "=1+1 <script>document.title='owned'</script>"


def small(path: Path) -> Path:
    """Three commitments that are likely stalled, two that are complete, of two institutions."""
    commitments = [
        *(Commitment(f"A{n}", number=str(n), title=f"Low {n}", lead="Treasury", ratings=LOW) for n in range(1, 4)),
        *(
            Commitment(f"B{n}", number=f"1{n}", title=HOSTILE, ratings=(rated("completion", "final", "complete"),))
            for n in range(2)
        ),
    ]
    publish(path, commitments, snapshot=Snapshot(is_demo=True))
    return path


def test_a_cold_deep_link_arrives_framed_and_narrowed(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = visit(address).open("/stalled?as_of=2015-01-01&group_by=institution&group=KEN%3ATreasury&language=es")
    assert page.page.locator("h1").inner_text() == "Monitor de compromisos de gobierno abierto"
    assert page.page.locator("h2").first.inner_text() == "¿Qué está estancado?"
    assert "Los planes que acabaron antes del 1 de enero de 2015 cuentan como terminados" in page.text()
    assert "Solo: Treasury" in page.text()
    assert page.failures() == []
    assert "as_of=2015-01-01" in page.page.url
    narrow = visit(address, width=390).open("/stalled")
    scrolls = narrow.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert scrolls <= 0
    assert narrow.outside == []


def test_a_click_on_a_rung_lists_as_many_as_it_counts_and_a_row_opens_its_commitment(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/stalled")
    page.page.locator(".st-key-chart_ladder .barlayer .point path").nth(3).click(force=True)
    page.page.wait_for_function("location.search.includes('states=stalled_likely')")
    page.settle()
    assert "Commitments found: 3" in page.text()
    rows = page.page.locator(".st-key-stalled_rows canvas").first
    rows.scroll_into_view_if_needed()
    rows.click(position={"x": 18, "y": 55}, force=True)
    page.page.wait_for_url("**/commitments?**")
    page.settle()
    assert "commitment=A1" in page.page.url
    page.page.go_back()
    page.page.wait_for_url("**/stalled?states=stalled_likely")
    page.settle()
    assert "Commitments found: 3" in page.text()
    page.page.go_forward()
    page.page.wait_for_url("**/commitments?commitment=A1")
    page.settle()
    assert page.page.locator("[data-testid=stHtml] h2").inner_text() == "Low 1"
    assert page.failures() == []


def test_steps_back_and_forward_say_beside_the_title_whether_the_page_is_narrowed(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/stalled")
    title, way = page.page.locator(".st-key-masthead"), page.page.locator(".st-key-reset")
    page.choose("states", "Complete")
    page.page.wait_for_url("**/stalled?states=complete")
    assert "narrowed further below" in title.inner_text()
    assert way.is_visible()
    page.page.go_back()
    page.page.wait_for_url("**/stalled")
    page.settle()
    assert "narrowed further below" not in title.inner_text()
    assert way.count() == 0
    page.page.go_forward()
    page.page.wait_for_url("**/stalled?states=complete")
    page.settle()
    assert "narrowed further below" in title.inner_text()
    way.locator("button").click()
    page.settle()
    assert "narrowed further below" not in title.inner_text()
    assert "states=" not in page.page.url


def test_a_record_leads_back_to_the_page_that_it_was_opened_from(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any], look: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = look(address, "/stalled?members=KEN&states=stalled_likely&as_of=2024-09-01")
    rows = page.page.locator(".st-key-stalled_rows canvas").first
    rows.scroll_into_view_if_needed()
    rows.click(position={"x": 18, "y": 55}, force=True)
    page.page.wait_for_url("**/commitments?**")
    page.settle()
    assert page.page.get_by_role("button", name="To the list of commitments").is_visible()
    page.page.get_by_role("link", name="Back to").click()
    page.page.wait_for_url("**/stalled?**")
    page.settle()
    assert page.page.locator("h2").first.inner_text() == "What is stalled?"
    assert "Plans that ended before 1 September 2024 count as over" in page.text()
    assert "Commitments found: 3" in page.text()
    assert "commitment=" not in page.page.url
    for part in ("members=KEN", "states=stalled_likely", "as_of=2024-09-01"):
        assert page.page.url.count(part) == 1
    linked = visit(address).open("/commitments?commitment=A1")
    assert linked.page.get_by_role("button", name="To the list of commitments").is_visible()
    assert linked.page.get_by_role("link", name="Back to").count() == 0
    assert page.failures() == []


def test_the_numbers_of_the_ladder_say_their_day_and_not_what_does_not_narrow_them(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = look(address, "/stalled?as_of=2015-01-01&states=complete&members=KEN")
    page.page.get_by_text("The numbers as a table").first.click()
    page.settle()
    name, contents = page.take("Download the numbers (csv)")
    lines = contents.decode("utf-8-sig").splitlines()
    assert name == "ladder-2015-01-01-demonstration.csv"
    assert "# Filters: As of: 1 January 2015 · Members: Kenya" in lines
    assert "# Data date: 2024-10-01" in lines
    assert "# Filtered: 5 of 5 commitments" in lines
    header = next(line for line in lines if not line.startswith(("#", '"#')))
    assert {"commitments", "missing"} < set(header.split(",")) > {"count"}
    assert "n" not in header.split(",")
    of_all = look(address, "/quality?members=KEN").take("Download the list of files (csv)")[1].decode("utf-8-sig")
    assert "# Filters: none" in of_all
    assert "Filtered" not in of_all


def test_the_workbook_holds_what_the_list_shows(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/stalled?states=stalled_likely&states=complete")
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="Download for a meeting (xlsx)").click()
    assert waiting.value.suggested_filename == "stalled-2024-10-01-demonstration.xlsx"
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert book.sheetnames == ["Cover", "Treasury", "Ministry of Finance"]
    cover = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
    assert cover["Filters"] == "Complete, Stalled, likely" or cover["Filters"] == "Stalled, likely, Complete"
    assert cover["n of N"] == "5 of 5"
    assert cover["As of"] == "1 October 2024"
    assert "Demonstration data: invented ratings" in cover
    assert [book["Treasury"].cell(line, 3).value for line in (5, 6, 7)] == ["1 · Low 1", "2 · Low 2", "3 · Low 3"]
    hostile = book["Ministry of Finance"]["C5"]
    assert (hostile.value, hostile.data_type) == (f"10 · {HOSTILE}", "s")
