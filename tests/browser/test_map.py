"""The map answers the mouse: what it points at is told, and a click lists it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.published import Commitment, publish, rated

pytestmark = pytest.mark.browser


def test_a_shape_and_a_point_tell_what_they_are_and_list_it(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    done = (rated("completion", "final", "complete"),)
    publish(
        tmp_path / "m.duckdb",
        [Commitment(f"K{n}", number=str(n), ratings=done) for n in range(5)]
        + [Commitment("S1", member="GBR-scotland", ratings=done), Commitment("G1", member="GBR", ratings=done)],
    )
    page = visit(show(tmp_path / "m.duckdb"))
    page.page.emulate_media(color_scheme="dark")
    page.open("/")
    page.page.wait_for_function("document.querySelectorAll('.choroplethlayer path').length > 1")
    chart = page.page.locator(".st-key-chart_map")
    for mark, words in ((".choroplethlocation", "Kenya100%"), (".scattergeo path.point", "Scotland, United Kingdom1")):
        chart.locator(mark).first.hover(force=True)
        chart.locator(".hoverlayer .hovertext").filter(has_text=words).wait_for()
    chart.locator(".scattergeo path.point").first.click(force=True)
    window = page.page.get_by_role("dialog")
    window.get_by_text("Scotland, United Kingdom · High completion: 1 of 1", exact=True).wait_for()
    assert "Commitments: 1." in window.inner_text()
    page.page.keyboard.press("Escape")
    page.settle()
    assert page.failures() == []
    assert page.outside == []
