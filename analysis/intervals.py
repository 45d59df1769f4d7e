"""How sure a share is. Wilson's score interval and, for the difference of two shares, Newcombe's.

Sources: Wilson, JASA 22 (1927) 209-212; Newcombe, Statistics in Medicine 17 (1998) 873-890 (method 10).
"""

from math import nan, sqrt
from statistics import NormalDist

import pandas as pd

from analysis import numbers
from analysis.once import rows_of

LEVEL = 0.95


def wilson(yes: int, n: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The lowest and the highest share (0 to 1) that `yes` of `n` are compatible with. Raises ValueError for n = 0."""
    if n < 1 or not 0 <= yes <= n:
        raise ValueError(f"{yes} of {n} is not a share")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, width = yes / n, z * z / n
    middle = (share + width / 2) / (1 + width)
    spread = z / (1 + width) * sqrt(share * (1 - share) / n + width / (4 * n))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def difference(before: tuple[int, int], after: tuple[int, int], *, level: float = LEVEL) -> tuple[float, float]:
    """The lowest and the highest change (-1 to 1) from `before` to `after`, each (yes, n). Raises as `wilson` does."""
    low_before, high_before = wilson(*before, level=level)
    low_after, high_after = wilson(*after, level=level)
    was, now = before[0] / before[1], after[0] / after[1]
    change = now - was
    return (
        change - sqrt((now - low_after) ** 2 + (high_before - was) ** 2),
        change + sqrt((high_after - now) ** 2 + (was - low_before) ** 2),
    )


def with_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (columns yes, n) with low_share and high_share, the 95% interval; not a number below SMALL_N cases."""
    rows = rows_of(frame)
    bounds = [wilson(row["yes"], row["n"]) if row["n"] >= numbers.SMALL_N else (nan, nan) for row in rows]
    return frame.assign(low_share=[low for low, _ in bounds], high_share=[high for _, high in bounds])
