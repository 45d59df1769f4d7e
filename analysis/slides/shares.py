"""Shares as the marks of a chart: labels in print, small numbers marked, intervals, and the same as lines of notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from analysis import numbers, theme
from analysis.figures import Row
from analysis.intervals import difference, wilson
from analysis.once import rows_of
from analysis.slides.asked import Asked
from analysis.slides.model import Chart, Series, shortened
from analysis.text import several

LABEL = 42
#: A part of a bar that is shorter than this has no room for its number.
ROOM = 0.06
_BAR = theme.STATES["substantial_at_midterm"]


#: Names that a title lists.
NAMED = 3


def bars(asked: Asked, rows: Sequence[Row], *, names: Sequence[str], title: str, is_whole: bool = False) -> Chart:
    """One bar a row (columns yes, n) with its counts and, unless the shares are of a whole without chance, interval."""
    ends = [(None, None) if is_whole or is_small(row) else wilson(row["yes"], row["n"]) for row in rows]
    series = Series(
        name=title,
        colour=_BAR,
        values=tuple(row["yes"] / row["n"] if row["n"] else None for row in rows),
        labels=tuple(asked.share(row) for row in rows),
        is_small=tuple(is_small(row) for row in rows),
        lows=() if is_whole else tuple(low for low, _ in ends),
        highs=() if is_whole else tuple(high for _, high in ends),
    )
    return Chart("bars", categories(asked, rows, names=names), (series,))


def lines_note(asked: Asked, rows: Sequence[Row]) -> str:
    """What the lines at the ends of bars are, with a blank before it; nothing where no row has enough for one."""
    return f" {asked.say('slides.lines_are_intervals')}" if enough(rows) else ""


def categories(asked: Asked, rows: Sequence[Row], *, names: Sequence[str]) -> tuple[str, ...]:
    """The names of the rows with their counts: "Kenya (13 of 26)"."""
    pairs = zip(rows, names, strict=True)
    return tuple(f"{shortened(name, most=LABEL)} ({asked.of(row)})" for row, name in pairs)


def with_n(asked: Asked, name: object, n: float) -> str:
    """A category's name with what it rests on: "Kenya (26)"."""
    return asked.say("filter.option", label=shortened(name, most=LABEL), n=asked.count(n))


def completion(asked: Asked, frame: pd.DataFrame, *, unit: str, room: float = ROOM) -> tuple[Series, ...]:
    """The completion ratings of each unit, as `parts`."""
    name = partial(asked.name, "code")
    return parts(asked, frame, unit=unit, code="code", colours=theme.COMPLETION, name=name, room=room)


def corners(asked: Asked, frame: pd.DataFrame, *, unit: str) -> tuple[Series, ...]:
    """The corners of ambition against completion of each unit, as `parts`."""
    return parts(
        asked, frame, unit=unit, code="corner", colours=theme.CORNERS, name=partial(asked.name, "corner"), room=ROOM
    )


def parts(
    asked: Asked,
    frame: pd.DataFrame,
    *,
    unit: str,
    code: str,
    colours: Mapping[str, str],
    name: Callable[[str], str],
    room: float,
) -> tuple[Series, ...]:
    """One series a code over the units of `frame` in their order (columns `unit`, `code`, count, n), as shares of n.

    `colours` has the codes in the order in which they stand. A part smaller than `room` has no label; where n is small,
    the label is the count.
    """
    units = list(dict.fromkeys(frame[unit].tolist()))
    ns = dict(zip(frame[unit], frame["n"], strict=True))
    counts = {(row[unit], row[code]): int(row["count"]) for row in rows_of(frame)}

    def label(count: int, n: int) -> str:
        if not count or count / n < room:
            return ""
        said = numbers.count if n < numbers.SMALL_N else numbers.percent
        return said(count if n < numbers.SMALL_N else count / n, language=asked.language)

    found = []
    for key, colour in colours.items():
        of_key = [counts.get((one, key), 0) for one in units]
        if not any(of_key):
            continue
        pairs = list(zip(of_key, (int(ns[one]) for one in units), strict=True))
        found.append(
            Series(
                name=name(key),
                colour=colour,
                values=tuple(count / n if n else None for count, n in pairs),
                labels=tuple(label(count, n) for count, n in pairs),
                is_small=tuple(n < numbers.SMALL_N for _, n in pairs),
            )
        )
    return tuple(found)


def is_small(row: Row) -> bool:
    """Too few for a percentage."""
    return bool(row["n"] < numbers.SMALL_N)


def enough(rows: Iterable[Row]) -> list[Row]:
    """The rows that rest on enough cases for a percentage."""
    return [row for row in rows if not is_small(row)]


def differ(before: Row, after: Row) -> int:
    """1 where the share of `after` is clearly higher than that of `before`, -1 where lower, 0 where chance will do."""
    low, high = difference((before["yes"], before["n"]), (after["yes"], after["n"]))
    return 1 if low > 0 else -1 if high < 0 else 0


def apart(asked: Asked, rows: Sequence[Row], *, of: str, names: Sequence[str], overall: Row) -> str:
    """Which rows are clearly above or below `overall`, because their whole interval is; nothing where n is small.

    `of` says what a row is: 'theme', 'member' or 'region'.
    """
    if is_small(overall) or sum(not is_small(row) for row in rows) < 2:
        return ""
    share = overall["yes"] / overall["n"]
    bounds = [(name, *wilson(row["yes"], row["n"])) for name, row in zip(names, rows, strict=True) if not is_small(row)]
    above = [name for name, low, _ in bounds if low > share]
    below = [name for name, _, high in bounds if high < share]
    said = {"share": asked.percent(share), "n": asked.count(overall["n"])}
    if above and below:
        return asked.say("slides.apart_both", **said, above=some(asked, above), below=some(asked, below))
    if above or below:
        return asked.say(f"slides.apart_{'above' if above else 'below'}", **said, names=some(asked, above or below))
    return asked.say(f"slides.apart_none_{of}", **said)


def some(asked: Asked, names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    return several(names, most=NAMED, language=asked.language, between=", ")


def listed(asked: Asked, rows: Sequence[Row], *, names: Sequence[str]) -> list[str]:
    """The rows as lines of the notes: name, share, counts, missing."""
    return [
        asked.say(
            "slides.note_share",
            name=name,
            share=asked.whole(row) if row["n"] else asked.say("number.none"),
            missing=asked.count(row["missing"]),
        )
        for name, row in zip(names, rows, strict=True)
    ]
