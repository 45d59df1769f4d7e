"""What pages count, list and hand out, on the real releases where they are at hand, else on the demonstration data."""

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(at_hand: Any, serve: Callable[..., str]) -> str:
    return serve(at_hand.database)


def test_a_mark_lists_what_it_counts(address: str, at_hand: Any, look: Callable[..., Any]) -> None:
    year, limited = at_hand.rows(
        "SELECT year, count(*) FROM commitment_status WHERE completion = 'limited' GROUP BY year ORDER BY year LIMIT 1"
    )[0]
    page = look(address, "/").drawn()
    bars = page.page.locator(".st-key-chart_completion .barlayer .trace.bars")
    bars.nth(_trace(page, "chart_completion", "Limited")).locator(".point path").first.click(force=True)
    page.page.wait_for_url("**/commitments?**")
    page.settle()
    assert _found(page) == limited
    assert f"years={year}" in page.page.url

    likely = at_hand.rows("SELECT count(*) FROM commitment_status WHERE stall_state = 'stalled_likely'")[0][0]
    look(address, "/stalled").drawn()
    page.mark("ladder", 3).click(force=True)
    page.page.wait_for_function("location.search.includes('states=stalled_likely')")
    page.drawn()
    assert _found(page) == likely

    corner = at_hand.rows(
        "SELECT count(*) FROM commitment_status WHERE ambition_scale = 'potential_impact' AND is_ambitious "
        "AND is_high_completion"
    )[0][0]
    look(address, "/ambition").drawn()
    page.mark("corners_potential_impact", 0).click(force=True)
    page.page.get_by_role("dialog").wait_for()
    page.settle()
    assert _number(page.page.get_by_role("dialog").inner_text(), r"Commitments: ([\d,]+)") == corner

    look(address, "/compare").drawn()
    first = page.table("All numbers side by side")[0]
    page.mark("compare_shares", 0).click(force=True)
    page.page.get_by_role("dialog").wait_for()
    page.settle()
    listed = _number(page.page.get_by_role("dialog").inner_text(), r"Commitments: ([\d,]+)")
    assert listed == int(first["Rated (n)"])


#: Charts whose marks open a window, by page: which number of "12 of 33" in its name is the length of its list.
WINDOWS = {
    "/themes": {
        "themes": 0, "theme_outcomes": 1, "theme_regions": 0, "theme_fares": 1, "themes_rising": 0, "theme_years": 0,
    },
    "/ambition": {"corners_members": 0, "stars": 1, "verifiable": 1},
    "/compare?members=GBR&members=USA": {"compare_shares": 1, "compare_over": 1},
    "/member?members=GBR": {"member_movement": None, "member_themes": 0},
    "/process": {"steps": 1, "levels": 0, "by_year": 1, "by_region": 1},
    "/quality": {"coverage": 0},
    "/stalled": {"followed": 1},
}  # fmt: skip


@pytest.mark.parametrize("path", WINDOWS)
def test_every_chart_lists_what_a_mark_counts(address: str, look: Callable[..., Any], path: str) -> None:
    page = look(address, path).drawn()
    for chart, place in WINDOWS[path].items():
        plot = page.page.locator(f".st-key-chart_{chart} .js-plotly-plot")
        plot.scroll_into_view_if_needed()
        page.mark(chart, plot.evaluate(A_MARK)).click(force=True)
        window = page.page.get_by_role("dialog")
        window.wait_for()
        page.settle()
        said = window.inner_text()
        listed = _number(said, r"(?:Commitments|Action plans): ([\d,]+)")
        counts = re.search(r"([\d,]+) of ([\d,]+)\n", said)
        if place is None:
            assert listed, (chart, said)
        else:
            assert counts, (chart, said)
            assert listed == int(counts[1 + place].replace(",", "")), (chart, said)
        page.page.keyboard.press("Escape")
        window.wait_for(state="detached")
        page.settle()
    assert page.outside == []


#: The number of the first mark in the document that stands for something: its hover has a share or counts above zero.
A_MARK = """plot => {
    const told = plot.data.flatMap(trace => trace.customdata || []).filter(said => said.length && said[0])
    const drawn = plot.querySelectorAll('.barlayer .point path, .scatterlayer path.point').length
    return drawn - told.length + told.findIndex(said => /[1-9][0-9,]* of|: [1-9]/.test(said[0]))
}"""


def test_downloads_hold_what_the_page_says(address: str, at_hand: Any, look: Callable[..., Any]) -> None:
    page = look(address, "/commitments?members=GBR&completion=complete")
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
