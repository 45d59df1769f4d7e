"""Which rows of a sheet are commitments: not blank rows, repeated headers, notes or totals."""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.problems import Problem, say, shorten
from etl.read.book import letters
from etl.recognise import Recognised
from etl.reference import fold, fold_name, member_by_name

#: The kind of problem that stops an import, because the rows below would be read from the wrong columns.
MOVED = "header_moved"
_TOTAL = re.compile(r"(grand\s+)?(sub)?totals?\b.*|(sum|average|mean|count|n)\b\W*")


@dataclass(frozen=True)
class Sorted:
    """The rows of a sheet (0-based in its table): those to read as records, a problem for each skipped one, and one for
    each header below the first that has its columns in another order.
    """

    kept: np.ndarray
    skipped: tuple[Problem, ...]
    moved: tuple[Problem, ...] = ()


def sort_rows(known: Recognised) -> Sorted:
    """Tell records from everything else below the header. Blank rows after the last record are not rows."""
    table, first = known.sheet.table, known.header.row + 1
    body = table.slice(first)
    member, plan = known.fields["member"], known.fields["plan_number"]
    has_member, has_plan = _filled(body.column(member)), _filled(body.column(plan))
    any_filled = has_member.copy()
    bare = np.nonzero(~has_member)[0]  # few: only for these must the other columns be looked at
    for i in {*known.fields.values(), *known.questions.values()} if len(bare) else ():
        any_filled[bare] |= _filled(body.column(i).take(pa.array(bare)))
    ends = int(np.nonzero(any_filled)[0][-1]) + 1 if any_filled.any() else 0
    words = pc.utf8_lower(pc.utf8_trim_whitespace(body.column(member).combine_chunks()))
    # Only rows that look odd in their key cells are looked at one by one.
    odd = ~has_member | ~has_plan
    odd |= np.array(pc.is_in(words, pa.array([known.header.names[member].casefold()])))
    odd |= np.array(pc.match_substring_regex(words, r"^(grand\s+)?(sub)?(total|sum|average|mean|count)"))
    skipped: list[Problem] = []
    moved: list[Problem] = []
    keep = np.ones(body.num_rows, dtype=bool)
    keep[ends:] = False
    for i in np.nonzero(odd[:ends])[0].tolist():
        cells = [str(c) for c in body.slice(i, 1).to_pylist()[0].values()]
        reason = _reason(cells, known)
        if reason:
            keep[i] = False
            row = first + i + 1
            message = say(f"clean_{reason}", sheet=known.sheet.name, row=row, text=_first_text(cells))
            where = f"{letters(member)}{row}"
            skipped.append(Problem("note", reason, known.sheet.name, where, "", _first_text(cells), message))
            moved += _moved(cells, known, row=row) if reason == "row_repeats_header" else []
    return Sorted(np.nonzero(keep)[0] + first, tuple(skipped), tuple(moved))


def _moved(cells: list[str], known: Recognised, *, row: int) -> list[Problem]:
    """An error where a repeated header has another order: what stands below it is not what the first header says."""
    positions, names = known.header.positions(), known.header.names
    for i in sorted({*known.fields.values(), *known.questions.values(), *known.themes.values()}):
        cell = fold(cells[i])
        if cell and positions.get(cell, i) != i and not fold(names[i]).startswith(cell):
            where = f"{letters(i)}{row}"
            facts = {"sheet": known.sheet.name, "cell": where, "header": shorten(names[i]), "value": shorten(cells[i])}
            return [
                Problem("error", MOVED, known.sheet.name, where, names[i], cells[i], say("clean_header_moved", **facts))
            ]
    return []


def _reason(cells: list[str], known: Recognised) -> str | None:
    """Why a row is no record: row_blank, row_repeats_header, row_is_total or row_is_note; None for a record."""
    texts = [c for c in cells if c.strip()]
    if not texts:
        return "row_blank"
    above = known.sheet.table.slice(max(known.header.row - 1, 0), 1).to_pylist()[0]
    for header in (known.header.names, tuple(str(c) for c in above.values())):
        same = sum(1 for h, c in zip(header, cells, strict=False) if c.strip() and fold(h) == fold(c))
        if same * 5 >= len(texts) * 4 and same >= min(3, len(known.fields)):
            return "row_repeats_header"
    keys = [known.fields[f] for f in ("member", "plan_number")]
    if all(fold(cells[i]) == fold(known.header.names[i]) for i in keys):
        return "row_repeats_header"
    key_cells = [cells[known.fields[f]] for f in ("member", "plan_number", "number", "title") if f in known.fields]
    named = fold_name(cells[known.fields["member"]]) in member_by_name()
    if not named and _TOTAL.fullmatch(fold(texts[0])):
        return "row_is_total"
    if not named and len(texts) <= 2 and sum(1 for c in key_cells if c.strip()) <= 1:
        return "row_is_note"
    return None


def _first_text(cells: list[str]) -> str:
    return shorten(next((c for c in cells if c.strip()), ""))


def _filled(column: pa.ChunkedArray) -> np.ndarray:
    return np.array(pc.not_equal(pc.utf8_trim_whitespace(column.combine_chunks()), ""))
