"""What unfolds and pops up, light and dark, through axe-core in Chromium; and what the keyboard reaches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations

pytestmark = pytest.mark.browser


def test_what_unfolds_and_pops_up_has_no_serious_violation(
    demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    opened = visit(serve(demonstration.database))
    page, found = opened.page, {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        opened.open("/")
        for name, open_it in _unfolding(page).items():
            open_it()
            opened.settle()
            found[name, scheme] = violations(page)
            page.keyboard.press("Escape")
    assert {name: said for name, said in found.items() if said} == {}


def test_the_keyboard_reaches_filters_charts_tables_and_downloads(
    demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    page = visit(serve(demonstration.database)).open("/").page
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


def _unfolding(page: Page) -> dict[str, Callable[[], Any]]:
    return {
        "more filters": lambda: page.get_by_text("More filters").click(),
        "a menu": lambda: page.get_by_role("button", name="Explore").click(),
        "copy link": lambda: page.get_by_role("button", name="Copy link").click(),
        "a picker": page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input").first.click,
        "a table": page.get_by_text("The numbers as a table").first.click,
        "a definition": page.locator("[data-testid=stMetric] [data-testid=stTooltipIcon]").first.hover,
    }
