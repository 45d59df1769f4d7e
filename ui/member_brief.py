"""The brief on one member: which answers go into it, in the reader's language."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import member_brief, numbers, queries, stalled, stalled_words
from analysis.measures import in_print
from analysis.member import LEVELS
from analysis.member_brief import Brief, Table
from analysis.once import rows_of, the_row
from analysis.queries import COMPLETION_CODES
from analysis.slides.model import shortened
from ui import filters
from ui.components import file_name, in_words
from ui.member_answers import (
    Answers,
    carried_in_words,
    day_of,
    elapsed,
    gaps,
    of_plans,
    record_in_words,
    tagged_in_words,
    those_running,
)
from ui.session import about, in_this_language, language, later, name_of, published_day, sources_in_words, t

MOST_CARRIED, MOST_THEMES, MOST_UNDER, MOST_LISTED = 5, 6, 6, 10
#: Letters of a title or an institution that a row of the brief's lists has room for.
LETTERS = 110


def button(answers: Answers) -> None:
    """The button that writes the brief when it is clicked, from the answers that the page shows, and from what is
    stalled, which is asked then.
    """
    stuck = later(
        stalled.rows, as_of=about().data_date, language=language(), states=stalled.STALLED, most=MOST_LISTED,
        **answers.wanted,
    )  # fmt: skip
    st.download_button(
        t("member.brief"),
        data=in_this_language(partial(_written, brief(answers), answers, stuck)),
        file_name=file_name(answers.facts.member_id, suffix=".html"),
        mime="text/html",
        key="brief",
        on_click="ignore",
        icon=":material/print:",
        help=t("member.brief_help"),
    )


def brief(answers: Answers) -> Brief:
    """All around its tables, which are made when it is asked for."""
    said, facts, plans = about(), answers.facts, rows_of(answers.plans)
    commitments, n, missing = (sum(plan[name] for plan in plans) for name in ("commitments", "n", "missing"))
    lead = t(
        "member.brief_lead",
        plans=_n(len(plans)),
        commitments=_n(commitments),
        region=name_of("region", facts.region),
        level=t(f"member.{facts.level}"),
    )
    return Brief(
        language=language(),
        title=t("member.title", name=facts.name),
        lead=" ".join(part for part in (lead, gaps(answers)) if part),
        mark=t("frame.demo") if said.is_demo else "",
        tables=(),
        foot=(
            t("chart.caption", n=_n(n), missing=_n(missing), source=t("chart.source"), day=published_day()),
            t("member.brief_filters", filters=filters.basis(answers.wanted).filters),
            t("member.brief_files", files="; ".join(sources_in_words()), snapshot=said.snapshot_id),
            t("member.brief_link", link=filters.link()),
        ),
    )  # fmt: skip


def _written(around: Brief, answers: Answers, stuck: Callable[[], pd.DataFrame]) -> bytes:
    tables = (
        _plans(answers),
        _completion(answers),
        _stalled(answers, stuck()),
        _running(answers),
        _movement(answers.movement),
        _record(answers.record),
        _carried(answers),
        _themes(answers),
        _process(of_plans(answers.process, answers.wanted["plans"])),
        _under(answers.under),
    )
    return member_brief.to_html(replace(around, tables=tables))


def _plans(answers: Answers) -> Table:
    ambition = {(row["plan_number"]): row for row in rows_of(answers.ambition)}
    rows = [
        (
            _plan(row),
            in_words("era", row["era"]),
            day_of(row, "ends_on"),
            t("member.plan_over") if row["is_over"] else elapsed(row),
            _n(row["commitments"]),
            _share(row),
            _ambitious(ambition[row["plan_number"]]),
        )
        for row in rows_of(answers.plans)
    ]
    head = ("plan_number", "era", "due", "elapsed_share", "commitments", "high_completion", "ambitious")
    return Table(t("member.brief_plans"), _heads(head), rows, t("member.brief_plans_note"), is_wide=True)


def _ambitious(row: dict[Any, Any]) -> str:
    said = _share(row)
    return f"◆ {said}" if row["scale"] == "potential_for_results" else said


def _completion(answers: Answers) -> Table:
    rows = []
    for _, group in answers.completion.groupby("plan_number"):
        first = group.iloc[0].to_dict()
        counts = dict(zip(group["code"], group["count"], strict=True))
        cells = [_n(counts.get(code, 0)) if first["n"] else t("number.none") for code in COMPLETION_CODES]
        rows.append((_plan(first), *cells, _n(first["n"]), _n(first["missing"])))
    head = (t("column.plan_number"), *(t(f"code.{code}") for code in COMPLETION_CODES), *_heads(("n", "missing")))
    stalled = the_row(queries.shares(answers.measured), indicator="stalled")
    share, of = in_print(stalled, answers.measured, language=language())
    said = t("filter.labelled", label=t("indicator.stalled"), names=f"{share} ({of})")
    note = f"{t('member.brief_completion_note')} {said}."
    return Table(t("member.completion"), head, rows, note, is_wide=True)


def _stalled(answers: Answers, frame: pd.DataFrame) -> Table:
    """The first of what is stalled, in the order of the page on it; nothing where nothing is."""
    rows = [
        (
            stalled_words.state(row["stall_state"], language=language()),
            _plan(row),
            shortened(stalled_words.commitment(row), most=LETTERS),
            shortened(stalled_words.institution(row["institution"], language=language()), most=LETTERS),
        )
        for row in rows_of(frame)
    ]
    left = the_row(queries.shares(answers.measured), indicator="stalled")["yes"] - len(rows)
    more = t("member.brief_stalled_more", n=_n(left), page=t("nav.stalled")) if left else ""
    head = _heads(("stall_state", "plan_number", "commitment", "lead_institution"))
    return Table(t("stalled.title"), head, rows, more, is_wide=True)


def _running(answers: Answers) -> Table:
    """The first of the commitments of plans that run; a sentence where none does."""
    frame = answers.running
    if those_running(answers.every_plan).empty:
        return Table(t("member.due"), (), (), t("member.due_none"), is_wide=True)
    rows = [
        (
            t("filter.plan", number=row["plan_number"]),
            shortened(stalled_words.commitment(row), most=LETTERS),
            shortened(stalled_words.institution(row["lead_institution"], language=language()), most=LETTERS),
            in_words("code", row["potential_for_results"], otherwise=t("code.not_rated")),
        )
        for row in rows_of(frame.head(MOST_LISTED))
    ]
    every = sum(row["commitments"] for row in rows_of(those_running(answers.every_plan)))
    few = t("member.due_filtered", of=numbers.of(len(frame), every, language=language())) if len(frame) < every else ""
    note = " ".join(part for part in (few, _more(frame, of=MOST_LISTED)) if part)
    head = (*_heads(("plan_number", "commitment", "lead_institution")), t("variable.potential_for_results"))
    return Table(t("member.due"), head, rows, note, is_wide=True)


def _movement(frame: pd.DataFrame) -> Table:
    """One row a rating at midterm, one column a rating at the end."""
    counts = {(row["before"], row["after"]): row["count"] for row in rows_of(frame)}
    befores = [code for code in COMPLETION_CODES if code in set(frame["before"])]
    afters = [code for code in COMPLETION_CODES if code in set(frame["after"])]
    rows = [
        (
            t("member.brief_before", rating=t(f"code.{before}")),
            *(_n(counts.get((before, after), 0)) for after in afters),
        )
        for before in befores
    ]
    head = (t("stage.midterm"), *(t("member.brief_after", rating=t(f"code.{after}")) for after in afters))
    return Table(t("member.movement"), head, rows, "" if rows else t("member.movement_none"))


def _record(frame: pd.DataFrame) -> Table:
    shown = record_in_words(frame)
    return Table(t("member.record"), _heads(tuple(shown.columns)), shown.values.tolist(), t("member.record_note"))


def _carried(answers: Answers) -> Table:
    frame = answers.carried
    rows = [
        (
            str(row["plan_number"]),
            str(row["title"]),
            in_words("code", row["completion"], otherwise=t("code.not_rated")),
        )
        for row in rows_of(frame.head(MOST_CARRIED))
    ]
    note = " ".join(part for part in (carried_in_words(answers), _more(frame, of=MOST_CARRIED)) if part)
    return Table(t("member.carried"), _heads(("plan_number", "title", "completion")), rows, note)


def _themes(answers: Answers) -> Table:
    frame = answers.themes
    found = rows_of(frame[frame["yes"] > 0].head(MOST_THEMES))
    said = [f"{row['theme']} ({numbers.of(row['yes'], row['n'], language=language())})" for row in found]
    if not said:
        return Table(t("member.themes"), (), (), t("member.themes_none"))
    note = f"{'; '.join(said)}. {t('member.brief_themes_of')} {tagged_in_words(answers)}"
    return Table(t("member.themes"), (), (), note)


def _process(frame: pd.DataFrame) -> Table:
    """How many answers are yes and no, and how many are missing, by topic and plan: the page has each of them."""
    plans = rows_of(frame[["plan_number", "year"]].drop_duplicates().sort_values("plan_number"))
    rows = []
    for topic, group in frame[~frame["question"].isin(LEVELS)].groupby("topic", sort=False):
        counts = [group[group["plan_number"] == plan["plan_number"]] for plan in plans]
        rows.append((t(f"member.process_{topic}"), *(_counted(found) for found in counts)))
    note = t("member.brief_process_note") if rows else t("member.process_none")
    return Table(t("member.process"), (t("column.question"), *(_plan(plan) for plan in plans)), rows, note)


def _counted(answers: pd.DataFrame) -> str:
    flags = answers["flag"].value_counts()
    return f"✓ {_n(flags.get(True, 0))}   ✗ {_n(flags.get(False, 0))}   – {_n(answers['flag'].isna().sum())}"


def _under(frame: pd.DataFrame) -> Table:
    found = rows_of(frame.head(MOST_UNDER))
    rows = [(str(row["name"]), _n(row["plans"]), _n(row["commitments"]), _share(row)) for row in found]
    note = _more(frame, of=MOST_UNDER)
    return Table(t("member.under"), _heads(("name", "plans", "commitments", "high_completion")), rows, note)


def _more(frame: pd.DataFrame, *, of: int) -> str:
    """How many more there are on the page than `of`, as a sentence, where there are."""
    left = len(frame) - of
    return t("member.brief_more", n=_n(left)) if left > 0 else ""


def _heads(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t(f"column.{name}") for name in names)


def _plan(row: dict[Any, Any]) -> str:
    return f"{t('filter.plan', number=row['plan_number'])} ({row['year']})"


def _share(row: dict[Any, Any]) -> str:
    """A share with what it rests on: "55% (22 of 40)"; "2 of 3" where there are few."""
    return numbers.whole(row["yes"], row["n"], language=language())


def _n(value: float) -> str:
    return numbers.count(value, language=language())
