"""Two sheets of one date that rate one commitment differently: the later one counts, and says so."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from etl.clean import Cleaned
from etl.problems import Problem, say, shorten
from etl.read.book import place

_COMPARED = ("row", "variable", "stage", "code", "missing", "label", "cell")


def overlaps(cleaned: Cleaned, ids: list[str], before: Iterable[tuple[Cleaned, list[str]]]) -> list[Problem]:
    """A warning for each rating of `cleaned` that a sheet of `before` gives otherwise, each sheet with the commitment
    of every row. Nothing tells which of the two is right: they are of one date.
    """
    found: list[Problem] = []
    for other, other_ids in before:
        rows = dict(zip(other_ids, other.commitments["row"].to_pylist(), strict=True))
        shared = {
            row: rows[commitment_id]
            for commitment_id, row in zip(ids, cleaned.commitments["row"].to_pylist(), strict=True)
            if commitment_id in rows
        }
        if shared:
            theirs = {(r["row"], r["variable"], r["stage"]): r for r in _ratings(other, set(shared.values()))}
            for rating in _ratings(cleaned, set(shared)):
                was = theirs.get((shared[rating["row"]], rating["variable"], rating["stage"]))
                if was and (was["code"], was["missing"]) != (rating["code"], rating["missing"]):
                    found.append(_problem(cleaned, rating, other, was))
    return found


def _ratings(cleaned: Cleaned, rows: set[int]) -> list[dict[str, object]]:
    there = cleaned.ratings.select(_COMPARED)
    found: list[dict[str, object]] = there.filter(pc.is_in(there["row"], pa.array(sorted(rows)))).to_pylist()
    return found


def _problem(cleaned: Cleaned, rating: dict[str, object], other: Cleaned, was: dict[str, object]) -> Problem:
    sheet, cell, label = cleaned.known.sheet.name, str(rating["cell"]), str(rating["label"])
    header = cleaned.known.header.names[place(cell)[1]]
    message = say(
        "link_sheets_disagree", sheet=sheet, cell=cell, header=shorten(header), value=shorten(label),
        other=other.known.sheet.name, other_cell=was["cell"], other_value=shorten(str(was["label"])),
    )  # fmt: skip
    return Problem("warning", "sheets_disagree", sheet, cell, header, label[:500], message)
