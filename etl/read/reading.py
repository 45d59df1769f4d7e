"""Reading one file: guard, parse apart, and find beside it what the parser does not tell."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from etl.problems import Unusable, say
from etl.read import apart, guard
from etl.read.book import LIMITS, Book, Limits, Sheet

STEP = "read"


def read(path: Path, *, limits: Limits = LIMITS, progress: Callable[[str, int], None] | None = None) -> Book:
    """The book in a file: all its sheets as text. `progress` is told the step ("read") and the rows done.

    Raises Unusable, with one message for whoever gave the file, for everything that cannot be read.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100  links stay as they were given
    tell = progress or _quiet
    kind = guard.kind_of(path, limits=limits)
    parsed = apart.parse(path, kind=kind, limits=limits, progress=lambda rows: tell(STEP, rows), look=lambda: None)
    if not any(sheet.table.num_rows for sheet in parsed):
        raise Unusable(say("read_empty_sheets", path=path, count=len(parsed)))
    sheets = tuple(
        Sheet(s.name, s.visible, s.table, {}, frozenset(), s.merged, s.ragged) for s in parsed
    )
    return Book(path, path.name, sha256_of(path), kind, sheets)


def sha256_of(path: Path) -> str:
    """The hash of a file's content, by which a file is known whatever its name."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _quiet(step: str, rows: int) -> None:
    """Progress that nobody watches."""
