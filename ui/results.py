"""The list of commitments: search box, completion filter, pages of rows, the list as a file."""

from typing import Any

import streamlit as st

from analysis import numbers, records, tables
from analysis.queries import COMPLETION_CODES
from ui import filters
from ui.components import download, table
from ui.record import open_record
from ui.session import ask, chosen, language, later, t

ROWS = 100
COLUMNS = (
    "member",
    "title",
    "completion",
    "stall_state",
    "year",
    "plan_number",
    "number",
    "lead_institution",
    "ambition",
)
CODES = (*COMPLETION_CODES, "not_rated")
FILTER = "completion"


def search() -> dict[str, Any]:
    """The search box and the completion filter with counts. What they ask for, as arguments of `records.found`."""
    filters.address(FILTER, CODES)
    with st.container(horizontal=True, vertical_alignment="bottom", key="search"):
        text = st.text_input(
            t("search.box"), key="q", bind="query-params", placeholder=t("search.placeholder"), on_change=_first_page
        )
        counts = ask(records.completion_found, text=text, **chosen())
        labels = {
            code: t("filter.option", label=t(f"code.{code}"), n=numbers.count(counts.get(code, 0), language=language()))
            for code in CODES
        }
        filters.picker(FILTER, labels, label=t("search.completion"))
    return {"text": text, "completion": list(st.session_state[FILTER]), **chosen()}


def how_many(wanted: dict[str, Any]) -> int:
    """The number of commitments that `wanted` finds."""
    narrowed = wanted["completion"]
    asked = {name: value for name, value in wanted.items() if name != "completion"}
    counts = ask(records.completion_found, **asked)
    return sum(n for code, n in counts.items() if not narrowed or code in narrowed)


def rows(wanted: dict[str, Any], *, of: int) -> None:
    """One page of rows; choosing one opens the commitment's own page."""
    place, pages = st.container(), -(-of // ROWS)
    page = 1
    if pages > 1:
        if int(st.session_state.get("page") or 1) > pages:
            _first_page()
        page = st.pagination(pages, key="page", bind="query-params")
    found = ask(records.found, most=ROWS, skip=(page - 1) * ROWS, language=language(), **wanted)
    with place:
        said = {"first": (page - 1) * ROWS + 1, "last": (page - 1) * ROWS + len(found)}
        count = numbers.count(of, language=language())
        st.caption(f"{t('search.found', n=count)} {t('search.page', **said)}")
        shown = tables.for_reader(found, language=language())[list(COLUMNS)]
        event = table(
            shown,
            key="found",
            alt=t("search.table_alt"),
            on_select="rerun",
            selection_mode="single-row",
            height=min(640, 38 + 35 * len(found)),
            config={"title": st.column_config.TextColumn(t("column.title"), width="large")},
        )
        picked = event["selection"]["rows"]
        if picked:
            open_record(str(found["commitment_id"].iloc[picked[0]]))
            st.rerun()


def take_away(wanted: dict[str, Any], *, of: int) -> None:
    """The whole list as a file, with what it was narrowed by."""
    n = numbers.count(of, language=language())
    all_of_them = numbers.count(ask(records.how_many_in_all), language=language())
    asked = " · ".join(part for part in (wanted["text"], filters.for_export()) if part)
    download(
        later(records.found, language=language(), **wanted),
        name="commitments",
        question=t("search.title"),
        filters=asked,
        of=t("number.of", yes=n, n=all_of_them),
        label=t("search.download"),
    )


def _first_page() -> None:
    st.session_state["page"] = 1
