"""Process, quality and method as a visitor's browser gets them: cold deep links, a click, downloads opened and read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages.files import ALL, SAID
from tests.published import publish

pytestmark = pytest.mark.browser


def small(path: Path) -> Path:
    publish(path, ALL, snapshot=SAID)
    return path


def test_a_cold_deep_link_keeps_the_question_and_a_plans_row_lists_its_commitments(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    address = show(small(tmp_path / "m.duckdb"))
    page = visit(address).open("/process?question=advance_notice&language=es")
    assert page.failures() == []
    assert page.page.locator("h2").inner_text() == "¿Cómo se elaboraron los planes y con quién?"
    assert "question=advance_notice" in page.page.url
    grid = page.page.locator(".st-key-plans_table canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.page.mouse.click(box["x"] + 18, box["y"] + 35 * 2 + 17)  # the second plan's box
    page.page.wait_for_url("**/commitments**")
    page.settle()
    assert page.failures() == []
    assert "members=KEN" in page.page.url
    assert "plans=2" in page.page.url


def test_problems_are_taken_along_as_they_are_narrowed_and_harmless(
    tmp_path: Path, show: Callable[[Path], str], look: Callable[..., Any]
) -> None:
    page = look(show(small(tmp_path / "m.duckdb")), "/quality?severity=error")
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="Download the problems (csv)").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith(('"# ', "# "))]
    assert len(lines) == 2  # header and the one error
    assert "'=1+1" in lines[1]
    assert ",=1+1" not in lines[1]
    assert "# Filters: Severity (error)" in text
