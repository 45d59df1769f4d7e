"""What the dashboard reads of data/reference beside the published database: words and years that people maintain."""

import csv
import math
from collections.abc import Iterator
from functools import cache

from analysis.published import ROOT

_FOLDER = ROOT / "data" / "reference"


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """By member_id, the names that members.csv knows beside the present one: former and short ones, other spellings."""
    return {
        row["member_id"]: tuple(name.strip() for name in row["also_known_as"].split("|") if name.strip())
        for row in _rows("members.csv")
    }


@cache
def no_date() -> frozenset[str]:
    """What files write where they know no date, in small letters: nothing, and the words of the import for nothing."""
    words = (row["label"] for name in ("missing", "unspecified") for row in _rows(f"scales/{name}.csv"))
    return frozenset({"", *(word.casefold() for word in words)})


@cache
def era_years() -> dict[str, tuple[int, float]]:
    """First and last year in which plans of each era were submitted; the last era's last year is infinity."""
    return {
        row["era"]: (int(row["first_year"]), int(row["last_year"]) if row["last_year"] else math.inf)
        for row in _rows("eras.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
