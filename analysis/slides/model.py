"""What a slide is: a finding as its title, one body, what it rests on. No file format and no screen here.

A body keeps to what can be read from the back of a room: MOST_ROWS rows of a table, MOST_BARS bars.
"""

import re
from dataclasses import dataclass
from typing import Literal

#: Rows of a table, and bars one below the other, that a slide has room for in large type.
MOST_ROWS, MOST_BARS = 6, 12
#: Blanks but for those that keep a number and its sign on one line.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True)
class Series:
    """One row of marks of a chart, one value a category; `labels` are what stands at the marks in print.

    `is_small`: the mark rests on fewer cases than a percentage may. `lows` and `highs`: the ends of an interval.
    `colours`: one a mark, where they differ.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    is_small: tuple[bool, ...] = ()
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Bars one below the other ('bars'), of parts that make up a whole ('parts') or a sum ('sums'), parts of a whole
    side by side over time ('columns'), or lines over time ('lines'), never joined from one series to the next.

    `groups` are the eras of the categories, in their order: name and how many categories. Values are shares (0 to 1)
    where `is_share`, else counts.
    """

    kind: Literal["bars", "parts", "sums", "columns", "lines"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    groups: tuple[tuple[str, int], ...] = ()
    is_share: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of text under a header; `widths` are shares of the slide's width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Card:
    """One number: what it is, its value in print, what it rests on."""

    label: str
    value: str
    beneath: str


@dataclass(frozen=True)
class Cards:
    """Numbers side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Lines:
    """Sentences one below the other. On the cover they stand beneath a large title."""

    lines: tuple[str, ...]
    is_cover: bool = False


Body = Chart | Table | Cards | Lines


@dataclass(frozen=True)
class Slide:
    """One slide. `title` is the finding, a sentence that the numbers bear out, or the question where they are too few.

    `rests_on` is n and missing; `notes` are question, method and filters, and `numbers` what the body shows, in words.
    """

    id: str
    title: str
    body: Body
    rests_on: str
    notes: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """Slides in their order, with what stands on each: `source` with the data date, and the demonstration `mark`."""

    title: str
    language: str
    source: str
    mark: str
    slides: tuple[Slide, ...]


def shown(text: object) -> str:
    """`text` from a file on one line, without control characters, which XML does not allow."""
    return _BLANKS.sub(" ", _CONTROL.sub(" ", str(text))).strip()


def shortened(text: object, *, most: int) -> str:
    """`text` on one line, cut at a word's end with "…" where it is longer than `most` letters."""
    line = shown(text)
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.(')}…"
