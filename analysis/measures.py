"""A measure in print: its value and what it rests on, its scales apart where it has several."""

from collections.abc import Sequence

from analysis import numbers
from analysis.figures import Row
from analysis.text import say


def in_print(row: Row, scales: Sequence[Row], *, language: str) -> tuple[str, str]:
    """The value of a row of queries.shares, and how many are rated and not. `scales`: see on_both_scales; of ambition
    alone, and empty where its scales are told elsewhere.
    """
    apart = on_both_scales(scales, language=language) if row["indicator"] == "ambitious" else None
    if apart:
        return apart
    of = numbers.of(row["yes"], row["n"], language=language)
    if row["indicator"] == "assessed":
        beneath = say(language, "measure.all_commitments", of=of)
    else:
        missing = numbers.count(row["missing"], language=language)
        beneath = say(language, "measure.counted", of=of, missing=missing)
    return numbers.share(row["yes"], row["n"], language=language), beneath


def on_both_scales(rows: Sequence[Row], *, language: str) -> tuple[str, str] | None:
    """The share on each scale, and what each rests on; nothing where one scale alone is rated.

    `rows` are of queries.share_by_scale. Two scales are never pooled into one share, even of one indicator.
    """
    rated = {row["scale"]: row for row in rows if row["n"]}
    if len(rated) < 2:
        return None
    said = [numbers.share(row["yes"], row["n"], language=language) for row in rated.values()]
    counts = {scale: numbers.of(row["yes"], row["n"], language=language) for scale, row in rated.items()}
    missing = numbers.count(sum(row["missing"] for row in rows), language=language)
    return " | ".join(said), say(language, "measure.by_scale", **counts, missing=missing)
