"""What we know before any file is read: layouts, fields, scales, themes, members, eras, corrections.

Everything here is loaded from data/reference, so that a new release needs data and no code.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel import Locale
from babel.core import get_global
from pydantic import BaseModel, ConfigDict, ValidationError

from etl.problems import ROOT, Unusable, say

REFERENCE = ROOT / "data" / "reference"
LANGUAGES = ("en", "es", "fr")
_TAG = re.compile(r"<[^<>]*>")


def fold(text: str) -> str:
    """`text` as headers and labels are compared: no HTML tags, white space collapsed, trimmed, case folded."""
    plain = _TAG.sub(" ", text) if "<" in text else text
    return " ".join(plain.split()).casefold()


def fold_name(text: str) -> str:
    """`text` as names are compared: like `fold`, and without accents, punctuation and the words 'the' and 'of'."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"[^\w\s]", " ", fold(plain)).split()
    return " ".join(w for w in words if w not in ("the", "of"))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Column(_Strict):
    """Where a field stands in a release: its header, and the header and meanings of the code column beside it."""

    header: str
    scale: str | None = None
    code: str | None = None
    codes: dict[str, str | list[str]] = {}

    def meanings(self, code: str) -> list[str]:
        """What `code` may stand for, by the release's own table; empty for a code that the table lacks."""
        found = self.codes.get(code, [])
        return [found] if isinstance(found, str) else found


class Question(Column):
    """A process question: as a column, with the kind of answer that it takes."""

    type: Literal["yes_no", "flag", "choice", "number", "text"] = "text"


class Themes(_Strict):
    """The block of theme columns: first and last header, and the taxonomy that its headers belong to."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    first: str
    last: str
    taxonomy: str
    absent: list[str] = []


class Recognise(_Strict):
    """Headers that a sheet must have to be taken for this layout."""

    must_have: list[str]


class Layout(_Strict):
    """One release's layout, from data/reference/vintages/<id>.yml."""

    id: str
    kind: Literal["commitments", "process"]
    title: str
    as_of: date
    reference: str = ""
    recognise: Recognise
    fields: dict[str, Column]
    absent: list[str] = []
    ignore: list[str] = []
    themes: Themes | None = None
    questions: dict[str, Question] = {}
    undecided: list[str] = []


@dataclass(frozen=True)
class Field:
    """A field of ours, from data/reference/fields.csv. `hints` are headers that it may have in a release to come."""

    name: str
    role: str
    variable: str
    stage: str
    scale: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Rating:
    """What a label means: a code with its rank (none where it stands apart), or one of the kinds of missing."""

    code: str | None
    rank: int | None
    missing: str | None


@dataclass(frozen=True)
class Scale:
    """One scale: meaning by folded label, and the canonical labels, low to high, for messages."""

    name: str
    meaning: dict[str, Rating]
    canonical: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """A country or local government, from data/reference/members.csv."""

    member_id: str
    name: str
    level: str
    iso3: str
    region: str
    parent_id: str
    also_known_as: tuple[str, ...]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a reference CSV as dictionaries of trimmed text. Raises Unusable where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(handle)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Unusable(say("reference_unreadable", path=relative(path), reason=error)) from error


def relative(path: Path) -> str:
    """`path` as shown in messages: from the project's folder where it lies in it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def load_yaml(path: Path) -> Any:
    """The content of a reference YAML file, every scalar as text (no, 1.10 and 2016-01-01 stay what they look like).

    Raises Unusable where it cannot be read.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unusable(say("reference_unreadable", path=relative(path), reason=error)) from error


@cache
def fields() -> dict[str, Field]:
    """Every field that a commitments layout may map, by name, in the order of data/reference/fields.csv."""
    return {
        r["field"]: Field(
            r["field"], r["role"], r["variable"], r["stage"], r["scale"], tuple(h for h in r["hints"].split("|") if h)
        )
        for r in rows(REFERENCE / "fields.csv")
    }


@cache
def missing_labels() -> dict[str, Rating]:
    """The labels that mean missing on every scale, folded; a scale's own labels are looked up before these."""
    found = {fold(r["label"]): Rating(None, None, r["missing"]) for r in rows(REFERENCE / "scales" / "missing.csv")}
    return {**found, "": Rating(None, None, "blank")}


@cache
def scale(name: str) -> Scale:
    """The scale `name` from data/reference/scales. Raises Unusable where there is no such file."""
    table = rows(REFERENCE / "scales" / f"{name}.csv")
    meaning = {
        fold(r["label"]): Rating(r["code"] or None, int(r["rank"]) if r["rank"] else None, r["missing"] or None)
        for r in table
    }
    first: dict[str, str] = {}
    for r in table:
        if r["code"]:
            first.setdefault(r["code"], r["label"])
    return Scale(name, meaning, tuple(first.values()))


@cache
def unspecified() -> frozenset[str]:
    """Folded words that stand for nothing in a text cell, such as "None specified", beside those of missing.csv."""
    own = {fold(r["label"]) for r in rows(REFERENCE / "scales" / "unspecified.csv")}
    return frozenset(own | set(missing_labels()))


@cache
def themes(taxonomy: str) -> dict[str, str]:
    """The theme of each folded header of `taxonomy`."""
    return {fold(r["label"]): r["theme_id"] for r in rows(REFERENCE / "themes" / f"{taxonomy}.csv")}


@cache
def members() -> tuple[Member, ...]:
    """All members, in the order of data/reference/members.csv."""
    return tuple(
        Member(
            r["member_id"], r["name"], r["level"], r["iso3"], r["region"], r["parent_id"],
            tuple(a.strip() for a in r["also_known_as"].split("|") if a.strip()),
        )
        for r in rows(REFERENCE / "members.csv")
    )  # fmt: skip


@cache
def member_names() -> tuple[tuple[str, str, str], ...]:
    """Each member with a language and its name in it: OGP's own in English, CLDR's for countries elsewhere; a local
    government keeps its own beside that of its country.
    """
    aliases = get_global("territory_aliases")
    english = {member.member_id: member.name for member in members()}
    found: list[tuple[str, str, str]] = []
    for language in LANGUAGES:
        territories = Locale(language).territories if language != "en" else {}
        for member in members():
            code = (aliases.get(member.iso3) or ["XK" if member.iso3 == "XKX" else ""])[0]
            country = english[member.parent_id or member.member_id]
            own = member.name.removesuffix(country)
            found.append((member.member_id, language, own + territories.get(code, country)))
    return tuple(found)


@cache
def member_by_name() -> dict[str, str]:
    """The member of each folded name, former names and those in other languages included; our own list decides."""
    listed = {fold_name(n): m.member_id for m in members() for n in (m.name, *m.also_known_as)}
    return {**{fold_name(name): member_id for member_id, _, name in member_names()}, **listed}


@cache
def eras() -> tuple[tuple[str, int, int | None], ...]:
    """Each era with its first and last year of submission; the last era has no end."""
    return tuple(
        (r["era"], int(r["first_year"]), int(r["last_year"]) if r["last_year"] else None)
        for r in rows(REFERENCE / "eras.csv")
    )


@cache
def corrections(vintage: str) -> tuple[dict[str, Any], ...]:
    """The known errors of one release, from data/reference/corrections.yml."""
    return tuple(c for c in load_yaml(REFERENCE / "corrections.yml") or [] if c["vintage"] == vintage)


def layout_from(path: Path) -> Layout:
    """The layout in `path`, checked. Raises Unusable with the place and the reason of everything wrong in it."""
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise Unusable(say("layout_invalid", path=relative(path), reasons=say("layout_not_a_mapping")))
    for block in ("fields", "questions"):
        plain = raw.get(block) or {}
        raw[block] = {k: {"header": v} if not isinstance(v, dict) else v for k, v in plain.items()}
    if isinstance(raw.get("themes"), dict):
        renamed = {"from": "first", "to": "last"}
        raw["themes"] = {renamed.get(k, k): v for k, v in raw["themes"].items()}
    raw = {k: v for k, v in raw.items() if v is not None}
    try:
        layout = Layout.model_validate(raw)
    except ValidationError as error:
        reasons = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise Unusable(say("layout_invalid", path=relative(path), reasons=reasons)) from error
    unknown = [f for f in (*layout.fields, *layout.absent) if f not in fields()]
    if unknown:
        reasons = say("layout_unknown_fields", names=", ".join(unknown), known=", ".join(fields()))
        raise Unusable(say("layout_invalid", path=relative(path), reasons=reasons))
    lacking = [f for f in ("member", "plan_number") if f not in layout.fields]
    if lacking:
        reasons = say("layout_lacks", names=", ".join(lacking))
        raise Unusable(say("layout_invalid", path=relative(path), reasons=reasons))
    accounted = {*layout.fields, *layout.absent}
    forgotten = [f.name for f in fields().values() if f.role == "rating" and f.name not in accounted]
    if forgotten and layout.kind == "commitments":
        reasons = say("layout_forgotten_fields", names=", ".join(forgotten))
        raise Unusable(say("layout_invalid", path=relative(path), reasons=reasons))
    if layout.undecided:
        reasons = say("layout_undecided", names="; ".join(layout.undecided))
        raise Unusable(say("layout_invalid", path=relative(path), reasons=reasons))
    return layout


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout of data/reference/vintages. Raises Unusable for a broken one, or for two with one id."""
    found = [layout_from(path) for path in sorted((REFERENCE / "vintages").glob("*.yml"))]
    ids = [layout.id for layout in found]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise Unusable(say("layout_twice", names=", ".join(twice)))
    return tuple(found)
