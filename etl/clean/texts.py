"""Text as people wrote it: without the leavings of HTML, control characters and stray blanks."""

import html
import re
import unicodedata

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_FORMATTING = re.compile(r"</?\s*(?:p|div|span|b|i|u|em|strong|font|ul|ol|li|sup|sub)\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
#: What a text must contain for `tidy` to change it, for engines that know RE2 (used to leave clean cells alone).
UNTIDY = r"[\x00-\x09\x0b-\x1f\x7f-\xa0\p{Cf}\p{Zl}\p{Zp}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}<&]|^\s|\s$|\s\s"
#: More than any spreadsheet program lets one type into a cell.
LONGEST_CELL = 32_767
_JOINERS = "\u200c\u200d"


def tidy(text: str, *, lines: bool = True) -> str:
    """`text` with <br> as a line break, formatting tags and control characters gone, and blanks collapsed.

    Only formatting tags go: anything else between angle brackets stays, because it is what the cell says.
    With `lines` false the result is one line. Idempotent except where a cell holds doubly escaped HTML.
    """
    text = _FORMATTING.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = "".join(c for c in text if c in "\n\t" or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf"))
    text = _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
    return text if lines else " ".join(text.split())


def has_control_characters(text: str) -> bool:
    """Whether `text` holds control characters other than line breaks and tabs."""
    return any(c not in "\n\r\t" and unicodedata.category(c) == "Cc" for c in text)
