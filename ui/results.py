"""The list of commitments: what to search for, facets with counts, passages or a table, the list as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis import numbers, search, tables, words
from analysis.once import only
from analysis.queries import COMPLETION_CODES, INDICATORS
from analysis.search import AMBITION_CODES, COLUMNS
from ui import filters, passages
from ui.components import Basis, download, table
from ui.record import open_record
from ui.session import ask, chosen, language, later, name_of, t

ROWS, PASSAGES = 100, 20
#: Columns shown until others are chosen.
USUAL = (
    "member",
    "title",
    "completion",
    "stall_state",
    "ambition",
    "year",
    "plan_number",
    "number",
    "lead_institution",
)
#: Pixels, so that the usual columns fit a laptop's screen.
WIDTHS = {"title": 310, "short_title": 260, "themes": 220, "lead_institution": 170, "number": 56}
STATES = (
    "stalled_confirmed",
    "stalled_likely",
    "at_risk",
    "nearly",
    "substantial_at_midterm",
    "complete",
    "unclear",
    "withdrawn",
    "blind_spot",
    "running_unrated",
)
#: Facets of the list alone, with their codes in a reader's order and what names a code.
FACETS: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "completion": ((*COMPLETION_CODES, "not_rated"), lambda code: name_of("code", code)),
    "state": (STATES, lambda code: name_of("state", code)),
    "ambition": (AMBITION_CODES, lambda code: name_of("ambition_facet", code)),
}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed by, as arguments of `search`, and how many commitments that finds."""

    facts: dict[str, Any]
    terms: list[str]
    n: int


def find() -> Wanted:
    """The search box and the facets, each in the address; what they ask for."""
    filters.addresses(**{name: codes for name, (codes, _) in FACETS.items()})
    text = st.text_input(
        t("search.box"),
        key="q",
        bind="query-params",
        placeholder=t("search.placeholder"),
        help=t("search.help"),
        on_change=_first_page,
    )
    facets = {name: list(st.session_state[name]) for name in FACETS}
    facts = {"text": text, "facets": facets, **chosen()}
    counts = ask(search.counts, **facts)
    with st.grid(4, min_column_width=190, gap="small", key="facets"):
        for name, (codes, named) in FACETS.items():
            labels = {
                code: _option(named(code), counts[name].get(code, 0))
                for code in codes
                if counts[name].get(code) or code in facets[name]
            }
            filters.picker(name, labels, label=t(f"search.{name}"))
        filters.picker("themes", _themes(counts["themes"]), label=t("search.themes"), key="facet_themes")
    return Wanted(facts, words.terms(text), counts["all"].get("all", 0))


def show(wanted: Wanted) -> None:
    """What was found, as passages or as a table; choosing one opens the commitment's own page."""
    as_passages = False
    with st.container(horizontal=True, vertical_alignment="bottom", key="shown_as"):
        if wanted.terms:
            views = {name: t(f"search.{name}") for name in ("passages", "table")}
            as_passages = filters.one("view", views, label=t("search.view")) == "passages"
        if not as_passages:
            columns = _columns()
    size = PASSAGES if as_passages else ROWS
    place, pages = st.container(), -(-wanted.n // size)
    page = 1
    if pages > 1:
        if int(st.session_state.get("page") or 1) > pages:
            _first_page()
        page = st.pagination(pages, key="page", bind="query-params")
    found = ask(search.found, most=size, skip=(page - 1) * size, language=language(), **wanted.facts)
    said = {"first": (page - 1) * size + 1, "last": (page - 1) * size + len(found)}
    with place:
        count = numbers.count(wanted.n, language=language())
        st.caption(f"{t('search.found', n=count)} {t('search.page', **said)}")
        if as_passages:
            passages.show(found, terms=wanted.terms)
        else:
            _rows(found, columns=columns)


def take_away(wanted: Wanted) -> None:
    """The whole list as a file, with what it was narrowed by."""
    n = numbers.count(wanted.n, language=language())
    all_of_them = numbers.count(filters.size()["of"], language=language())
    narrowed = ["; ".join(named(code) for code in wanted.facts["facets"][name]) for name, (_, named) in FACETS.items()]
    shared = filters.basis().filters if any(chosen().values()) else ""
    asked = " · ".join(part for part in (wanted.facts["text"], shared, *narrowed) if part)
    download(
        later(search.found, language=language(), **wanted.facts),
        name="commitments",
        question=t("search.title"),
        definition=" ".join(_meant(name) for name in INDICATORS),
        basis=Basis(asked or t("chart.no_filters"), t("chart.filtered", n=n, of=all_of_them)),
        of=t("number.of", yes=n, n=all_of_them),
        label=t("search.download"),
    )


def _meant(indicator: str) -> str:
    return t("filter.labelled", label=t(f"indicator.{indicator}"), names=t(f"indicator_help.{indicator}"))


def _rows(found: Any, *, columns: list[str]) -> None:
    event = table(
        only(tables.for_reader(found, language=language()), columns),
        key="found",
        alt=t("search.table_alt"),
        on_select="rerun",
        selection_mode="single-row",
        height=min(640, 38 + 35 * len(found)),
        config={
            name: st.column_config.TextColumn(t(f"column.{name}"), width=width)
            for name, width in WIDTHS.items()
            if name in columns
        },
    )
    for row in event["selection"]["rows"][:1]:
        open_record(str(found["commitment_id"].iloc[row]))
        st.rerun()


def _columns() -> list[str]:
    """The columns to show, in the address as `columns`; where it names none, the usual ones, without the member where
    there is one alone.
    """
    filters.addresses(columns=COLUMNS)
    key, icon = "choose_columns", ":material/view_column:"
    with st.popover(t("search.columns"), key=key, icon=icon, type="tertiary", on_change="rerun"):
        if st.session_state[key]:
            labels = {name: t(f"column.{name}") for name in COLUMNS}
            filters.picker("columns", labels, label=t("search.columns_help"), of_none="search.columns_usual")
    usual = [name for name in USUAL if name != "member" or len(chosen()["members"]) != 1]
    return list(st.session_state["columns"]) or usual


def _themes(counts: dict[str, int]) -> dict[str, str]:
    """Themes that find something, or are chosen, by name."""
    names = {code: offer.name for code, offer in filters.offered()["themes"].items()}
    kept = {str(code): n for code, n in ((code, counts.get(str(code), 0)) for code in names)}
    chosen_ones = st.session_state["themes"]
    return {code: _option(names[code], n) for code, n in kept.items() if n or code in chosen_ones}


def _option(name: str, n: int) -> str:
    return t("filter.option", label=name, n=numbers.count(n, language=language()))


def _first_page() -> None:
    st.session_state["page"] = 1
