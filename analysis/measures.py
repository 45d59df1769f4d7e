"""A measure in print: its value and what it rests on, its scales apart where it has several."""

from collections.abc import Sequence

import pandas as pd

from analysis import numbers, queries
from analysis.figures import Row
from analysis.once import rows_of
from analysis.text import say

#: What is rated on two scales, which are told apart.
ON_SCALES = ("ambitious", "strong_early_results")
#: What may be not known for another reason than that it is not rated.
_KNOWN_OR_NOT = ("stalled",)


def in_print(row: Row, measured: pd.DataFrame | None = None, *, language: str) -> tuple[str, str]:
    """The value of a row of queries.shares, and how many are rated and not.

    With the frame of queries.measured that it sums up, what is rated on two scales stands apart, what is stalled for
    sure from what is likely to be, and counted are those rated on completion at midterm, where others are at the end,
    and of those rated on early results those that have none to report yet.
    """
    value, beneath = _in_print(row, measured, language=language)
    if measured is None or row["indicator"] != "strong_early_results":
        return value, beneath
    unreported = int(measured["nothing_to_report"].sum())
    if not unreported:
        return value, beneath
    n = numbers.count(unreported, language=language)
    return value, f"{beneath}; {say(language, 'measure.nothing_to_report', n=n)}"


def _in_print(row: Row, measured: pd.DataFrame | None, *, language: str) -> tuple[str, str]:
    indicator = row["indicator"]
    if measured is not None and indicator in ON_SCALES:
        scales = rows_of(queries.share_by_scale(measured, indicator))
        if apart := on_both_scales(scales, indicator=indicator, language=language):
            return apart
    of = numbers.of(row["yes"], row["n"], language=language)
    if indicator == "assessed":
        beneath = say(language, "measure.all_commitments", of=of)
    else:
        counted = "measure.counted_stalled" if indicator in _KNOWN_OR_NOT else "measure.counted"
        facts = {"of": of, "missing": numbers.count(row["missing"], language=language)}
        if measured is not None and indicator == queries.COMPLETION:
            at_midterm = int(measured["at_midterm"].sum())
            if 0 < at_midterm < row["n"]:
                counted = "measure.counted_stages"
                facts["midterm"] = numbers.count(at_midterm, language=language)
        beneath = say(language, counted, **facts)
    if measured is not None and indicator == "stalled" and row["yes"]:
        confirmed = int(measured["confirmed"].sum())
        likely = numbers.count(row["yes"] - confirmed, language=language)
        said = say(language, "measure.stalled_by", confirmed=numbers.count(confirmed, language=language), likely=likely)
        beneath = f"{said}; {beneath}"
    return numbers.share(row["yes"], row["n"], language=language), beneath


def years(first: int, last: int, *, language: str) -> str:
    """The years from `first` to `last`; the one year where both are the same."""
    return str(first) if first == last else say(language, "measure.years", first=first, last=last)


def submitted(first: int, last: int, *, language: str) -> str:
    """When plans were submitted: from `first` to `last`, or in the one year."""
    if first == last:
        return say(language, "measure.span_one", year=first)
    return say(language, "measure.span", first=first, last=last)


def on_both_scales(rows: Sequence[Row], *, indicator: str, language: str) -> tuple[str, str] | None:
    """The share on each scale, and what each rests on; nothing where one scale alone is rated.

    `rows` are of queries.share_by_scale. Two scales are never pooled into one share, even of one indicator.
    """
    rated = {row["scale"]: row for row in rows if row["n"]}
    if len(rated) < 2:
        return None
    said = [numbers.share(row["yes"], row["n"], language=language) for row in rated.values()]
    counts = {scale: numbers.of(row["yes"], row["n"], language=language) for scale, row in rated.items()}
    missing = numbers.count(sum(row["missing"] for row in rows), language=language)
    return " | ".join(said), say(language, f"measure.by_scale_{indicator}", **counts, missing=missing)
