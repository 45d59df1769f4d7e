"""Every sentence that a reader sees, in the reader's language: text/<language>.yml."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml
from babel import Locale

FOLDER = Path(__file__).resolve().parent.parent / "text"
#: Languages with a complete text file, by the name they have for themselves.
LANGUAGES = {"en": "English", "es": "Español", "fr": "Français"}
#: The safe loader in C where PyYAML has it, which reads a text file about nine times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Blanks at which no line may break, the wide one and the narrow one.
_WIDE, _NARROW = "\u00a0", "\u202f"
#: What each language writes for a plain blank beside a sign. The text files hold plain blanks, which can be told apart.
_BESIDE_SIGNS = {
    "es": ((re.compile(r" (?=%)"), _WIDE),),
    "fr": ((re.compile(r" (?=[:»%])|(?<=«) "), _WIDE), (re.compile(r" (?=[;?!])"), _NARROW)),
}
#: All other blanks and line breaks.
_PLAIN = re.compile(rf"[^\S{_WIDE}{_NARROW}]+")
#: Two words of which a number chooses one: {n:commitment|commitments}.
_BY_NUMBER = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence of one language by its key; nested keys are joined with dots. No line breaks before a sign."""
    loaded = yaml.load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"), Loader=_LOADER)
    return {key: _unbroken(sentence, language=language) for key, sentence in _flat(loaded, prefix="")}


def say(language: str, key: str, /, **facts: object) -> str:
    """The sentence `key` in `language`, its facts filled in. Raises KeyError for a sentence that does not exist.

    Of {n:commitment|commitments} it says the first where the language takes the singular for the fact `n`.
    """
    sentence = sentences(language)[key]
    if "|" in sentence:
        sentence = _BY_NUMBER.sub(lambda m: m[2 if _is_one(language, str(facts[m[1]])) else 3], sentence)
    return sentence.format(**facts)


def say_or(language: str, key: str, /, *, otherwise: str) -> str:
    """The sentence `key` where the text files have it, else `otherwise`: for names that releases may add to."""
    return sentences(language).get(key, otherwise)


def several(names: Sequence[str], *, most: int, language: str, between: str = "; ") -> str:
    """The first `most` names and how many more there are. One alone is named: that takes no more room than "1 more"."""
    left = len(names) - most
    if left < 2:
        return between.join(names)
    return say(language, "filter.more", first=between.join(names[:most]), n=left)


def on_one_line(text: str) -> str:
    """`text` without line breaks and double blanks; the blanks that a language sets beside signs stay."""
    return _PLAIN.sub(" ", text).strip()


@lru_cache
def _is_one(language: str, number: str) -> bool:
    """Whether a number as it is printed takes the singular, by CLDR's rules for plurals; of "1 of 12" the 12 does."""
    found = re.findall(r"\d(?:[\W\d]*\d)?", number)
    return bool(found) and Locale(language).plural_form(int(re.sub(r"\D", "", found[-1]))) == "one"


def _unbroken(sentence: str, *, language: str) -> str:
    """`sentence` with the blanks that its language sets beside signs, as in "Où ?" and "95 %"."""
    for blank, written in _BESIDE_SIGNS.get(language, ()):
        sentence = blank.sub(written, sentence)
    return sentence


def _flat(tree: dict[str, object], *, prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            pairs.extend(_flat(value, prefix=f"{name}."))
        else:
            pairs.append((name, str(value)))
    return pairs
