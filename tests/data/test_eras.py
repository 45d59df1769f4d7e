"""Eras: every year of submission lies in one."""

from collections.abc import Callable
from itertools import pairwise

Rows = list[dict[str, str]]


def test_eras_follow_each_other(table: Callable[[str], Rows]) -> None:
    """From OGP's first year on, without a gap or an overlap; the last has no end."""
    rows = table("eras.csv")
    names = [row["era"] for row in rows]
    assert names == ["midterm_only", "midterm_and_final", "final_only", "results_report"]
    assert rows[0]["first_year"] == "2011"
    assert rows[-1]["last_year"] == ""
    for before, after in pairwise(rows):
        assert int(before["first_year"]) <= int(before["last_year"])
        assert int(after["first_year"]) == int(before["last_year"]) + 1
    assert all(row["definition"] for row in rows)
