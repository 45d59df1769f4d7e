"""From a chart to its commitments and back, with no pointer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_mark_leads_to_its_commitments_by_key_and_one_step_leads_back(
    demonstration: Any, serve: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    opened = visit(serve(demonstration.database)).open("/?members=GBR&language=fr").drawn()
    page, question = opened.page, opened.page.locator("h2").first.inner_text()
    assert page.evaluate("document.documentElement.lang") == "fr"

    def choose_first(chart: str) -> str:
        """Opens what lies beneath the chart and chooses its first mark; its words come back."""
        page.locator(f".st-key-{chart}_numbers summary").focus()
        page.keyboard.press("Enter")
        page.locator(f".st-key-chart_{chart}_mark input").focus()
        page.keyboard.press("ArrowDown")
        said = page.get_by_role("option").first.inner_text()
        page.keyboard.press("Enter")
        return str(said)

    assert choose_first("ambition").startswith("2011")
    window = page.get_by_role("dialog")
    window.wait_for()
    assert "2011" in window.inner_text()
    page.keyboard.press("Escape")
    window.wait_for(state="detached")

    assert choose_first("completion").startswith("2011")
    page.wait_for_url("**/commitments?**")
    opened.settle()
    (n,) = demonstration.rows(
        "SELECT count(*) FROM commitment_status WHERE member_id = 'GBR' AND year = 2011 AND completion = 'complete'"
    )[0]
    assert f"Engagements trouvés\u00a0: {n}." in opened.text()
    page.go_back()
    page.wait_for_url("**/?**")
    opened.settle()
    assert page.locator("h2").first.inner_text() == question
