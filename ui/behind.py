"""What a mark of a chart rests on, in a window over the page: commitments, or plans; as many as the mark counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import numbers, search, tables
from analysis.figures import Row
from analysis.once import first, only, rows_of
from analysis.scope import Filters
from ui import filters, opening
from ui.components import Basis, download, letter_by_letter, table, table_height
from ui.opening import Narrowed, narrow_and_open
from ui.session import LISTS, ask, language, later, t

MOST_HEIGHT = 460
#: Rows that a window shows; its file has all.
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Kind:
    """What a window lists: its name in text, the columns shown of each where the answer has them, what a row opens,
    what a file of so many rests on, for these filters, and the key of the words on the button for it.
    """

    name: str
    columns: Sequence[str]
    opens: Callable[[Row], Narrowed]
    basis: Callable[[Filters, int], Basis]
    download: str


def _basis(chosen: Filters, n: int) -> Basis:
    of = numbers.count(ask(search.how_many_in_all), language=language())
    return replace(filters.basis(chosen), filtered=t("chart.filtered", n=numbers.count(n, language=language()), of=of))


COMMITMENTS = Kind(
    "commitments",
    (
        "holds",
        "member",
        "title",
        "completion",
        "stall_state",
        "ambition",
        "year",
        "plan_number",
        "number",
        "lead_institution",
    ),
    lambda row: {"commitment": [row["commitment_id"]]},
    _basis,
    "search.download",
)


@dataclass(frozen=True)
class Wanted:
    """What was clicked: its name, and the question with its facts that lists what it rests on."""

    name: str
    query: Callable[..., pd.DataFrame]
    facts: dict[str, Any]
    kind: Kind = COMMITMENTS


def remember(wanted: Wanted) -> None:
    """Keeps what was clicked until the page is through. For callbacks."""
    st.session_state["_behind"] = wanted


def count(
    *names: object, row: Row, query: Callable[..., pd.DataFrame], facts: dict[str, Any], kind: Kind = COMMITMENTS
) -> None:
    """Remembers a mark by its names and the counts of its row (yes, n); `facts` of the query without the language."""
    of = numbers.of(row["yes"], row["n"], language=language())
    said = t("behind.counted", names=" · ".join(map(str, names)), of=of)
    remember(Wanted(said, query, {"language": language(), **facts}, kind))


def asked() -> Wanted | None:
    """What a callback of this run wants listed, once. For the frame, before anything on the page can fail."""
    wanted: Wanted | None = st.session_state.pop("_behind", None)
    return wanted


def show(wanted: Wanted | None) -> None:
    """Opens the window if something was clicked. For the frame, after the page."""
    if wanted is not None:
        st.dialog(t("behind.title"), width="large")(_list)(wanted)


def _list(wanted: Wanted) -> None:
    every, kind = later(wanted.query, **wanted.facts), wanted.kind
    found = every()
    n = numbers.count(len(found), language=language())
    shown = first(found, MOST_ROWS)
    letter_by_letter(wanted.name, css="font-weight:600;margin:0")
    is_cut = len(shown) < len(found)
    more = t("behind.first", shown=numbers.count(len(shown), language=language())) if is_cut else ""
    st.caption(f"{t(f'behind.{kind.name}', n=n)} {more}")
    table(
        only(tables.for_reader(shown, language=language()), [name for name in kind.columns if name in found]),
        key="behind_rows",
        alt=wanted.name,
        on_select=partial(_open, kind, rows_of(shown)),
        selection_mode="single-row",
        height=min(MOST_HEIGHT, table_height(len(shown))),
        config={"title": st.column_config.TextColumn(t("column.title"), width="large")} if "title" in found else {},
    )
    download(
        every,
        name="behind",
        question=wanted.name,
        basis=kind.basis({name: wanted.facts.get(name, []) for name in LISTS}, len(found)),  # type: ignore[arg-type]
        of=t("number.of", yes=n, n=n),
        label=t(kind.download),
    )
    opening.way(opening.asked())  # a row here runs the window alone


def _open(kind: Kind, found: list[Row]) -> None:
    for row in st.session_state["behind_rows"]["selection"]["rows"][:1]:
        narrow_and_open(kind.opens(found[row]))
