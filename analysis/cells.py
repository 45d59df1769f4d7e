"""What stands in a cell of a workbook of ours: a number, a day, or a text that no spreadsheet runs.

Every text is written as text, whatever it begins with: other people's spreadsheets hold cells that begin with = + - @.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
import pandas as pd

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What spreadsheets pass over before a formula.
BLANKS = " \u00a0"
LONGEST_CELL = 32_000
LONGEST_NAME = 31
#: The header's colour on every sheet.
HEAD = "1A4E70"
#: What XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN = re.compile(r"[\\/*?:\[\]\x00-\x1f]")

Value = str | int | float | bool | date | datetime


def value_of(value: object) -> Value | None:
    """`value` as a cell can hold it: lists as a text with semicolons, texts cut to LONGEST_CELL; none for unknown."""
    if isinstance(value, str):  # nearly all of them
        return _text(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | np.ndarray):
        return _text("; ".join(str(part) for part in value))
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, bool | int | float | date | datetime):
        return value
    return _text(str(value))


def could_run(text: str) -> bool:
    """Whether a spreadsheet would take `text` for a formula, if it were typed."""
    return text.lstrip(BLANKS).startswith(STARTS_A_FORMULA)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that spreadsheets accept, in the same order: at most 31 letters, no two alike whatever their capitals."""
    taken: set[str] = set()
    names = []
    for text in wanted:
        base = " ".join(_FORBIDDEN.sub(" ", text).split()).strip("' ") or "-"
        if base.casefold() == "history":  # kept by Excel for itself
            base = f"{base} -"
        name, turn = base[:LONGEST_NAME].strip("' ") or "-", 2
        while name.casefold() in taken:
            ending = f" ({turn})"
            name, turn = base[: LONGEST_NAME - len(ending)].rstrip() + ending, turn + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def foot(*parts: str) -> str:
    """The parts that are not empty, in one line for the foot of a printed page."""
    return " · ".join(part for part in parts if part).replace("&", "&&")[:200]


def _text(value: str) -> str:
    return _ILLEGAL.sub(" ", value)[:LONGEST_CELL]
