"""Intervals against values published with the methods."""

import pytest

from analysis.intervals import difference, wilson


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(yes: int, n: int, low: float, high: float) -> None:
    """The four examples of Newcombe, Statistics in Medicine 17 (1998) 857-872, table I."""
    assert wilson(yes, n) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((5, 56), (0, 29), -0.0381, 0.1926)],
)
def test_a_change_gives_the_published_intervals(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """Three examples of Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10."""
    assert difference(before, after) == pytest.approx((low, high), abs=0.00006)


def test_nothing_has_no_interval() -> None:
    with pytest.raises(ValueError, match="0 of 0 is not a share"):
        wilson(0, 0)
