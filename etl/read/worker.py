"""The process that parses, apart from the one that publishes: a file that crashes it harms nothing else.

    python -m etl.read.worker TASK      # TASK: path, kind, folder, limits and fast, as JSON

Writes sheet-N.arrow and book.json to the folder. On stdout: `rows N` as it goes on, then `done`; or `refused`
and `memory`, each with a message as JSON. Anything else that happens is told by the exit status.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from etl.problems import Unusable, say
from etl.read import delimited, fast, workbook
from etl.read.task import BOOK, Task, from_json


def limit_memory(size: int) -> None:
    """Limit what this process may allocate, where the system can do that (Linux; others have the time limit)."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size if most == resource.RLIM_INFINITY else min(size, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    except (OSError, ValueError):
        return  # macOS knows the limit and refuses it


def found_sheets(task: Task) -> Iterator[workbook.Found]:
    """The sheets of the file, each to be walked before the next."""
    path = Path(task.path)
    if task.kind in ("csv", "tsv"):
        return delimited.sheets(path, kind=task.kind, limits=task.limits)
    if task.fast:
        return fast.sheets(path, limits=task.limits)
    return workbook.sheets(path, limits=task.limits)


def write(task: Task) -> None:
    """Writes every sheet and what is known about it, if need be with the slower reader. Raises Unusable."""
    try:
        write_sheets(task)
    except fast.NotFast:
        write_sheets(replace(task, fast=False))


def write_sheets(task: Task) -> None:
    """Writes every sheet and what is known about it. Raises Unusable, and NotFast."""
    folder, about, total = Path(task.folder), [], 0
    for index, sheet in enumerate(found_sheets(task)):
        writer = None
        rows = 0
        with pa.OSFile(str(folder / f"sheet-{index}.arrow"), "wb") as sink:
            for batch in sheet.batches:
                writer = writer or pa.ipc.new_file(sink, batch.schema)
                writer.write_batch(batch)
                rows += batch.num_rows
                total += batch.num_rows
                tell("rows", total)
            if writer:
                writer.close()
        about.append(
            {
                "name": sheet.name, "visible": sheet.visible, "rows": rows,
                "merged": sheet.merged, "ragged": sheet.ragged,
            }
        )  # fmt: skip
    (folder / BOOK).write_text(json.dumps(about), encoding="utf-8")


def tell(word: str, fact: object) -> None:
    """One line to the parent. Ends the process where nobody listens any more."""
    try:
        sys.stdout.write(f"{word} {json.dumps(fact)}\n")
        sys.stdout.flush()
    except OSError:
        os._exit(3)


def main() -> None:
    """Does the task of the command line, and tells how it ended."""
    task = from_json(sys.argv[1])
    limit_memory(task.limits.memory_bytes)
    try:
        write(task)
    except Unusable as error:
        tell("refused", str(error))
    except (MemoryError, pa.ArrowMemoryError):
        tell("memory", "")
    except OSError as error:
        tell("refused", say("read_no_room", path=task.path, folder=task.folder, reason=error.strerror or error))
    else:
        tell("done", "")


if __name__ == "__main__":
    main()
    # Taking a large workbook's cells apart one by one would only delay the parent.
    os._exit(0)
