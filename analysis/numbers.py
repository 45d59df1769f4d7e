"""Numbers and dates as a reader of each language expects them, and the rule for small numbers."""

import math
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, localcontext
from functools import lru_cache, partial

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from analysis.text import say

#: Below this many rated cases a share is printed as "2 of 3", and never ranked or shaded.
SMALL_N = 5
#: The formats of each language; English as most of OGP's members write it, day before month.
_LOCALES = {"en": "en_GB"}


#: How browsers and office programs round, so that a number is the same in a table, on a page and on a slide.
_half_up = partial(localcontext, rounding=ROUND_HALF_UP)
#: Numbers whose printed form is remembered: a page prints hundreds, most of them again and again.
_REMEMBERED = 20_000


def count(value: float, *, language: str) -> str:
    """A whole number with the language's thousands separator."""
    return _count(int(value), language)


@lru_cache(maxsize=_REMEMBERED)
def percent(share: float, *, language: str) -> str:
    """A share (0 to 1) as a whole percentage."""
    with _half_up():
        return str(format_percent(share, locale=_LOCALES.get(language, language)))


@lru_cache(maxsize=_REMEMBERED)
def precise(share: float, *, language: str) -> str:
    """A share (0 to 1) as a percentage with one decimal, to be set beside a figure printed elsewhere."""
    shape = "#,##0.0 %" if language != "en" else "#,##0.0%"
    with _half_up():
        return str(format_percent(share, format=shape, locale=_LOCALES.get(language, language)))


@lru_cache(maxsize=_REMEMBERED)
def decimal(value: float, *, language: str) -> str:
    """A number with two decimals."""
    with _half_up():
        return str(format_decimal(value, format="#,##0.00", locale=_LOCALES.get(language, language)))


def share(yes: float, n: float, *, language: str) -> str:
    """A share in print: a percentage from SMALL_N cases on, "2 of 3" below, a dash where nothing is rated."""
    if not n or math.isnan(n):
        return say(language, "number.none")
    return of(yes, n, language=language) if n < SMALL_N else percent(yes / n, language=language)


def of(yes: float, n: float, *, language: str) -> str:
    """Both counts: "1,035 of 1,900"."""
    return say(language, "number.of", yes=count(yes, language=language), n=count(n, language=language))


def whole(yes: float, n: float, *, language: str) -> str:
    """A share with its counts: "54% (480 of 894)"; as `share` where it rests on fewer than SMALL_N cases."""
    said = share(yes, n, language=language)
    return said if n < SMALL_N else f"{said} ({of(yes, n, language=language)})"


@lru_cache(maxsize=_REMEMBERED)
def place(name: str) -> str:
    """What to sort names by, so that É stands with E and capitals do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


@lru_cache(maxsize=_REMEMBERED)
def day(value: date, *, language: str, is_brief: bool = False) -> str:
    """A date in words, its month spelled out; cut short where `is_brief`, as for the cell of a table."""
    month, shape = ("MMM", "medium") if is_brief else ("MMMM", "long")
    if language == "fr" and value.day == 1:  # Babel's French has no "1er", which is how French writes it
        shape = f"d'er' {month} y"
    return str(format_date(value, format=shape, locale=_LOCALES.get(language, language)))


@lru_cache(maxsize=_REMEMBERED)
def _count(value: int, language: str) -> str:
    return str(format_decimal(value, locale=_LOCALES.get(language, language)))
