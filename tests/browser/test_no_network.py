"""The network is unplugged: Chromium reaches the dashboard alone, and nothing on any page fails or is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.menu import MENU

pytestmark = pytest.mark.browser

#: Pages that open with a question, with something chosen.
CHOSEN = ("/member?members=KEN", "/compare?members=KEN&members=GBR", "/commitments?q=open+budget")
#: Pages that draw none: they list, explain, or ask which member is meant.
WITHOUT_CHARTS = {"/member", "/commitments", "/about", "/present", "/commitments?q=open+budget"}
#: What each chart has drawn: marks of its traces, on axes or on the map.
MARKS = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart => chart.querySelectorAll(
    '.cartesianlayer .overplot :is(path, image, text), .choroplethlocation, .scattergeo path').length)"""
#: Letters and icons whose file did not come: an icon is then a word, and wider than a sign.
LETTERS = """() => [
    ...[...document.fonts].filter(font => font.status === 'error').map(font => font.family),
    ...['Source Sans', 'Material Symbols Rounded'].filter(name =>
        ![...document.fonts].some(font => font.family === name && font.status === 'loaded')),
    ...[...document.querySelectorAll('[data-testid=stIconMaterial]')].filter(icon => icon.scrollWidth > 40)
        .map(icon => icon.innerText),
    ...[...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src),
]"""


def test_no_page_needs_the_network(
    demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any], browser: Browser
) -> None:
    address, context = serve(demonstration.database), browser.new_context(viewport={"width": 1440, "height": 900})
    wrong: dict[str, list[str]] = {}
    drawn: dict[str, list[int]] = {}
    for path in (*MENU, *CHOSEN):
        page = visit(address, inside=context).open(path)
        least = 0 if path in WITHOUT_CHARTS else 1
        page.page.wait_for_function(
            f"least => {{ const all = ({MARKS})(); return all.length >= least && all.every(marks => marks > 0) }}",
            arg=least,
            timeout=60_000,
        )
        drawn[path] = page.page.evaluate(MARKS)
        wrong[path] = [*page.outside, *page.failed, *page.failures(), *page.page.evaluate(LETTERS)]
        if path == "/":
            assert page.page.locator(".choroplethlocation").count() > 60
            assert len(page.page.locator(".layer.land path").first.get_attribute("d") or "") > 10_000
        page.page.close()
    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(drawn["/"]) == 3
    assert {path for path, charts in drawn.items() if not charts} == WITHOUT_CHARTS


def test_what_fails_is_noticed(demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any]) -> None:
    page = visit(serve(demonstration.database)).open("/about")
    missing = f"{page.address}/app/static/nothing.json"
    for wanted in ("https://cdn.plot.ly/un/world_110m.json", missing):
        page.page.evaluate("address => fetch(address).then(() => null, () => null)", wanted)
    assert page.outside == ["https://cdn.plot.ly/un/world_110m.json"]
    assert [line.rsplit(": ", 1)[0] for line in page.failed] == ["https://cdn.plot.ly/un/world_110m.json", missing]
