"""Names by which people look for a member that are not its present one: former ones, short ones, other spellings."""

import csv
from functools import cache

from analysis.published import ROOT

_MEMBERS = ROOT / "data" / "reference" / "members.csv"


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """By member_id, the names that data/reference/members.csv knows beside the present one."""
    with _MEMBERS.open(encoding="utf-8", newline="") as file:
        return {
            row["member_id"]: tuple(name.strip() for name in row["also_known_as"].split("|") if name.strip())
            for row in csv.DictReader(file)
        }
