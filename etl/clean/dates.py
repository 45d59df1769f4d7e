"""Dates that can be known become dates; the others stay text and say why.

A real date of a workbook arrives in ISO form. Text such as 04/03/2014 is read by the order that the column itself
proves (section "Dates" of docs/methods.md): never by a guess, and never silently. A real date is doubted where its
column shows that a spreadsheet program made it of such a text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel import Locale

Order = Literal["month_first", "day_first", "unknown"]

_TIME = r"(?:[t ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?"
#: The year first: nobody writes the day second then.
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_REAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})" + _TIME)
#: 3 May 2018, 3rd of May, 2018, 3-May-18, 1er mai 2018, 3 de mayo de 2018; May 3rd, 2018.
_WRITTEN = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º)?[\s-]+(?:of |de )?([^\W\d_]+)\.?(?:,?\s+(?:de |del )?|-)(\d{4}|\d{2})"
    r"|([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_ENGLISH = {
    name[:length]: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"), 1)
    for length in (3, 4, len(name))
}  # fmt: skip
#: The names of months in English, Spanish and French, whole and cut short as CLDR has them.
_MONTHS = {
    name.rstrip("."): number
    for language in ("es", "fr")
    for width in ("wide", "abbreviated")
    for number, name in Locale(language).months["format"][width].items()
} | _ENGLISH
#: No plan is older than OGP; commitments may start earlier or end later than their plan, within reason.
EARLIEST, LATEST = date(1995, 1, 1), date(2060, 12, 31)
#: How many undecided cells say anything at all; which share of them on a first of the month shows that months were
#: typed; and which share of them in January is more than any real calendar has.
FEWEST_FIRSTS, LEAST_FIRSTS, MOST_JANUARIES = 20, 0.9, 0.5
#: Which share of real dates may have a day above 12 and yet come from texts whose days were taken for months. A
#: calendar has three in five, and a program that swaps day and month makes none.
MOST_LATE = 0.01


@dataclass(frozen=True)
class Evidence:
    """What one column says about the order of its dates, in cells.

    `month_first` and `day_first` are proven by a number above 12. `first_of_month` and `month_of_first` are
    undecided cells whose second, or first, number is 1: the first of a month, if that is the day.
    """

    month_first: int = 0
    day_first: int = 0
    undecided: int = 0
    first_of_month: int = 0
    month_of_first: int = 0

    @property
    def order(self) -> Order:
        """The order of every date in the column, or unknown where both orders occur, neither is proven, or most
        undecided cells would then fall in January."""
        if self.month_first and not self.day_first and not self._are_januaries(self.month_of_first):
            return "month_first"
        if self.day_first and not self.month_first and not self._are_januaries(self.first_of_month):
            return "day_first"
        return "unknown"

    @property
    def order_of_firsts(self) -> Order:
        """The order of the cells that fall on a first of the month, where these are nearly all that is undecided."""
        if self.undecided < FEWEST_FIRSTS:
            return "unknown"
        if self.first_of_month >= LEAST_FIRSTS * self.undecided:
            return "month_first"
        return "day_first" if self.month_of_first >= LEAST_FIRSTS * self.undecided else "unknown"

    def _are_januaries(self, cells: int) -> bool:
        return self.undecided >= FEWEST_FIRSTS and cells > MOST_JANUARIES * self.undecided


@dataclass(frozen=True)
class Day:
    """A cell's day, or the reason why there is none. `doubt` is a problem code; empty where all is well.

    `typed`: what was typed where a real date now stands, if its day was taken for the month; else empty.
    """

    day: date | None
    doubt: str = ""
    typed: str = ""


def read_days(texts: Sequence[tuple[str, int]]) -> tuple[list[Day], Evidence]:
    """The day of each distinct text of a column, given with the number of its cells, and what the column has shown."""
    shown = evidence(texts)
    if not _may_be_swapped(texts, shown):
        return [read_day(text, shown) for text, _ in texts], shown
    shown = evidence((_as_typed(text), times) for text, times in texts)
    return [_unless_swapped(text, shown) for text, _ in texts], shown


def evidence(texts: Iterable[tuple[str, int]]) -> Evidence:
    """The evidence of a column, given each distinct text with the number of its cells."""
    seen: Counter[str] = Counter()
    for text, times in texts:
        match = _NUMERIC.fullmatch(text.strip())
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if not (_is_day(match[3], first, second) or _is_day(match[3], second, first)):
            continue  # no calendar has this day: it proves nothing
        if first > 12:
            seen["day_first"] += times
        elif second > 12:
            seen["month_first"] += times
        elif first != second:
            seen["undecided"] += times
            seen["first_of_month"] += times if second == 1 else 0
            seen["month_of_first"] += times if first == 1 else 0
    return Evidence(**seen)


def read_day(text: str, shown: Evidence) -> Day:
    """The day that `text` names, given what its column has shown. Words and bare years are not days, nor doubts."""
    text = text.strip().casefold()
    if match := _ISO.fullmatch(text):
        return _checked(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, shown)
    if match := _WRITTEN.fullmatch(text):
        month = _MONTHS.get(match[2] or match[4])
        if month:
            return _checked(_full_year(match[3] or match[6]), month, int(match[1] or match[5]))
    if _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return Day(day, "date_serial") if EARLIEST <= day <= LATEST else Day(None, "date_impossible")
    return Day(None)


def _may_be_swapped(texts: Sequence[tuple[str, int]], shown: Evidence) -> bool:
    """Whether a program that expects the month first has met day-first texts in this column.

    It turns 01/07/2014 into 7 January and leaves 31/12/2015 as text: such texts then stand among real dates of which
    hardly any has a day above 12.
    """
    if not shown.day_first or shown.month_first:
        return False
    days = [(int(match[3]), times) for text, times in texts if (match := _REAL.fullmatch(text))]
    late = sum(times for day, times in days if day > 12)
    return late <= MOST_LATE * sum(times for _, times in days)


def _as_typed(text: str) -> str:
    """What was typed where a real date stands, if its month came first; any other text as it is."""
    match = _REAL.fullmatch(text)
    return f"{match[2]}/{match[3]}/{match[1]}" if match else text


def _unless_swapped(text: str, shown: Evidence) -> Day:
    """The day that `text` names; of a real date only where what was typed can mean no other."""
    typed, day = _as_typed(text), read_day(text, shown)
    if typed == text or day.day is None or read_day(typed, shown) == day:
        return day
    return Day(None, "date_ambiguous", typed)


def _numeric(match: re.Match[str], shown: Evidence) -> Day:
    first, second, year = int(match[1]), int(match[2]), _full_year(match[3])
    if first > 12 or first == second:
        return _checked(year, second, first)
    if second > 12:
        return _checked(year, first, second)
    order = shown.order
    if order == "unknown" and 1 in (first, second):
        of_firsts = shown.order_of_firsts
        order = of_firsts if (second if of_firsts == "month_first" else first) == 1 else "unknown"
    if order == "unknown":
        return Day(None, "date_ambiguous")
    return _checked(year, first, second) if order == "month_first" else _checked(year, second, first)


def _checked(year: int, month: int, day: int) -> Day:
    try:
        found = date(year, month, day)
    except ValueError:
        return Day(None, "date_impossible")
    return Day(found) if EARLIEST <= found <= LATEST else Day(None, "date_impossible")


def _full_year(text: str) -> int:
    """Two digits mean this century: OGP began in 2011."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _is_day(year: str, month: int, day: int) -> bool:
    try:
        date(_full_year(year), month, day)
    except ValueError:
        return False
    return True
