"""Reading one file: guard, parse apart, and find beside it what the parser does not tell."""

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from etl.problems import Unusable, say, shorten
from etl.read import apart, guard, marks
from etl.read.book import LIMITS, Book, Limits, Sheet, letters, place
from etl.read.marks import Marks

STEP = "read"
#: The formats that the fast reader reads.
FAST = ("xlsx", "xlsm")
#: How long a search may go on after the parser fell, to say why.
PATIENCE = 10.0


def read(path: Path, *, limits: Limits = LIMITS, progress: Callable[[str, int], None] | None = None) -> Book:
    """The book in a file: all its sheets as text. `progress` is told the step ("read") and the rows done.

    Raises Unusable, with one message for whoever gave the file, for everything that cannot be read.
    """
    tell = progress or _quiet
    kind = guard.kind_of(path, limits=limits)
    search = _Beside(path, kind=kind, limits=limits)
    try:
        parsed, found = _parsed(search, tell=tell)
    except apart.Fell:
        search.explain(patience=PATIENCE)
        raise
    finally:
        search.stop.set()
        search.thread.join()
    sheets = tuple(_marked(sheet, found.get(sheet.name)) for sheet in parsed)
    if not any(sheet.table.num_rows for sheet in sheets):
        raise Unusable(say("read_empty_sheets", path=path, count=len(parsed)))
    return Book(path, path.name, search.sha256, kind, sheets)


def _parsed(search: "_Beside", *, tell: Callable[[str, int], None]) -> tuple[list[apart.Parsed], dict[str, Marks]]:
    """The sheets, from the fast reader if it tells all cells of this book apart, and the marks. Raises Unusable."""
    deadline = time.monotonic() + search.limits.seconds

    def parse(*, fast: bool, look: Callable[[], None]) -> tuple[list[apart.Parsed], dict[str, Marks]]:
        parsed = apart.parse(
            search.path, kind=search.kind, limits=search.limits, fast=fast, deadline=deadline,
            progress=lambda rows: tell(STEP, rows), look=look,
        )  # fmt: skip
        found = search.result(patience=deadline - time.monotonic())
        charts = {name for name, marks in found.items() if marks.is_chart}
        return [sheet for sheet in parsed if sheet.name not in charts], found

    if search.kind in FAST:
        try:
            parsed, found = parse(fast=True, look=search.raise_if_blurred)
            search.raise_if_blurred()
            if all(sheet.name in found for sheet in parsed):
                return parsed, found
        except _Blurred:
            pass  # there is the other reader
    return parse(fast=False, look=search.raise_early)


class _Blurred(Exception):
    """The fast reader would not tell some cells of this book apart."""


class _Beside:
    """The search for marks and the file's hash, in a thread beside the child process."""

    def __init__(self, path: Path, *, kind: str, limits: Limits) -> None:
        self.path, self.kind = path, kind
        self.stop, self.blurs = threading.Event(), threading.Event()
        self.sha256 = ""
        self.limits = limits
        self.found: dict[str, Marks] = {}
        self.error: Unusable | None = None
        self.thread = threading.Thread(target=self._search, daemon=True)
        self.thread.start()

    def _search(self) -> None:
        try:
            search = marks.Search(self.path, self.limits, self.stop, self.blurs)
            self.found = marks.find(search, kind=self.kind)
            with self.path.open("rb") as handle:
                self.sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        except marks.Stopped:
            return  # by whoever refused the file and says why
        except Unusable as error:
            self.error = error
        except Exception as error:  # noqa: BLE001  a file made to confuse may raise anything; told, cause attached
            self.error = Unusable(
                say("read_damaged", path=self.path, reason=shorten(f"{type(error).__name__} {error}"))
            )
            self.error.__cause__ = error

    def raise_early(self) -> None:
        """Raises what the search has found wrong so far."""
        if self.error:
            raise self.error

    def raise_if_blurred(self) -> None:
        """Raises what the search has found wrong so far, and _Blurred if the book is not for the fast reader."""
        self.raise_early()
        if self.blurs.is_set():
            raise _Blurred

    def result(self, *, patience: float) -> dict[str, Marks]:
        """The marks by sheet, when the search is through. Raises Unusable."""
        self.thread.join(max(patience, 0))
        self.raise_early()
        if self.thread.is_alive():
            raise Unusable(say("read_too_slow", path=self.path, limit=f"{self.limits.seconds:g}"))
        return self.found

    def explain(self, *, patience: float) -> None:
        """Raises the search's own reason why the parser fell, if it finds one."""
        self.thread.join(patience)
        self.raise_early()


def _marked(sheet: apart.Parsed, found: Marks | None) -> Sheet:
    """The sheet with its marks, and the texts of error cells in its table."""
    if found is None:
        return Sheet(sheet.name, sheet.visible, sheet.table, {}, frozenset(), sheet.merged, sheet.ragged)
    table = with_texts(sheet.table, {**found.texts, **found.errors})
    merged = sheet.merged or tuple(found.merged)
    return Sheet(sheet.name, sheet.visible, table, found.errors, frozenset(found.uncached), merged, sheet.ragged)


def with_texts(table: pa.Table, texts: dict[str, str]) -> pa.Table:
    """The table with other texts at some addresses; it grows where an address lies outside of it."""
    by_column: dict[int, dict[int, str]] = {}
    for address, text in texts.items():
        row, column = place(address)
        by_column.setdefault(column, {})[row] = text
    if not by_column:
        return table
    rows = max(table.num_rows, max(max(changed) for changed in by_column.values()) + 1)
    table = _grown(table, rows=rows, columns=max(table.num_columns, max(by_column) + 1))
    for column, changed in by_column.items():
        table = table.set_column(column, letters(column), _changed(table.column(column), changed))
    return table


def _grown(table: pa.Table, *, rows: int, columns: int) -> pa.Table:
    for column in range(table.num_columns, columns):
        table = table.append_column(letters(column), pa.repeat("", table.num_rows))
    if rows > table.num_rows:
        blank = pa.repeat("", rows - table.num_rows)
        table = pa.concat_tables([table, pa.table(dict.fromkeys(table.column_names, blank))])
    return table


def _changed(column: pa.ChunkedArray, changed: dict[int, str]) -> pa.ChunkedArray:
    """The column with other texts in some rows. Pieces without a change stay as they are, in the mapped file."""
    chunks, start = [], 0
    rows = sorted(changed, reverse=True)
    for chunk in column.chunks:
        end = start + len(chunk)
        if rows and rows[-1] < end:
            values = chunk.to_pylist()
            while rows and rows[-1] < end:
                row = rows.pop()
                values[row - start] = changed[row]
            chunk = pa.array(values, pa.string())
        chunks.append(chunk)
        start = end
    return pa.chunked_array(chunks, pa.string())


def _quiet(step: str, rows: int) -> None:
    """Progress that nobody watches."""
