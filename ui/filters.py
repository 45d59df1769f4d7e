"""The shared filters: in the address by their codes, on the screen by their names and counts.

Streamlit binds a widget to the address by the labels that it shows. The address must hold codes (`members=GBR`),
so each filter is two widgets: a hidden one with codes, bound to the address, and a visible one with names, which
writes to the hidden one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analysis import numbers, queries
from analysis.text import LANGUAGES
from ui.components import markdown
from ui.session import LISTS, ask, chosen, language, name_of, t

_IS_NUMBER = ("plans", "years")


def address_language() -> None:
    """The language in the address (`language=es`); absent, the browser's where we speak it, else English."""
    guess = (st.context.locale or "en").split("-")[0]
    codes = list(LANGUAGES)
    with st.container(key="address"):
        st.selectbox(
            "language", codes, index=codes.index(guess) if guess in codes else 0, key="language", bind="query-params"
        )


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


def address(name: str, codes: Sequence[int | str]) -> None:
    """The hidden half of one filter: codes, bound to the address. Unknown codes in it are dropped one by one."""
    with st.container(key=f"address_{name}"):
        st.multiselect(name, codes, key=name, bind="query-params")


def picker(name: str, labels: Mapping[Any, str], *, label: str, **more: Any) -> None:
    """The visible half of one filter; `labels` names its codes."""
    st.session_state[f"pick_{name}"] = st.session_state[name]
    st.multiselect(
        label,
        list(labels),
        key=f"pick_{name}",
        format_func=labels.__getitem__,
        placeholder=t("filter.all"),
        on_change=_picked,
        args=(name,),
        **more,
    )


def shared_addresses(options: pd.DataFrame) -> None:
    """The hidden halves of the shared filters."""
    for name in LISTS:
        address(name, [code for code, _, _ in _rows(options, name)])


def bar(options: pd.DataFrame) -> None:
    """The visible halves of the shared filters: names with the number of commitments behind each."""
    for name in LISTS:
        picker(name, _labels(options, name), label=t(f"filter.{name}"))


def summary(options: pd.DataFrame) -> None:
    """One line on what is chosen, with the ways to take it along and to undo it."""
    counts = ask(queries.size, **chosen()).to_dict("records")[0]
    said = {
        "n": numbers.count(counts["commitments"], language=language()),
        "of": numbers.count(counts["of"], language=language()),
    }
    is_narrow = any(chosen().values())
    with st.container(horizontal=True, vertical_alignment="center", key="summary"):
        if is_narrow:
            st.caption(t("filter.showing", **said, filters=markdown(in_words(options))), width="stretch")
            st.button(t("filter.reset"), key="reset", on_click=reset, icon=":material/close:", type="tertiary")
        else:
            st.caption(t("filter.showing_all", n=said["n"]), width="stretch")
        with st.popover(t("filter.copy"), icon=":material/link:", type="tertiary"):
            st.caption(t("filter.copy_help"))
            st.code(link(), language=None, wrap_lines=True)


def in_words(options: pd.DataFrame, *, most: int = 4) -> str:
    """What is chosen, by name; empty where nothing is."""
    parts = []
    for name in LISTS:
        codes = st.session_state.get(name) or []
        if codes:
            named = dict(zip(options["value"], options["label"], strict=True)) if name in ("members", "themes") else {}
            parts.append(_shortened([_name(name, code, named.get(code)) for code in codes], most=most))
    return " · ".join(parts)


def link() -> str:
    """The address that opens this page with these filters in this language."""
    ours = {*LISTS, "language"}
    pairs: list[tuple[str, object]] = [("language", language())]
    pairs += [(name, value) for name in LISTS for value in st.session_state.get(name) or []]
    pairs += [(k, v) for k in st.query_params if k not in ours for v in st.query_params.get_all(k)]
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(pairs)}"


def reset() -> None:
    """Takes every filter back. For a button's `on_click`."""
    for name in LISTS:
        st.session_state[name] = []


def for_export() -> str:
    """What is chosen, for the head of a downloaded file."""
    return in_words(ask(queries.options, language=language()), most=100) or t("chart.no_filters")


def _picked(name: str) -> None:
    st.session_state[name] = st.session_state[f"pick_{name}"]


def _rows(options: pd.DataFrame, name: str) -> Iterable[tuple[int | str, str | None, int]]:
    for row in options[options["filter"] == name].to_dict("records"):
        label = row["label"] if isinstance(row["label"], str) else None
        yield (int(row["value"]) if name in _IS_NUMBER else str(row["value"])), label, int(row["n"])


def _labels(options: pd.DataFrame, name: str) -> dict[int | str, str]:
    labels: dict[int | str, str] = {}
    for code, label, n in _rows(options, name):
        said = t("filter.option", label=_name(name, code, label), n=numbers.count(n, language=language()))
        labels[code] = said if said not in labels.values() else f"{said} {code}"  # the picker tells them apart by label
    return labels


def _name(name: str, code: int | str, label: object) -> str:
    if name == "regions":
        return name_of("region", code)
    if name == "plans":
        return t("filter.plan", number=code)
    if name == "themes":
        return name_of("theme", code, otherwise=str(label))
    return str(label) if isinstance(label, str) else str(code)


def _shortened(names: list[str], *, most: int) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return t("filter.more", first=", ".join(names[:most]), n=len(names) - most)
