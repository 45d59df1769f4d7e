"""The dashboard as a visitor's browser gets it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.browser.menu import MENU
from tests.published import Change, Commitment, Member, Snapshot, publish, rated

pytestmark = pytest.mark.browser

HOSTILE = "$x$ <script>document.title='owned'</script> [x](javascript:alert(1)) :red[x] =1+1 **b**"


def small(path: Path, *, title: str = "Publish the budget", snapshot_id: int = 1) -> Path:
    """Two members, three commitments; the first with the title."""
    publish(
        path,
        [
            Commitment(
                "A1",
                title=title,
                full_text=title,
                lead=title,
                ratings=(rated("completion", "midterm", "limited"), rated("completion", "final", "complete")),
            ),
            Commitment("A2", number="2", ratings=(rated("completion", "midterm", "limited"),)),
            Commitment(
                "B1",
                member="GBR",
                year=2021,
                plan=5,
                ratings=(rated("potential_for_results", "design", "substantial"),),
            ),
        ],
        snapshot=Snapshot(
            snapshot_id=snapshot_id,
            is_demo=True,
            file_name=HOSTILE,
            changes=(Change("A1", "completion", "final", "limited", "complete"),),
        ),
    )
    return path


def map_height(page: Any) -> float:
    """Pixels from top to bottom of the map."""
    return float(page.page.locator(".st-key-chart_map .main-svg").first.bounding_box()["height"])


def test_the_first_request_after_a_start_is_a_deep_link_and_arrives_framed(
    tmp_path: Path, start_server: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    page = visit(start_server(small(tmp_path / "m.duckdb"))).open("/commitments?members=KEN&language=es")
    assert page.page.locator("h1").inner_text() == "Monitor de compromisos de gobierno abierto"
    assert page.page.locator("h2").inner_text() == "¿Qué compromisos son?"
    assert "2 de 3 compromisos: Kenya" in page.text()
    pickers = page.page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]")
    pickers.nth(4).wait_for(state="attached")  # the browser fetches what draws them, which takes time at first
    assert pickers.filter(visible=True).count() == pickers.count() == 5
    page.page.locator(".st-key-rare summary").click()
    pickers.nth(6).wait_for(state="visible")
    assert page.failures() == []
    assert "members=KEN" in page.page.url
    assert "language=es" in page.page.url


def test_the_map_is_drawn_from_our_own_files(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/")
    shapes = page.page.locator(".choroplethlayer path.choroplethlocation")
    page.page.wait_for_function("document.querySelectorAll('.choroplethlayer path.choroplethlocation').length > 0")
    assert shapes.count() == 2
    assert map_height(page) == pytest.approx(500, abs=2)
    assert page.outside == []


def test_a_new_snapshot_is_seen_at_the_next_interaction(
    tmp_path: Path, start_server: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    path = small(tmp_path / "m.duckdb", title="Publish the budget")
    page = visit(start_server(path)).open("/commitments?commitment=A1")
    assert page.page.locator("[data-testid=stHtml] h2").inner_text() == "Publish the budget"
    small(path, title="Publish the accounts", snapshot_id=2)
    page.page.get_by_text("Français").click()
    page.settle()
    assert page.page.locator("[data-testid=stHtml] h2").inner_text() == "Publish the accounts"
    assert "Version 2" in page.text()
    assert page.failures() == []


def test_choosing_by_hand_changes_the_address_and_keeps_from_page_to_page(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/")
    page.page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input").first.click()
    page.page.get_by_role("option", name="United Kingdom (1)").click()
    page.settle()
    page.page.keyboard.press("Escape")
    assert "members=GBR" in page.page.url
    page.page.get_by_role("button", name="Explore").click()
    page.page.locator("[data-testid=stTopNavDropdownLink]").filter(has_text="Commitments").click()
    page.settle()
    assert "members=GBR" in page.page.url
    assert "1 of 3 commitments: United Kingdom" in page.text()
    page.page.get_by_role("button", name="Reset filters").click()
    page.settle()
    assert "members" not in page.page.url
    assert "All 3 commitments" in page.text()


def test_nothing_from_a_file_is_run_or_formatted(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb", title=HOSTILE))
    for path in ("/", "/commitments", "/commitments?commitment=A1"):
        page = look(address, path)
        assert page.failures() == [], path
        assert page.page.title() != "owned"
        assert page.page.locator(".katex, a[href^='javascript'], script:not([src]):has-text('owned')").count() == 0
        assert page.page.locator(f"text={HOSTILE}").count() >= 1, path
    page = look(address, "/commitments?q=owned+javascript+%3Cscript%3E")
    assert page.failures() == []
    assert page.page.title() != "owned"
    assert page.page.locator(".katex, a[href^='javascript'], script:not([src]):has-text('owned')").count() == 0
    marked = page.page.locator("[data-testid=stHtml] mark").all_inner_texts()
    assert {"<script>", "owned", "javascript"} <= set(marked)
    assert HOSTILE in page.page.locator(".st-key-open_A1 button").inner_text()


def test_a_click_on_a_bar_lists_as_many_commitments_as_the_bar_counts(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    low = (rated("completion", "midterm", "limited"),)
    publish(
        tmp_path / "m.duckdb",
        [Commitment(f"A{n}", year=2014, ratings=low) for n in range(3)]
        + [Commitment(f"B{n}", year=2015, plan=2, ratings=low) for n in range(2)]
        + [Commitment("C1", member="GBR", year=2015, ratings=(rated("completion", "final", "complete"),))],
    )
    page = look(show(tmp_path / "m.duckdb"), "/?regions=africa_and_the_middle_east&regions=europe&language=en")
    before = page.page.url
    bars = page.page.locator(".st-key-chart_completion .barlayer .trace.bars")
    limited = bars.nth(1).locator(".point path")
    assert limited.count() == 2
    limited.first.click(force=True)
    page.page.wait_for_url("**/commitments?**years=2014**")
    page.settle()
    assert page.page.locator("h2").inner_text() == "Which commitments are these?"
    assert "Commitments found: 3" in page.text()
    assert "years=2014" in page.page.url
    assert "completion=limited" in page.page.url
    page.page.go_back()
    page.page.wait_for_url(before)
    page.settle()
    assert page.page.locator("h2").first.inner_text() == "What became of the commitments?"
    assert "6 of 6 commitments: Africa and the Middle East; Europe" in page.text()
    assert page.failures() == []


def test_a_click_on_a_mark_lists_what_it_counts_and_nothing_that_was_chosen_before_stays(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    ambitious, modest = (rated("potential_for_results", "design", code) for code in ("substantial", "modest"))
    late = [Commitment(f"L{n}", year=2021, plan=2, ratings=(ambitious if n < 2 else modest,)) for n in range(5)]
    early = (rated("potential_impact", "design", "moderate"), rated("completion", "final", "limited"))
    publish(tmp_path / "m.duckdb", [*late, Commitment("E1", year=2014, ratings=early)])
    page = look(show(tmp_path / "m.duckdb"), "/commitments?state=stalled_confirmed&q=budget")
    assert "Commitments found: 1" in page.text()
    page.page.get_by_role("link", name="Overview").click()
    page.settle()
    page.page.locator(".st-key-chart_ambition .scatterlayer .trace .point").last.click(force=True)
    window = page.page.get_by_role("dialog")
    window.wait_for()
    page.settle()
    assert "2021 · Ambitious (plans since 2020): 2 of 5" in window.inner_text()
    assert "Commitments: 5. Choose a row" in window.inner_text()
    page.page.keyboard.press("Escape")
    page.settle()
    page.mark("completion", 0).click(force=True)
    page.page.wait_for_url("**/commitments?**years=2014**")
    page.settle()
    assert "Commitments found: 1" in page.text()
    assert "completion=limited" in page.page.url
    assert "state" not in page.page.url
    assert "budget" not in page.page.url
    assert page.failures() == []


def test_no_text_of_a_file_becomes_a_link_and_what_is_not_known_is_said(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    name = "Ada http://evil.example/x www.evil.example ada@evil.example"
    publish(tmp_path / "m.duckdb", [Commitment("A1", member="ADA")], members=[Member("ADA", name, iso3="ADA")])
    page = visit(show(tmp_path / "m.duckdb")).open("/?members=ADA&members=XXX&regions=moon")
    assert "evil.example" in page.page.locator(".st-key-masthead").inner_text()
    assert page.page.locator("a[href*=evil]").count() == 0
    assert "Not known here, and so left out: XXX, moon." in page.text()
    assert page.page.url.endswith("/?members=ADA")
    assert page.failures() == []


def test_a_phone_gets_a_map_without_blank_space(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    page = visit(show(small(tmp_path / "m.duckdb")), width=390).open("/")
    page.page.wait_for_function("document.querySelectorAll('.choroplethlayer path').length > 0")
    assert map_height(page) == pytest.approx(380, abs=2)


def test_the_menu_fits_a_wide_screen_and_a_phone(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/")
    sections = page.page.locator("[data-testid=stTopNavSection]")
    for language in ("English", "Español", "Français"):
        page.page.get_by_text(language).click()
        page.settle()
        assert sections.count() == 4
        boxes = [sections.nth(n).bounding_box() for n in range(4)]
        assert all(box["x"] + box["width"] <= 1440 and box["y"] < 60 for box in boxes), language
        page.page.set_viewport_size({"width": 390, "height": 900})
        page.page.get_by_test_id("stExpandSidebarButton").click()
        page.settle()
        assert page.page.locator("[data-testid=stSidebarNavLink]").count() == len(MENU), language
        page.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_download_says_where_its_numbers_come_from(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb", title="=1+1")), "/commitments?members=KEN")
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="Download the list (csv)").click()
    assert waiting.value.suggested_filename == "commitments-2024-10-01-demonstration.csv"
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "# Question: Which commitments are these?"
    assert lines[1] == "# Filters: Members: Kenya"
    assert lines[2] == "# n of N: 2 of 3"
    assert "# Data date: 2024-10-01" in lines
    [meant] = [line for line in lines if line.startswith(("# Definition", '"# Definition'))]
    assert "High completion: The latest completion rating is" in meant
    assert "Stalled: Rated not started or limited" in meant
    assert any("the ratings are invented" in line for line in lines)
    first_row, *others = csv.DictReader(line for line in lines if not line.startswith(("#", '"#')))
    first = {name: first_row[name] for name in ("commitment_id", "member", "year", "title", "completion_label")}
    assert list(first.values()) == ["A1", "Kenya", "2014", "'=1+1", "Complete"]
    assert len(others) == 1
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="Download as a workbook (xlsx)").click()
    assert waiting.value.suggested_filename == "commitments-2024-10-01-demonstration.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows() if len(row) > 1}
    assert (about["Filters"], about["Filtered"]) == ("Members: Kenya", "2 of 3 commitments")
    assert about["Source"].startswith("$x$")
    assert about["Demonstration"] == "Demonstration data: the ratings are invented and describe no country."
    header, first, *_ = book["Data"].iter_rows()
    row = {name.value: cell for name, cell in zip(header, first, strict=True)}
    assert (row["title"].value, row["title"].data_type) == ("=1+1", "s")
