"""Which commitment is this? Rows of a release meet the commitments that are already there.

By OGP's id; else by member, plan and number, confirmed by title or text; else, within the same plan only, by a text
or title so alike that a changed number cannot hide it. Never by a title alone across plans.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from etl.clean.keys import number_key
from etl.problems import Problem, say, shorten
from etl.recognise import address
from etl.reference import fold

#: With the same number, title or text must be at least this much alike (0-100) to be the same commitment.
CONFIRMS = 60
#: Without the same number, within the same plan, text or title must be at least this much alike.
SURE_TEXT, SURE_TITLE = 88, 92
#: Texts are compared by their beginning; the rest adds time and no certainty.
COMPARED = 600
#: More comparisons than any real plan needs (a thousand commitments against a thousand).
MOST_COMPARISONS = 1_000_000
#: How many of the rows that share a number a message names.
NAMED = 5
_LEADING_NUMBER = re.compile(r"^\s*(?:commitment|compromiso|engagement)?\s*[\divxlc]*[\d.):\-–]+\s*", re.IGNORECASE)


class Known(NamedTuple):
    """What identifies one commitment, in a release (`row` counted from 1) or in the database (`commitment_id`)."""

    member_id: str
    plan_number: int
    number: str | None
    ogp_id: str | None
    title: str | None
    text: str | None
    row: int = 0
    commitment_id: str = ""

    @property
    def plan_id(self) -> str:
        """The plan, such as GBR-2."""
        return f"{self.member_id}-{self.plan_number}"


@dataclass(frozen=True)
class Linked:
    """The commitment of each row, in the order given; which rows are new; and what was doubtful."""

    commitment_ids: list[str]
    is_new: list[bool]
    problems: list[Problem] = field(default_factory=list)


def link(
    rows: list[Known],
    there: list[Known],
    *,
    sheet: str,
    columns: dict[str, int],
    seen: dict[int, str] | None = None,
) -> Linked:
    """Give every row of one sheet its commitment.

    `columns` is where fields stand, for the cells named in problems; `seen` is which row was which commitment when
    this very sheet was imported before.
    """
    problems = _repeated(rows, sheet, columns)
    found: dict[int, str] = {}
    by_ogp_id: dict[str, list[Known]] = defaultdict(list)
    for known in there:
        if known.ogp_id:
            by_ogp_id[known.ogp_id].append(known)
    taken: set[str] = set()
    for i, row in enumerate(rows):
        before = (seen or {}).get(row.row)
        if before and before not in taken:
            found[i] = before
            taken.add(before)
    for i, row in enumerate(rows):
        if i in found:
            continue
        same = [
            k
            for k in by_ogp_id.get(row.ogp_id or "", [])
            if k.commitment_id not in taken and k.member_id == row.member_id
        ]
        if same:
            best = max(same, key=lambda k: (_same_number(row, k), _title(row) == _title(k)))
            found[i] = best.commitment_id
            taken.add(best.commitment_id)
    left_there, left_rows = defaultdict(list), defaultdict(list)
    for known in there:
        if known.commitment_id not in taken:
            left_there[known.plan_id].append(known)
    for i, row in enumerate(rows):
        if i not in found and row.plan_id in left_there:
            left_rows[row.plan_id].append(i)
    for plan_id, places in left_rows.items():
        pairs = _pairs_of_a_plan([rows[i] for i in places], left_there[plan_id])
        for place, known in pairs.items():
            found[places[place]] = known.commitment_id
            taken.add(known.commitment_id)
        problems += _number_taken(rows, [i for i in places if i not in found], left_there[plan_id], sheet, columns)
    is_new = [i not in found for i in range(len(rows))]
    used, times = {k.commitment_id for k in there}, dict[str, int]()
    ids = [found.get(i) or _new_id(row, used, times) for i, row in enumerate(rows)]
    return Linked(ids, is_new, problems)


def _pairs_of_a_plan(rows: list[Known], there: list[Known]) -> dict[int, Known]:
    """As `_pairs`; in a plan larger than any real one, only commitments of the same number are compared."""
    if len(rows) * len(there) <= MOST_COMPARISONS:
        return _pairs(rows, there)
    by_number: dict[str, list[Known]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for known in there:
        by_number[number_key(known.number)].append(known)
    for i, row in enumerate(rows):
        places[number_key(row.number)].append(i)
    pairs: dict[int, Known] = {}
    for number, here in places.items():
        same = by_number.get(number, [])
        if number and len(here) * len(same) <= MOST_COMPARISONS:
            pairs.update({here[i]: known for i, known in _pairs([rows[i] for i in here], same).items()})
    return pairs


def _pairs(rows: list[Known], there: list[Known]) -> dict[int, Known]:
    """One-to-one pairs of rows and commitments of the same plan, the surest first."""
    if not rows or not there:
        return {}
    titles = process.cdist([_title(r) for r in rows], [_title(t) for t in there], scorer=fuzz.token_sort_ratio)
    contained = process.cdist([_title(r) for r in rows], [_title(t) for t in there], scorer=fuzz.token_set_ratio)
    texts = process.cdist([_text(r) for r in rows], [_text(t) for t in there], scorer=fuzz.ratio)
    numbers = [[_same_number(r, t) for t in there] for r in rows]
    ranked = []
    for i, row in enumerate(rows):
        for j, known in enumerate(there):
            if row.ogp_id and known.ogp_id and row.ogp_id != known.ogp_id:
                continue
            alike = max(float(titles[i][j]), float(texts[i][j]))
            if numbers[i][j] and max(alike, float(contained[i][j])) >= CONFIRMS:
                ranked.append((alike + 100, -i, -j))
            elif texts[i][j] >= SURE_TEXT or titles[i][j] >= SURE_TITLE:
                ranked.append((alike, -i, -j))
    pairs: dict[int, Known] = {}
    used: set[int] = set()
    for _, minus_i, minus_j in sorted(ranked, reverse=True):
        if -minus_i not in pairs and -minus_j not in used:
            pairs[-minus_i] = there[-minus_j]
            used.add(-minus_j)
    return pairs


def _same_number(one: Known, other: Known) -> bool:
    return bool(one.number) and number_key(one.number) == number_key(other.number)


def _title(known: Known) -> str:
    return fold(_LEADING_NUMBER.sub("", known.title or "", count=1))


def _text(known: Known) -> str:
    return fold((known.text or "")[:COMPARED])


def _new_id(row: Known, used: set[str], times: dict[str, int]) -> str:
    """A new id from plan and number, such as GBR-2-3.1; commitments that share a number get -b, -c and so on.

    `times` remembers how far each number has come.
    """
    number = re.sub(r"[^\w.]+", "-", (row.number or "x").casefold()).strip("-.") or "x"
    base = f"{row.plan_id}-{number}"
    name = base
    while name in used:
        times[base] = times.get(base, 1) + 1
        name = f"{base}-{_suffix(times[base])}"
    used.add(name)
    return name


def _suffix(times: int) -> str:
    """b for the second, c for the third, … z, ba, bb."""
    letters = ""
    times -= 1
    while True:
        times, rest = divmod(times, 26)
        letters = chr(97 + rest) + letters
        if not times:
            return letters


def _repeated(rows: list[Known], sheet: str, columns: dict[str, int]) -> list[Problem]:
    """A problem for each row that shares its OGP id, its plan and number, or its plan and title. All are kept."""
    at_title = columns.get("title", columns.get("short_title", 0))
    ogp_ids = [row.ogp_id or "" for row in rows]
    numbers = [number_key(row.number) for row in rows]
    titles = [fold(row.title or "") for row in rows]
    plans = [row.plan_id for row in rows]
    kinds: tuple[tuple[str, str, str, int, list[str], list[str] | None], ...] = (
        ("warning", "ogp_id_repeated", "ogp_id", columns.get("ogp_id", 0), ogp_ids, None),
        ("warning", "number_repeated", "number", columns.get("number", 0), numbers, plans),
        ("note", "title_repeated", "title", at_title, titles, plans),
    )
    problems = []
    for severity, code, name, at, values, within in kinds:
        keys = list(zip(within, values, strict=True)) if within else values
        times = Counter(keys)
        places: dict[object, list[Known]] = defaultdict(list)
        for row, key, value in zip(rows, keys, values, strict=True):
            if value and times[key] > 1:
                places[key].append(row)
        for same in places.values():
            for row in same:
                value = str(getattr(row, name) or "")
                problems.append(_problem(severity, code, row, sheet, at, value, others=_others(row, same)))
    return problems


def _number_taken(
    rows: list[Known], places: list[int], there: list[Known], sheet: str, columns: dict[str, int]
) -> list[Problem]:
    """A warning for each new row whose number belongs to a commitment that reads quite differently."""
    at = columns.get("number", 0)
    return [
        _problem(
            "warning",
            "number_taken",
            rows[i],
            sheet,
            at,
            rows[i].number or "",
            title=shorten(known.title or ""),
        )
        for i in places
        for known in [next((t for t in there if _same_number(rows[i], t)), None)]
        if known
    ]


def _others(row: Known, same: list[Known]) -> str:
    """The rows that share something with `row`: the first few, and how many more there are."""
    rows = [o.row for o in same if o.row != row.row]
    return ", ".join(map(str, rows[:NAMED])) + (f" +{len(rows) - NAMED}" if len(rows) > NAMED else "")


def _problem(severity: str, code: str, row: Known, sheet: str, column: int, value: str, **facts: object) -> Problem:
    cell = address(row.row - 1, column)
    message = say(f"link_{code}", sheet=sheet, cell=cell, value=shorten(value), plan=row.plan_id, **facts)
    return Problem(severity, code, sheet, cell, "", value[:500], message)
