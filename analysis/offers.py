"""What the shared filters offer, by name and in the reader's order, and what was chosen, in words."""

from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from analysis import numbers, queries
from analysis.scope import Filters
from analysis.text import say, say_or

FILTERS = ("members", "regions", "plans", "years", "themes")
_IS_NUMBER = ("plans", "years")


@dataclass(frozen=True)
class Offer:
    """One thing to choose: its name, its name with the number of commitments behind it."""

    name: str
    label: str


def offers(db: DuckDBPyConnection, *, language: str) -> dict[str, dict[int | str, Offer]]:
    """By filter and code, in the order in which a reader of the language looks for them."""
    found: dict[str, dict[int | str, Offer]] = {name: {} for name in FILTERS}
    rows = [(_name(row, language=language), row) for row in queries.options(db, language=language).to_dict("records")]
    for name, row in rows:
        code = int(row["value"]) if row["filter"] in _IS_NUMBER else str(row["value"])
        there = found[row["filter"]]
        label = say(language, "filter.option", label=name, n=numbers.count(row["n"], language=language))
        if label in {offer.label for offer in there.values()}:
            label = f"{label} {code}"  # a picker tells its options apart by their labels
        there[code] = Offer(name, label)
    found["themes"] = dict(sorted(found["themes"].items(), key=lambda pair: numbers.place(pair[1].name)))
    return found


def in_words(offered: dict[str, dict[int | str, Offer]], *, filters: Filters, language: str, most: int = 4) -> str:
    """What `filters` choose, by name, at most `most` names a filter; empty where they choose nothing."""
    parts = []
    chosen: dict[str, Any] = dict(filters)
    for name in FILTERS:
        names = [offered[name][code].name if code in offered[name] else str(code) for code in chosen.get(name) or []]
        if len(names) > most:
            shown = "; ".join(names[:most])
            parts.append(say(language, "filter.more", first=shown, n=len(names) - most))
        elif names:
            parts.append("; ".join(names))
    return " · ".join(parts)


def _name(row: dict[Any, Any], *, language: str) -> str:
    kind, code, label = row["filter"], str(row["value"]), row["label"]
    if kind == "regions":
        return say_or(language, f"region.{code}", otherwise=code)
    if kind == "plans":
        return say(language, "filter.plan", number=code)
    if kind == "themes":
        return say_or(language, f"theme.{code}", otherwise=str(label))
    return label if isinstance(label, str) else code
