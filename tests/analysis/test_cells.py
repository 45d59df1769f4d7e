"""What a cell of our workbooks may hold."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from analysis import cells


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("text", "text"),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.float64("nan"), None),
        (None, None),
        (pd.NA, None),
        (pd.NaT, None),
        (date(2024, 1, 2), date(2024, 1, 2)),
        (pd.Timestamp(2024, 1, 2, 3), datetime(2024, 1, 2, 3)),
        (["a", "=b"], "a; =b"),
        (np.array(["a"]), "a"),
        ("a\x00b\x1f\ufffe\nc", "a b  \nc"),
        ("x" * 40_000, "x" * cells.LONGEST_CELL),
    ],
)
def test_a_value_is_held_as_what_it_is(given: object, held: object) -> None:
    found = cells.value_of(given)
    assert found == held
    assert type(found) is type(held)


def test_what_could_run_is_told_from_what_could_not() -> None:
    assert all(map(cells.could_run, ("=1", "+1", "-1", "@x", "\t=1", "\r1", " =1", "\u00a0=1")))
    assert not any(map(cells.could_run, ("1=", "'=1", "$x$", "<script>", "", "\n=1")))


def test_the_foot_of_a_page_shows_its_ampersands_and_stays_short() -> None:
    assert cells.foot("", "A & B", "", "C") == "A && B · C"
    assert len(cells.foot("x" * 500)) == 200
