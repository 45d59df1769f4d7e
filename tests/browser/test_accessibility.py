"""Every page of the menu through axe-core in Chromium, light and dark: no serious or critical violation of ours.

What Streamlit causes itself is named in BY_STREAMLIT and in docs/accessibility.md; nothing else is let through.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.menu import MENU

pytestmark = pytest.mark.browser

READY = "[data-testid=stApp][data-test-script-state=notRunning]"
#: Each page as it opens, and those that look different once something is chosen or searched for.
PAGES = (
    *MENU,
    "/?members=KEN&members=GBR&level=national",
    "/?members=NOBODY&years=1999",
    "/member?members=KEN",
    "/commitments?q=open+budget",
    "/commitments?q=unicorns",
    "/commitments?commitment={first}",
    "/present?show=1",
    "/present?show=1&slide=3",
)
FAILING = ("serious", "critical")
#: Rule and beginning of the element's HTML: what Streamlit writes and we cannot change.
BY_STREAMLIT: tuple[tuple[str, str], ...] = ()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page in one of the two themes, as the reader's system asks for it."""
    made = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme=request.param)
    yield made
    made.close()


def settle(page: Page) -> None:
    for _ in range(2):
        page.wait_for_selector(READY, timeout=60_000)
        page.wait_for_timeout(500)


def violations(page: Page) -> list[str]:
    """What fails on the page as it is now: rule, impact, element, and what axe says of it."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            html = " ".join(node["html"].split())
            if violation["impact"] in FAILING and not _is_streamlits(violation["id"], html):
                said = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
                found.append(f"{violation['id']} ({violation['impact']}): {html[:160]}: {'; '.join(said)[:240]}")
    return found


def _is_streamlits(rule: str, html: str) -> bool:
    return any(rule == known and html.startswith(beginning) for known, beginning in BY_STREAMLIT)


def test_no_page_has_a_serious_violation(demonstration: Any, serve: Callable[[Path], str], page: Page) -> None:
    address, first = serve(demonstration.database), _first(demonstration.database)
    found: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(address + path.format(first=first))
        settle(page)
        assert page.locator("h1").count() == 1, path
        found[path] = violations(page)
    assert {path: said for path, said in found.items() if said} == {}


def test_what_unfolds_and_pops_up_has_none_either(demonstration: Any, serve: Callable[[Path], str], page: Page) -> None:
    page.goto(serve(demonstration.database) + "/")
    settle(page)
    found: dict[str, list[str]] = {}
    for name, open_it in _unfolding(page).items():
        open_it()
        settle(page)
        found[name] = violations(page)
        page.keyboard.press("Escape")
    assert {name: said for name, said in found.items() if said} == {}


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='x.png'><button></button></main></html>")
    assert sorted(said.split(" ")[0] for said in violations(page)) == ["button-name", "image-alt"]


def test_the_keyboard_reaches_filters_charts_tables_and_downloads(
    demonstration: Any, serve: Callable[[Path], str], page: Page
) -> None:
    page.goto(serve(demonstration.database) + "/")
    settle(page)
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


def _first(database: Path) -> str:
    from analysis import published, search

    with published.connect(published.current(database)) as db:
        return str(search.found(db, most=1)["commitment_id"].iloc[0])
