"""The shared filters: in the address by their codes, on the screen by their names and counts.

Streamlit binds a widget to the address by the labels that it shows. The address must hold codes (`members=GBR`),
so each filter is two widgets: a hidden one with codes, bound to the address, and a visible one with names, which
writes to the hidden one.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import facets, numbers, offers, quality
from analysis.figures import Row
from analysis.offers import Offer
from analysis.scope import Filters
from analysis.text import LANGUAGES
from ui.components import Basis, markdown
from ui.session import (
    LISTS,
    OF_THE_LIST,
    about,
    ask,
    chosen,
    language,
    once_a_run,
    page_at,
    settle_filters,
    settle_language,
    t,
)

#: Filters that few questions need, folded away unless they are in use.
RARE = ("level", "era")
#: By what pages narrow beyond the shared filters, by the page's address.
OF_PAGES = {
    "stalled": ("as_of", "states", "overlays", "group"),
    "commitments": OF_THE_LIST,
    "quality": tuple(quality.NARROWED),
}
#: What can be chosen without asking for other rows.
ASKS_NOTHING = ("language", "columns")
#: Names of one filter in the head of a file.
MOST_NAMED = 100
#: What each shared filter offers, by its name.
Choices = dict[str, dict[int | str, Offer]]
_SCRIPT = Path(__file__).with_name("language.js").read_text(encoding="utf-8")
#: Where the hidden halves are drawn in this run.
_hidden: ContextVar[DeltaGenerator] = ContextVar("hidden")


def address_language() -> None:
    """The language in the address (`language=es`); absent, the browser's where we speak it, else English."""
    guess = (st.context.locale or "en").split("-")[0]
    codes = list(LANGUAGES)
    _hidden.set(st.container(key="address"))
    with _hidden.get():
        st.selectbox(
            "language", codes, index=codes.index(guess) if guess in codes else 0, key="language", bind="query-params"
        )
    settle_language()
    _tell_language()


def _tell_language() -> None:
    """Has the browser take the page for the language that it is in, as readers of screens pronounce it. Streamlit marks
    every page as English, so a visit that has seen nothing else needs no word of this.
    """
    if language() != "en" or "_told_language" in st.session_state:
        st.session_state["_told_language"] = True
        with _hidden.get():
            st.components.v2.component("language", js=_SCRIPT)(key="told_language", data={"language": language()})


def language_picker() -> None:
    """The language by its own name, in the sidebar."""
    st.session_state["pick_language"] = language()
    st.segmented_control(
        t("filter.language"),
        list(LANGUAGES),
        key="pick_language",
        required=True,
        format_func=LANGUAGES.__getitem__,
        on_change=_picked,
        args=("language",),
        label_visibility="collapsed",
        width="stretch",
    )


def addresses(**filters: Sequence[int | str]) -> None:
    """The hidden halves of filters, by name: codes, bound to the address. Unknown ones in it are dropped one by one.

    A filter that this visit has not used has none: each takes a hundredth of a page's time. Streamlit writes what a
    list holds to the address when the list comes, which it does not do for a select box.
    """
    used: set[str] = st.session_state.setdefault("_used", set())
    used.update(name for name in filters if st.session_state.get(name) or name in st.query_params)
    with _hidden.get():
        for name in filters:
            if name in used:
                st.multiselect(name, filters[name], key=name, bind="query-params")
            else:
                st.session_state[name] = []


def hidden() -> DeltaGenerator:
    """Where hidden halves are drawn, for those that are no lists of codes."""
    return _hidden.get()


def picker(
    name: str, labels: Mapping[Any, str], *, label: str, key: str = "", of_none: str = "filter.all", **more: Any
) -> None:
    """The visible half of one filter; `labels` names its codes. A second one on a page needs a `key` of its own.

    `of_none`: the key of the words for what is meant where none is chosen.
    """
    key = key or f"pick_{name}"
    st.session_state[key] = st.session_state[name]
    st.multiselect(
        label,
        list(labels),
        key=key,
        format_func=labels.__getitem__,
        placeholder=t(of_none),
        on_change=_picked,
        args=(name, key),
        **more,
    )


def one(name: str, labels: Mapping[str, str], *, label: str, hidden: Sequence[str] = (), long: bool = False) -> str:
    """A choice of one code, in the address by `name`; the first of `labels` that is not hidden is meant where the
    address has none, and nothing (an empty text) where there are no labels.

    `hidden` codes work in the address without being offered. Shown as buttons in a row, or as a list where `long`.
    """
    addresses(**{name: list(labels)})
    usual = [code for code in labels if code not in hidden] or labels
    chosen_one = next(iter(st.session_state[name] or usual), "")
    st.session_state[f"pick_{name}"] = chosen_one
    shown = [code for code in labels if code not in hidden or code == chosen_one]
    asked: dict[str, Any] = {
        "key": f"pick_{name}",
        "format_func": labels.__getitem__,
        "on_change": _picked_one,
        "args": (name,),
    }
    if long:
        st.selectbox(label, shown, **asked)
    else:
        st.segmented_control(label, shown, required=True, **asked)
    return chosen_one


def indicator(counts: Mapping[str, int]) -> str:
    """A choice of one indicator of compare.INDICATORS with how many are rated on it, in the address as `indicator`.

    One without ratings is not offered.
    """
    labels = {
        name: t("filter.option", label=t(f"compare.indicator_{name}"), n=numbers.count(n, language=language()))
        for name, n in counts.items()
    }
    hidden = [name for name, n in counts.items() if not n]
    return one("indicator", labels, label=t("compare.indicator"), hidden=hidden, long=True)


def offered() -> Choices:
    """What the shared filters offer, in the reader's language."""
    return ask(offers.offers, language=language())


def shared_addresses(choices: Choices) -> list[str]:
    """The hidden halves of the shared filters. What the address asks of them that is not known here comes back."""
    known = {name: {str(code) for code in choices[name]} for name in LISTS}
    unknown = [code for name in LISTS for code in st.query_params.get_all(name) if code not in known[name]]
    addresses(**{name: list(choices[name]) for name in LISTS})
    settle_filters()
    return unknown


@once_a_run
def size(wanted: Filters | None = None) -> Row:
    """How much is found by what is chosen, or else by `wanted` (row of facets.size)."""
    return facets.size(ask, **(wanted or chosen()))


@once_a_run
def left() -> dict[str, dict[int | str, str]]:
    """What is left to choose, by filter and code: names with the number of commitments behind each.

    The numbers are those beside the other filters' choices; what would find nothing is not offered.
    """
    plans, by_theme = ask(facets.plans, themes=chosen()["themes"]), ask(facets.by_theme, **chosen())
    counts = facets.counts(plans, by_theme, filters=chosen())
    return offers.still_offered(offered(), counts=counts, filters=chosen(), language=language())


def bar() -> None:
    """The visible halves of the shared filters."""
    labels = left()
    for name in [n for n in LISTS if n not in RARE]:
        picker(name, labels[name], label=t(f"filter.{name}"))
    if any(st.session_state[name] for name in RARE):
        st.session_state["rare"] = True
    with st.expander(t("filter.rare"), key="rare", type="compact", on_change="rerun"):
        for name in RARE if st.session_state["rare"] else ():
            picker(name, labels[name], label=t(f"filter.{name}"))


def summary(*, page: str = "", slides: Mapping[str, str | list[str]] | None = None) -> Callable[[], None]:
    """One line on what is chosen, with the ways to take it along and to undo it. For a horizontal container.

    `page` is the page's address, whose own filters count as well. With `slides`, what their address says, one way leads
    to the page as slides. What comes back mends the line once the page is drawn: only then it has read its own filters
    from the address, which a step back in the browser changes before everything else.
    """
    own = OF_PAGES.get(page, ()) if "commitment" not in st.query_params else ()
    is_narrowed = _is_narrowed(own)
    line, way = st.caption(_said(is_narrowed=is_narrowed), width="stretch"), st.empty()
    if is_narrowed or any(chosen().values()):
        _offer_reset(way, own=own)
    if slides:
        label = t("present.this_page")
        st.page_link(page_at("present"), label=label, icon=":material/slideshow:", query_params=slides)
    with st.popover(t("filter.copy"), key="copy", icon=":material/link:", type="tertiary", on_change="rerun"):
        if st.session_state["copy"]:
            st.caption(t("filter.copy_help"))
            st.code(link(), language=None, wrap_lines=True)

    def mend() -> None:
        if _is_narrowed(own) == is_narrowed:
            return
        line.caption(_said(is_narrowed=not is_narrowed), width="stretch")
        if any(chosen().values()):
            return
        if is_narrowed:
            way.empty()
        else:
            _offer_reset(way, own=own)

    return mend


def link() -> str:
    """The address that opens this page with these filters in this language."""
    ours = {*LISTS, "language"}
    pairs: list[tuple[str, object]] = [("language", language())]
    pairs += [(name, value) for name in LISTS for value in st.session_state.get(name) or []]
    pairs += [(k, v) for k in st.query_params if k not in ours for v in st.query_params.get_all(k)]
    return _address(pairs)


def link_to(facts: Mapping[str, str]) -> str:
    """The address that opens this page in this language with `facts` alone."""
    return _address([("language", language()), *facts.items()])


def reset(own: Sequence[str] = ()) -> None:
    """Takes every shared filter back, and these of the page's own. For a button's `on_click`."""
    first_page()
    for name in LISTS:
        st.session_state[name] = []
    for name in filter(_is_in_use, own):
        if name == "as_of":
            st.session_state[name] = about().data_date
        elif name in st.session_state:
            st.session_state[name] = type(st.session_state[name])()
        else:
            st.query_params.pop(name, None)


def first_page() -> None:
    """Takes a list that is shown page by page back to its first one: what was on a later one is not what is now."""
    if "page" in st.session_state:
        st.session_state["page"] = 1


@once_a_run
def basis(wanted: Filters | None = None) -> Basis:
    """What is chosen, or else `wanted`, for the head of a downloaded file."""
    asked = wanted or chosen()
    found = size(asked)
    said = {name: numbers.count(found[key], language=language()) for name, key in (("n", "commitments"), ("of", "of"))}
    named = offers.in_words(offered(), filters=asked, language=language(), most=MOST_NAMED, with_labels=True)
    filtered = [t("chart.filtered", **said), in_part(found)]
    return Basis(named or t("chart.no_filters"), ". ".join(part for part in filtered if part))


def in_part(found: Row) -> str:
    """Of how many plans (row of `size`) the files hold only a part, and what that means; empty where of none."""
    return t("filter.in_part_means", **_in_part(found)) if found["in_part"] else ""


def _in_part(found: Row) -> dict[str, str]:
    return {key: numbers.count(found[name], language=language()) for key, name in (("n", "in_part"), ("of", "plans"))}


def _address(pairs: Sequence[tuple[str, object]]) -> str:
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path or "/", urlencode(pairs), ""))


def _said(*, is_narrowed: bool) -> str:
    """What is chosen, and whether it is narrowed further by filters of the page's own."""
    counts = size()
    said = {name: numbers.count(counts[key], language=language()) for name, key in (("n", "commitments"), ("of", "of"))}
    if any(chosen().values()):
        named = offers.in_words(offered(), filters=chosen(), language=language())
        words = [t("filter.showing", **said, filters=markdown(named))]
    else:
        words = [t("filter.showing_all", n=said["n"])]
    if counts["in_part"]:
        words.append(t("filter.in_part", **_in_part(counts)))
    if is_narrowed:
        words.append(t("filter.narrowed_below"))
    return " · ".join(words)


def _offer_reset(place: DeltaGenerator, *, own: Sequence[str]) -> None:
    place.button(t("filter.reset"), key="reset", on_click=reset, args=(own,), icon=":material/close:", type="tertiary")


def _is_narrowed(own: Sequence[str]) -> bool:
    return any(_is_in_use(name) for name in own)


def _is_in_use(name: str) -> bool:
    if name not in st.session_state:
        return name in st.query_params
    there = st.session_state[name]
    return bool(there != about().data_date if name == "as_of" else there)


def _picked(name: str, key: str = "") -> None:
    if name not in ASKS_NOTHING:
        first_page()
    st.session_state[name] = st.session_state[key or f"pick_{name}"]


def _picked_one(name: str) -> None:
    first_page()
    st.session_state[name] = [st.session_state[f"pick_{name}"]]
