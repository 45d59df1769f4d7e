"""Known errors of a release, mended where the cell still says what we expect it to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from etl.clean import keys
from etl.clean.columns import distinct
from etl.reference import corrections, fold

if TYPE_CHECKING:
    from etl.clean import Cells

_READ: dict[str, Callable[[str], object]] = {
    "ogp_id": str.strip,
    "member_id": keys.member_id,
    "plan_number": keys.plan_number,
    "number": keys.number_key,
}
_FIELD = {"member_id": "member"}


def correct(cells: Cells) -> None:
    """Apply data/reference/corrections.yml to the cells of this release; note what was mended and what has changed.

    An entry names a commitment (`match`), a `field`, the text (or texts) to `expect` there and its replacement.
    Where the cell says something else, nothing is replaced and a warning asks to drop the entry.
    """
    for entry in corrections(cells.known.layout.id):
        at = cells.known.fields.get(entry["field"])
        if at is None:
            continue
        for place in _matching(cells, entry["match"]):
            here, found = np.array([place]), cells.column(at)[place].as_py()
            expected = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
            if fold(found) in map(fold, expected):
                cells.flag("note", "corrected", here, at, replace=entry["replace"], reason=entry["reason"])
                cells.replace(at, place, entry["replace"])
            else:
                cells.flag("warning", "correction_outdated", here, at, expect=expected[0], id=entry["id"])


def _matching(cells: Cells, match: dict[str, Any]) -> list[int]:
    """The rows in which every key of `match` has the wanted value, read as the import reads it."""
    rows = np.ones(len(cells.rows), dtype=bool)
    for key, wanted in match.items():
        at = cells.known.fields.get(_FIELD.get(key, key))
        if at is None:
            return []
        column = distinct(cells.column(at))
        want = str(wanted) if key != "number" else keys.number_key(str(wanted))
        same = np.array([str(_READ[key](text)) == want for text in column.texts], dtype=np.bool_)
        rows &= same[column.places]
    return [int(place) for place in np.nonzero(rows)[0]]
