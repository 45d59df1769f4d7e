"""What reading gives: a book of sheets, each a table of text cells, and the limits within which files are read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large a file may be. Far above any release so far, far below what would harm the machine.

    A file beyond a limit is refused with a message that names the limit, what was found and what to do.
    """

    #: Bytes of the file as it lies on disk or comes over the network.
    file_bytes: int = 1024 * MEGABYTE
    #: Parts inside a zipped workbook, and the bytes of all of them unpacked.
    parts: int = 10_000
    unpacked_bytes: int = 4096 * MEGABYTE
    #: Unpacked to packed, looked at only above `ratio_from` bytes unpacked; spreadsheets reach about 50.
    ratio: int = 150
    ratio_from: int = 100 * MEGABYTE
    #: Cells of one sheet.
    rows: int = 600_000
    columns: int = 2_000
    characters: int = 1_000_000
    #: Cells with an error, or with a formula without a value, that are remembered by address.
    marks: int = 500_000
    #: What the reading process may take.
    memory_bytes: int = 6144 * MEGABYTE
    seconds: float = 600.0
    #: What fetching from an address may take; `wait_seconds` for the connection and between two pieces.
    wait_seconds: float = 30.0
    fetch_seconds: float = 300.0
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `table` has string columns named by column letter; its row i is the spreadsheet's row i + 1.

    In a csv, row i is record i + 1. A blank cell is "", never null; short rows are padded.
    `errors` and `uncached` are by address ("K412"): the text of error cells, which the table holds too, and
    formulas without a stored value, for which the table holds "". See etl/read/marks for what is found where.
    `merged` holds first row, first column, last row and last column, from 0 and inclusive.
    `ragged` holds the records of a csv (from 1) that are wider or narrower than most.
    """

    name: str
    visible: bool
    table: pa.Table
    errors: dict[str, str]
    uncached: frozenset[str]
    merged: tuple[tuple[int, int, int, int], ...]
    ragged: tuple[int, ...]


@dataclass(frozen=True)
class Book:
    """One file as read. `name` is its file name; `address` and `fetched_at` are set where it came over the network."""

    path: Path
    name: str
    sha256: str
    format: str
    sheets: tuple[Sheet, ...]
    address: str | None = None
    fetched_at: datetime | None = None


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 25 is Z, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def place(address: str) -> tuple[int, int]:
    """Row and column, both from 0, of an address such as K412. Raises ValueError for anything else."""
    digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    name = address[: len(address) - len(digits)]
    if not name or len(name) > 4 or not digits.isdecimal() or len(digits) > 9:
        raise ValueError(address)
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def megabytes(size: float) -> str:
    """A size for a message: 3.9 MB, 4,096 MB."""
    amount = size / MEGABYTE
    return f"{amount:,.0f} MB" if amount >= 10 else f"{amount:,.1f} MB"
