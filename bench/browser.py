"""When a visitor's browser shows the first numbers and the first chart, beside an empty page and a page with one chart.

A fresh profile each time, so that nothing is kept from the visit before. `slow` is a processor throttled to a quarter,
about an old laptop. Needs Chromium, Chrome or Edge; says so where there is none.
"""

import os
import shutil
import statistics
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.servers import BASELINES, DASHBOARD, server

#: What has to be on the screen: the first text of any page, the overview's numbers, a drawn chart.
TEXT = "[data-testid=stHeading]"
NUMBERS = "[data-testid=stMetricValue]"
CHART = ".js-plotly-plot .main-svg"
SLOW = 4
MOST_MILLISECONDS = 120_000
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """There is no browser to measure with."""


def measure(database: Path, *, repeat: int) -> dict[str, dict[str, float]]:
    """Median seconds by what is waited for (`text`, `numbers`, `chart`, `bare chart`) at `full` and `slow` speed.

    `text` is of the empty page, `bare chart` of the page with one chart. Raises NoBrowser.
    """
    found: dict[str, dict[str, list[float]]] = {}
    with ExitStack() as stack:
        ours = stack.enter_context(server(DASHBOARD, database=database)).address
        empty = stack.enter_context(server(BASELINES / "empty.py", database=database)).address
        chart = stack.enter_context(server(BASELINES / "chart.py", database=database)).address
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=program(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        stack.callback(browser.close)
        waits = {"text": (empty, TEXT), "numbers": (ours, NUMBERS)}
        waits |= {"bare chart": (chart, CHART), "chart": (ours, CHART)}
        for turn in range(repeat + 1):
            for speed, slower in (("full", 1), ("slow", SLOW)):
                for name, (address, selector) in waits.items():
                    seconds = _first(browser, address, selector=selector, slower=slower)
                    if turn:  # the first turn warms the servers
                        found.setdefault(name, {}).setdefault(speed, []).append(seconds)
    return {
        name: {speed: statistics.median(seconds) for speed, seconds in by_speed.items()}
        for name, by_speed in found.items()
    }


def program() -> str:
    """The browser's program: MONITOR_CHROMIUM, else the first on the PATH. Raises NoBrowser."""
    named = os.environ.get("MONITOR_CHROMIUM")
    for name in [named] if named else PROGRAMS:
        there = shutil.which(name)
        if there:
            return there
    raise NoBrowser("no Chromium or Chrome found: install one, or name its program in MONITOR_CHROMIUM")


def _first(browser: Browser, address: str, *, selector: str, slower: int) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    try:
        page = context.new_page()
        if slower > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        started = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(selector).first.wait_for(state="visible", timeout=MOST_MILLISECONDS)
        return time.perf_counter() - started
    finally:
        context.close()
