"""A measure in one line of print, its scales apart where it has several."""

from collections.abc import Sequence

from analysis import numbers
from analysis.figures import Row
from analysis.text import say


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
