"""Delimited text (csv, tsv) becomes a text table, in the child process. Uses Python's csv module.

Read twice: once to know widths and to find what cannot be read, once to write. Text is UTF-8, or UTF-16 that says
so in its first bytes; anything else is refused, because a guess would change letters silently.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etl.problems import Unusable, say
from etl.read.book import Limits, letters
from etl.read.workbook import BATCH, Found

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
SAMPLE = 256 * 1024
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: A last line of our own. If it does not come back as a record, a quotation mark before it was never closed.
END = "\0the end of the file\0"


@dataclass(frozen=True)
class Shape:
    """How the text is written, and how wide its records are."""

    encoding: str
    delimiter: str
    records: int
    columns: int
    ragged: tuple[int, ...]


def sheets(path: Path, *, kind: str, limits: Limits) -> Iterator[Found]:
    """The one sheet of a csv or tsv, named after the file. Raises Unusable."""
    encoding = encoding_of(path)
    csv.field_size_limit(SAMPLE)
    delimiter = delimiter_of(path, encoding=encoding) if kind == "csv" else "\t"
    csv.field_size_limit(max(limits.characters, len(END)))
    try:
        shape = _shape(path, encoding=encoding, delimiter=delimiter, limits=limits)
    except UnicodeError as error:
        raise _undecodable(path, encoding=encoding, delimiter=delimiter) from error
    if kind == "tsv" and shape.columns == 1:
        _refuse_other_delimiter(path, encoding=encoding)
    yield Found(path.stem, True, (), shape.columns, _batches(path, shape), shape.ragged)


def encoding_of(path: Path) -> str:
    """utf-16 where the first bytes say so, else utf-8 (with or without a mark)."""
    with path.open("rb") as handle:
        return BOMS.get(handle.read(2), "utf-8-sig")


def delimiter_of(path: Path, *, encoding: str) -> str:
    """Which of comma, semicolon, tab and vertical bar cuts the first records most evenly; a comma where none does."""
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        sample = handle.read(SAMPLE)
    best, chosen = (0.0, 1), ","
    for delimiter in DELIMITERS:
        widths = [len(record) for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if record]
        if len(sample) == SAMPLE and len(widths) > 1:
            widths.pop()
        counted = Counter(width for width in widths if width > 1)
        if counted:
            width, times = counted.most_common(1)[0]
            score = (round(times / len(widths), 2), width)
            if score > best:
                best, chosen = score, delimiter
    return chosen


def _refuse_other_delimiter(path: Path, *, encoding: str) -> None:
    delimiter = delimiter_of(path, encoding=encoding)
    with path.open(encoding=encoding, newline="") as handle:
        cut = delimiter in handle.readline()
    if cut:
        facts = {"path": path, "found": NAMES[delimiter], "new": path.with_suffix(".csv").name}
        raise Unusable(say("read_tsv_is_csv", **facts))


@contextmanager
def _opened(path: Path, *, encoding: str, delimiter: str) -> Iterator[Iterator[list[str]]]:
    with path.open(encoding=encoding, newline="") as handle:
        yield csv.reader(_with_end(handle), delimiter=delimiter)


def _with_end(lines: Iterator[str]) -> Iterator[str]:
    yield from lines
    yield END


def _shape(path: Path, *, encoding: str, delimiter: str, limits: Limits) -> Shape:
    widths: list[int] = []
    number, open_since = 0, 0
    with _opened(path, encoding=encoding, delimiter=delimiter) as records:
        try:
            for number, record in enumerate(records, start=1):
                if END in record or (record and record[-1].endswith(END)):
                    open_since = 0 if record == [END] else number
                    break
                widths.append(len(record) if any(record) else 0)
                if number > limits.rows:
                    raise Unusable(say("read_too_many_records", path=path, limit=limits.rows))
                if len(record) > limits.columns:
                    facts = {"path": path, "record": number, "found": len(record), "limit": limits.columns}
                    raise Unusable(say("read_record_too_wide", **facts))
        except csv.Error as error:
            if "field limit" in str(error):
                raise _field_too_long(path, record=number + 1, limits=limits) from error
            raise Unusable(say("read_record_damaged", path=path, record=number + 1, reason=error)) from error
    if open_since:
        raise Unusable(say("read_quote_open", path=path, record=open_since))
    counted = Counter(width for width in widths if width)
    modal = max(counted, key=lambda width: (counted[width], width), default=0)
    ragged = tuple(i for i, width in enumerate(widths, start=1) if width and width != modal)
    return Shape(encoding, delimiter, len(widths), max(widths, default=0), ragged)


def _field_too_long(path: Path, *, record: int, limits: Limits) -> Unusable:
    return Unusable(say("read_field_too_long", path=path, record=record, limit=limits.characters))


def _batches(path: Path, shape: Shape) -> Iterator[pa.RecordBatch]:
    if not shape.columns:
        return
    names = [letters(i) for i in range(shape.columns)]
    blanks = [""] * shape.columns
    done = 0
    with _opened(path, encoding=shape.encoding, delimiter=shape.delimiter) as records:
        while done < shape.records:
            size = min(BATCH, shape.records - done)
            batch = [(next(records) + blanks)[: shape.columns] for _ in range(size)]
            columns = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names=names)
            done += size


def _undecodable(path: Path, *, encoding: str, delimiter: str) -> Unusable:
    """Names the first byte that is not in the encoding, and its record."""
    content = path.read_bytes()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, errors="ignore")
        # A half-read record counts: it is the one with the byte.
        record = sum(1 for _ in csv.reader(io.StringIO(before + "?", newline=""), delimiter=delimiter))
        byte = f"0x{content[error.start]:02X}"
        return Unusable(say("read_wrong_encoding", path=path, byte=byte, position=error.start + 1, record=record))
    return Unusable(say("read_damaged", path=path, reason="its letters cannot be decoded"))
