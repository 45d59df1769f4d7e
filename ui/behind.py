"""The commitments behind a mark of a chart, in a window over the page; as many as the mark counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis import numbers, search, tables
from ui import filters, opening
from ui.components import download, letter_by_letter, table
from ui.opening import narrow_and_open
from ui.session import LISTS, ask, language, t

COLUMNS = ("member", "title", "completion", "ambition", "year", "plan_number", "number", "lead_institution")
MOST_HEIGHT = 460


@dataclass(frozen=True)
class Wanted:
    """What was clicked: its name, and the question with its facts that lists the commitments."""

    name: str
    query: Callable[..., pd.DataFrame]
    facts: dict[str, Any]


def remember(wanted: Wanted) -> None:
    """Keeps what was clicked until the page is through. For callbacks."""
    st.session_state["_behind"] = wanted


def show() -> None:
    """Opens the window if something was clicked. A page calls it last."""
    wanted = st.session_state.pop("_behind", None)
    if wanted is not None:
        st.dialog(t("behind.title"), width="large")(_list)(wanted)


def _list(wanted: Wanted) -> None:
    found = ask(wanted.query, **wanted.facts)
    ids = found["commitment_id"].tolist()
    n = numbers.count(len(found), language=language())
    letter_by_letter(wanted.name, css="font-weight:600;margin:0")
    st.caption(t("behind.found", n=n))
    table(
        tables.for_reader(found, language=language())[list(COLUMNS)],
        key="behind_rows",
        alt=wanted.name,
        on_select=lambda: _open(ids),
        selection_mode="single-row",
        height=min(MOST_HEIGHT, 38 + 35 * len(found)),
        config={"title": st.column_config.TextColumn(t("column.title"), width="large")},
    )
    download(
        found,
        name="behind",
        question=wanted.name,
        basis=replace(
            filters.basis({name: wanted.facts.get(name, []) for name in LISTS}),  # type: ignore[arg-type]
            filtered=t("chart.filtered", n=n, of=numbers.count(ask(search.how_many_in_all), language=language())),
        ),
        of=t("number.of", yes=n, n=n),
        label=t("search.download"),
    )
    opening.way(opening.asked())  # a row here runs the window alone


def _open(ids: list[str]) -> None:
    for row in st.session_state["behind_rows"]["selection"]["rows"][:1]:
        narrow_and_open({"commitment": [ids[row]]})
