"""The cells that say which commitment this is: member, plan and number."""

import re
from decimal import Decimal

from rapidfuzz import fuzz, process

from etl.reference import eras, fold, fold_name, member_by_name, members, missing_labels

_WHOLE = re.compile(r"(\d{1,4})(?:\.0+)?")
#: A plan's number in words: "Action plan 3", "NAP 3", "Plan de acción n.º 3"; or in an identifier: AP_KEN03, KEN-3.
_NAMED_PLAN = re.compile(
    r"(?:(?:national |local )?(?:action )?plan|plan de acci[oó]n|plan d['’]action|n?ap)"
    r"\s?(?:no\.?|number|num\.?|n\.?\s?[°º]|#)?\s?(\d{1,2})|ap_[a-z]{2,6}0?(\d{1,2})|[a-z]{3}-(\d)"
)
#: Not behind a year: AP_KEN03 ends in a number, KEN_2018-2020 does not.
_PLAN_CODE = re.compile(r"(?!.*\d{4})(?:.*\D)?(\d{1,3})")
#: What a spreadsheet program makes of a number such as 1.2: a date, in full or cut short.
DATED_NUMBER = re.compile(r"20\d\d-\d\d-\d\d|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_FLOAT_ARTEFACT = re.compile(r"\d+\.\d{9,}")
_YEAR = re.compile(r"20\d\d(?:\.0+)?")
#: Years that a plan may run; OGP's run two to four.
LONGEST = 10


def plan_number(text: str) -> int | None:
    """The number of an action plan: "2", "2.0", "Action plan 2". None where `text` does not name one from 1 to 99."""
    match = _WHOLE.fullmatch(text.strip()) or _NAMED_PLAN.fullmatch(fold(text))
    number = int(match[match.lastindex or 0]) if match else 0
    return number if 0 < number < 100 else None


def plan_number_from_code(text: str) -> int | None:
    """The plan's number at the end of OGP's plan identifier: "AP_ALB03" is 3. None where there is none."""
    match = _PLAN_CODE.fullmatch(text.strip())
    return plan_number(match[1].lstrip("0")) if match else None


def length(text: str) -> int | None:
    """A plan's length: a whole number of years up to LONGEST, or None."""
    match = _WHOLE.fullmatch(text.strip())
    return int(match[1]) if match and 0 < int(match[1]) <= LONGEST else None


def year(text: str) -> int | None:
    """A year from that of the first action plans to 2099, or None."""
    found = int(float(text)) if _YEAR.fullmatch(text.strip()) else 0
    return found if found >= eras()[0][1] else None


def commitment_number(text: str) -> str | None:
    """The number of a commitment as text, float artefacts mended: 4.0999999999999996 is 4.1. None where missing.

    Numbers are not numbers: 3.1, iv, A2, 1.6A and 3.2.5 all occur and stay as they are.
    """
    text = " ".join(text.split())
    if fold(text) in missing_labels():
        return None
    if _FLOAT_ARTEFACT.fullmatch(text):
        return f"{Decimal(text).quantize(Decimal('0.000001')).normalize():f}"
    return text


def number_key(number: str | None) -> str:
    """`number` as commitments are matched: case, blanks, a trailing point and a trailing .0 do not count."""
    bare = re.sub(r"\s+", "", number or "").casefold().rstrip(".")
    return re.sub(r"(?<=\d)\.0+$", "", bare)


def member_id(name: str, *, code: str = "") -> str | None:
    """The member called `name`, now or formerly, or by its ISO code; else the country whose ISO code is `code`; else
    None.
    """
    by_name = member_by_name().get(fold_name(name))
    if by_name:
        return by_name
    national = {m.iso3 for m in members() if m.level == "national"}
    return next((found for found in (name.strip(), code.strip().upper()) if found in national), None)


def nearest_member(name: str) -> str | None:
    """The name of the member most like `name`, or None where nothing is like it."""
    found = process.extractOne(fold_name(name), list(member_by_name()), scorer=fuzz.ratio, score_cutoff=70)
    if not found:
        return None
    wanted = member_by_name()[found[0]]
    return next(m.name for m in members() if m.member_id == wanted)
