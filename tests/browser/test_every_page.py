"""Every page opened twice with the network unplugged, wide and light, then narrow and dark, and judged in many ways.

The wide walk is on the real releases where they are at hand, else on the demonstration; the narrow one on the
demonstration, where every page has something to show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.menu import MENU

pytestmark = pytest.mark.browser

OUTSIDE = "https://cdn.plot.ly/un/world_110m.json"

#: Pages that look different once something is chosen or searched for. {first} is the first commitment that there is.
#: First those whose wide layout is one of its own.
CHOSEN_WIDE = ("/member?members=KEN", "/compare?members=KEN&members=GBR", "/commitments?commitment={first}")
CHOSEN = (
    *CHOSEN_WIDE,
    "/?members=KEN&members=GBR&level=national",
    "/?members=NOBODY&years=1999",
    "/commitments?q=open+government",
    "/commitments?q=unicorns",
    "/present?show=1",
    "/present?show=1&slide=3",
)
#: Pages that tests of their own open from a cold link.
COLD_ELSEWHERE = {"/stalled", "/member", "/compare", "/process", "/ambition", "/present"}
#: Pages that draw no chart: they list, explain, or ask which member is meant.
WITHOUT_CHARTS = {
    "/member", "/commitments", "/about", "/present", "/present?show=1",
    "/commitments?q=open+government", "/commitments?q=unicorns", "/commitments?commitment={first}",
}  # fmt: skip
CHARTS = (
    "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(e => !e.closest('[class*=key-address_]'))"
)
#: What each chart has drawn: marks of its traces, on axes or on the map.
MARKS = f"""() => {CHARTS}.map(chart => chart.querySelectorAll(
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
#: What scrolls sideways, words outside of their chart, rows of a chart that lie on each other.
FAULTS = f"""() => {{
  const found = [], main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth) found.push('sideways');
  for (const chart of {CHARTS}) {{
    const box = chart.querySelector('.main-svg').getBoundingClientRect();
    for (const text of chart.querySelectorAll('svg text')) {{
      const at = text.getBoundingClientRect();
      if (at.width && (at.left < box.left - 2 || at.right > box.right + 2)) found.push('cut: ' + text.textContent);
    }}
    const rows = [...chart.querySelectorAll('.ytick text')].map(e => e.getBoundingClientRect());
    rows.forEach((row, n) => {{ if (n && row.top < rows[n - 1].bottom - 4 && row.bottom > rows[n - 1].top + 4
      && row.left < rows[n - 1].right && rows[n - 1].left < row.right) found.push('rows overlap'); }});
  }}
  return found;
}}"""
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
TITLES = {"es": "Monitor de compromisos de gobierno abierto", "fr": "Suivi des engagements de gouvernement ouvert"}


@dataclass
class Walk:
    """What was seen on each page, by its path."""

    language: str
    is_dark: bool
    is_wide: bool
    titles: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    marks: dict[str, list[int]] = field(default_factory=dict)
    backgrounds: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    violations: dict[str, list[str]] = field(default_factory=dict)
    #: Countries on the overview's map, and how long the outline of the land is, in letters.
    map: tuple[int, int] = (0, 0)
    #: Requests that went elsewhere, failed or were refused, letters that are missing, and errors that the page shows.
    failures: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module", params=["at_hand-1440-es-light", "demonstration-390-fr-dark"])
def walk(request: pytest.FixtureRequest, serve: Callable[[Path], str], pages: Callable[..., Any]) -> Walk:
    """Every page once, when all was drawn: where wide, from cold links unless other tests do; else one by one."""
    data, width, language, scheme = request.param.split("-")
    data = request.getfixturevalue(data)
    (first,) = data.rows("SELECT min(commitment_id) FROM commitment")[0]
    walk = Walk(language, is_dark=scheme == "dark", is_wide=int(width) > 1000)
    visit = pages(serve(data.database), width=int(width))
    visit.page.emulate_media(color_scheme=scheme)
    for path in (*MENU, *(CHOSEN_WIDE if walk.is_wide else CHOSEN)):
        visit.outside.clear()
        visit.failed.clear()
        address = path.format(first=first) + ("&" if "?" in path else "?") + f"language={language}"
        if path == "/" or (walk.is_wide and path in MENU and path not in COLD_ELSEWHERE):
            visit.open(address)
        else:
            visit.move(address)
        _look(visit, path, walk=walk)
    visit.close()
    return walk


def _look(visit: Any, path: str, *, walk: Walk) -> None:
    page = visit.page
    page.wait_for_function(
        f"least => {{ const all = ({MARKS})(); return all.length >= least && all.every(marks => marks > 0) }}",
        arg=0 if path in WITHOUT_CHARTS else 1,
        timeout=60_000,
    )
    visit.settle()
    if path == "/":
        outline = page.locator(".layer.land path").first.get_attribute("d") or ""
        walk.map = page.locator(".choroplethlocation").count(), len(outline)
    walk.titles[path] = page.locator("h1").all_inner_texts()
    walk.headings[path] = page.locator("h2").count()
    walk.marks[path] = page.evaluate(MARKS)
    walk.backgrounds[path] = page.evaluate(BACKGROUND)
    walk.faults[path] = page.evaluate(FAULTS)
    walk.violations[path] = violations(page)
    walk.failures[path] = [*visit.outside, *visit.failed, *visit.failures(), *page.evaluate(LETTERS)]


def test_no_page_needs_the_network_or_shows_an_error(walk: Walk) -> None:
    assert _found(walk.failures) == {}


def test_every_page_draws_its_charts(walk: Walk) -> None:
    assert {path for path, charts in walk.marks.items() if not charts} == WITHOUT_CHARTS & set(walk.marks)
    assert len(walk.marks["/"]) == 3
    countries, outline = walk.map
    assert countries > 60
    assert outline > 10_000


def test_every_page_has_one_title_in_its_language_and_headings(walk: Walk) -> None:
    titles = {path: said for path, said in walk.titles.items() if "show=1" not in path}
    assert {path: said for path, said in titles.items() if said != [TITLES[walk.language]]} == {}
    assert {path for path, said in walk.titles.items() if len(said) != 1} == set()
    assert {path for path in MENU if not walk.headings[path]} == set()


def test_every_page_is_as_light_as_the_reader_has_it(walk: Walk) -> None:
    dark = {path: sum(map(int, said[4:-1].split(","))) < 3 * 128 for path, said in walk.backgrounds.items()}
    assert {path for path, is_dark in dark.items() if is_dark != walk.is_dark} == set()


def test_every_page_fits(walk: Walk) -> None:
    assert _found(walk.faults) == {}


def test_no_page_has_a_serious_violation(walk: Walk) -> None:
    assert _found(walk.violations) == {}


def test_what_fails_is_noticed(demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any]) -> None:
    page = visit(serve(demonstration.database)).open("/about")
    missing = f"{page.address}/app/static/nothing.json"
    for wanted in (OUTSIDE, missing):
        page.page.evaluate("address => fetch(address).then(() => null, () => null)", wanted)
    *refused, not_there = page.failed
    assert refused
    assert all("Content Security Policy" in said and OUTSIDE in said for said in refused)
    assert not_there == f"{missing}: 404"
    plain = f"{page.address}/plain.html"
    page.page.route(plain, lambda route: route.fulfill(body=f"<img src='{OUTSIDE}'>", content_type="text/html"))
    page.page.goto(plain)
    assert page.outside == [OUTSIDE]
    page.page.set_content(
        "<html lang='en'><title>x</title><main><h1>x</h1><img src='x.png'><button></button></main></html>"
    )
    assert sorted(said.split(" ")[0] for said in violations(page.page)) == ["button-name", "image-alt"]


def _found(by_path: dict[str, list[str]]) -> dict[str, list[str]]:
    return {path: said for path, said in by_path.items() if said}
