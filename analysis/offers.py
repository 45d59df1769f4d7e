"""What the shared filters offer, by name and in the reader's order, and what was chosen, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from analysis import numbers, queries
from analysis.once import once, rows_of
from analysis.scope import Filters
from analysis.text import say, say_or, several

FILTERS = ("members", "regions", "plans", "years", "themes", "level", "era")
_IS_NUMBER = ("plans", "years")


@dataclass(frozen=True)
class Offer:
    """One thing to choose: its name, its name with the number of commitments behind it."""

    name: str
    label: str


def offers(db: DuckDBPyConnection, *, language: str, of: Sequence[str] = FILTERS) -> dict[str, dict[int | str, Offer]]:
    """By filter (those in `of`) and code, in the order in which a reader of the language looks for them."""
    found: dict[str, dict[int | str, Offer]] = {name: {} for name in of}
    options = rows_of(queries.options(db, language=language, of=of)) if of else []
    for name, row in [(_name(row, language=language), row) for row in options]:
        code = int(row["value"]) if row["filter"] in _IS_NUMBER else str(row["value"])
        there = found[row["filter"]]
        taken = [offer.label for offer in there.values()]
        there[code] = Offer(name, _label(name, row["n"], code=code, taken=taken, language=language))
    if "themes" in found:
        found["themes"] = dict(sorted(found["themes"].items(), key=lambda pair: numbers.place(pair[1].name)))
    return found


@once
def still_offered(
    offered: dict[str, dict[int | str, Offer]],
    *,
    counts: Mapping[str, Mapping[int | str, int]],
    filters: Filters,
    language: str,
) -> dict[str, dict[int | str, str]]:
    """What is left to choose, by filter and code, with its number in the label.

    `counts` is of `facets.counts`: a choice that would find nothing beside the other filters is left out, unless it
    is chosen already.
    """
    chosen: dict[str, Any] = dict(filters)
    left: dict[str, dict[int | str, str]] = {}
    for name, options in offered.items():
        there: dict[int | str, str] = {}
        for code, offer in options.items():
            n = counts[name].get(code, 0)
            if n or code in (chosen.get(name) or []):
                there[code] = _label(offer.name, n, code=code, taken=there.values(), language=language)
        left[name] = there
    return left


@once
def in_words(
    offered: dict[str, dict[int | str, Offer]],
    *,
    filters: Filters,
    language: str,
    most: int = 4,
    with_labels: bool = False,
) -> str:
    """What `filters` choose, by name, at most `most` names a filter; empty where they choose nothing.

    `with_labels`: each after what it filters by, for a file, where no picker stands beside it.
    """
    parts = []
    chosen: dict[str, Any] = dict(filters)
    for name in FILTERS:
        names = [offered[name][code].name if code in offered[name] else str(code) for code in chosen.get(name) or []]
        if names:
            said = several(names, most=most, language=language)
            label = say(language, f"filter.{name}")
            parts.append(say(language, "filter.labelled", label=label, names=said) if with_labels else said)
    return " · ".join(parts)


def _label(name: str, n: int, *, code: int | str, taken: Iterable[str], language: str) -> str:
    """A name with its number; with the code too where that would stand twice: a picker tells options by labels."""
    label = say(language, "filter.option", label=name, n=numbers.count(n, language=language))
    return f"{label} {code}" if label in taken else label


def _name(row: dict[Any, Any], *, language: str) -> str:
    kind, code, label = row["filter"], str(row["value"]), row["label"]
    if kind == "regions":
        return say_or(language, f"region.{code}", otherwise=code)
    if kind == "plans":
        return say(language, "filter.plan", number=code)
    if kind == "level":
        return say_or(language, f"member_level.{code}", otherwise=code)
    if kind == "era":
        return say(language, "filter.era_years", era=say_or(language, f"era.{code}", otherwise=code), years=label)
    if kind == "themes":
        return say_or(language, f"theme.{code}", otherwise=str(label))
    return label if isinstance(label, str) else code
