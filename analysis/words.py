"""What is searched for, words and "quoted phrases" in any language, and where it stands in a text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_TERMS = 8
#: Letters on each side of the first hit that a passage shows.
AROUND = 110
_PARTS = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|(\S+)')
_LETTER = r"\p{L}\p{N}\p{M}"


@dataclass(frozen=True)
class Part:
    """A piece of a text; `is_hit` where it is what was searched for."""

    text: str
    is_hit: bool


def terms(text: str) -> list[str]:
    """The words and phrases of a search, folded, each once, at most MOST_TERMS. A phrase is what stands in quotes."""
    found = []
    for groups in _PARTS.findall(text):
        term = folded(" ".join("".join(groups).strip('"“”«»').split()))
        if term and term not in found:
            found.append(term)
    return found[:MOST_TERMS]


def folded(text: str) -> str:
    """`text` without accents and capitals, as DuckDB's strip_accents(lower(text)) has it (final sigma aside)."""
    return "".join(_letter(letter) for letter in text)


def whole(term: str) -> str:
    """The regular expression (RE2) that finds `term` where it is not part of a longer word."""
    return rf"(^|[^{_LETTER}]){re.escape(term)}($|[^{_LETTER}])"


def marked(text: str, *, terms: Sequence[str]) -> list[Part]:
    """`text` in pieces, those that are one of `terms` (folded) marked. Joined they are the text, blanks collapsed."""
    plain = " ".join(text.split())
    return _parts(plain, _hits(plain, terms))


def passage(text: str, *, terms: Sequence[str]) -> list[Part]:
    """The place in `text` that holds the first hit, marked, with "…" where it was cut; nothing where there is none."""
    plain = " ".join(text.split())
    hits = _hits(plain, terms)
    if not hits:
        return []
    start, end = max(hits[0][0] - AROUND, 0), min(hits[0][1] + AROUND, len(plain))
    start = plain.find(" ", start, hits[0][0]) + 1 if start else 0
    cut = plain.rfind(" ", hits[0][1], end) if end < len(plain) else len(plain)
    end = cut if cut > 0 else end
    inside = [(a - start, min(b, end) - start) for a, b in hits if a < end]
    parts = _parts(plain[start:end], inside)
    return [
        *([Part("… ", is_hit=False)] if start else []),
        *parts,
        *([Part(" …", is_hit=False)] if end < len(plain) else []),
    ]


def _letter(letter: str) -> str:
    small = letter.lower().replace("ς", "σ")  # which of the two stands at a word's end is no difference
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


def _places(term: str, searched: str) -> list[re.Match[str]]:
    within = re.escape(term)
    return list(re.finditer(rf"(?<!\w){within}", searched)) or list(re.finditer(within, searched))


def _hits(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where terms stand in `text`, in order, those that touch or overlap as one.

    A term that begins a word there is not found where it stands inside of one.
    """
    letters, origin = [], []
    for place, letter in enumerate(text):
        for small in _letter(letter):
            letters.append(small)
            origin.append(place)
    searched = "".join(letters)
    spans = sorted(
        (origin[found.start()], origin[found.end() - 1] + 1) for term in terms for found in _places(term, searched)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
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
