"""Error cells of Excel 97-2003 workbooks (xls), from their records ([MS-XLS] 2.4.24 BoolErr, 2.4.127 Formula)."""

import struct
from collections.abc import Iterator

from etl.problems import Unusable, say
from etl.read import ole
from etl.read.marks.found import Marks, Search, address, error_text

BOF, EOF, SHEET, BOOL_OR_ERROR, FORMULA = 0x809, 0x0A, 0x85, 0x205, 0x06
OLD_WORKBOOK = 0x500


def find(search: Search) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises Unusable."""
    try:
        content = ole.stream(search.path.read_bytes(), "Workbook", "Book")
        if content is None:
            raise ole.Broken("it has no workbook")
        return {name: _searched(search, content, name, at) for name, at in _sheets(content)}
    except (ole.Broken, struct.error) as error:
        raise Unusable(say("read_damaged", path=search.path, reason=error)) from error


def _records(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from `at` to the end of their sheet; charts inside are passed over."""
    depth = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, content[at + 4 : at + 4 + size]
        at += 4 + size


def _sheets(content: bytes) -> Iterator[tuple[str, int]]:
    is_old = False
    for kind, body in _records(content, 0):
        if kind == BOF:
            is_old = struct.unpack_from("<H", body)[0] == OLD_WORKBOOK
        elif kind == SHEET and len(body) > 8:
            at, length = struct.unpack_from("<I", body)[0], body[6]
            if is_old:
                yield body[7 : 7 + length].decode("cp1252", "replace"), at
            elif body[7] & 1:
                yield body[8 : 8 + 2 * length].decode("utf-16-le", "replace"), at
            else:
                yield body[8 : 8 + length].decode("latin-1"), at


def _searched(search: Search, content: bytes, name: str, at: int) -> Marks:
    search.go_on()
    marks = Marks(search, name)
    for kind, body in _records(content, at):
        if kind == BOOL_OR_ERROR and len(body) >= 8 and body[7]:
            marks.add_error(address(*struct.unpack_from("<HH", body)), error_text(body[6]))
        elif kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            marks.add_error(address(*struct.unpack_from("<HH", body)), error_text(body[8]))
    return marks
