"""The answers on one member that its page and its brief share, and how they are put into words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import compare, member, numbers, queries, stalled_words, tables
from analysis.member import Member
from analysis.once import once, rows_of
from analysis.scope import Filters
from ui.session import ask_together, chosen, language, name_of, once_in_language, t


@dataclass(frozen=True)
class Answers:
    """What the page and its brief say of one member; frames as the questions of the same names give them.

    `every_plan`: the plans whatever is filtered, with all of their commitments.
    """

    facts: Member
    wanted: Filters
    eras: dict[str, list[int]]
    plans: pd.DataFrame
    every_plan: pd.DataFrame
    running: pd.DataFrame
    completion: pd.DataFrame
    ambition: pd.DataFrame
    movement: pd.DataFrame
    record: pd.DataFrame
    carried: pd.DataFrame
    carried_counted: tuple[int, int, int]
    measured: pd.DataFrame
    themes: pd.DataFrame
    tagged: dict[str, int]
    process: pd.DataFrame
    under: pd.DataFrame


def answers(id: str) -> Answers:
    """Every answer on the member `id`, for the plans, years and themes that are chosen."""
    wanted: Filters = {**chosen(), "members": [id]}
    unfiltered: dict[str, Any] = {**{name: [] for name in wanted}, "members": [id]}
    questions: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "facts": (member.member, {"id": id, "language": language()}),
        "eras": (compare.era_years, {}),
        "process": (member.process, {"id": id}),
        "under": (member.under, {"id": id, "language": language()}),
        "plans": (member.plans, {**wanted}),
        "every_plan": (member.plans, unfiltered),
        "running": (member.running, {**wanted}),
        "completion": (member.completion_by_plan, {**wanted}),
        "ambition": (member.ambition_by_plan, {**wanted}),
        "movement": (member.movement, {**wanted}),
        "record": (member.record, {**wanted}),
        "carried": (member.carried_forward, {**wanted}),
        "carried_counted": (member.carried_forward_counted, {**wanted}),
        "measured": (queries.measured, {**wanted}),
        "themes": (member.themes, {"language": language(), **wanted}),
        "tagged": (member.tagged, {**wanted}),
    }
    return Answers(wanted=wanted, **ask_together(**questions))


def gaps(found: Answers) -> str:
    """Which earlier plans of the member no file has, whatever is filtered; nothing where all are there."""
    there = {int(row["plan_number"]) for frame in (found.every_plan, found.process) for row in rows_of(frame)}
    missing = sorted({*range(1, max(there, default=1))} - there)
    return t("member.gaps", plans=", ".join(map(str, missing))) if missing else ""


def carried_in_words(found: Answers) -> str:
    """Of how many commitments the IRM says that they went on into the next plan, and of how many it does not say."""
    yes, n, missing = found.carried_counted
    unsaid = numbers.count(missing, language=language())
    if not n:
        return t("member.carried_unknown", missing=unsaid)
    return t("member.carried_note", of=numbers.of(yes, n, language=language()), missing=unsaid)


def tagged_in_words(found: Answers) -> str:
    """How many commitments are tagged, by which list of tags, and how many by none."""
    lists = {name_of("taxonomy", one): numbers.count(n, language=language()) for one, n in found.tagged.items() if one}
    n = found.tagged.get("", 0)
    missing = sum(row["commitments"] for row in rows_of(found.plans)) - n
    said = {"n": numbers.count(n, language=language()), "missing": numbers.count(missing, language=language())}
    if len(lists) == 1:
        return t("member.themes_counted", list=next(iter(lists)), **said)
    named = [t("filter.labelled", label=label, names=count) for label, count in lists.items()]
    return t("member.themes_counted_lists", lists="; ".join(named), **said)


@once_in_language
def due_in_words(plans: pd.DataFrame) -> pd.DataFrame:
    """Of the frame of member.plans, those that run. Columns, all as text: plan_number, starts, due, elapsed_share, n
    ("3 of 12": how many of its commitments are rated).
    """
    now = those_running(plans)
    return pd.DataFrame(
        {
            "plan_number": [str(plan) for plan in now["plan_number"]],
            "starts": [day_of(row, "starts_on") for row in rows_of(now)],
            "due": [day_of(row, "ends_on") for row in rows_of(now)],
            "elapsed_share": [elapsed(row) for row in rows_of(now)],
            "n": [numbers.of(row["n"], row["commitments"], language=language()) for row in rows_of(now)],
        }
    )


@once
def those_running(plans: pd.DataFrame) -> pd.DataFrame:
    """Of the frame of member.plans, those that are not over."""
    return plans[~plans["is_over"]]


@once_in_language
def running_in_words(running: pd.DataFrame) -> pd.DataFrame:
    """The frame of member.running for a reader. Columns, all as text: plan_number, commitment (number and title),
    lead_institution, potential_for_results. No plan where there is one alone, no potential where none is rated.
    """
    rows = rows_of(running)
    columns = {
        "plan_number": [str(row["plan_number"]) for row in rows],
        "commitment": [stalled_words.commitment(row) for row in rows],
        "lead_institution": [stalled_words.institution(row["lead_institution"], language=language()) for row in rows],
        "potential_for_results": [_potential(row) for row in rows],
    }
    if running["plan_number"].nunique() == 1:
        columns.pop("plan_number")
    if running["potential_for_results"].isna().all():
        columns.pop("potential_for_results")
    return pd.DataFrame(columns)


@once_in_language
def members_in_words(found: pd.DataFrame) -> pd.DataFrame:
    """The frame of queries.share_by_member for the screen, its share as text: counts where few are rated."""
    said = [numbers.share(row["yes"], row["n"], language=language()) for row in rows_of(found)]
    return tables.for_reader(found, language=language()).assign(share=said)


@once_in_language
def record_in_words(record: pd.DataFrame) -> pd.DataFrame:
    """The frame of member.record for the screen. Columns, all text: record, share (with counts), interval, missing."""
    rows = rows_of(record)
    return pd.DataFrame(
        {
            "record": [t(f"member.record_{row['record']}") for row in rows],
            "share": [numbers.whole(row["yes"], row["n"], language=language()) for row in rows],
            "interval": [interval_in_words(row) for row in rows],
            "missing": [numbers.count(row["missing"], language=language()) for row in rows],
        }
    )


@once_in_language
def process_in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a question, one column a plan: "✓ Yes", "✗ No", a level, or why there is no answer."""
    plans = rows_of(rows[["plan_number", "year"]].drop_duplicates().sort_values("plan_number"))
    cells = {(row["question"], row["plan_number"]): _answer(row) for row in rows_of(rows)}
    asked = list(dict.fromkeys(rows["question"]))
    columns: dict[str, list[str]] = {"question": [t(f"question.{question}") for question in asked]}
    for plan in plans:
        head = f"{t('filter.plan', number=plan['plan_number'])} ({plan['year']})"
        columns[head] = [cells.get((question, plan["plan_number"]), "") for question in asked]
    return pd.DataFrame(columns)


@once
def of_plans(process: pd.DataFrame, plans: Sequence[int]) -> pd.DataFrame:
    """The frame of member.process, of these plans where any are named."""
    return process[process["plan_number"].isin(plans)] if plans else process


def elapsed(row: dict[Any, Any]) -> str:
    """How much of a plan's time has passed, with "≈" where its dates are estimated."""
    said = numbers.percent(row["elapsed_share"], language=language())
    return f"≈ {said}" if row["dates_are_estimated"] else said


def day_of(row: dict[Any, Any], name: str) -> str:
    """The day in the column `name`, with "≈" where the plan's dates are estimated."""
    said = numbers.day(row[name].date(), language=language(), is_brief=True)
    return f"≈ {said}" if row["dates_are_estimated"] else said


def interval_in_words(row: dict[Any, Any]) -> str:
    """The 95% interval of a row with n, low_share and high_share; a dash where too few are rated."""
    if row["n"] < numbers.SMALL_N:
        return t("number.none")
    low, high = (numbers.percent(row[side], language=language()) for side in ("low_share", "high_share"))
    return t("member.interval", low=low, high=high)


def _potential(row: dict[Any, Any]) -> str:
    code = row["potential_for_results"]
    return t(f"code.{code}") if isinstance(code, str) else t("code.not_rated")


def _answer(row: dict[Any, Any]) -> str:
    if isinstance(row["missing"], str):
        return f"– {name_of('missing', row['missing'])}"
    if pd.isna(row["flag"]):
        return _level(row["question"], str(row["answer"] or ""))
    return f"✓ {t('code.yes')}" if row["flag"] else f"✗ {t('code.no')}"


def _level(question: str, answer: str) -> str:
    """An answer that is neither yes nor no, in words; as the file writes it where the text files do not know it."""
    code = re.sub(r"\W+", "_", answer.strip().casefold())
    if question.endswith("_iap2_level"):
        return name_of("iap2", code, otherwise=answer)
    if question.endswith("_participation"):
        return name_of("participation", code, otherwise=answer)
    return answer
