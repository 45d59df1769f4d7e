"""A label becomes a code, through its own scale and never through the number beside it."""

import re

from rapidfuzz import fuzz, process

from etl.reference import Rating, Scale, fold, missing_labels

#: Releases of 2016 order their labels by a leading letter, "b. Limited"; others put the number with the label,
#: "3 - Limited" or "Limited (3)". Such marks are passed over, and never read: the label counts.
_MARK = re.compile(
    r"^\(?(?:[a-z](?:[.):]|\s?[-–—]\s)|\d{1,2}\s?[.):\-–—]?)\s*(?=[^\W\d_])|(?<=[^\W\d_])\s*[(\[]\d{1,2}[)\]]$"
)
#: A number alone: releases count their ratings differently.
NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)?\s*")
#: What spreadsheets show where a formula failed.
SPREADSHEET_ERROR = re.compile(r"#(NAME\?|DIV/0!|REF!|VALUE!|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}")
#: A label this unlike every known one (0-100) gets no suggestion.
_LEAST_LIKENESS = 70


def read_label(text: str, scale: Scale) -> Rating | None:
    """What `text` means on `scale`; the scale's own labels come before the words for missing. None: unknown."""
    folded = fold(text)
    bare = _MARK.sub("", folded)
    for known in (scale.meaning, missing_labels()):
        for label in (folded, bare):
            if label in known:
                return known[label]
    return None


def suggest(text: str, scale: Scale) -> str | None:
    """The label of `scale` that `text` was probably meant to be, or None."""
    found = process.extractOne(text, scale.canonical, scorer=fuzz.ratio, processor=fold, score_cutoff=_LEAST_LIKENESS)
    return found[0] if found else None
