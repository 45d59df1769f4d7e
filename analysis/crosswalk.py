"""What two lists of tags have in the same sense: the share of each theme by the older and by the newer list.

A difference may come from the list as well as from the commitments: other people tagged them by other rules.
"""

from collections.abc import Mapping

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import numbers
from analysis.once import once, rows_of
from analysis.themes import changed

#: The columns of `compared`.
COMPARED = (
    *("theme_id", "theme", "older_yes", "older_n", "older_share", "newer_yes", "newer_n", "newer_share"),
    *("change_share", "low_share", "high_share", "direction"),
)


def pairs(db: DuckDBPyConnection) -> dict[str, str]:
    """The themes of older lists that a newer one has in the same sense: its theme by theirs."""
    found = db.execute("SELECT theme_id, counts_as FROM theme WHERE counts_as <> theme_id ORDER BY theme_id").fetchall()
    return {str(older): str(newer) for older, newer in found}


def older_id(theme_id: str, pairs: Mapping[str, str]) -> str:
    """The theme of the older list that is paired with this one of the newer."""
    return next(older for older, newer in pairs.items() if newer == theme_id)


@once
def compared(older: pd.DataFrame, newer: pd.DataFrame, pairs: Mapping[str, str]) -> pd.DataFrame:
    """The share of each paired theme by the older and by the newer list (two frames of themes.by_theme).

    Columns: theme_id and theme (of the newer list), older_yes, older_n, older_share, newer_yes, newer_n, newer_share,
    change_share, low_share, high_share, direction (as in themes.rising), the greatest rise first. Left out: themes that
    neither list tags anything with, and those that either list asked of fewer than SMALL_N.
    """
    was = {pairs[row["theme_id"]]: row for row in rows_of(older) if row["theme_id"] in pairs}
    rows = []
    for now in rows_of(newer):
        before = was.get(now["theme_id"])
        if not before or min(before["n"], now["n"]) < numbers.SMALL_N or not before["yes"] + now["yes"]:
            continue
        sides = {"older": before, "newer": now}
        rows.append(
            {"theme_id": now["theme_id"], "theme": now["theme"]}
            | {f"{side}_{name}": row[name] for side, row in sides.items() for name in ("yes", "n", "share")}
            | changed((before["yes"], before["n"]), (now["yes"], now["n"]))
        )
    made = pd.DataFrame(rows, columns=list(COMPARED))
    return made.sort_values("change_share", ascending=False, kind="stable", ignore_index=True)


def left_out(found: pd.DataFrame, pairs: Mapping[str, str]) -> list[str]:
    """The names of the themes that another list has in no sense or in another one (frame of themes.by_theme, in its
    order: most commitments first).
    """
    paired = {*pairs, *pairs.values()}
    return [str(row["theme"]) for row in rows_of(found) if row["theme_id"] not in paired]
