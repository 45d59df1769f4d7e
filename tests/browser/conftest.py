"""A real server on loopback and a real Chromium without a network, for the tests in this folder."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, Request

ROOT = Path(__file__).resolve().parents[2]
#: Until a server answers, on a machine that is busy with other things.
MOST_SECONDS = 90
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


class Visit:
    """One open page, with what it asked for and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, path: str) -> "Visit":
        self.page.goto(self.address + path)
        return self.settle()

    def settle(self) -> "Visit":
        """Waits until the script has run and stays quiet for a moment."""
        for _ in range(2):
            self.page.wait_for_selector(READY, timeout=60_000)
            self.page.wait_for_timeout(400)
        return self

    def text(self) -> str:
        return self.page.locator("[data-testid=stMain]").inner_text()

    def failures(self) -> list[str]:
        """Tracebacks, error boxes and dialogs on the page."""
        found = self.page.locator("[data-testid=stException], [data-testid=stAlertContentError], [role=dialog]")
        return found.all_inner_texts()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages: visit(address, width=390)."""
    pages = []

    def open_one(address: str, *, width: int = 1440, locale: str = "en-GB") -> Visit:
        page = browser.new_page(viewport={"width": width, "height": 900}, locale=locale)
        pages.append(page)
        return Visit(page, address)

    yield open_one
    for page in pages:
        page.close()


@pytest.fixture
def start_server() -> Iterator[Callable[[Path], str]]:
    """Starts `streamlit run dashboard.py` on a database and returns its address; ended after the test."""
    with serving() as start:
        yield start


@pytest.fixture(scope="module")
def start_for_all() -> Iterator[Callable[[Path], str]]:
    """`start_server` for a whole module whose tests change nothing on the server."""
    with serving() as start:
        yield start


@contextmanager
def serving() -> Iterator[Callable[[Path], str]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(database: Path) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "dashboard.py",
                "--server.port",
                str(port),
                "--server.address",
                "127.0.0.1",
                "--server.headless",
                "true",
            ],
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

    try:
        yield start
    finally:
        for server in started:
            server.terminate()
            server.wait(timeout=20)
