"""A layout file for a release that we do not know yet: all that can be guessed, and the rest marked to be decided."""

from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from etl.problems import say
from etl.recognise import Header, Recognised, Unknown, nearest_at
from etl.reference import REFERENCE, Layout, fields, fold, layouts, rows

#: How alike a header must be to a known one (0-100) to be mapped with a mark instead of being left open.
_GUESS = 85


def draft_layout(unknown: Unknown, *, name: str, as_of: str) -> str:
    """The text of a layout file for `unknown`. What was guessed says so; what could not be guessed is `undecided`.

    The file is refused by the import until the list `undecided` is empty and gone.
    """
    base = unknown.nearest or layouts()[0]
    names = [n for n in unknown.header.names if n]
    taxonomy, tags = _taxonomy(unknown.header)
    guess = _map(base, unknown.header, [n for n in names if fold(n) not in tags])
    fields_found, codes = guess.fields, guess.codes
    # A code beside a rating that could not be mapped says nothing without it.
    ignored = {
        fold(h) for layout in layouts() for h in (*layout.ignore, *(c.code for c in layout.fields.values() if c.code))
    }
    ignore = [n for n in guess.rest if fold(n) in ignored]
    undecided = [n for n in guess.rest if fold(n) not in ignored]
    mapped = {f for f, _, _ in fields_found}
    absent = [f.name for f in fields().values() if f.role == "rating" and f.name not in mapped]
    kept = {fold(h) for h in base.recognise.must_have}
    required = [n for n in names if fold(n) in kept] or [h for f, h, _ in fields_found][:3]
    required += [n for n in (*undecided, *(h for _, h, sure in fields_found if not sure)) if n not in required][:2]
    lines = [
        f"# {say('draft_intro', name=name)}",
        f"id: {name}",
        f"kind: {base.kind}",
        f"title: {_quoted(say('draft_title', base=base.id))}",
        f"as_of: {as_of}  # {say('draft_as_of')}",
        f"recognise: {{must_have: [{', '.join(_quoted(h) for h in required)}]}}",
        "fields:",
        *(_field_line(field, header, sure, codes) for field, header, sure in fields_found if field in fields()),
    ]
    if base.kind == "commitments":
        lines.append(f"absent: [{', '.join(absent)}]  # {say('draft_absent')}")
    questions = [q for q in fields_found if q[0] not in fields()]
    if questions:
        lines += [
            "questions:",
            *(_question_line(base, field, header, sure) for field, header, sure in questions),
        ]
    if tags:
        inside = [n for n in names if fold(n) in tags]
        lines.append(
            f"themes: {{from: {_quoted(inside[0])}, to: {_quoted(inside[-1])}, "
            f"taxonomy: {taxonomy}{_lost(taxonomy, tags)}}}"
        )
    lines.append(f"ignore: [{', '.join(_quoted(h) for h in ignore)}]")
    if undecided:
        lines += [f"undecided:  # {say('draft_undecided')}"]
        for header in undecided:
            near = nearest_at(unknown.header, unknown.header.names.index(header), gone=set())
            lines.append(
                f"  - {_quoted(header)}"
                + (f"  # {say('draft_nearest', field=near[0], header=near[1])}" if near else "")
            )
    return "\n".join(lines) + "\n"


def write_draft(unknown: Unknown, path: Path, *, as_of: str) -> None:
    """Write the draft to `path`, its id taken from the file's name."""
    path.write_text(draft_layout(unknown, name=path.stem, as_of=as_of), encoding="utf-8")


def as_unknown(known: Recognised) -> Unknown:
    """A sheet whose layout no longer fits, as one to draft a layout for."""
    return Unknown(known.sheet, known.header, known.layout, known.problems)


@dataclass(frozen=True)
class _Guess:
    """Each field with its header and whether that is certain; codes beside fields; headers left over."""

    fields: list[tuple[str, str, bool]]
    codes: dict[str, tuple[str, dict[str, str | list[str]]]]
    rest: list[str]


def _map(base: Layout, header: Header, names: list[str]) -> _Guess:
    """Map headers that a layout of this kind has to its fields, then those that are like one or expected somewhere."""
    wanted = {**base.fields, **base.questions}
    left = {fold(n): n for n in names}
    found: list[tuple[str, str, bool]] = []
    for layout in (base, *(x for x in layouts() if x is not base and x.kind == base.kind)):
        for field, column in {**layout.fields, **layout.questions}.items():
            if field not in {f for f, _, _ in found} and fold(column.header) in left:
                found.append((field, left.pop(fold(column.header)), True))
    beside = {fold(c.code): c for c in wanted.values() if c.code}
    for folded in [f for f in left if f not in {fold(h) for x in layouts() for h in x.ignore} and f not in beside]:
        mapped = {f for f, _, _ in found}
        at = header.names.index(left[folded])
        near = nearest_at(header, at, gone={f for f in (*wanted, *fields()) if f not in mapped})
        if (
            near
            and near[0] not in mapped
            and near[0] in {*fields(), *wanted}
            and (near[2] or _alike(left[folded], near[1]))
        ):
            left.pop(folded)
            found.append((near[0], near[3], False))
    codes: dict[str, tuple[str, dict[str, str | list[str]]]] = {}
    for field in (f for f, _, _ in found if f in wanted):
        code = wanted[field].code
        if code and fold(code) in left:
            codes[field] = (left.pop(fold(code)), wanted[field].codes)
    return _Guess(found, codes, list(left.values()))


def _alike(header: str, known: str) -> bool:
    return fuzz.token_sort_ratio(fold(header), fold(known)) >= _GUESS


def _taxonomy(header: Header) -> tuple[str, set[str]]:
    """The taxonomy that most headers belong to, and those headers; none where hardly any does."""
    mapped = {fold(c.header) for layout in layouts() for c in layout.fields.values()}
    best: tuple[str, set[str]] = ("", set())
    for path in sorted((REFERENCE / "themes").glob("*.csv")):
        if path.stem != "crosswalk":
            labels = {fold(r["label"]) for r in rows(path)}
            here = {fold(n) for n in header.names if fold(n) in labels and fold(n) not in mapped}
            best = max(best, (path.stem, here), key=lambda b: len(b[1]))
    return best if len(best[1]) >= 5 else ("", set())


def _lost(taxonomy: str, tags: set[str]) -> str:
    lost = [r["label"] for r in rows(REFERENCE / "themes" / f"{taxonomy}.csv") if fold(r["label"]) not in tags]
    return f", absent: [{', '.join(_quoted(label) for label in lost)}]" if lost else ""


def _field_line(field: str, header: str, sure: bool, codes: dict[str, tuple[str, dict[str, str | list[str]]]]) -> str:
    value = _quoted(header)
    if field in codes:
        code, meanings = codes[field]
        table = ", ".join(f"{_quoted(str(k))}: {_meaning(v)}" for k, v in meanings.items())
        value = f"{{header: {value}, code: {_quoted(code)}, codes: {{{table}}}}}"
    return f"  {field}: {value}" + ("" if sure else f"  # {say('draft_guess')}")


def _question_line(base: Layout, field: str, header: str, sure: bool) -> str:
    kind = base.questions[field].type
    return f"  {field}: {{header: {_quoted(header)}, type: {kind}}}" + ("" if sure else f"  # {say('draft_guess')}")


def _meaning(value: object) -> str:
    return f"[{', '.join(str(v) for v in value)}]" if isinstance(value, list) else str(value)


def _quoted(text: str) -> str:
    """`text` as a YAML string in double quotes, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(c if c.isprintable() else " " for c in escaped)}"'
