"""Choosing what to present: which slides, and the ways to take them along."""

from collections.abc import Callable
from functools import partial
from typing import Any, Unpack

import streamlit as st
from duckdb import DuckDBPyConnection

from analysis import compare, process
from analysis.deck import to_pptx
from analysis.once import rows_of
from analysis.scope import Filters
from analysis.slides import presets
from analysis.slides.model import Deck
from ui import filters, slide_html, stage
from ui.components import file_name
from ui.session import LISTS, ask, chosen, language, t

COVER_AND_SOURCES = 2
#: Pages that look at one indicator, by the name of its picker in their address.
_LOOKED_AT = {"compare": "indicator", "themes": "measure"}
_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def shown_by(page: str) -> dict[str, str | list[str]]:
    """What the address of the slides says that show what the page at this address shows; nothing where none do."""
    if page == "member":
        return {"preset": "country"} if _is_offered("country") else {}
    name = page or "overview"
    if name not in presets.PRESETS:
        return {}
    if name not in _LOOKED_AT:
        return {"preset": name}
    picked = st.session_state.get(_LOOKED_AT[name]) or st.query_params.get_all(_LOOKED_AT[name])
    return {"preset": name, "indicator": [str(code) for code in picked[:1]]}


def preset() -> str:
    """The slides that the address asks for as `preset`; without it, what fits the filters."""
    with st.container(key="address_preset"):
        st.selectbox("preset", ["", *presets.PRESETS], key="preset", bind="query-params")
    return st.session_state["preset"] or presets.fitting(chosen())


def indicator(preset: str) -> str:
    """What slides on one indicator are about, in the address as `indicator`; offered unless they are on the screen.

    Empty where the slides are not on one, and on the screen where the address names none: the first rated one is meant.
    """
    names = presets.BY_INDICATOR.get(preset, ())
    if not names:
        return ""
    if stage.is_on():
        filters.addresses(indicator=names)
        return str(next(iter(st.session_state["indicator"]), ""))
    return filters.indicator({name: n for name, n in ask(compare.available, **chosen()).items() if name in names})


def deck(
    db: DuckDBPyConnection,
    *,
    remembered: Callable[..., Any],
    preset: str,
    indicator: str,
    language: str,
    **wanted: Unpack[Filters],
) -> Deck:
    """The slides, for `ask_through`: what they ask is remembered as what pages ask is. Raises NothingToShow."""
    facts: dict[str, Any] = {"preset": preset, "indicator": indicator, "language": language, "filters": wanted}
    return presets.made(db, remembered=remembered, **facts)


def choice(preset: str) -> None:
    """The offer of presets. A country's brief is offered where one member is chosen, a theme's where a theme is, what
    the page on process shows where a file says something of the chosen plans.
    """
    offered = [name for name in presets.PRESETS if name == preset or _is_offered(name)]
    st.session_state["pick_preset"] = preset
    st.selectbox(
        t("present.preset"), offered, key="pick_preset", on_change=_picked,
        format_func=_named, help=t("present.preset_help"),
    )  # fmt: skip


def ways(deck: Deck, *, preset: str, indicator: str) -> None:
    """On the whole screen, as a file, from the command line."""
    called = file_name(f"commitments-{preset}", suffix=".pptx")
    with st.container(horizontal=True, vertical_alignment="center", key="present_ways"):
        st.button(
            t("present.show"), key="present_show", type="primary", icon=":material/slideshow:", on_click=stage.enter
        )
        st.download_button(
            t("present.download"), data=partial(to_pptx, deck), file_name=called, mime=_MIME,
            key="present_download", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    st.caption(t("present.ways_note"))
    with st.expander(t("present.command")):
        st.code(_command(preset, indicator=indicator, file_name=called), language="bash", wrap_lines=True)


def contents(deck: Deck) -> None:
    """Every slide by its title, with what it rests on."""
    st.subheader(t("present.contents", n=len(deck.slides)), anchor=False)
    st.html(slide_html.contents(deck))


def has_slides(deck: Deck) -> bool:
    """Whether anything stands between cover and sources."""
    return len(deck.slides) > COVER_AND_SOURCES


def nothing(reason: str = "filter.none") -> None:
    """What stands in place of slides where no commitment matches, or for another `reason`, a key of the text files."""
    st.info(t(reason), icon=":material/filter_alt_off:")
    if stage.is_on():
        st.button(t("present.leave"), key="slide_leave", on_click=stage.leave)


def _is_offered(name: str) -> bool:
    if name == "country":
        return len(chosen().get("members") or []) == 1
    if name == "process":
        return bool(rows_of(ask(process.size, **chosen()))[0]["answered"])
    return name != "theme" or bool(chosen().get("themes"))


def _named(name: str) -> str:
    is_brief = name in presets.BRIEFS
    return t(f"present.preset_{name}") if is_brief else t("present.preset_page", page=t(f"nav.{name}"))


def _picked() -> None:
    st.session_state["preset"] = st.session_state["pick_preset"]


def _command(preset: str, *, indicator: str, file_name: str) -> str:
    """The same deck from the command line, with the very options of the current choice."""
    codes = {name: ",".join(str(code) for code in st.session_state[name]) for name in LISTS}
    asked = [f"--{name} {given}" for name, given in codes.items() if given]
    on = [f"--indicator {indicator}"] if indicator else []
    options = [f"--preset {preset}", *on, *asked, f"--language {language()}"]
    return f"python -m reports deck --out {file_name} {' '.join(options)}"
