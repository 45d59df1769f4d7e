"""Rows of the ladder in the reader's words, for the screen and for a meeting's workbook alike."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analysis import numbers, theme
from analysis.base_rates import BASIS
from analysis.figures import Row
from analysis.once import once, rows_of
from analysis.stalled import Likely
from analysis.text import say, say_or

STAGES = ("midterm", "final")


def state(code: str, *, language: str) -> str:
    """A state with its symbol: "■ Stalled, confirmed"."""
    return f"{theme.STATE_SYMBOLS[code]} {say(language, f'state.{code}')}"


@once
def readable(rows: pd.DataFrame, *, labels: Mapping[str, str], language: str) -> pd.DataFrame:
    """Rows of stalled.rows in words; `labels` names themes that the text files do not know.

    Columns: commitment_id, state (its code), stall_state (in words), member_id, member, plan_number, commitment (number
    and title), lead_institution, since (date or null), why, file_name (of the cells in why), overlays, themes
    (texts), elapsed_share (0 to 1 or null), due (date, null once over), member_record (empty once the plan is over),
    since_is_estimated, due_is_estimated (no file gives the day).
    """
    records = rows_of(rows)
    is_over, is_estimated = rows["is_over"].astype(bool), rows["dates_are_estimated"].astype(bool)
    return pd.DataFrame(
        {
            "commitment_id": rows["commitment_id"],
            "state": rows["stall_state"],
            "stall_state": [state(row["stall_state"], language=language) for row in records],
            "member_id": rows["member_id"],
            "member": rows["member"],
            "plan_number": rows["plan_number"],
            "commitment": [commitment(row) for row in records],
            "lead_institution": [institution(row["institution"], language=language) for row in records],
            "since": pd.to_datetime(rows["since"]),
            "why": [why(row, language=language) for row in records],
            "file_name": rows["files"].fillna(""),
            "overlays": [overlays(row["overlays"], language=language) for row in records],
            "themes": [themes(row["theme_ids"], labels=labels, language=language) for row in records],
            "elapsed_share": rows["elapsed_share"].astype("Float64").round(2),
            "due": pd.to_datetime(rows["ends_on"].where(~is_over)),
            "member_record": ["" if row["is_over"] else record(row, language=language) for row in records],
            "since_is_estimated": is_estimated & is_over,
            "due_is_estimated": is_estimated & ~is_over,
        }
    )


def commitment(row: Row) -> str:
    """Number and title: "4.1 · Publish the budget"; the number once where the title begins with it."""
    number, title = or_else(row["number"], ""), or_else(row["title"], "")
    if not number or re.match(rf"{re.escape(number)}(?=[\s.:)])", title):
        return title
    return f"{number} · {title}" if title else number


def or_else(text: object, otherwise: str) -> str:
    """A text of a frame; `otherwise` where it is empty or missing, which a frame holds as NaN, and NaN is true."""
    return text if isinstance(text, str) and text else otherwise


def institution(name: object, *, language: str) -> str:
    """The institution's name, or that none is stated."""
    return or_else(name, say(language, "stalled.nobody"))


def why(row: Row, *, language: str) -> str:
    """The ratings that decided, with sheet and cell, or why there is none, and when the plan ends."""
    parts = [_said(row, stage, kind="code", language=language) for stage in STAGES if isinstance(row[stage], str)]
    if not isinstance(row["final"], str):
        cells = [stage for stage in reversed(STAGES) if isinstance(row[f"{stage}_missing"], str)]
        if not parts:
            parts.append(say(language, "stalled.why_unrated"))
        elif "final" not in cells:
            parts.append(say(language, "stalled.why_no_final"))
            cells = []
        parts += [_said(row, stage, kind="missing", language=language) for stage in cells[:1]]
    tense = "ended" if row["is_over"] else "ends"
    about = "_about" if row["dates_are_estimated"] else ""
    parts.append(say(language, f"stalled.why_{tense}{about}", day=numbers.day(row["ends_on"], language=language)))
    return "; ".join(parts)


def _said(row: Row, stage: str, *, kind: str, language: str) -> str:
    code = row[stage] if kind == "code" else row[f"{stage}_missing"]
    word = say(language, f"code.{code}") if kind == "code" else say(language, f"missing.{code}")
    facts = {"stage": say(language, f"stage.{stage}"), "rating": word.lower(), "cell": row[f"{stage}_cell"]}
    return say(language, "stalled.why_rating", **facts)


def overlays(codes: Sequence[str], *, language: str) -> str:
    """What else is to be said of a commitment, in words."""
    return ", ".join(say(language, f"overlay.{code}") for code in codes)


def themes(ids: Sequence[str], *, labels: Mapping[str, str], language: str) -> str:
    """Names of themes in the order of the alphabet."""
    names = [say_or(language, f"theme.{id}", otherwise=labels.get(id, id)) for id in ids]
    return ", ".join(sorted(names, key=numbers.place))


def record(row: Row, *, language: str) -> str:
    """The member's commitments of ended plans: how many got to high completion, of those rated."""
    yes, n = int(row["record_yes"]), int(row["record_n"])
    of = numbers.of(yes, n, language=language)
    return f"{numbers.percent(yes / n, language=language)} ({of})" if n >= numbers.SMALL_N else of if n else ""


def group_name(row: Row, *, by: str, labels: Mapping[str, str], language: str) -> str:
    """One group of stalled.groups by its name; an institution without one says so."""
    if by == "theme":
        return say_or(language, f"theme.{row['key']}", otherwise=labels.get(row["key"], str(row["key"])))
    if by == "plan":
        return say(language, "stalled.plan", member=row["member"], plan=row["plan_number"])
    if by == "institution":
        return institution(row["name"], language=language)
    return str(row["member"])


def basis_sentence(row: Row, *, language: str) -> str:
    """What became of commitments that were rated so at midterm, with n and interval: one row of what_followed."""
    return _sentence(row, key=f"stalled.followed_{row['basis']}", others="stalled.followed_missing", language=language)


def carried_sentence(row: Row, *, language: str) -> str:
    """How many went on in the next plan: one row of what_was_carried_forward."""
    return _sentence(row, key=f"stalled.carried_{row['basis']}", others="stalled.carried_missing", language=language)


def found_sentence(row: Row, *, language: str) -> str:
    """How far commitments of plans that are over had got: the row of what_was_found."""
    return _sentence(row, key="stalled.found", others="stalled.found_missing", language=language)


@once
def before(followed: pd.DataFrame, carried: pd.DataFrame, found: pd.DataFrame, *, language: str) -> dict[str, str]:
    """What became of such commitments before, by state, where anything is known of it.

    Of frames of base_rates: what_followed, what_was_carried_forward, what_was_found.
    """
    by_basis = {row["basis"]: basis_sentence(row, language=language) for row in rows_of(followed)}
    said = {state: by_basis[basis] for basis, states in BASIS.items() if basis != "complete" for state in states}
    said |= {row["basis"]: carried_sentence(row, language=language) for row in rows_of(carried)}
    said |= {row["basis"]: found_sentence(row, language=language) for row in rows_of(found)}
    return {state: sentence for state, sentence in said.items() if sentence}


def interval(row: Row, *, language: str) -> str:
    """A percentage with its interval; nothing where too few are rated."""
    if row["n"] < numbers.SMALL_N:
        return ""
    shares = {name: numbers.percent(row[f"{name}share"], language=language) for name in ("", "low_", "high_")}
    return say(language, "stalled.interval", share=shares[""], low=shares["low_"], high=shares["high_"])


def likely(found: Likely, *, language: str) -> str:
    """For how many of those likely to be stalled no final rating was due, and for how many there may be one by now."""
    said = []
    if found.only_midterm:
        n = numbers.count(found.only_midterm, language=language)
        said.append(say(language, "stalled.likely_midterm", n=n))
    if found.day:
        facts = {"n": numbers.count(found.older, language=language), "day": numbers.day(found.day, language=language)}
        of_running = numbers.count(found.running, language=language)
        running = say(language, "stalled.likely_running", running=of_running) if found.running else ""
        said.append(say(language, "stalled.likely_older", **facts, running=running))
    return " ".join(said)


def _sentence(row: Row, *, key: str, others: str, language: str) -> str:
    """`others` names the sentence on those of which it is not known."""
    if not row["n"]:
        return ""
    counts = {name: numbers.count(row[name], language=language) for name in ("yes", "n")}
    missing = numbers.count(row["missing"], language=language)
    unknown = say(language, others, missing=missing) if row["missing"] else ""
    return f"{say(language, key, **counts)}{interval(row, language=language)}{unknown}."


def known_on(day: date, *, data: date, said: str, language: str) -> str:
    """The answer `said`, not as the state of a day of which the ratings are not those of the data date."""
    facts = {"day": numbers.day(day, language=language), "data": numbers.day(data, language=language), "said": said}
    if day < data:
        return say(language, "stalled.headline_begun", **facts)
    return say(language, "stalled.headline_later", **facts) if day > data else said


def standing_on(day: date, *, data: date, language: str) -> str:
    """What the day decides, and what it does not change."""
    said = {"day": numbers.day(day, language=language), "data": numbers.day(data, language=language)}
    before = f" {say(language, 'stalled.standing_before')}" if day < data else ""
    return say(language, "stalled.standing", **said) + before
