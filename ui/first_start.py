"""With no database yet, the first visit builds the demonstration data, once, and every page says what it is."""

import os
import subprocess
import sys
from pathlib import Path

import streamlit as st
from filelock import FileLock, Timeout

from analysis.published import ROOT
from ui.session import t

COMMAND = (sys.executable, "-m", "etl", "demo")
MOST_LINES = 12


def build(path: Path) -> None:
    """Runs `python -m etl demo` for `path` and starts the page again; says why not, and stops the page, if it fails.

    One builder at a time, over all visits and processes: the others wait and find the finished file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.first-start.lock"))
    try:
        lock.acquire(blocking=False)
        message = t("start.building")
    except Timeout:
        message = t("start.waiting")
    with st.spinner(message), lock:
        failure = "" if path.exists() else _run(path)
    lock.release(force=True)
    if path.exists():
        st.rerun()
    st.error(t("start.failed"))
    st.code(" ".join(("python", *COMMAND[1:])), language=None)
    if failure:
        st.text(failure)
    st.button(t("start.again"))
    st.stop()


def _run(path: Path) -> str:
    done = subprocess.run(
        COMMAND,
        cwd=ROOT,
        env={**os.environ, "MONITOR_DB": str(path.resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    return "\n".join((done.stderr or done.stdout).strip().splitlines()[-MOST_LINES:])
