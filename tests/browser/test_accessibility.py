"""What unfolds and pops up, light and dark, through axe-core in Chromium; and what the keyboard reaches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

#: Whether the page is light or dark, as it is asked to be.
IS_IN = "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"


def test_the_keyboard_reaches_filters_charts_tables_and_downloads(
    demonstration: Any, serve: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(serve(demonstration.database), "/").page
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return [e.getAttribute('aria-label') || e.innerText || e.tagName,"
                " ['BODY', 'INPUT', 'TEXTAREA'].includes(e.tagName) || s.outlineStyle !== 'none'] }"
            )
        )
    names = " | ".join(str(name) for name, _ in reached)
    for wanted in ("Overview", "Explore", "Members", "Themes", "More filters", "Copy link", "The numbers as a table"):
        assert wanted in names, wanted
    assert [name for name, is_seen in reached if not is_seen] == []


def test_what_unfolds_and_pops_up_has_no_serious_violation(
    demonstration: Any, serve: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    opened, found = look(serve(demonstration.database), "/").drawn(), {}
    page = opened.page
    page.get_by_text("More filters").click()
    page.get_by_text("The numbers as a table").first.click()
    opened.settle()
    assert page.locator("details[open]").count() == 2  # they stay open, and are judged with what pops up
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(IS_IN, arg=scheme)
        for name, (open_it, is_open) in _popping_up(page).items():
            open_it()
            opened.settle()
            page.locator(is_open).first.wait_for()
            found[name, scheme] = violations(page)
            page.keyboard.press("Escape")
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_beside_marks_have_enough_contrast(
    demonstration: Any, serve: Callable[[Path], str], look: Callable[..., Any], scheme: str
) -> None:
    for address in ("/member?members=GBR", "/stalled"):
        opened = look(serve(demonstration.database), address, is_dark=scheme == "dark")
        opened.page.wait_for_function(IS_IN, arg=scheme)
        opened.page.wait_for_selector(".xtick text")
        found = opened.page.evaluate(CHART_WORDS)
        assert len(found) > 10
        assert {said: ratio for said, ratio in found if ratio < 4.5} == {}, address


#: Each word of the charts beside the marks (axes, titles, legends, notes) with its contrast to the page.
CHART_WORDS = """() => {
  const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
  const luminance = ([r, g, b]) => [[r, 0.2126], [g, 0.7152], [b, 0.0722]].reduce((sum, [part, weight]) => {
    const share = part / 255;
    return sum + weight * (share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  }, 0);
  const page = luminance(numbers(getComputedStyle(document.querySelector('.stApp')).backgroundColor));
  return [...document.querySelectorAll('.xtick text, .ytick text, .g-gtitle text, .legend text, .annotation text')]
    .filter(word => /[^\\d\\s]/.test(word.textContent))  // numbers alone stand on marks
    .map(word => {
      const own = luminance(numbers(getComputedStyle(word).fill));
      return [word.textContent, (Math.max(own, page) + 0.05) / (Math.min(own, page) + 0.05)];
    });
}"""


def _popping_up(page: Page) -> dict[str, tuple[Callable[[], Any], str]]:
    """What opens each thing that pops up, and by what is seen that it has."""
    return {
        "a menu": (page.get_by_role("button", name="Explore").click, "[data-testid=stTopNavDropdownLink]"),
        "copy link": (page.get_by_role("button", name="Copy link").click, "[data-testid=stPopoverBody] code"),
        "a picker": (
            page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input").first.click,
            "[role=option]",
        ),
        "a definition": (
            page.locator("[data-testid=stMetric] [data-testid=stTooltipIcon]").first.hover,
            "[role=tooltip]",
        ),
    }
