"""What was typed as filters, understood: members, regions and themes by any of their names, years as ranges."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from duckdb import DuckDBPyConnection
from rapidfuzz import fuzz, process

from analysis import facets, numbers, offers, words
from analysis.offers import FILTERS
from analysis.reference import other_names
from analysis.scope import Filters, asking_on
from analysis.text import LANGUAGES, sentences
from reports.messages import Unusable, on_one_line, say

NUMBERS = ("plans", "years")
MOST_SUGGESTED = 3
#: Below this likeness (of 100) a name is no suggestion.
LEAST_LIKENESS = 65
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?")


@dataclass
class _Known:
    """What one filter offers: names by code, and codes by every spelling, folded."""

    names: dict[int | str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def add(self, spelling: str, code: str) -> None:
        self.codes.setdefault(_folded(spelling), code)


def understood(db: DuckDBPyConnection, typed: Mapping[str, Sequence[str]], *, language: str) -> Filters:
    """The filters meant by what was typed, by filter. Raises Unusable for everything that is not known, in one message,
    and for filters that nothing fits.
    """
    known = _known(db, language=language)
    found: dict[str, list[Any]] = {}
    wrong: list[str] = []
    for name in FILTERS:
        read = _numbers if name in NUMBERS else _codes
        found[name] = []
        for value in typed.get(name, ()):
            codes, complaints = read(name, value, known[name], db)
            found[name] = list(dict.fromkeys([*found[name], *codes]))
            wrong += complaints
    if wrong:
        raise Unusable("\n".join(dict.fromkeys(wrong)))
    filters = cast("Filters", {name: codes for name, codes in found.items() if codes})
    _check_that_something_fits(db, filters, known)
    return filters


def _known(db: DuckDBPyConnection, *, language: str) -> dict[str, _Known]:
    known = {name: _Known() for name in FILTERS}
    in_languages = [offers.offers(db, language=code) for code in (language, *(c for c in LANGUAGES if c != language))]
    for name in FILTERS:
        known[name].names = {code: offer.name for code, offer in in_languages[0][name].items()}
        for code in known[name].names:
            known[name].add(str(code), str(code))
        for offered in in_languages:
            for code, offer in offered[name].items():
                known[name].add(offer.name, str(code))
    for code in known["era"].names:
        for language_code in LANGUAGES:
            known["era"].add(sentences(language_code).get(f"era.{code}", str(code)), str(code))
    _add_members(known["members"])
    _add_themes(db, known["themes"])
    return known


def _add_members(members: _Known) -> None:
    """Former and short names, and other spellings."""
    for code in members.names:
        for name in other_names().get(str(code), ()):
            members.add(name, str(code))


def _add_themes(db: DuckDBPyConnection, themes: _Known) -> None:
    """Themes of an older list that are not offered by themselves, by their codes."""
    for (theme_id,) in db.execute("SELECT DISTINCT theme_id FROM commitment_theme").fetchall():
        themes.add(str(theme_id), str(theme_id))


def _codes(name: str, value: str, known: _Known, db: DuckDBPyConnection) -> tuple[list[int | str], list[str]]:
    """The codes meant by one value of an option, and a sentence for each part of it that is not known."""
    found: list[int | str] = []
    wrong = []
    for part in _parts(value, known):
        code = known.codes.get(_folded(part))
        if code is not None:
            found.append(code)
        else:
            wrong.append(_unlisted_member(part, db) if name == "members" else "")
            wrong[-1] = wrong[-1] or _unknown(name, part, known)
    return found, wrong


def _parts(value: str, known: _Known) -> Iterable[str]:
    """The names in a list with commas, or semicolons; the longest that is known first, as names may hold commas."""
    for block in value.split(";"):
        pieces = block.split(",")
        while pieces:
            most = next((n for n in range(len(pieces), 0, -1) if _folded(",".join(pieces[:n])) in known.codes), 1)
            part = ",".join(pieces[:most]).strip()
            pieces = pieces[most:]
            if part or value.strip(" ,;") == "":
                yield part


def _numbers(name: str, value: str, known: _Known, _: DuckDBPyConnection) -> tuple[list[int | str], list[str]]:
    """The numbers meant by one value, of those that the database has, and a sentence for each part without any."""
    there = sorted(int(code) for code in known.names)
    found: list[int | str] = []
    wrong = []
    for part in re.split(r"[,;]", value):
        matched = _RANGE.fullmatch(part.strip())
        first, last = (int(matched[1]), int(matched[2] or matched[1])) if matched else (1, 0)
        meant = [number for number in there if first <= number <= last]
        if not meant:
            wrong.append(_unknown(name, part, known))
        found += meant
    return found, wrong


def _unlisted_member(part: str, db: DuckDBPyConnection) -> str:
    """That a member is known and has no commitments here; empty where it is not known either."""
    rows = db.execute("SELECT member_id, name FROM member UNION ALL SELECT member_id, name FROM member_name").fetchall()
    spelled = {_folded(str(text)): (str(id), str(name)) for id, name in rows for text in (id, name)}
    spelled |= {_folded(text): (id, text) for id, texts in other_names().items() for text in texts}
    if _folded(part) not in spelled:
        return ""
    code, name = spelled[_folded(part)]
    return say("member_without", option="--members", name=say("near_name", name=name, code=code))


def _unknown(name: str, part: str, known: _Known) -> str:
    there = sorted(known.names)
    expected = say(
        f"expected_{name}",
        codes=", ".join(str(code) for code in there),
        first=there[0] if there else "-",
        last=there[-1] if there else "-",
    )
    return say(
        "unknown",
        option=f"--{name}",
        value=on_one_line(part) or say("nothing"),
        expected=expected,
        near="" if name in NUMBERS else _near(part, known),
    )


def _near(part: str, known: _Known) -> str:
    """A question with the known names that are most like `part`; empty where none is."""
    found = process.extract(
        _folded(part[:200]), list(known.codes), scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS, limit=20
    )
    codes = [code for code in dict.fromkeys(known.codes[spelling] for spelling, _, _ in found) if code in known.names]
    named = [say("near_name", name=known.names[code], code=code) for code in codes[:MOST_SUGGESTED]]
    return say("near", names=", ".join(named)) if named else ""


def _check_that_something_fits(db: DuckDBPyConnection, filters: Filters, known: Mapping[str, _Known]) -> None:
    if _count(db, filters):
        return
    chosen: dict[str, Any] = dict(filters)
    typed = [
        f"--{name} {'; '.join(str(known[name].names.get(code, code)) for code in codes)}"
        for name, codes in chosen.items()
    ]
    wider = ""
    for name in chosen:
        n = _count(db, cast("Filters", {other: codes for other, codes in chosen.items() if other != name}))
        if n:
            wider += say("wider", option=f"--{name}", n=numbers.count(n, language="en"))
    wider = wider + say("wider_do") if wider else say("wider_not_by_one")
    raise Unusable(say("nothing_fits", filters=", ".join(typed), wider=wider))


def _count(db: DuckDBPyConnection, filters: Filters) -> int:
    return int(facets.size(asking_on(db), **filters)["commitments"])


def _folded(text: str) -> str:
    """`text` as names are compared: no accents, capitals or punctuation, and the letters of all scripts."""
    return " ".join(re.sub(r"[\W_]+", " ", words.folded(text)).split())
