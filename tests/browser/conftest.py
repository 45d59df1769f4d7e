"""A real server on loopback and a real Chromium without a network, for the tests in this folder."""

import functools
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from etl.importing import examine, publish
from tests.conftest import SHARED_DATA
from tests.demonstrated import Data, demonstration, for_all, once

__all__ = ["demonstration"]

ROOT = Path(__file__).resolve().parents[2]
#: Until a server answers, on a machine that is busy with other things.
MOST_SECONDS = 90
#: Pixels of the menu and of the demonstration's mark, which stay in sight.
ABOVE = 118
#: Pages less wide than this, in pixels, are laid out for a phone.
PHONE = 768
#: Streamlit asks on every deep link whether the page's address is where it is served, and then looks above.
PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)")
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
#: Counts what a page asks the script for, and notes whether the last of it is answered: that the script has ended is
#: said in two bytes.
WATCH = """(() => {
  window.asked = 0
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where)
      this.addEventListener('message', ({ data }) => { if (data.byteLength === 2) window.waits = false })
    }
    send(data) {
      if (new Uint8Array(data.buffer ?? data)[data.byteOffset ?? 0] === 90) { window.asked += 1; window.waits = true }
      super.send(data)
    }
  }
})()"""
#: True once all is answered and drawn, with as many elements at four looks on end, a tenth of a second apart.
QUIET = f"""() => {{
  const before = window.elements, isComing = window.waits || document.querySelector('[data-testid=stSkeleton]')
  window.elements = document.querySelectorAll('*').length
  window.still = !isComing && window.elements === before && document.querySelector('{READY}') ? window.still + 1 : 0
  return window.still > 2
}}"""
#: Goes to an address as the browser's own buttons do; returns how often the page had asked for something before.
GO = """address => {
  const before = window.asked
  history.pushState(null, '', address)
  dispatchEvent(new PopStateEvent('popstate'))
  return before
}"""


class Visit:
    """One open page, with what it asked for and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        #: Requests without an answer or with a bad one, and what scripts threw.
        self.failed: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", self._note)
        page.on("requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}"))
        page.on("response", self._note_answer)
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on("console", self._note_word)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _note_answer(self, response: Response) -> None:
        if response.status >= 400 and not PROBE.fullmatch(response.url.removeprefix(self.address)):
            self.failed.append(f"{response.url}: {response.status}")

    def _note_word(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.failed.append(message.text)

    def open(self, path: str) -> "Visit":
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1", timeout=60_000)
        return self.settle()

    def move(self, path: str) -> "Visit":
        """Goes to an address without loading everything anew; what it says holds, and nothing from before."""
        before = self.page.evaluate(GO, path)
        self.page.wait_for_function("before => window.asked > before", arg=before)
        return self.settle()

    def settle(self) -> "Visit":
        """Waits until the script has run and stays quiet for a moment."""
        self.page.evaluate("window.elements = window.still = 0")
        self.page.wait_for_function(QUIET, polling=100, timeout=60_000)
        return self

    def drawn(self) -> "Visit":
        """Waits until every chart on the page is there."""
        self.settle()
        self.page.wait_for_function(
            "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(e => e.querySelector('.main-svg'))"
            " && !document.querySelector('[data-testid=stSkeleton]')"
        )
        return self

    def scroll_to(self, place: Locator) -> None:
        """Scrolls until `place` stands on top, beneath the menu and the demonstration's mark."""
        place.evaluate("e => e.scrollIntoView({block: 'start'})")
        self.page.evaluate(f"document.querySelector('[data-testid=stMain]').scrollBy(0, -{ABOVE})")

    def choose(self, which: str, name: str) -> "Visit":
        """Chooses by hand in a filter of the sidebar: the first option that begins with `name`."""
        box = self.page.locator(f".st-key-pick_{which} input")
        box.click()
        box.fill(name)
        self.page.get_by_role("option", name=name).first.click()
        self.page.keyboard.press("Escape")
        return self.settle()

    def go(self, section: str, page: str) -> "Visit":
        """Goes to a page by the menu."""
        self.page.get_by_role("button", name=section, exact=True).click()
        self.page.locator("[data-testid=stTopNavDropdownLink]").filter(has_text=page).click()
        return self.settle()

    def mark(self, chart: str, at: int) -> Locator:
        """The bar or point number `at` of the chart `chart`."""
        marks = f".st-key-chart_{chart} .barlayer .point path, .st-key-chart_{chart} .scatterlayer path.point"
        return self.page.locator(marks).nth(at)

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a table that are in sight, as a screen reader gets them: text by header.

        `name` is its key, or, of a table that cannot be clicked, its alternative text.
        """
        grid = self.page.locator(
            f".st-key-{name} table[role=grid]" if " " not in name else f"[aria-label='{name}'] table[role=grid]"
        ).first
        grid.wait_for(state="attached")
        head = grid.locator("th").all_inner_texts()
        lines = [row.locator("td").all_inner_texts() for row in grid.locator("tbody tr").all()]
        return [dict(zip(head, line, strict=False)) for line in lines]

    def tick(self, key: str, at: int, *, high: int = 35) -> "Visit":
        """Chooses row number `at` of a table whose rows are `high` pixels high."""
        grid = self.page.locator(f".st-key-{key} canvas").first
        self.scroll_to(grid)
        grid.click(position={"x": 16, "y": 37 + high * at + high / 2}, force=True)
        return self.settle()

    def take(self, button: str) -> tuple[str, bytes]:
        """Downloads by a button: the suggested name and the contents."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button).first.click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def close(self) -> None:
        """Closes the page; what the browser keeps of it, such as what is folded, is forgotten."""
        self.page.evaluate("location.protocol.startsWith('http') && localStorage.clear()")
        self.page.close()

    def text(self) -> str:
        return self.page.locator("[data-testid=stMain]").inner_text()

    def failures(self) -> list[str]:
        """Tracebacks, error boxes and dialogs on the page."""
        found = self.page.locator("[data-testid=stException], [data-testid=stAlertContentError], [role=dialog]")
        return found.all_inner_texts()


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages: pages(address, width=390). What the browser has loaded of an address once, it has for good."""
    context = browser.new_context(locale="en-GB")

    def open_one(address: str, *, width: int = 1440) -> Visit:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return Visit(page, address)

    yield open_one
    context.close()


@pytest.fixture
def visit(pages: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Opens pages as `pages` does, and closes them after the test."""
    opened: list[Visit] = []

    def open_one(address: str, **how: Any) -> Visit:
        opened.append(pages(address, **how))
        return opened[-1]

    yield open_one
    for visit in opened:
        visit.close()


@pytest.fixture(scope="session")
def look(pages: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Looks at an address in a page that tests share: look(address, "/stalled", width=390, is_dark=True).

    The first look at a server, wide or on a phone, is a cold start; the later ones move. What is tested of a cold link
    takes `visit`.
    """
    opened: dict[tuple[str, bool], Visit] = {}

    def at(address: str, path: str, *, width: int = 1440, height: int = 900, is_dark: bool = False) -> Visit:
        key = address, width < PHONE
        is_cold = key not in opened
        if is_cold:
            opened[key] = pages(address)
        visit = opened[key]
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.emulate_media(color_scheme="dark" if is_dark else "light")
        return visit.open(path) if is_cold else visit.move(path)

    yield at
    for visit in opened.values():
        visit.close()


@pytest.fixture
def start_server() -> Iterator[Callable[[Path], str]]:
    """Starts `streamlit run dashboard.py` on a database and returns its address; ended after the test."""
    with _servers() as start:
        yield start


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """The address of a server on a database that no test changes; one server per database for the whole session."""
    with _servers() as start:
        yield functools.cache(start)


@pytest.fixture(scope="session")
def show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """The address at which a test's database is shown, each time as a new snapshot at one server.

    `show(database)` puts what is published at `database` in place of what another test has shown.
    """
    place, numbers = tmp_path_factory.mktemp("shown") / "monitor.duckdb", count(1)
    snapshots = place.with_name(f"{place.name}.snapshots")
    snapshots.mkdir()
    with _servers() as start:
        start = functools.cache(start)

        def put(database: Path) -> str:
            shutil.copy2(database, snapshots / f"{next(numbers):06}.duckdb")
            building = place.with_name("building")
            shutil.copy2(database, building)
            building.replace(place)
            return start(place)

        yield put


@pytest.fixture(scope="session")
def at_hand(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Data:
    """The real releases where they are here, else the demonstration data."""
    if not SHARED_DATA.is_dir():
        return cast("Data", request.getfixturevalue("demonstration"))

    def build(made: Data) -> None:
        for names in (("irm_commitments_2016.csv", "irm_process_2016.csv"), ("irm_commitments_2024_subset.csv",)):
            publish([examine(str(SHARED_DATA / name)) for name in names], db=made.database)

    return once(Data(for_all(tmp_path_factory) / "real" / "monitor.duckdb", SHARED_DATA), build=build)


@contextmanager
def _servers() -> Iterator[Callable[[Path], str]]:
    started: list[subprocess.Popen[bytes]] = []
    try:
        yield lambda database: _start(database, started)
    finally:
        for server in started:
            server.terminate()
        for server in started:
            server.wait(timeout=20)


def _start(database: Path, started: list[subprocess.Popen[bytes]]) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options],
        cwd=ROOT,
        env={**os.environ, "MONITOR_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started.append(server)
    address = f"http://127.0.0.1:{port}"
    give_up = time.monotonic() + MOST_SECONDS
    while time.monotonic() < give_up:
        try:
            if requests.get(f"{address}/_stcore/health", timeout=5).ok:
                return address
        except requests.RequestException:
            time.sleep(0.3)
    raise RuntimeError(f"the server did not start within {MOST_SECONDS} seconds")
