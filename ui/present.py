"""Choosing what to present: which slides, and the ways to take them along."""

from functools import partial

import streamlit as st

from analysis.deck import to_pptx
from analysis.slides import presets
from analysis.slides.model import Deck
from ui import slide_html, stage
from ui.components import file_name
from ui.session import LISTS, chosen, language, t

COVER_AND_SOURCES = 2
_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def preset_of(page: str) -> str:
    """The slides that show what the page at this address shows; empty where there are none."""
    if page == "member":
        return "country" if _is_offered("country") else ""
    name = page or "overview"
    return name if name in presets.PRESETS else ""


def preset() -> str:
    """The slides that the address asks for as `preset`; without it, what fits the filters."""
    with st.container(key="address_preset"):
        st.selectbox("preset", ["", *presets.PRESETS], key="preset", bind="query-params")
    return st.session_state["preset"] or presets.fitting(chosen())


def choice(preset: str) -> None:
    """The offer of presets. A country's brief is offered where one member is chosen, a theme's where a theme is."""
    offered = [name for name in presets.PRESETS if name == preset or _is_offered(name)]
    st.session_state["pick_preset"] = preset
    st.selectbox(
        t("present.preset"), offered, key="pick_preset", on_change=_picked,
        format_func=_named, help=t("present.preset_help"),
    )  # fmt: skip


def ways(deck: Deck, *, preset: str) -> None:
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
        st.code(_command(preset, file_name=called), language="bash", wrap_lines=True)


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
    return name != "theme" or bool(chosen().get("themes"))


def _named(name: str) -> str:
    is_brief = name in presets.BRIEFS
    return t(f"present.preset_{name}") if is_brief else t("present.preset_page", page=t(f"nav.{name}"))


def _picked() -> None:
    st.session_state["preset"] = st.session_state["pick_preset"]


def _command(preset: str, *, file_name: str) -> str:
    """The same deck from the command line, with the very options of the current choice."""
    codes = {name: ",".join(str(code) for code in st.session_state[name]) for name in LISTS}
    asked = [f"--{name} {given}" for name, given in codes.items() if given]
    options = [f"--preset {preset}", *asked, f"--language {language()}"]
    return f"python -m reports deck --out {file_name} {' '.join(options)}"
