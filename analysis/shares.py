"""A share as every question gives it: never without what it rests on and how many are missing."""

import math
from typing import Any

#: The columns of a share.
COUNTED = ("yes", "n", "missing", "share")


def counted_share(yes: int, n: int, missing: int) -> dict[str, Any]:
    """`yes` of `n`, with `missing` beside: the columns COUNTED, share from 0 to 1, not a number where n is 0."""
    return {"yes": yes, "n": n, "missing": missing, "share": yes / n if n else math.nan}
