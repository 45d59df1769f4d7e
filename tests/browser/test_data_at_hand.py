"""Every page on the real releases where they are at hand, else on the demonstration data."""

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_accessibility import MENU

pytestmark = pytest.mark.browser

#: What scrolls sideways, words outside of their chart, rows of a chart that lie on each other.
FAULTS = """() => {
  const found = [], main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth) found.push('sideways');
  for (const chart of document.querySelectorAll('[data-testid=stPlotlyChart]')) {
    const box = chart.querySelector('.main-svg').getBoundingClientRect();
    for (const text of chart.querySelectorAll('svg text')) {
      const at = text.getBoundingClientRect();
      if (at.width && (at.left < box.left - 2 || at.right > box.right + 2)) found.push('cut: ' + text.textContent);
    }
    const rows = [...chart.querySelectorAll('.ytick text')].map(e => e.getBoundingClientRect());
    rows.forEach((row, n) => { if (n && row.top < rows[n - 1].bottom - 4 && row.bottom > rows[n - 1].top + 4
      && row.left < rows[n - 1].right && rows[n - 1].left < row.right) found.push('rows overlap'); });
  }
  return found;
}"""
TITLES = {
    "en": "Open Government Commitment Monitor",
    "es": "Monitor de compromisos de gobierno abierto",
    "fr": "Suivi des engagements de gouvernement ouvert",
}


@pytest.fixture(scope="module")
def address(at_hand: Any, serve: Callable[..., str]) -> str:
    return serve(at_hand.database)


@pytest.mark.parametrize(
    ("width", "language", "filters"),
    [(1440, "es", "members=GBR"), (390, "fr", "members=GBR&members=KEN")],
)
def test_every_page_opens_from_a_link_in_its_language_and_fits(
    address: str, visit: Callable[..., Any], width: int, language: str, filters: str
) -> None:
    page = visit(address, width=width)
    found = {}
    for path in MENU:
        page.open(f"{path}?language={language}&{filters}").drawn()
        assert page.page.locator("h1").inner_text() == TITLES[language], path
        assert page.page.locator("h2").count() >= 1, path
        assert page.failures() == [], path
        found[path] = page.page.evaluate(FAULTS)
    assert {path: said for path, said in found.items() if said} == {}
    assert page.outside == []


def test_a_mark_lists_what_it_counts(address: str, at_hand: Any, visit: Callable[..., Any]) -> None:
    page = visit(address)
    year, limited = at_hand.rows(
        "SELECT year, count(*) FROM commitment_status WHERE completion = 'limited' GROUP BY year ORDER BY year LIMIT 1"
    )[0]
    page.open("/").drawn()
    bars = page.page.locator(".st-key-chart_completion .barlayer .trace.bars")
    bars.nth(_trace(page, "chart_completion", "Limited")).locator(".point path").first.click(force=True)
    page.page.wait_for_url("**/commitments?**")
    page.settle()
    assert _found(page) == limited
    assert f"years={year}" in page.page.url

    likely = at_hand.rows("SELECT count(*) FROM commitment_status WHERE stall_state = 'stalled_likely'")[0][0]
    page.open("/stalled").drawn()
    page.mark("ladder", 3).click(force=True)
    page.page.wait_for_function("location.search.includes('states=stalled_likely')")
    page.drawn()
    assert _found(page) == likely

    corner = at_hand.rows(
        "SELECT count(*) FROM commitment_status WHERE ambition_scale = 'potential_impact' AND is_ambitious "
        "AND is_high_completion"
    )[0][0]
    page.open("/ambition").drawn()
    page.mark("corners_potential_impact", 0).click(force=True)
    page.page.get_by_role("dialog").wait_for()
    page.settle()
    assert _number(page.page.get_by_role("dialog").inner_text(), r"Commitments: ([\d,]+)") == corner

    page.open("/compare").drawn()
    first = page.table("All numbers side by side")[0]
    page.mark("compare_shares", 0).click(force=True)
    page.page.wait_for_url("**/commitments?**")
    page.settle()
    assert _found(page) == int(first["Rated (n)"]) + int(first["Not rated"])


def test_downloads_hold_what_the_page_says(address: str, at_hand: Any, visit: Callable[..., Any]) -> None:
    page = visit(address).open("/commitments?members=GBR&completion=complete")
    n, of = at_hand.rows(
        "SELECT count(*) FILTER (member_id = 'GBR' AND completion = 'complete'), count(*) FROM commitment_status"
    )[0]
    assert _found(page) == n
    _, contents = page.take("Download the list (csv)")
    lines = contents.decode("utf-8-sig").splitlines(keepends=True)
    about = "".join(line for line in lines if line.startswith(("#", '"#')))
    assert f"# n of N: {n} of {of:,}" in about.replace('"', "")
    rows = list(csv.DictReader(line for line in lines if not line.startswith(("#", '"#'))))
    ids = at_hand.rows(
        "SELECT commitment_id FROM commitment_status WHERE member_id = 'GBR' AND completion = 'complete' ORDER BY 1"
    )
    assert sorted(row["commitment_id"] for row in rows) == [id for (id,) in ids]
    assert {row["completion_label"] for row in rows} == {"Complete"}


def _found(page: Any) -> int:
    return _number(page.text(), r"Commitments found: ([\d,]+)\.")


def _number(text: str, pattern: str) -> int:
    said = re.search(pattern, text)
    assert said, text[:400]
    return int(said[1].replace(",", ""))


def _trace(page: Any, chart: str, name: str) -> int:
    """The place of a trace among the chart's bars, by its name in the legend."""
    names: list[str] = page.page.locator(f".st-key-{chart} .legendtext").all_text_contents()
    return names.index(name)
