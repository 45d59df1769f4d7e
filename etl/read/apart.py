"""Parsing in a process of its own, seen from here: start it, watch it, take over what it wrote."""

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from etl.problems import ROOT, Unusable, say
from etl.read.book import Limits, megabytes
from etl.read.task import BOOK, Task, as_json

#: Seconds between two looks at the clock and at the scan beside.
PULSE = 0.1
CAN_REMOVE_MAPPED_FILES = os.name == "posix"
WORKER = "etl.read.worker"
OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "capacity overflow", "bad_alloc", "malloc of size")


class Fell(Unusable):
    """The child process came to an end without a word: out of memory, or crashed by the file."""


@dataclass(frozen=True)
class Parsed:
    """One sheet as the child process wrote it."""

    name: str
    visible: bool
    table: pa.Table
    merged: tuple[tuple[int, int, int, int], ...]
    ragged: tuple[int, ...]


def parse(
    path: Path, *, kind: str, limits: Limits, fast: bool, deadline: float,
    progress: Callable[[int], None], look: Callable[[], None],
) -> list[Parsed]:  # fmt: skip
    """The sheets of a file, by the fast reader or the other. `look` is called ten times a second.

    Parsing ends when `look` raises something, and at the `deadline` on the clock of time.monotonic().
    Raises Unusable where the file is refused or takes too long; Fell where it needs too much memory or crashes the
    reader, for which there may be a better explanation.
    """
    limits = replace(limits, memory_bytes=min(limits.memory_bytes, most_memory()))
    with _scratch() as folder:
        task = Task(str(path), kind, str(folder), limits, fast=fast)
        _run(task, limits=limits, deadline=deadline, progress=progress, look=look)
        return _take_over(folder)


def most_memory() -> int:
    """Three quarters of the machine's memory, where it says how much it has."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
    except (AttributeError, OSError, ValueError):
        return sys.maxsize


@contextmanager
def _scratch() -> Iterator[Path]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="monitor-read-"))
    except OSError as error:
        where = tempfile.gettempdir()
        raise Unusable(say("read_no_room", path=where, folder=where, reason=error.strerror or error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    task: Task, *, limits: Limits, deadline: float, progress: Callable[[int], None], look: Callable[[], None]
) -> None:
    with (Path(task.folder) / "stderr").open("w+b") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", WORKER, as_json(task)],
            env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
        )  # fmt: skip
        assert process.stdout
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        listener = threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True)
        listener.start()
        try:
            if not _watch(task, lines, deadline=deadline, limits=limits, progress=progress, look=look):
                process.wait()
                stderr.seek(0)
                said = stderr.read().decode(errors="replace")
                raise _crashed(task, limits=limits, status=process.returncode, said=said)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            listener.join()
            process.stdout.close()


def _environment() -> dict[str, str]:
    """The child's environment: finds this project; allocates plainly and starts no threads that it has no use for."""
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    settings = {"PYTHONPATH": path, "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, **settings, "OPENBLAS_NUM_THREADS": "1"}


def _listen(stdout: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    for line in stdout:
        lines.put(line)
    lines.put(b"")


def _watch(
    task: Task, lines: "queue.SimpleQueue[bytes]", *, deadline: float, limits: Limits,
    progress: Callable[[int], None], look: Callable[[], None],
) -> bool:  # fmt: skip
    """True when the child is done, False when it ended without a word. Raises Unusable."""
    while True:
        look()
        if time.monotonic() > deadline:
            raise Unusable(say("read_too_slow", path=task.path, limit=f"{limits.seconds:g}"))
        try:
            line = lines.get(timeout=PULSE)
        except queue.Empty:
            continue
        word, _, fact = line.decode(errors="replace").partition(" ")
        if word == "rows":
            progress(int(fact))
        elif word == "refused":
            raise Unusable(json.loads(fact))
        elif word == "memory":
            raise _memory(task, limits)
        elif word == "done":
            return True
        elif not line:
            return False


def _memory(task: Task, limits: Limits) -> Fell:
    return Fell(say("read_memory", path=task.path, limit=megabytes(limits.memory_bytes)))


def _crashed(task: Task, *, limits: Limits, status: int, said: str) -> Fell:
    if any(sign in said for sign in OUT_OF_MEMORY):
        return _memory(task, limits)
    return Fell(say("read_crashed", path=task.path, status=status))


def _take_over(folder: Path) -> list[Parsed]:
    about: list[dict[str, Any]] = json.loads((folder / BOOK).read_text(encoding="utf-8"))
    return [
        Parsed(
            sheet["name"], sheet["visible"], _table(folder / f"sheet-{i}.arrow", rows=sheet["rows"]),
            tuple(tuple(area) for area in sheet["merged"]), tuple(sheet["ragged"]),
        )
        for i, sheet in enumerate(about)
    ]  # fmt: skip


def _table(path: Path, *, rows: int) -> pa.Table:
    """The table in a file that is about to be removed.

    Where a removed file stays readable as long as it is mapped (POSIX), it is mapped and costs no memory of its own.
    Windows would refuse to remove it: there it is read.
    """
    if not rows:
        return pa.table({"A": pa.array([], pa.string())})
    source = pa.memory_map(str(path)) if CAN_REMOVE_MAPPED_FILES else pa.BufferReader(path.read_bytes())
    return pa.ipc.open_file(source).read_all()
