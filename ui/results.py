"""The list of commitments: what to search for, facets with counts, passages or a table, the list as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis import numbers, search, tables, words
from analysis.once import only
from analysis.queries import COMPLETION_CODES, INDICATORS
from analysis.search import AMBITION_CODES, COLUMNS
from analysis.words import Term
from ui import filters, passages
from ui.components import Basis, download, table, table_height
from ui.record import open_record
from ui.session import about, ask, chosen, language, later, name_of, t

ROWS, PASSAGES = 100, 20
VIEWS = ("passages", "table")
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
SORT_WIDTH = 220
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
    """What the list is narrowed by, as arguments of `search`, what is marked, and how many commitments that finds."""

    facts: dict[str, Any]
    terms: list[Term]
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
        on_change=filters.first_page,
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
    return Wanted(facts, words.wanted(text), counts["all"].get("all", 0))


def keep() -> None:
    """Keeps in the address, while a commitment is read, what the list was asked for.

    Else Streamlit would take it out, as a further step of the browser's history, and its way back would lead to the
    same commitment.
    """
    lists = {name: codes for name, (codes, _) in FACETS.items()}
    filters.addresses(**lists, view=VIEWS, sort=list(search.SORTS), columns=COLUMNS)
    with filters.hidden():
        if st.query_params.get("q"):
            st.text_input("q", key="q", bind="query-params")
        page = st.query_params.get("page", "")
        if page.isdecimal() and int(page) > 1:
            st.pagination(int(page), key="page", bind="query-params")


def show(wanted: Wanted) -> str:
    """What was found, as passages or as a table; choosing one opens the commitment's own page. Its order comes back."""
    as_passages = False
    with st.container(horizontal=True, vertical_alignment="bottom", key="shown_as"):
        if wanted.terms:
            views = {name: t(f"search.{name}") for name in VIEWS}
            as_passages = filters.one("view", views, label=t("search.view")) == "passages"
        with st.container(width=SORT_WIDTH, key="sorted"):
            sort = filters.one("sort", _sorts(wanted), label=t("search.sort"), long=True)
        if not as_passages:
            columns = _columns()
    size = PASSAGES if as_passages else ROWS
    place, pages = st.container(), -(-wanted.n // size)
    page = 1
    if pages > 1:
        if int(st.session_state.get("page") or 1) > pages:
            filters.first_page()
        page = st.pagination(pages, key="page", bind="query-params")
    found = ask(search.found, sort=sort, most=size, skip=(page - 1) * size, language=language(), **wanted.facts)
    said = {"first": (page - 1) * size + 1, "last": (page - 1) * size + len(found)}
    with place:
        count = numbers.count(wanted.n, language=language())
        beside = t("search.page_sorted") if pages > 1 and not as_passages else ""
        st.caption(f"{t('search.found', n=count)} {t('search.page', **said)} {beside}".strip())
        if as_passages:
            passages.show(found, terms=wanted.terms)
        else:
            _rows(found, columns=columns)
    return sort


def take_away(wanted: Wanted, *, sort: str) -> None:
    """The whole list as a file in its order, with what it was narrowed by."""
    n = numbers.count(wanted.n, language=language())
    all_of_them = numbers.count(filters.size()["of"], language=language())
    narrowed = [
        _labelled(t(f"search.{name}"), "; ".join(named(code) for code in wanted.facts["facets"][name]))
        for name, (_, named) in FACETS.items()
    ]
    searched = _labelled(t("search.searched"), wanted.facts["text"].strip())
    shared = filters.basis().filters if any(chosen().values()) else ""
    asked = " · ".join(part for part in (searched, shared, *narrowed) if part)
    download(
        later(search.found, sort=sort, language=language(), **wanted.facts),
        name="commitments",
        question=t("search.title"),
        definition=" ".join(_meant(name) for name in INDICATORS),
        basis=Basis(
            asked or t("chart.no_filters"),
            t("chart.filtered", n=n, of=all_of_them),
            t("search.files", files="; ".join(name for name, _ in about().sources), snapshot=about().snapshot_id),
        ),
        of=t("number.of", yes=n, n=all_of_them),
        label=t("search.download"),
    )


def _meant(indicator: str) -> str:
    return _labelled(t(f"indicator.{indicator}"), t(f"indicator_help.{indicator}"))


def _labelled(label: str, said: str) -> str:
    """What is said of something, after its name; nothing where nothing is."""
    return t("filter.labelled", label=label, names=said) if said else ""


def _sorts(wanted: Wanted) -> dict[str, str]:
    """The orders of the list by name, the usual one first: the best first where something is searched for."""
    names = [name for name in search.SORTS if name != "best"]
    return {name: t(f"search.sort_{name}") for name in (["best", *names] if wanted.terms else names)}


def _rows(found: Any, *, columns: list[str]) -> None:
    event = table(
        only(tables.for_reader(found, language=language()), columns),
        key="found",
        alt=t("search.table_alt"),
        on_select="rerun",
        selection_mode="single-row",
        height=min(640, table_height(len(found))),
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
