"""Real servers on loopback, each ended when it is through with, whatever happens."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).resolve().parent.parent
DASHBOARD = ROOT / "dashboard.py"
BASELINES = ROOT / "bench" / "baselines"
MOST_SECONDS = 300
#: What a server's log holds when something went wrong in it.
ALARMS = ("Traceback (most recent call last)", "A page failed.")


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and the file that it logs to."""

    address: str
    process: psutil.Process
    log: Path

    def cpu_seconds(self) -> float:
        """Processor time that the server has used so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    def memory(self) -> int:
        """Resident memory, in bytes."""
        return int(self.process.memory_info().rss)

    def alarms(self) -> int:
        """How many errors the server has logged."""
        logged = self.log.read_text(encoding="utf-8", errors="replace")
        return sum(logged.count(alarm) for alarm in ALARMS)


@contextlib.contextmanager
def server(script: Path, *, database: Path) -> Iterator[Server]:
    """`streamlit run script` from the project's folder, so with its configuration, on a free port of this machine."""
    with tempfile.TemporaryDirectory(prefix="monitor-bench-") as folder:
        log = Path(folder) / "server.log"
        port = _free_port()
        flags = {"port": str(port), "address": "127.0.0.1", "headless": "true"}
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [part for name, value in flags.items() for part in (f"--server.{name}", value)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "MONITOR_DB": str(database)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(process, address, log)
            yield Server(address, psutil.Process(process.pid), log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=20)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    give_up = time.monotonic() + MOST_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise SystemExit(f"the server ended:\n{log.read_text(encoding='utf-8', errors='replace')[-4_000:]}")
        try:
            if requests.get(f"{address}/_stcore/health", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise SystemExit(f"the server did not start within {MOST_SECONDS} seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
