"""The slides on the whole screen as a meeting sees them: by keys, in large type, without a network."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pptx import Presentation

from analysis.text import say
from tests.published import Commitment, Snapshot, publish, rated

pytestmark = pytest.mark.browser

HOSTILE = "$x$ <script>document.title='owned'</script> **b** <img src=x onerror=\"document.title='owned'\">"
LONG = "Publish every contract of every ministry, agency and municipality within thirty days, with its annexes"
#: Texts that stand on the screen: size in pixels, and by how much they leave the window or the box that holds them.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    const holder = node.parentElement, text = node.data.trim()
    if (!text || ['STYLE', 'SCRIPT', 'NOSCRIPT'].includes(holder.tagName)) continue
    if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    if (holder.closest('button p')) continue  // a name for those who do not see the icon
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    const out = Math.max(-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight, 0)
    found.push([text, parseFloat(getComputedStyle(holder).fontSize), Math.round(out)])
  }
  return found
}"""
SCROLLS = """() => ['stApp', 'stMain'].map(name => document.querySelector(`[data-testid=${name}]`))
  .concat([document.documentElement, ...document.querySelectorAll('.st-key-stage, .st-key-slide_body')])
  .filter(e => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).map(e => e.className)"""

#: The big figure of each card, and on how many lines it stands.
LINES = """() => [...document.querySelectorAll('.slide-cards b')].map(e => {
  const range = document.createRange()
  range.selectNodeContents(e)
  return [e.innerText, new Set([...range.getClientRects()].map(box => Math.round(box.top))).size]
})"""


@pytest.fixture
def address(tmp_path: Path, show: Callable[[Path], str]) -> str:
    """A server on forty commitments of five members, some with texts that are long or hostile."""
    codes = ("complete", "substantial", "limited", "not_started")
    members = ("KEN", "GHA", "GBR", "GBR-scotland", "XKX")
    publish(
        tmp_path / "m.duckdb",
        [
            Commitment(
                f"C{n}",
                member=members[n % 5],
                plan=1 + n % 3,
                year=2013 + 2 * (n % 4),
                title=HOSTILE if n % 6 == 0 else LONG,
                lead=HOSTILE if n % 4 == 0 else "Ministry of Finance, Planning and Public Administration",
                themes=("open_data",),
                ratings=(
                    rated("completion", "final", codes[n % 4]),
                    rated("potential_impact", "design", "transformative" if n % 2 else "minor"),
                ),
            )
            for n in range(40)
        ],
        snapshot=Snapshot(is_demo=True),
    )
    return show(tmp_path / "m.duckdb")


def place(page: Page) -> tuple[int, int]:
    at, of = page.locator(".slide-place").inner_text().split(" / ")
    return int(at), int(of)


def wait_for(page: Page, number: int) -> None:
    page.wait_for_function(
        f"document.querySelector('.slide-place')?.innerText.startsWith('{number} /')", timeout=20_000
    )


def test_a_cold_deep_link_opens_its_slide_and_keys_move_on(address: str, visit: Callable[..., Any]) -> None:
    opened = visit(address)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    opened.open("/present?show=1&slide=3&language=es")
    last = place(page)[1]
    assert place(page) == (3, last)
    for hidden in ("stHeader", "stSidebar", "stToolbar", "stMainMenu"):
        assert page.get_by_test_id(hidden).locator("visible=true").count() == 0, hidden
    page.locator("body[data-keys=heard]").wait_for(state="attached")
    for key, number in (("ArrowRight", 4), ("PageDown", 5), (" ", 6), ("ArrowLeft", 5), ("PageUp", 4), ("Home", 1)):
        page.keyboard.press(key)
        wait_for(page, number)
    assert "slide=" not in page.url
    page.get_by_role("button", name="Diapositiva siguiente").click()
    wait_for(page, 2)
    page.keyboard.press(" ")  # the focus is on the button, which the space bar presses once
    wait_for(page, 3)
    opened.settle()
    assert place(page) == (3, last)
    assert "slide=3" in page.url
    page.reload()
    wait_for(page, 3)
    page.locator("body[data-keys=heard]").wait_for(state="attached")
    page.keyboard.press("n")
    page.locator(".slide-notes").wait_for()
    page.keyboard.press("Escape")
    page.locator(".slide-notes").wait_for(state="detached")
    assert place(page) == (3, last)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mostrar a pantalla completa").wait_for()
    assert "show=1" not in page.url
    assert opened.failures() == []
    assert opened.outside == []


def test_keys_pressed_in_haste_all_count(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address).open("/present?show=1&preset=region").page
    page.locator("body[data-keys=heard]").wait_for(state="attached")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_for(page, 6)
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft", "End", "ArrowLeft", "Home", "PageDown"):
        page.keyboard.press(key)
    wait_for(page, 2)
    page.keyboard.press("n")  # heard once, however often the slides were drawn
    page.locator(".slide-notes").wait_for()


def test_slides_fill_the_screen_in_large_type_and_are_those_of_the_file(
    address: str, visit: Callable[..., Any]
) -> None:
    opened = visit(address)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    opened.open("/present?preset=region")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PowerPoint").click()
    assert download.value.suggested_filename == "commitments-region-2024-10-01-demonstration.pptx"
    file = Presentation(io.BytesIO(Path(download.value.path()).read_bytes()))
    titles = [slide.shapes.title.text_frame.text for slide in file.slides]
    page.get_by_role("button", name="Show on the whole screen").click()
    wait_for(page, 1)
    shown = []
    for number in range(1, len(titles) + 1):
        wait_for(page, number)
        opened.settle()
        shown.append(page.locator("h1").inner_text())
        texts = page.evaluate(TEXTS)
        assert len(texts) > 4, number
        assert [text for text, size, _ in texts if size < 24] == [], number
        assert [text for text, _, out in texts if out > 1] == [], number
        assert page.evaluate(SCROLLS) == [], number
        assert page.get_by_text("Demonstration data: invented ratings").is_visible(), number
        page.keyboard.press("PageDown")
    assert shown == titles
    assert page.title() != "owned"
    assert page.locator(".katex, script:text('owned'), [data-testid=stMain] img").count() == 0
    assert opened.failures() == []
    assert opened.outside == []


def test_slides_grow_with_the_screen_and_stay_usable_on_a_phone(address: str, visit: Callable[..., Any]) -> None:
    opened = visit(address, width=1920)
    page = opened.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened.open("/present?show=1&slide=3").settle()
    page.locator(".stPlotlyChart .main-svg").first.wait_for()
    opened.settle()
    texts = page.evaluate(TEXTS)
    assert min(size for _, size, _ in texts) >= 35
    assert [text for text, _, out in texts if out > 1] == []
    assert page.evaluate(SCROLLS) == []
    page.set_viewport_size({"width": 390, "height": 844})
    opened.settle()
    main = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))")
    assert main == 0
    page.get_by_role("button", name="Next slide").click()
    wait_for(page, 4)


def test_the_numbers_keep_to_their_cards_where_they_are_on_two_scales(
    tmp_path: Path, show: Callable[[Path], str], visit: Callable[..., Any]
) -> None:
    older = [rated("potential_impact", "design", "transformative"), rated("relevance", "design", "yes")]
    newer = rated("potential_for_results", "design", "substantial")
    opened_it = rated("did_it_open_government", "final", "major"), rated("early_results", "final", "significant")
    publish(
        tmp_path / "two.duckdb",
        [
            Commitment(
                f"C{n}",
                plan=1 if n < 31 else 2,
                year=2014 if n < 31 else 2021,
                number=str(n),
                ratings=(
                    rated("completion", "final", "complete"),
                    *(older if n < 31 else [newer]),
                    opened_it[n >= 31],
                ),
            )
            for n in range(33)
        ],
    )
    opened = visit(show(tmp_path / "two.duckdb"))
    page = opened.page
    for language, go in (("es", opened.open), ("fr", opened.move)):
        go(f"/present?show=1&preset=region&slide=2&language={language}")
        page.get_by_role("button", name=say(language, "present.next")).wait_for()
        for width, height in ((1920, 1080), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            opened.settle()
            two = page.locator(".slide-cards b:text('|')")
            assert two.count() == 2
            lines = page.evaluate(LINES)
            assert {count for _, count in lines} == {1}, lines
            assert page.evaluate(SCROLLS) == [], (language, width)


def test_the_notes_take_the_keys_while_they_are_open(address: str, visit: Callable[..., Any]) -> None:
    opened = visit(address)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    opened.open("/present?show=1&slide=2&preset=region").settle()
    page.locator("body[data-keys=heard]").wait_for(state="attached")
    page.keyboard.press("n")
    page.locator("[data-testid=stPopoverBody]:focus .slide-notes").wait_for()
    moved = "document.querySelector('[data-testid=stPopoverBody]').scrollTop > 0"
    page.keyboard.press("PageDown")
    page.wait_for_function(moved)
    assert place(page)[0] == 2
    page.keyboard.press("n")
    page.locator(".slide-notes").wait_for(state="detached")
    page.wait_for_function("document.activeElement === document.body")
    page.keyboard.press("PageDown")
    wait_for(page, 3)


def test_a_phone_offers_to_move_a_chart_and_nothing_else(address: str, look: Callable[..., Any]) -> None:
    hints = """() => [...document.querySelectorAll('[data-testid=stLayoutWrapper]')]
      .filter(e => getComputedStyle(e, '::before').content.includes('↔')).length"""
    for slide, count in ((2, 0), (3, 1)):
        page = look(address, f"/present?show=1&preset=region&slide={slide}", width=390, height=844).page
        page.locator(f".st-key-slide_body {'.slide-cards' if slide == 2 else '.stPlotlyChart'}").first.wait_for()
        assert page.evaluate(hints) == count, slide
