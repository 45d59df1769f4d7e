"""The front door: files in, one published snapshot out, or nothing. Commands and pages both use it."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.compute as pc

from etl.clean import Cleaned, clean
from etl.clean.sorting import MOVED
from etl.link import COMPARED, Known, Linked, link
from etl.overlaps import overlaps
from etl.problems import SEVERITIES, Problem, Unusable, quiet, say
from etl.publish import snapshots
from etl.publish.build import Counts, build
from etl.publish.staging import Arrival, Source
from etl.read import Book, fetch, is_address, read
from etl.recognise import Recognition, recognise
from etl.reference import REFERENCE, load_yaml

#: The first sheet of a generated workbook has this name, and its source is marked as demonstration data.
DEMO_SHEET = "DEMONSTRATION DATA"

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Examined:
    """One file read, recognised and cleaned; nothing is written yet. `refusal` says why it cannot be imported."""

    given: str
    book: Book | None
    sheets: tuple[Cleaned, ...] = ()
    problems: tuple[Problem, ...] = ()
    recognition: Recognition | None = None
    refusal: str = ""
    is_unusable: bool = False

    @property
    def is_demo(self) -> bool:
        """Whether the workbook carries the demonstration mark."""
        return bool(self.book and any(s.name == DEMO_SHEET for s in self.book.sheets))


@dataclass(frozen=True)
class Outcome:
    """What became of one sheet of one file (or of a file without a usable sheet), as in `--report`."""

    path: str
    sha256: str
    vintage: str
    kind: str
    sheet: str
    counts: Counts
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Published:
    """The snapshot that an import made (None where nothing changed or it was refused) and what became of each sheet."""

    snapshot_id: int | None
    outcomes: tuple[Outcome, ...]


def examine(given: str, *, progress: Progress = quiet) -> Examined:
    """Read, recognise and clean one file or address. Never raises Unusable: the refusal is part of the result."""
    try:
        with tempfile.TemporaryDirectory(prefix="monitor-") as scratch:
            book = _book(given, Path(scratch), progress)
        recognition = recognise(book)
    except Unusable as error:
        return Examined(given, None, refusal=str(error), is_unusable=True)
    problems = list(recognition.problems)
    doubts = [p for u in recognition.unknown for p in u.problems]
    doubts += [p for r in recognition.recognised if r.blocked for p in r.problems]
    if doubts:
        errors = [p.message for p in doubts if p.severity == "error"]
        refusal = say("recognise_stops", name=book.name, count=len(errors), first=errors[0])
        return Examined(given, book, (), (*problems, *doubts), recognition, refusal)
    if not recognition.recognised:
        hidden = ", ".join(p.sheet for p in problems if p.code == "sheet_hidden")
        words = "recognise_only_hidden" if hidden else "recognise_nothing_found"
        refusal = say(words, name=book.name, sheets=hidden)
        return Examined(given, book, (), tuple(problems), recognition, refusal, is_unusable=True)
    sheets = tuple(clean(known, progress=progress) for known in recognition.recognised)
    moved = [p.message for sheet in sheets for p in sheet.problems if p.code == MOVED]
    if moved:
        refusal = say("recognise_header_moves", name=book.name, first=moved[0])
        return Examined(given, book, sheets, tuple(problems), recognition, refusal)
    if not any(len(sheet.commitments) for sheet in sheets):
        return Examined(given, book, sheets, tuple(problems), recognition, _nothing_left(book, sheets), True)
    return Examined(given, book, sheets, tuple(problems), recognition)


def _nothing_left(book: Book, sheets: Sequence[Cleaned]) -> str:
    """Why a file with a known layout gives nothing: no rows at all, or none that could be read."""
    rows = sum(sheet.rows_read for sheet in sheets)
    if not rows:
        return say("recognise_no_rows", name=book.name)
    worst = min((p for sheet in sheets for p in sheet.problems), key=lambda p: SEVERITIES.index(p.severity))
    return say("recognise_no_row_left", name=book.name, count=rows, first=worst.message)


def outcomes_of(examined: Examined) -> list[Outcome]:
    """What an import would read from a file, as rows of a report; nothing is new or updated yet."""
    sha256 = examined.book.sha256 if examined.book else ""
    if not examined.sheets:
        return [Outcome(examined.given, sha256, "", "", "", Counts(0, 0, 0, 0, 0, 0), examined.problems)]
    found = []
    before: list[tuple[Cleaned, list[str]]] = []
    for i, sheet in enumerate(examined.sheets):
        layout, accepted = sheet.known.layout, len(sheet.commitments)
        counts = Counts(sheet.rows_read, accepted, 0, 0, sheet.rows_rejected, sheet.rows_skipped)
        doubts: list[Problem] = []
        if layout.kind == "commitments":
            linked = _link(sheet, _identities(sheet), [], {})
            of_one_date = [seen for seen in before if seen[0].known.layout.as_of == layout.as_of]
            doubts = [*linked.problems, *overlaps(sheet, linked.commitment_ids, of_one_date)]
            before.append((sheet, linked.commitment_ids))
        problems = (*(examined.problems if i == 0 else ()), *sheet.problems, *doubts)
        found.append(Outcome(examined.given, sha256, layout.id, layout.kind, sheet.known.sheet.name, counts, problems))
    return found


def publish(
    examined: Sequence[Examined], *, db: Path, as_of: date | None = None, wait: float = 10.0,
    progress: Progress = quiet,
) -> Published:  # fmt: skip
    """Publish one snapshot with all the sheets of files that were examined without refusal, or change nothing.

    Raises Unusable where the database cannot be written, another import holds it, or a check fails.
    """
    with snapshots.locked(db, wait=wait):
        before = snapshots.current(db)
        is_demo = any(e.is_demo for e in examined)
        if before:
            before = _compatible(before, db, is_demo=is_demo)
        now = datetime.now(UTC).replace(tzinfo=None)
        arrivals = _arrivals(examined, before=before, as_of=as_of, now=now, progress=progress)
        problems = {a.source.source_id: _problems(f, a) for f, a in arrivals}
        snapshot_id = snapshots.next_id(db)
        folder = snapshots.folder(db)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unusable(say("publish_cannot_write", path=folder, reason=error.strerror or error)) from error
        draft = folder / f".build-{snapshot_id:06d}.duckdb"
        try:
            _remove(draft)
            built = build(
                draft, before=before, arrivals=[a for _, a in arrivals], snapshot_id=snapshot_id, now=now,
                problems=problems, progress=progress,
            )  # fmt: skip
            if built.is_changed:
                final = folder / f"{snapshot_id:06d}.duckdb"
                snapshots.settle(draft, final)
                snapshots.put_in_place(db, final)
        finally:
            _remove(draft)
    outcomes = [
        Outcome(
            f.given, a.source.sha256, a.source.vintage, a.source.kind, a.source.sheet,
            built.counts[a.source.source_id], tuple(problems[a.source.source_id]),
        )
        for f, a in arrivals
    ]  # fmt: skip
    return Published(snapshot_id if built.is_changed else None, tuple(outcomes))


def _book(given: str, scratch: Path, progress: Progress) -> Book:
    """The book at a path, an address, or a name of data/reference/sources.yml such as ogp:commitments."""
    known = load_yaml(REFERENCE / "sources.yml")
    if given in known:
        given = known[given]["address"]
    elif given.startswith("ogp:"):
        raise Unusable(say("source_unknown", name=given, known=", ".join(known)))
    if is_address(given):
        fetched = fetch(given, into=scratch, progress=progress)
        return replace(read(fetched.path, progress=progress), address=given, fetched_at=fetched.fetched_at)
    return read(Path(given), progress=progress)


def _arrivals(
    examined: Sequence[Examined], *, before: Path | None, as_of: date | None, now: datetime, progress: Progress
) -> list[tuple[Examined, Arrival]]:
    """The sheets to publish, older releases first, each linked to what is there and to the sheets before it."""
    there, seen = _known_commitments(before) if before else ([], {})
    imported = _imported_sources(before) if before else {}
    plans = _plans(before) if before else set()
    ordered = _in_order(examined, as_of=as_of, now=now)
    arrivals: list[tuple[Examined, Arrival]] = []
    for place, (file, source, cleaned) in enumerate(ordered, start=1):
        earlier = imported.get(source.source_id)
        if earlier and (as_of is None or earlier[0] == as_of):
            source = replace(source, as_of=earlier[0], imported_at=earlier[1])
        progress("link", len(cleaned.commitments))
        rows = _identities(cleaned)
        if source.kind == "process":
            linked = Linked([r.plan_id for r in rows], [r.plan_id not in plans for r in rows])
        else:
            linked = _link(cleaned, rows, there, seen.get(source.source_id, {}))
            there = _with_new(there, rows, linked) if place < len(ordered) else there
            of_one_date = [
                (a.cleaned, a.linked.commitment_ids)
                for _, a in arrivals
                if (a.source.kind, a.source.as_of) == (source.kind, source.as_of)
            ]
            linked.problems.extend(overlaps(cleaned, linked.commitment_ids, of_one_date))
        arrivals.append((file, Arrival(source, cleaned, linked)))
    return arrivals


def _in_order(
    examined: Sequence[Examined], *, as_of: date | None, now: datetime
) -> list[tuple[Examined, Source, Cleaned]]:
    """The sheets to publish with their sources, older releases first; a file given twice counts once."""
    found: dict[str, tuple[Examined, Source, Cleaned]] = {}
    for file in examined:
        for i, cleaned in enumerate(file.sheets):
            assert file.book  # sheets come from a book
            layout = cleaned.known.layout
            source_id = file.book.sha256[:12] + (f"-{i + 1}" if len(file.sheets) > 1 else "")
            day = as_of or (file.book.fetched_at.date() if file.book.fetched_at else layout.as_of)
            source = Source(
                source_id, file.book.name, file.book.sha256, layout.id, layout.kind, cleaned.known.sheet.name,
                day, now, file.is_demo, file.book.address,
            )  # fmt: skip
            found.setdefault(source_id, (file, source, cleaned))
    return sorted(found.values(), key=lambda f: f[1].as_of)


def ready_for_demo(db: Path) -> None:
    """Raises Unusable where the database at `db` holds real data, in whose place demonstration data never comes."""
    before = snapshots.current(db)
    if before:
        _compatible(before, db, is_demo=True)


def _compatible(before: Path, db: Path, *, is_demo: bool) -> Path | None:
    """The snapshot to build on: none where real data takes the place of demonstration data."""
    with snapshots.opened(before) as con:
        rows = con.execute("SELECT arg_max(is_demo, snapshot_id) FROM snapshot").fetchall()
    was_demo = bool(rows[0][0])
    if is_demo and not was_demo:
        raise Unusable(say("publish_demo_over_real", db=db))
    return None if was_demo and not is_demo else before


def _known_commitments(before: Path) -> tuple[list[Known], dict[str, dict[int, str]]]:
    """The commitments that are there, and for each source which row is which commitment."""
    with snapshots.opened(before) as con:
        there = con.execute(
            "SELECT c.member_id, p.number, c.number, c.ogp_id, c.title, left(c.full_text, ?), c.row, c.commitment_id "
            "FROM commitment c JOIN action_plan p USING (plan_id) ORDER BY c.source_id, c.row",
            [COMPARED],
        ).fetchall()
        rows = con.execute(
            "SELECT source_id, row, commitment_id FROM commitment "
            "UNION ALL SELECT source_id, row, commitment_id FROM commitment_history"
        ).fetchall()
    seen: dict[str, dict[int, str]] = {}
    for source_id, row, commitment_id in rows:
        seen.setdefault(source_id, {})[row] = commitment_id
    return [Known(*values) for values in there], seen


def _imported_sources(before: Path) -> dict[str, tuple[date, datetime]]:
    with snapshots.opened(before) as con:
        found = con.execute("SELECT source_id, as_of, imported_at FROM source").fetchall()
    return {source_id: (as_of, at) for source_id, as_of, at in found}


def _plans(before: Path) -> set[str]:
    """Plans about whose making something is known already."""
    with snapshots.opened(before) as con:
        return {plan_id for (plan_id,) in con.execute("SELECT DISTINCT plan_id FROM process").fetchall()}


def _link(cleaned: Cleaned, rows: list[Known], there: list[Known], seen: dict[int, str]) -> Linked:
    """The commitment of every row of a sheet."""
    return link(rows, there, seen=seen, sheet=cleaned.known.sheet.name, columns=cleaned.known.fields)


def _identities(cleaned: Cleaned) -> list[Known]:
    names = ("member_id", "plan_number", "number", "ogp_id", "title")
    columns = [cleaned.commitments[n].to_pylist() for n in names]
    beginnings = pc.utf8_slice_codeunits(cleaned.commitments["full_text"], 0, COMPARED).to_pylist()
    return [Known(*values) for values in zip(*columns, beginnings, cleaned.commitments["row"].to_pylist(), strict=True)]


def _with_new(there: list[Known], rows: list[Known], linked: Linked) -> list[Known]:
    """The commitments that the next sheet of the same import meets."""
    by_id = {k.commitment_id: k for k in there}
    for known, commitment_id in zip(rows, linked.commitment_ids, strict=True):
        earlier = by_id.get(commitment_id)
        ogp_id = known.ogp_id or (earlier.ogp_id if earlier else None)
        by_id[commitment_id] = known._replace(commitment_id=commitment_id, ogp_id=ogp_id)
    return list(by_id.values())


def _problems(file: Examined, arrival: Arrival) -> list[Problem]:
    """The problems of one sheet; those of the file as a whole go with its first sheet."""
    of_the_file = file.problems if arrival.cleaned is file.sheets[0] else ()
    return [*of_the_file, *arrival.cleaned.problems, *arrival.linked.problems]


def _remove(draft: Path) -> None:
    for path in (draft, draft.with_name(draft.name + ".wal")):
        path.unlink(missing_ok=True)
