"""How the values of cells are written as text: the same whichever way a workbook was read."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

HALF = datetime.timedelta(seconds=0.5)
LATEST = datetime.datetime.max - HALF


def text_of(value: object) -> str:
    """A cell's value as text: 1.0 is 1, days are 2014-06-01, with the time unless it is midnight, yes is TRUE.

    Seconds are rounded: what a spreadsheet stores is a fraction of a day.
    """
    return _WRITERS[type(value)](value)


def number(value: float) -> str:
    """A number with as many digits as tell it apart from all others, without exponent; whole ones without a point."""
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text


def moment(value: datetime.datetime) -> str:
    """A day, with the time unless it is midnight; to the next second."""
    if value.microsecond:
        value = (min(value, LATEST) + HALF).replace(microsecond=0)
    return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()


def time(value: datetime.time) -> str:
    """A time of day; fractions of a second are left out."""
    return value.isoformat("seconds")


def _duration(value: datetime.timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < datetime.timedelta() else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_WRITERS = cast(
    "dict[type, Callable[[Any], str]]",
    {
        str: str,
        float: number,
        int: str,
        bool: lambda value: "TRUE" if value else "FALSE",
        datetime.datetime: moment,
        datetime.date: datetime.date.isoformat,
        datetime.time: time,
        datetime.timedelta: _duration,
    },
)
