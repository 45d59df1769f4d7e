"""What all tests share: the real files where they are, a Chromium where there is one, what a skip means."""

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright
from streamlit.components.v2 import manifest_scanner

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

NO_SHARED_DATA = "the real files are not here: ../shared/data beside the project's folder is missing"
NO_CHROMIUM = (
    "no Chromium, Chrome or Edge found: install one, or name its program in the environment variable "
    "MONITOR_CHROMIUM, to run the browser tests"
)

# Set by .ci/run. A skipped test then fails, so that a green run means that everything ran.
# The one skip that stays a skip: the real files, which cannot be fetched and are not part of the project.
NO_SKIPS = os.environ.get("MONITOR_NO_SKIPS", "") not in ("", "0")

# A database of whoever runs the tests plays no part in them.
os.environ.pop("MONITOR_DB", None)

# Time limits per example say more about the machine than about the code.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if NO_SKIPS else "local")


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """Streamlit looks through every installed package for components, for each page that a test opens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real IRM files, beside the project's folder. Skips the test where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(NO_SHARED_DATA)
    return SHARED_DATA


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program of a Chromium-like browser. Skips the test where there is none."""
    program = find_chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    return program


@pytest.fixture(scope="session")
def playwright(chromium: Path, playwright: Playwright) -> Playwright:
    """pytest-playwright's own, started only once it is known that there is a browser for it."""
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: Path) -> dict[str, Any]:
    """How pytest-playwright starts the browser: the one found, with every host but this machine unreachable.

    A page that needs the network then fails here, as it would in a meeting room without any.
    """
    return {
        "executable_path": str(chromium),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    }


def find_chromium() -> Path | None:
    """The first of: the program named in MONITOR_CHROMIUM, one on the PATH, one where installers put it.

    None where there is none. A name in MONITOR_CHROMIUM that is no file is an error, not "none".
    """
    named = os.environ.get("MONITOR_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"MONITOR_CHROMIUM names {named}, which is not a file")
        return Path(named)
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    return next((program for program in _usual_places(sys.platform) if program.is_file()), None)


def _usual_places(platform: str) -> Iterator[Path]:
    if platform == "darwin":
        for base in (Path("/Applications"), Path.home() / "Applications"):
            for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
                yield base / f"{name}.app" / "Contents" / "MacOS" / name
    if platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            folder = os.environ.get(variable)
            if folder:
                yield Path(folder) / "Chromium" / "Application" / "chrome.exe"
                yield Path(folder) / "Google" / "Chrome" / "Application" / "chrome.exe"
                yield Path(folder) / "Microsoft" / "Edge" / "Application" / "msedge.exe"


def forbidden_skip(reason: str, *, no_skips: bool, real_files_are_here: bool) -> bool:
    """Whether a skip for `reason` has to count as a failure."""
    return no_skips and not (reason == NO_SHARED_DATA and not real_files_are_here)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped test into a failed one where no skips are allowed."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turns a skipped module into a failed one where no skips are allowed."""
    report = yield
    _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or not isinstance(report.longrepr, tuple):
        return
    reason = str(report.longrepr[2]).removeprefix("Skipped: ")
    if forbidden_skip(reason, no_skips=NO_SKIPS, real_files_are_here=SHARED_DATA.is_dir()):
        report.outcome = "failed"
        report.longrepr = f"Skipped where MONITOR_NO_SKIPS allows no skips: {reason}"
