"""What the fast reader would not tell apart, or would round: a workbook that holds such is read by the slower one.

fastexcel (etl/read/fast.py) gives every cell as text. These would not be what they are:

true, false: the words, in lower case, and truth values.
2014-06-01 10:30:00: such a text, and a real date; dates stored as text (cells of type d).
Durations, and times in a workbook that counts days from 1904: they come as dates.
Numbers: they come with nine decimals. 1/3, 1e-12 and 98765432.1 would change; 4.0999999999999996, which is how 4.1 is
stored, would not.
Characters that XML cannot hold, written as _x0001_ in the result of a formula: they stay as written.

Looked for are signs, so some workbooks are read by the slower reader without need: a true in a string that no cell
uses, a format for durations that none has. Not found are words put together of several runs of formatted text.
"""

import re
import zipfile

from etl.read.marks.found import Search
from etl.read.marks.frame import is_well_formed
from etl.read.marks.package import pieces
from etl.read.texts import number

#: Where a number might be that is rounded. Seven digits before the point leave no nine exact ones behind it.
POINT = re.compile(rb"\.(?:[0-9]{10}|(?<=[0-9]{7}\.)[0-9]|[0-9]+[eE])")
#: Where a number might be that is rounded or loses its sign, and where a text might be that reads like a date.
DASH = re.compile(rb"-(?:0[.0]*<|(?<=[eE]-)[0-9]+<|[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[.0-9]*<)")
NUMBER = re.compile(rb"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
MOMENT = re.compile(rb"[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")
WORDS = (b">true<", b">false<")
ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
TEXT_ELEMENT = re.compile(rb"<(?:[^\s<>:]+:)?t[\s>]")
#: In the parts that hold no cells, by what their names contain: what to look for there.
ELSEWHERE = {
    "sharedstrings": re.compile(rb">true<|>false<|>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[.0-9]*<"),
    "styles.xml": re.compile(rb"\[(?:h+|m+|s+)\]|numFmtId\s*=\s*[\"']46[\"']", re.IGNORECASE),
    "workbook.xml": re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']"),
}
#: Longer than anything looked for.
LONGEST = 400
LONGEST_TEXT = 64 * 1024
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")


def look_elsewhere(search: Search, parts: dict[str, zipfile.ZipInfo]) -> set[str]:
    """Looks through formats, shared strings and the list of sheets, and calls for the slower reader if need be.

    The names of the parts that were unpacked for it come back. Raises Unusable.
    """
    seen = set()
    for name, part in parts.items():
        sought = next((pattern for word, pattern in ELSEWHERE.items() if word in name), None)
        if sought is None or not name.endswith(".xml"):
            continue
        seen.add(name)
        if "styles" in name and not is_well_formed(pieces(search, part)):
            search.blurs.set()
        rest = b""
        for piece in pieces(search, part):
            content = rest + piece
            if sought.search(content) or content.startswith(WIDE):
                search.blurs.set()
            rest = content[-LONGEST:]
    return seen


def look_at(search: Search, content: bytes, *, signs: tuple[bytes, ...], end: int) -> None:
    """Looks at cells, in `content` up to `end`, and calls for the slower reader if need be.

    `signs` are the words, and how cells of type d are written here.
    """
    if search.blurs.is_set():
        return
    if (
        any(content.find(sign, 0, end) >= 0 for sign in signs)
        or any(_would_change(content, match.start()) for match in DASH.finditer(content, 0, end))
        or any(_would_change(content, match.start()) for match in POINT.finditer(content, 0, end))
        or any(not _is_in_text(content, match.start()) for match in ESCAPED.finditer(content, 0, end))
    ):
        search.blurs.set()


def _would_change(content: bytes, at: int) -> bool:
    """Whether what stands between two tags, around `at`, is a number that fastexcel rounds, or reads like a date."""
    start = content.rfind(b">", max(at - LONGEST, 0), at) + 1
    stop = content.find(b"<", at, at + LONGEST)
    if start <= 0 or stop < 0:
        return False
    token = content[start:stop]
    if MOMENT.fullmatch(token):
        return True
    if not NUMBER.fullmatch(token):
        return False
    return as_rounded(float(token)) != number(float(token)) and not _is_in_text(content, at)


def _is_in_text(content: bytes, at: int) -> bool:
    """Whether the tag before `at` opens a text, not a number or the result of a formula."""
    opening = content.rfind(b"<", max(at - LONGEST_TEXT, 0), at)
    return opening >= 0 and bool(TEXT_ELEMENT.match(content, opening))


def as_rounded(value: float) -> str:
    """A number as fastexcel writes it."""
    return f"{value:.9f}".rstrip("0").rstrip(".")
