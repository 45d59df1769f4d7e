"""What axe-core finds on a page: serious and critical violations that are ours.

What Streamlit causes itself is named in BY_STREAMLIT and in docs/accessibility.md; nothing else is let through.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FAILING = ("serious", "critical")
#: Rule and beginning of the element's HTML: what Streamlit writes and we cannot change.
BY_STREAMLIT: tuple[tuple[str, str], ...] = (
    ("list", '<ul data-testid="stSidebarNavItems"'),  # the menu on a phone, where sections hold lists of their own
    ("listitem", '<li class="st-emotion-cache'),
)


def violations(page: Page) -> list[str]:
    """What fails on the page as it is now: rule, impact, element, and what axe says of it."""
    found = []
    for violation in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        for node in violation["nodes"]:
            html = " ".join(node["html"].split())
            if violation["impact"] in FAILING and not _is_streamlits(violation["id"], html):
                said = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
                found.append(f"{violation['id']} ({violation['impact']}): {html[:160]}: {'; '.join(said)[:240]}")
    return found


def _is_streamlits(rule: str, html: str) -> bool:
    return any(rule == known and html.startswith(beginning) for known, beginning in BY_STREAMLIT)
