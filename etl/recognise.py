"""Which release is this? Headers of a sheet held against the layouts that we know.

A layout is exhaustive both ways: a header that it neither maps nor ignores, and a mapped header that is gone,
are errors that name the header, the nearest field that we know, and the line to add or change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from etl.problems import Problem, say, shorten
from etl.read import Book, Sheet
from etl.read.book import letters
from etl.reference import Layout, fields, fold, layouts, themes

#: How far down a header may stand: title, notes, index and group rows come before it.
DEEPEST_HEADER = 40
_WRITTEN_OUT = {"no": "number", "nr": "number", "num": "number", "id": "identifier", "yr": "year", "ap": "action plan",
                "comm": "commitment", "eot": "end of term"}  # fmt: skip
#: "3. Completion", "(3) Completion", "3 - Completion": how people number their columns.
_NUMBERING = re.compile(r"\(?\d{1,3}(?:\.\d{1,2})*\s?[.):\-–—]\s*(?=[^\W\d])")
#: Fewer known headers than this beside a recognised sheet are a codebook's or a summary's.
LEAST_KNOWN = 3
#: How many of the nearest layout's headers are named where a sheet of another release lacks them.
MOST_NAMED = 12
_NEW = "recognise_header_new"
#: Below this likeness (0-100) a suggestion would mislead more than help.
LEAST_LIKENESS = 70


@dataclass(frozen=True)
class Header:
    """The header line of a sheet: row (0-based), and per column the name and the name with its group."""

    row: int
    names: tuple[str, ...]
    grouped: tuple[str, ...]

    def positions(self) -> dict[str, int]:
        """The column of each folded name. A name without the number before it finds its column too, and so does a name
        with its group, `Group > Name`; where two columns claim one name, the first has it.
        """
        found: dict[str, int] = {}
        for names in (map(unnumbered, self.names), map(fold, self.grouped), map(fold, self.names)):
            found.update({name: i for i, name in reversed(list(enumerate(names))) if name})
        return found


@dataclass(frozen=True)
class Recognised:
    """A sheet and its layout: the column of each field, of each code beside a field, and of each theme."""

    sheet: Sheet
    layout: Layout
    header: Header
    fields: dict[str, int]
    codes: dict[str, int]
    questions: dict[str, int]
    themes: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        """Whether the headers leave a doubt that stops the import."""
        return any(p.severity == "error" for p in self.problems)


@dataclass(frozen=True)
class Unknown:
    """A sheet that looks like data but fits no layout. `nearest` is the layout that shares most headers with it."""

    sheet: Sheet
    header: Header
    nearest: Layout | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Recognition:
    """What a book holds: sheets with a layout, data sheets without one (those most like one that we know first), and
    notes about the sheets left out.
    """

    recognised: tuple[Recognised, ...]
    unknown: tuple[Unknown, ...]
    problems: tuple[Problem, ...] = field(default=())


def unnumbered(header: str) -> str:
    """`header` as headers are compared, without a number that only counts the columns."""
    return _NUMBERING.sub("", fold(header), count=1) if fold(header)[:1] in "(0123456789" else fold(header)


def address(row: int, column: int) -> str:
    """The address of a cell, (0, 0) for A1."""
    return f"{letters(column)}{row + 1}"


def recognise(book: Book) -> Recognition:
    """Hold every sheet of `book` against every layout. Hidden sheets are noted and left out."""
    recognised: list[Recognised] = []
    unknown: list[Unknown] = []
    notes: list[Problem] = []
    for sheet in book.sheets:
        known = _best_layout(sheet)
        if not sheet.visible:
            if known:
                notes.append(_note("sheet_hidden", sheet, say("recognise_sheet_hidden", sheet=sheet.name)))
            continue
        if known:
            recognised.append(known)
            continue
        header = _likely_header(sheet)
        if header:
            unknown.append(_unknown(sheet, header))
    unknown.sort(key=_likeness, reverse=True)
    if recognised or any(map(_resembles, unknown)):
        # Beside a sheet of data, one that shares little with any layout is a codebook or a summary.
        for stray in [u for u in unknown if not _resembles(u)]:
            unknown.remove(stray)
            name = stray.sheet.name
            notes.append(_note("sheet_left_out", stray.sheet, say("recognise_sheet_left_out", sheet=name)))
    return Recognition(tuple(recognised), tuple(unknown), tuple(notes))


def known_headers() -> dict[str, tuple[str, Layout]]:
    """Every header that some layout maps or ignores, folded, with what it is to us and the layout that has it."""
    found: dict[str, tuple[str, Layout]] = {}
    for layout in layouts():
        for header in (*layout.ignore, *(c.code for c in layout.fields.values() if c.code)):
            found.setdefault(fold(header), ("ignore", layout))
        for name, question in layout.questions.items():
            found[fold(question.header)] = (name, layout)
        if layout.themes:
            found.update(dict.fromkeys(themes(layout.themes.taxonomy), ("themes", layout)))
        found.update({fold(c.header): (name, layout) for name, c in layout.fields.items()})
    return found


def hints() -> dict[str, tuple[str, str]]:
    """Every header that we have seen or expect somewhere, as suggestions compare them, with its field and spelling.

    Suggestions only: a sheet is never recognised by a hint.
    """
    found: dict[str, tuple[str, str]] = {}
    for layout in layouts():
        for header in layout.ignore:
            found[_in_words(header)] = ("ignore", header)
        if layout.themes:
            found.update({_in_words(h): ("themes", h) for h in themes(layout.themes.taxonomy)})
        for name, column in {**layout.questions, **layout.fields}.items():
            found[_in_words(column.header)] = (name, column.header)
    for about in fields().values():
        for header in (about.name.replace("_", " "), *about.hints):
            found.setdefault(_in_words(header), (about.name, header))
    return found


def nearest_field(header: str, *, gone: set[str] | None = None) -> tuple[str, str, bool] | None:
    """The field that `header` probably stands for, the known spelling, and whether that is the same in words.

    Fields in `gone`, whose own header the sheet lacks, are tried before all others. None: nothing is like it.
    """
    known, wanted = hints(), _in_words(header)
    if wanted in known and known[wanted][0] not in ("ignore", "themes"):
        return (*known[wanted], True)
    missing = {words: found for words, found in known.items() if found[0] in (gone or set())}
    for candidates in (missing, known):
        near = process.extractOne(wanted, list(candidates), scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS)
        if near:
            return (*candidates[near[0]], near[1] == 100)
    return None


def _in_words(header: str) -> str:
    """`header` as suggestions compare it: words only, usual abbreviations written out."""
    return " ".join(_WRITTEN_OUT.get(w, w) for w in re.sub(r"[\W_]+", " ", unnumbered(header)).split())


def candidate_headers(sheet: Sheet) -> Iterator[Header]:
    """Each of the first rows read as a header line: names under their groups, repeated names numbered."""
    top = [list(row.values()) for row in sheet.table.slice(0, DEEPEST_HEADER).to_pylist()]
    for r, row in enumerate(top):
        if not any(c.strip() for c in row):
            continue
        above = top[r - 1] if r else [""] * len(row)
        if all(c.strip().isdigit() for c in above if c.strip()):
            above = [""] * len(row)
        groups = _groups(sheet, r - 1, above)
        names = [
            " ".join(cell.split()) or (" ".join(above[i].split()) if _reaches_down(sheet, r, i) else "")
            for i, cell in enumerate(row)
        ]
        grouped = [f"{g} > {n}" if g and n else "" for g, n in zip(groups, names, strict=True)]
        yield Header(r, _told_apart(names), _told_apart(grouped))


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """The names, with ` (2)` behind the second of the same name."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        times = seen[fold(name)] = seen.get(fold(name), 0) + 1
        found.append(name if not name or times == 1 else f"{name} ({times})")
    return tuple(found)


def _reaches_down(sheet: Sheet, row: int, column: int) -> bool:
    """Whether the cell above names the column as well: it does unless it is merged across several columns only."""
    return not any(r0 <= row - 1 <= r1 < row and c0 <= column <= c1 for r0, c0, r1, c1 in sheet.merged)


def _groups(sheet: Sheet, row: int, cells: list[str]) -> list[str]:
    """The group over each column: its own cell, or the last one to the left."""
    merged = {(r0, c): c0 for r0, c0, r1, c1 in sheet.merged for c in range(c0, c1 + 1)}
    groups, last = [], ""
    for i, cell in enumerate(cells):
        last = " ".join(cell.split()) or last
        groups.append(" ".join(cells[merged[(row, i)]].split()) if (row, i) in merged else last)
    return groups


def _best_layout(sheet: Sheet) -> Recognised | None:
    """The layout whose required headers all stand in one row, and that leaves least unexplained."""
    best: Recognised | None = None
    for header in candidate_headers(sheet):
        positions = header.positions()
        for layout in layouts():
            if all(fold(h) in positions for h in layout.recognise.must_have):
                placed = place(sheet, layout, header)
                if best is None or len(placed.problems) < len(best.problems):
                    best = placed
    return best


def place(sheet: Sheet, layout: Layout, header: Header, *, is_theirs: bool = True) -> Recognised:
    """Find the column of everything that `layout` maps, with a problem for each header unplaced or gone.

    With `is_theirs` false the layout is only the nearest, and what is unplaced is for a layout yet to be written.
    """
    positions = header.positions()
    problems: list[Problem] = []
    taken: set[int] = set()

    def find(theirs: str, ours: str) -> int | None:
        at = positions.get(fold(theirs))
        if at is None:
            problems.append(_gone(sheet, layout, theirs, ours))
        else:
            taken.add(at)
        return at

    def columns(wanted: dict[str, str]) -> dict[str, int]:
        found = {ours: find(theirs, ours) for ours, theirs in wanted.items()}
        return {ours: at for ours, at in found.items() if at is not None}

    placed = columns({name: c.header for name, c in layout.fields.items()})
    everything = {**layout.fields, **layout.questions}
    codes = columns({name: c.code for name, c in everything.items() if c.code})
    questions = columns({name: q.header for name, q in layout.questions.items()})
    taken |= {positions[fold(h)] for h in layout.ignore if fold(h) in positions}
    tags: dict[str, int] = {}
    lost: list[str] = []
    block: tuple[int, int] = (-1, -1)
    if layout.themes:
        absent = {fold(h) for h in layout.themes.absent}
        for label, theme_id in themes(layout.themes.taxonomy).items():
            at = positions.get(label)
            if at is not None and at not in taken:
                tags[theme_id] = at
                taken.add(at)
            elif at is None and label not in absent:
                lost.append(label)
        # Without any theme it is the block that is gone.
        if lost and not tags:
            lost = [f"{layout.themes.first}” … “{layout.themes.last}"]
        problems += [_gone(sheet, layout, label, "themes") for label in lost]
        ends = [positions.get(fold(h), -1) for h in (layout.themes.first, layout.themes.last)]
        block = (min(ends), max(ends))
    gone = {*layout.fields, *layout.questions} - {*placed, *questions}
    for i, name in enumerate(header.names):
        if i in taken:
            continue
        if not name:
            problems += _nameless(sheet, header, i)
        else:
            is_theme = layout.themes and block[0] < i < block[1]
            key = "recognise_theme_unknown" if is_theme else "recognise_header_unknown"
            problems.append(_unplaced(sheet, header, i, layout, key=key if is_theirs else _NEW, gone=gone))
    return Recognised(sheet, layout, header, placed, codes, questions, tags, tuple(problems))


def _unknown(sheet: Sheet, header: Header) -> Unknown:
    """A sheet that fits no layout, held against the one that shares most headers with it."""
    known = known_headers()

    def shared(layout: Layout) -> int:
        theirs = {fold(c.header) for c in (*layout.fields.values(), *layout.questions.values())}
        return len((theirs | {fold(h) for h in layout.recognise.must_have}) & set(header.positions()))

    nearest = max(layouts(), key=shared, default=None)
    if nearest is None or not shared(nearest):
        new = [i for i, name in enumerate(header.names) if name and unnumbered(name) not in known]
        unplaced = [_unplaced(sheet, header, i, None, key=_NEW, gone=set()) for i in new]
        return Unknown(sheet, header, None, (_no_layout(sheet, header), *unplaced))
    held = place(sheet, nearest, header, is_theirs=False)
    gone = [p.header for p in held.problems if p.code == "header_gone"]
    others = [p for p in held.problems if p.code != "header_gone"]
    return Unknown(sheet, header, nearest, (_no_layout(sheet, header), *others, *_lacks(sheet, nearest, gone)))


def _likely_header(sheet: Sheet) -> Header | None:
    """The row most likely to be a header: most known names, else most short texts; None for a prose sheet."""
    known = known_headers()

    def score(header: Header) -> tuple[int, int, int]:
        names = [n for n in header.names if n and len(n) < 200 and not n.replace(".", "").isdigit()]
        return sum(unnumbered(n) in known for n in names), len(names), -header.row

    best = max(candidate_headers(sheet), key=score, default=None)
    return best if best and score(best)[1] >= 3 else None


def _likeness(unknown: Unknown) -> tuple[int, int]:
    """How many headers of a sheet without a layout are known, and how many there are."""
    names = [n for n in unknown.header.names if n]
    known = known_headers()
    return sum(unnumbered(n) in known for n in names), len(names)


def _resembles(unknown: Unknown) -> bool:
    """Whether at least a third of its headers, and not just one or two, are known."""
    shared, names = _likeness(unknown)
    return shared >= LEAST_KNOWN and shared * 3 >= names


def _no_layout(sheet: Sheet, header: Header) -> Problem:
    ids = ", ".join(layout.id for layout in layouts())
    count = sum(1 for n in header.names if n)
    message = say("recognise_no_layout", sheet=sheet.name, row=header.row + 1, count=count, layouts=ids)
    return Problem("error", "layout_unknown", sheet.name, "", "", "", message)


def _gone(sheet: Sheet, layout: Layout, theirs: str, ours: str) -> Problem:
    message = say("recognise_header_gone", sheet=sheet.name, header=theirs, field=ours, layout=layout.id)
    return Problem("error", "header_gone", sheet.name, "", theirs, "", message)


def _lacks(sheet: Sheet, layout: Layout, gone: list[str]) -> list[Problem]:
    """One note of everything that the nearest layout has and a sheet of another release lacks."""
    names = ", ".join(gone[:MOST_NAMED]) + (", …" if len(gone) > MOST_NAMED else "")
    facts = {"sheet": sheet.name, "layout": layout.id, "count": len(gone), "names": names}
    return [_note("header_gone", sheet, say("recognise_headers_lacking", **facts))] if gone else []


def nearest_at(header: Header, column: int, *, gone: set[str]) -> tuple[str, str, bool, str] | None:
    """`nearest_field` of a column's name, and that name: with its group where that leaves no doubt, else without."""
    for name in (header.grouped[column], header.names[column]):
        near = nearest_field(name, gone=gone) if name else None
        if near and (name == header.names[column] or (near[2] and near[0] not in ("ignore", "themes"))):
            return (*near, name)
    return None


def _unplaced(sheet: Sheet, header: Header, column: int, layout: Layout | None, *, key: str, gone: set[str]) -> Problem:
    name = header.names[column]
    near = nearest_at(header, column, gone=gone)
    nearest = say("recognise_nearest", field=near[0], header=near[1]) if near else say("recognise_nothing_near")
    left_behind = not near or near[0] in ("ignore", "themes")
    where = address(header.row, column)
    message = say(
        key, sheet=sheet.name, cell=where, header=shorten(name), layout=layout.id if layout else "", nearest=nearest,
        line=f"ignore: [{name}]" if left_behind or not near else f"{near[0]}: {near[3]}",
        taxonomy=layout.themes.taxonomy if layout and layout.themes else "",
    )  # fmt: skip
    code = "theme_unknown" if key == "recognise_theme_unknown" else "header_unknown"
    return Problem("error", code, sheet.name, where, name, "", message)


def _nameless(sheet: Sheet, header: Header, column: int) -> list[Problem]:
    """A warning where a column without a header has content, nothing where it is empty."""
    body = sheet.table.column(column).slice(header.row + 1)
    filled = pc.sum(pc.not_equal(pc.utf8_trim_whitespace(body), "")).as_py() or 0
    if not filled:
        return []
    where = address(header.row, column)
    message = say("recognise_header_blank", sheet=sheet.name, cell=where, count=filled)
    return [Problem("warning", "header_blank", sheet.name, where, "", "", message)]


def _note(code: str, sheet: Sheet, message: str) -> Problem:
    return Problem("note", code, sheet.name, "", "", "", message)
