"""What is searched for, words and "quoted phrases" in any language, and where it stands in a text.

A term becomes a regular expression over the text as it is written: each letter stands for its capitals and accents.
To fold every text first would take DuckDB five times as long.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

MOST_TERMS = 8
#: Letters of a term that are looked at.
LONGEST = 200
#: A part with so few letters is found as a word of its own alone: "RTI" is not meant by "participation".
SHORT = 4
#: Letters on each side of the hits that a passage shows.
AROUND, LEAST_AROUND = 110, 30
#: Articles, prepositions and the like, folded: a title is not the better for them.
SMALL_WORDS = frozenset(
    {
        *("a an the of and or in on at to for by from with as into its".split()),
        *("el la los las lo un una unos unas de del al y e o u en con por para sobre".split()),
        *("le les l des du d au aux et ou dans par pour sur avec une".split()),
    }
)
#: Hits that can stand close together.
MOST_NEAR = 40
_PARTS = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|(\S+)')
_QUOTES = '"“”«»'
_LETTER = r"\p{L}\p{N}\p{M}"
_APOSTROPHES = "'’‘‛ʼ´`′"
#: Between letters of a word: hyphens, the soft one too, and accents that are letters of their own.
_HYPHENS, _ACCENTS = "\\-\u00ad‐‑", "\u0300-\u036f\u0591-\u05c7\u064b-\u065f"
_WITHIN = f"[{_HYPHENS}{_ACCENTS}]*"
_DIVIDED = f"[\\s\u00a0\u202f‒–—{_HYPHENS}]"
_DIVIDER = re.compile(f"{_DIVIDED}+")
#: Capitals and accents are told of letters before this one; those after it stand for themselves.
_LAST_LETTER = 0x2000


@dataclass(frozen=True)
class Term:
    """A word, or words that stand together: folded, its words divided by a blank where one must stand there and by a
    hyphen where it need not. `begins` and `ends`: where only the beginning or end of a word will do.
    """

    text: str
    begins: bool
    ends: bool


@dataclass(frozen=True)
class Part:
    """A piece of a text; `is_hit` where it is what was searched for."""

    text: str
    is_hit: bool


def terms(text: str) -> list[Term]:
    """The words and phrases of a search, each once, at most MOST_TERMS. A phrase is what stands in quotes.

    Small words are left out, unless there are no others.
    """
    found: dict[str, tuple[Term, bool]] = {}
    for *quoted, word in _PARTS.findall(text):
        term = _term("".join(quoted) or word.strip(_QUOTES), is_phrase=any(quoted))
        if term.text:
            found.setdefault(term.text, (term, not any(quoted) and term.text in SMALL_WORDS))
    telling = [term for term, is_small in found.values() if not is_small]
    return (telling or [term for term, _ in found.values()])[:MOST_TERMS]


def phrase(text: str) -> Term | None:
    """All words of a search as they were typed, one after the other; None where it has but one or some in quotes."""
    said = _term(text, is_phrase=True).text
    return Term(said, begins=False, ends=False) if " " in said and not set(text) & set(_QUOTES) else None


def wanted(text: str) -> list[Term]:
    """What is marked of a search: its terms and, where there is one, its phrase."""
    as_typed = phrase(text)
    return [*terms(text), *([whole(as_typed)] if as_typed else [])]


def folded(text: str) -> str:
    """`text` without accents and capitals, as DuckDB's strip_accents(lower(text)) has it (final sigma aside)."""
    return "".join(_letter(letter) for letter in text)


def regex(term: Term) -> str:
    """The regular expression (RE2) that finds `term`."""
    before, after = f"(?:^|[^{_LETTER}])" if term.begins else "", f"(?:$|[^{_LETTER}])" if term.ends else ""
    return f"{before}{_written(term.text)}{after}"


def whole(term: Term) -> Term:
    """`term` where it is not part of a longer word."""
    return Term(term.text, begins=True, ends=True)


def marked(text: str, *, terms: Sequence[Term]) -> list[Part]:
    """`text` in pieces, those that are one of `terms` marked. Joined they are the text, blanks collapsed."""
    plain = " ".join(text.split())
    return _parts(plain, _merged(_hits(plain, terms)))


def passage(text: str, *, terms: Sequence[Term]) -> list[Part]:
    """The place in `text` that holds the most terms, marked, with "…" where it was cut; nothing where there is none."""
    plain = " ".join(text.split())
    hits = _hits(plain, terms)
    if not hits:
        return []
    first, last = _fullest(hits)
    around = max(AROUND - (last - first) // 2, LEAST_AROUND)
    start, end = max(first - around, 0), min(last + around, len(plain))
    start = plain.find(" ", start, first) + 1 if start else 0
    cut = plain.rfind(" ", last, end) if end < len(plain) else len(plain)
    end = cut if cut > 0 else end
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in _merged(hits) if a < end and b > start]
    parts = _parts(plain[start:end], inside)
    return [
        *([Part("… ", is_hit=False)] if start else []),
        *parts,
        *([Part(" …", is_hit=False)] if end < len(plain) else []),
    ]


def _letter(letter: str) -> str:
    small = letter.lower().replace("ς", "σ")  # which of the two stands at a word's end is no difference
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


def _term(typed: str, *, is_phrase: bool) -> Term:
    plain = unicodedata.normalize("NFC", folded(typed[:LONGEST]))
    for apostrophe in _APOSTROPHES:
        plain = plain.replace(apostrophe, "'")
    text = _DIVIDER.sub(lambda found: " " if any(c.isspace() for c in found[0]) else "-", plain).strip(" -")
    words = re.split("[ -]", text)
    return Term(
        text,
        begins=is_phrase or len(words) > 1 or _is_short(words[0]),
        ends=is_phrase or _is_short(words[-1]),
    )


def _is_short(word: str) -> bool:
    return sum(letter.isalnum() for letter in word) <= SHORT


def _written(text: str) -> str:
    """`text`, folded, in all ways to write it, as a regular expression that Python and RE2 read alike."""
    between = {" ": f"{_DIVIDED}+", "-": f"{_DIVIDED}*"}
    words = re.split("([ -])", text)
    return "".join(
        between.get(word) or _WITHIN.join(_ways().get(letter, re.escape(letter)) for letter in word) + f"[{_ACCENTS}]*"
        for word in words
    )


@lru_cache(maxsize=1)
def _ways() -> dict[str, str]:
    """By folded letter, the class of those that are written for it."""
    found: dict[str, list[str]] = {}
    for letter in map(chr, range(_LAST_LETTER)):
        if letter.isalpha():
            found.setdefault(_letter(letter), []).append(letter)
    classes = {letter: f"[{''.join(ways)}]" for letter, ways in found.items() if len(letter) == 1}
    return {**classes, "'": f"[{_APOSTROPHES}]"}


@lru_cache(maxsize=1_000)
def _places(term: Term) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds `term` at the beginnings of words, and what finds it everywhere that it is looked for."""
    written = _written(term.text) + (r"(?![^\W_])" if term.ends else "")
    at_beginnings = re.compile(rf"(?<![^\W_]){written}")
    return at_beginnings, at_beginnings if term.begins else re.compile(written)


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Where terms stand in `text`, in order: start, end, and which term it is.

    A term that begins a word there is not found where it stands inside of one.
    """
    found = []
    for n, term in enumerate(terms):
        at_beginnings, anywhere = _places(term)
        places = list(at_beginnings.finditer(text)) or list(anywhere.finditer(text))
        found += [(place.start(), place.end(), n) for place in places]
    return sorted(found)


def _fullest(hits: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """From where to where the most different terms stand close together, the first such place."""
    best, most = hits[0][:2], 0
    for n, (start, end, _) in enumerate(hits):
        furthest = max(start + 2 * (AROUND - LEAST_AROUND), end)
        near = [hit for hit in islice(hits, n, n + MOST_NEAR) if hit[1] <= furthest]
        if (different := len({term for *_, term in near})) > most:
            best, most = (start, max(hit[1] for hit in near)), different
    return best


def _merged(hits: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Where hits stand, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in hits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _parts(text: str, hits: Sequence[tuple[int, int]]) -> list[Part]:
    parts, place = [], 0
    for start, end in hits:
        parts += [Part(text[place:start], is_hit=False), Part(text[start:end], is_hit=True)]
        place = end
    parts.append(Part(text[place:], is_hit=False))
    return [part for part in parts if part.text]
