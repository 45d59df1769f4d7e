"""The brief on one member: which answers go into it, in the reader's language."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import member_brief, numbers
from analysis.member_brief import Brief, Table
from analysis.queries import COMPLETION_CODES
from ui import filters
from ui.components import in_words
from ui.member_answers import Answers, day_of, process_in_words, record_in_words
from ui.session import about, language, name_of, published_day, t

MOST_CARRIED, MOST_THEMES = 8, 10


def button(answers: Answers) -> None:
    """The button that writes the brief when it is clicked, from the answers that the page shows."""
    day = about().data_date.isoformat()
    st.download_button(
        t("member.brief"),
        data=partial(member_brief.to_html, brief(answers)),
        file_name=f"{answers.facts.member_id}-{day}{'-demonstration' if about().is_demo else ''}.html",
        mime="text/html",
        key="brief",
        on_click="ignore",
        icon=":material/print:",
        help=t("member.brief_help"),
    )


def brief(answers: Answers) -> Brief:
    """Everything in it, as text."""
    said, facts, plans = about(), answers.facts, answers.plans
    lead = t(
        "member.brief_lead",
        plans=_n(len(plans)),
        commitments=_n(plans["commitments"].sum()),
        region=name_of("region", facts.region),
        level=t(f"member.{facts.level}"),
    )
    return Brief(
        language=language(),
        title=t("member.title", name=facts.name),
        lead=lead,
        mark=t("frame.demo") if said.is_demo else "",
        tables=(
            _plans(plans),
            _completion(answers.completion),
            _ambition(answers.ambition),
            _movement(answers.movement),
            _record(answers.record),
            _carried(answers.carried),
            _themes(answers.themes),
            *_process(answers.process),
            _under(answers.under),
        ),
        foot=(
            t("chart.caption", n=_n(plans["n"].sum()), missing=_n(plans["missing"].sum()), source=t("chart.source"),
              day=published_day()),
            t("member.brief_filters", filters=filters.for_export()),
            t("member.brief_files", files="; ".join(f"{name} ({day.isoformat()})" for name, day in said.sources),
              snapshot=said.snapshot_id),
            t("member.brief_link", link=filters.link()),
        ),
    )  # fmt: skip


def _plans(frame: pd.DataFrame) -> Table:
    rows = [
        (
            _plan(row),
            in_words("era", row["era"]),
            day_of(row, "starts_on"),
            day_of(row, "ends_on"),
            t("member.plan_over") if row["is_over"] else numbers.percent(row["elapsed_share"], language=language()),
            _n(row["commitments"]),
            _share(row),
        )
        for row in frame.to_dict("records")
    ]
    head = ("plan_number", "era", "starts", "due", "elapsed_share", "commitments", "high_completion")
    return Table(t("member.plans"), _heads(head), rows, t("member.plans_note") + " " + t("member.due_note"))


def _completion(frame: pd.DataFrame) -> Table:
    rows = []
    for _, group in frame.groupby("plan_number"):
        first = group.iloc[0].to_dict()
        counts = dict(zip(group["code"], group["count"], strict=True))
        cells = [_n(counts.get(code, 0)) if first["n"] else t("number.none") for code in COMPLETION_CODES]
        rows.append((_plan(first), *cells, _n(first["n"]), _n(first["missing"])))
    head = (t("column.plan_number"), *(t(f"code.{code}") for code in COMPLETION_CODES), *_heads(("n", "missing")))
    return Table(t("member.completion"), head, rows, t("member.completion_note"))


def _ambition(frame: pd.DataFrame) -> Table:
    rows = [
        (_plan(row), name_of("scale", row["scale"]), _share(row), _n(row["missing"]))
        for row in frame.to_dict("records")
    ]
    return Table(
        t("member.ambition"), _heads(("plan_number", "scale", "ambitious", "missing")), rows, t("member.ambition_note")
    )


def _movement(frame: pd.DataFrame) -> Table:
    rows = [
        (name_of("code", row["before"]), name_of("code", row["after"]), name_of("direction", row["direction"]),
         _n(row["count"]))
        for row in frame.to_dict("records")
    ]  # fmt: skip
    note = t("member.movement_note") if rows else t("member.movement_none")
    return Table(t("member.movement"), _heads(("before", "after", "direction", "count")), rows, note)


def _record(frame: pd.DataFrame) -> Table:
    shown = record_in_words(frame)
    return Table(t("member.record"), _heads(tuple(shown.columns)), shown.values.tolist(), t("member.record_note"))


def _carried(frame: pd.DataFrame) -> Table:
    rows = [
        (
            t("filter.plan", number=row["plan_number"]),
            str(row["title"]),
            in_words("code", row["completion"], otherwise=t("code.not_rated")),
        )
        for row in frame.head(MOST_CARRIED).to_dict("records")
    ]
    left = len(frame) - len(rows)
    note = t("member.brief_more", n=_n(left)) if left else "" if rows else t("member.carried_nothing")
    return Table(t("member.carried"), _heads(("plan_number", "title", "completion")), rows, note)


def _themes(frame: pd.DataFrame) -> Table:
    found = frame[frame["yes"] > 0].head(MOST_THEMES)
    rows = [
        (str(row["theme"]), numbers.of(row["yes"], row["n"], language=language())) for row in found.to_dict("records")
    ]
    return Table(t("member.themes"), _heads(("theme", "commitments")), rows, "" if rows else t("member.themes_none"))


def _process(frame: pd.DataFrame) -> list[Table]:
    tables = []
    for topic, group in frame.groupby("topic", sort=False):
        shown = process_in_words(group)
        head = [t("column.question"), *(str(name) for name in shown.columns[1:])]
        tables.append(Table(t(f"member.process_{topic}"), head, shown.values.tolist()))
    return tables or [Table(t("member.process"), (), (), t("member.process_none"))]


def _under(frame: pd.DataFrame) -> Table:
    rows = [
        (str(row["name"]), _n(row["plans"]), _n(row["commitments"]), _share(row)) for row in frame.to_dict("records")
    ]
    return Table(t("member.under"), _heads(("name", "plans", "commitments", "high_completion")), rows)


def _heads(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t(f"column.{name}") for name in names)


def _plan(row: dict[Any, Any]) -> str:
    return f"{t('filter.plan', number=row['plan_number'])} ({row['year']})"


def _share(row: dict[Any, Any]) -> str:
    """A share with what it rests on: "55% (22 of 40)"; "2 of 3" where there are few."""
    said = numbers.share(row["yes"], row["n"], language=language())
    is_few = row["n"] < numbers.SMALL_N
    return said if is_few else f"{said} ({numbers.of(row['yes'], row['n'], language=language())})"


def _n(value: float) -> str:
    return numbers.count(value, language=language())
