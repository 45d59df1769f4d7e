"""What is drawn or said of an answer, worked out once: it is kept for as long as the answer is."""

import functools
import weakref
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")
#: Results that are kept of one frame; beyond that they begin anew, so that no caller can fill the memory.
MOST_RESULTS = 100
_Result = tuple[tuple["weakref.ref[Any]", ...], Any]
#: By the identity of a frame: the guard that takes the entry away with it, and what has been made of it.
_made: dict[int, tuple["weakref.ref[Any]", dict[Hashable, _Result]]] = {}


class Drawn(dict[str, Any]):
    """A dictionary of which something can be worked out once in its turn."""


#: What is told apart by identity. Each is watched, so that an identity that is used again is noticed.
_OWNERS = (pd.DataFrame, pd.Series, Drawn)


def once(work: Callable[P, R], *, under: Callable[[], Hashable] = lambda: None) -> Callable[P, R]:
    """`work`, done once for the same arguments as long as its frames live; after that the same object comes back.

    `under` says under what else it is done, such as a language, where that is no argument.

    Frames, and figures made once themselves, are told apart by identity, other arguments by value. So neither they nor
    what comes back may ever be changed. Without a frame, or with an argument that cannot be compared, `work` is done
    every time.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @functools.wraps(work)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        given = [*args, *kwargs.values()]
        owners = [one for one in given if isinstance(one, _OWNERS)]
        parts = [id(one) if isinstance(one, _OWNERS) else _key(one) for one in given]
        key = (name, under(), tuple(kwargs), *parts)
        if not owners or None in parts:
            return work(*args, **kwargs)
        made = _made_of(owners[0])
        found = made.get(key)
        if found is not None and all(ref() is owner for ref, owner in zip(found[0], owners, strict=True)):
            result: R = found[1]
            return result
        result = work(*args, **kwargs)
        if type(result) is dict:
            result = cast("R", Drawn(cast("dict[str, Any]", result)))
        if len(made) >= MOST_RESULTS:
            made.clear()
        if result is not owners[0]:  # or it would keep itself
            made[key] = (tuple(weakref.ref(owner) for owner in owners), result)
        return result

    return kept


@once
def where(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """The rows of `frame` that hold `value` in `column`."""
    return frame[frame[column] == value]


@once
def rows_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of `frame` as dictionaries. Never changed. `to_dict("records")` gives the same in two to eight times as
    long, and pages and slides ask for little else.
    """
    names = frame.columns.tolist()
    columns = [[None if value is pd.NA else value for value in frame[name].tolist()] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


@once
def distinct(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[Any, Any]]:
    """The first row of each combination of these columns, those that `frame` has."""
    there = [name for name in columns if name in frame]
    found: dict[tuple[Any, ...], dict[Any, Any]] = {}
    for row in rows_of(frame):
        found.setdefault(tuple(row[name] for name in there), row)
    return list(found.values())


@once
def totals(frame: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> list[dict[Any, Any]]:
    """A row for each combination of the columns `by`, in the order in which these come, with the sums of `columns`."""
    sums: dict[tuple[Any, ...], dict[Any, Any]] = {}
    for row in rows_of(frame):
        group = tuple(row[name] for name in by)
        found = sums.setdefault(group, {**dict(zip(by, group, strict=True)), **dict.fromkeys(columns, 0)})
        for name in columns:
            found[name] += row[name]
    return list(sums.values())


def rows_with(frame: pd.DataFrame, **values: object) -> list[dict[Any, Any]]:
    """The rows of `frame` that hold these values, by column."""
    wanted = values.items()
    return [row for row in rows_of(frame) if all(row[name] == value for name, value in wanted)]


def the_row(frame: pd.DataFrame, **values: object) -> dict[Any, Any]:
    """The first row of `frame` that holds these values, by column. Raises LookupError where there is none."""
    found = rows_with(frame, **values)
    if not found:
        raise LookupError(f"no row with {values}")
    return found[0]


@once
def only(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of `frame`, in this order."""
    return frame[list(columns)]


@once
def first(frame: pd.DataFrame, n: int) -> pd.DataFrame:
    """The first `n` rows of `frame`."""
    return frame.head(n)


def _made_of(owner: object) -> dict[Hashable, _Result]:
    place = id(owner)
    there = _made.get(place)
    if there is None or there[0]() is not owner:
        there = _made[place] = (weakref.ref(owner, lambda _gone: _made.pop(place, None)), {})
    return there[1]


def _key(value: object) -> Hashable | None:
    """`value` as something that can be looked up; None where it cannot, as with a frame inside it."""
    if isinstance(value, list | tuple):
        parts = [_key(part) for part in value]
        return None if None in parts else (type(value), *parts)
    if isinstance(value, dict):
        return _key([*value.items()])
    try:
        hash(value)
    except TypeError:
        return None
    return (type(value), value)
