"""What is found beside the cells of one sheet, and the bounds of looking for it."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from etl.problems import Unusable, say
from etl.read.book import Limits, letters

Area = tuple[int, int, int, int]


class Stopped(Exception):
    """The search was called off, because the file was refused elsewhere."""


@dataclass(frozen=True)
class Search:
    """The file that is searched, within which limits, the event that calls the search off, and one that it sets.

    `blurs` is set when the file holds cells that the fast reader does not tell apart (etl/read/marks/blur.py).
    """

    path: Path
    limits: Limits
    stop: threading.Event
    blurs: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Raises Stopped when the search was called off."""
        if self.stop.is_set():
            raise Stopped


@dataclass
class Marks:
    """Of one sheet, by address: texts of error cells, formulas without a stored value, and cells to be read anew.

    `texts` holds cells whose value the parser gets wrong, as they should read. `merged` is as in Sheet.
    """

    search: Search
    sheet: str
    errors: dict[str, str] = field(default_factory=dict)
    uncached: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    is_chart: bool = False

    def add_error(self, address: str, text: str) -> None:
        """Raises Unusable where there are more than anyone would mend."""
        self.errors[address] = text
        self._count()

    def add_uncached(self, address: str) -> None:
        """Raises Unusable where there are more than anyone would mend."""
        self.uncached.add(address)
        self._count()

    def add_text(self, address: str, text: str) -> None:
        """Raises Unusable where there are more than can be held."""
        self.texts[address] = text
        self._count()

    def _count(self) -> None:
        found, limit = len(self.errors) + len(self.uncached) + len(self.texts), self.search.limits.marks
        if found > limit:
            raise Unusable(say("read_too_many_marks", path=self.search.path, sheet=self.sheet, limit=limit))


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0: (411, 10) is K412."""
    return f"{letters(column)}{row + 1}"


#: Error values by their number, which xls and xlsb store.
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


def error_text(number: int) -> str:
    """The text of an error by its number; "#ERROR!" for one that is not known."""
    return ERRORS.get(number, "#ERROR!")
