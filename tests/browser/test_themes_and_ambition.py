"""Themes and ambition as a visitor's browser gets them: cold deep links, and clicks that list what they count."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.text import say
from tests.published import Commitment, Snapshot, publish, rated

pytestmark = pytest.mark.browser

HOSTILE = "$x$ <script>document.title='owned'</script> **b**"


def small(path: Path) -> Path:
    """Seven commitments of Kenya and one of Ghana; five ambitious and done, with one theme of two."""
    daring = rated("potential_impact", "design", "transformative")
    publish(
        path,
        [
            *(
                Commitment(
                    f"A{n}",
                    title=HOSTILE,
                    themes=("open_data",),
                    ratings=(daring, rated("completion", "final", "complete")),
                )
                for n in range(5)
            ),
            *(
                Commitment(f"B{n}", themes=("budget",), ratings=(daring, rated("completion", "final", "limited")))
                for n in range(2)
            ),
            Commitment("G1", member="GHA", year=2015, themes=("budget",)),
        ],
        snapshot=Snapshot(themes={"open_data": ("Open Data", "irm_2024"), "budget": (HOSTILE, "irm_2024")}),
    )
    return path


def test_a_cold_deep_link_keeps_list_measure_and_order(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any], look: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = visit(address).open("/ambition?order=name&rows=all&language=fr&members=KEN")
    assert page.page.locator("h2").inner_text() == say("fr", "ambition.title")
    assert "order=name" in page.page.url
    assert "rows=all" in page.page.url
    assert page.failures() == []
    for width in (1440, 390):
        for path in ("/themes?measure=ambitious_to_2019", "/ambition"):
            page = look(address, path, width=width)
            assert page.failures() == [], path
            assert page.outside == [], path
            assert page.page.title() != "owned"
            assert page.page.locator(".katex").count() == 0
            scrolls = page.page.evaluate(
                "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))"
            )
            assert scrolls <= 0, (path, width)


def test_a_click_on_a_corner_or_a_theme_lists_as_many_commitments_as_it_counts(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = look(address, "/ambition")
    tiles = page.page.locator(".st-key-chart_corners_potential_impact .barlayer .trace.bars .point path")
    assert tiles.count() == 4
    tiles.first.click(force=True)
    page.settle()
    window = page.page.get_by_role("dialog")
    assert "Ambitious and done · Potential impact (plans to 2019): 5 of 7" in window.inner_text()
    assert "Commitments: 5. Choose a row" in window.inner_text()
    page = look(address, "/themes")
    page.page.locator(".st-key-chart_themes .barlayer .point path").nth(1).click(force=True)
    page.settle()
    window = page.page.get_by_role("dialog")
    assert HOSTILE in window.inner_text()
    assert "Commitments: 3. Choose a row" in window.inner_text()
    page.page.locator("[role=dialog] canvas").first.click(position={"x": 16, "y": 55}, force=True)
    page.page.wait_for_url("**/commitments?commitment=**")
    page.settle()
    assert page.page.get_by_role("dialog").count() == 0
    page.page.go_back()
    page.page.wait_for_url("**/themes")
    page.settle()
    page.go("Explore", "Commitments")
    assert "commitment=" not in page.page.url


def test_choosing_another_measure_by_hand_goes_into_the_address(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/themes")
    page.page.locator(".st-key-pick_measure input").click()
    page.page.get_by_role("option", name="Ambitious (plans to 2019) (7)").click()
    page.settle()
    assert "measure=ambitious_to_2019" in page.page.url
    assert "Ambitious (plans to 2019): in which themes?" in page.text()
    assert page.failures() == []
