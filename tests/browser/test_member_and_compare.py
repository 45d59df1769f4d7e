"""The member and compare pages as a visitor's browser gets them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.text import say
from tests.published import Commitment, Snapshot, publish, rated

pytestmark = pytest.mark.browser

HOSTILE = "$x$ <script>document.title='owned'</script> [x](javascript:alert(1)) =1+1 **b**"


def database(path: Path) -> Path:
    """A country with a plan that was rated twice and one that runs, a local government under it, and a neighbour."""
    moved = ("complete", "substantial", "limited", "limited", "not_started", "complete")
    publish(
        path,
        [
            *(
                Commitment(
                    f"G{n}", member="GBR", plan=2, year=2013, number=str(n), title=HOSTILE, lead=HOSTILE,
                    ratings=(
                        rated("completion", "midterm", "limited"), rated("completion", "final", code),
                        rated("carried_forward", "final", "yes"),
                    ),
                )
                for n, code in enumerate(moved, start=1)
            ),
            Commitment("G7", member="GBR", plan=5, year=2024, is_over=False,
                       ratings=(rated("potential_for_results", "design", "substantial"),)),
            Commitment("S1", member="GBR-scotland", plan=1, year=2021,
                       ratings=(rated("completion", "final", "complete"),)),
            *(
                Commitment(f"K{n}", plan=1, year=2013, number=str(n),
                           ratings=(rated("completion", "midterm", "complete"),))
                for n in range(6)
            ),
        ],
        snapshot=Snapshot(is_demo=True, file_name=HOSTILE, themes={"open_data": (HOSTILE, "irm_2024")}),
    )  # fmt: skip
    return path


def test_one_member_from_a_cold_link_to_its_brief_and_its_commitments(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    page = visit(show(database(tmp_path / "m.duckdb"))).open("/member?members=GBR&language=fr")
    assert page.page.locator("h2").inner_text() == say("fr", "member.title", name="United Kingdom")
    assert page.failures() == []
    assert page.drawn().page.locator("[data-testid=stPlotlyChart]").count() == 4

    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="Télécharger la fiche").click()
    brief = waiting.value
    assert brief.suggested_filename == "GBR-2024-10-01-demonstration.html"
    saved = tmp_path / "brief.html"
    brief.save_as(saved)
    document = saved.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in document
    assert "<script" not in document
    read = visit("")
    read.page.goto(saved.as_uri())
    assert read.page.title().startswith("United Kingdom")
    carried, stalled = 5, 3  # of the carried, titles; of the stalled, titles and institutions
    assert read.page.locator("td", has_text="$x$ <script>").count() == carried + 2 * stalled
    assert read.page.locator("caption", has_text="et 1 de plus").count() == 1

    page.page.get_by_role("button", name="Scotland").click()
    page.settle()
    assert page.page.locator("h2").inner_text().startswith("Scotland")
    assert "members=GBR-scotland" in page.page.url
    assert page.page.title() != "owned"
    assert page.outside == []


def test_a_row_of_what_went_on_opens_the_commitment(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(database(tmp_path / "m.duckdb")), "/member?members=GBR")
    rows = page.page.locator(".st-key-carried [data-testid=stDataFrame]")
    rows.scroll_into_view_if_needed()
    rows.click(position={"x": 15, "y": 52})
    page.settle()
    page.page.wait_for_url("**/commitments?*")
    assert "commitment=G2" in page.page.url
    assert page.failures() == []


def test_compare_from_a_cold_link_on_a_phone_keeps_its_indicator(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    page = visit(show(database(tmp_path / "m.duckdb")), width=390).open(
        "/compare?members=GBR&members=KEN&indicator=stalled&by=plan"
    )
    assert page.page.locator("h2").inner_text() == "How do members and regions compare?"
    assert "A high share is not good here." in page.text()
    assert page.failures() == []
    page.page.get_by_text("By year", exact=True).click()
    page.settle()
    assert "by=year" in page.page.url
    assert "indicator=stalled" in page.page.url
    assert page.drawn().page.locator("[data-testid=stPlotlyChart]").count() == 3
    assert page.outside == []
