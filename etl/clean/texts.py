"""Text as people wrote it: without the leavings of HTML, control characters and stray blanks."""

import html
import re

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_FORMATTING = re.compile(r"</?\s*(?:p|div|span|b|i|u|em|strong|font|ul|ol|li|sup|sub)\b[^<>]*>", re.IGNORECASE)
#: What a text must contain for `tidy` to change it, for engines that know RE2 (used to leave clean cells alone).
UNTIDY = (
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\p{Cf}\p{Co}\p{Zl}\p{Zp}"
    r"\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}<&]|^\s|\s$|\s\s"
)
#: More than any spreadsheet program lets one type into a cell.
LONGEST_CELL = 32_767
#: Control characters, line breaks and tabs apart: the same for Python and for RE2.
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
# Control characters, and the format characters of Unicode less the joiners that some scripts need.
_UNSEEN = re.compile(
    CONTROL[:-1] + "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)  # fmt: skip
#: What word processors write in the place of symbol fonts: a blank, a hyphen, and all kinds of marks of a list.
_SYMBOLS = dict.fromkeys(range(0xE000, 0xF900), "•") | {0xF020: " ", 0xF02D: "-"}


def tidy(text: str, *, lines: bool = True) -> str:
    """`text` with <br> as a line break, formatting tags and control characters gone, and blanks collapsed; what is a
    symbol in a font of its own is the mark of a list.

    Only formatting tags go: anything else between angle brackets stays, because it is what the cell says.
    With `lines` false the result is one line. Idempotent except where a cell holds doubly escaped HTML.
    """
    if "<" in text:
        text = _FORMATTING.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    whole = [" ".join(line.split()) for line in text.splitlines()]
    for i, line in enumerate(whole):
        if not line.isprintable():  # quick to ask, and true of nearly every line
            whole[i] = " ".join(_UNSEEN.sub("", line).translate(_SYMBOLS).split())
    return ("\n" if lines else " ").join(line for line in whole if line)
