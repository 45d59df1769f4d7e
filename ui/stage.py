"""The slides on the whole screen: one at a time, without the frame, moved by keys and by buttons."""

from pathlib import Path

import streamlit as st

from analysis.slides import screen
from analysis.slides.model import Chart, Deck, Slide
from ui import slide_html
from ui.session import language, t

#: The page that has this mode, by its address.
ADDRESS = "present"
_HERE = Path(__file__).resolve().parent
_CSS = (_HERE / "stage.css").read_text(encoding="utf-8")
#: What hears the keys and measures the screen.
_KEY = "slide_keys"
_KEYS = st.components.v2.component(_KEY, js=(_HERE / "stage.js").read_text(encoding="utf-8"))
#: The smallest and the largest scale that is drawn, whatever a browser says.
_SCALES = (0.4, 6.0)
_CONFIG = {"staticPlot": True, "displayModeBar": False, "responsive": True}


def is_asked_for() -> bool:
    """Whether the address says `show=1`. For the frame, once a run, on the page that has the mode."""
    with st.container(key="address_show"):
        st.selectbox("show", ["0", "1"], key="show", bind="query-params")
    return is_on()


def is_on() -> bool:
    """Whether this run shows slides."""
    return st.session_state.get("show") == "1"


def enter(slide: int = 1) -> None:
    """Puts the slides on the screen. For a button's `on_click`."""
    st.session_state["show"], st.session_state["_slide_at"] = "1", slide


def leave() -> None:
    """Takes them off again. For a button's `on_click`."""
    st.session_state["show"] = "0"


def show(deck: Deck) -> None:
    """The slide that the address names, the first without one, with what moves on from there."""
    st.html(f"<style>{_CSS}</style>")
    last = len(deck.slides)
    place = _place(last)
    slide = deck.slides[place - 1]
    scale = _listen(place, last=last)
    with st.container(key="stage"):
        st.html(slide_html.head(slide, deck=deck))
        with st.container(key="slide_body"):
            _body(slide, scale=scale)
        with st.container(horizontal=True, key="slide_foot"):
            st.html(slide_html.rests_on(slide, deck=deck))
            _controls(slide, place=place, last=last)
        st.html(slide_html.progress(place, of=last))


def _place(last: int) -> int:
    """The number of the slide; one that there is not is the first.

    The address, as `slide`, says where slides begin and then follows: what a browser says of it comes late.
    """
    state = st.session_state
    if "_slide_at" in state:
        state["slide"] = state["_slide_at"] if 1 <= state["_slide_at"] <= last else 1
    with st.container(key="address_slide"):
        state["_slide_at"] = int(st.number_input("slide", 1, last, key="slide", bind="query-params"))
    return int(state["_slide_at"])


def _listen(place: int, *, last: int) -> float:
    """Hears the keys; how much larger than 1280 by 720 pixels the screen is, once it has said so, else 1."""
    state = st.session_state
    known = {"scale": state.setdefault("_slide_scale", 1.0), "at": place, "last": last, "heard": _heard()}
    with st.container(key="address_keys"):
        said = _KEYS(
            key=_KEY, data=known, default={"scale": known["scale"], "move": None},
            on_scale_change=lambda: None, on_move_change=_moved,
        )  # fmt: skip
    state["_slide_scale"] = min(max(float(said.scale or known["scale"]), _SCALES[0]), _SCALES[1])
    return float(state["_slide_scale"])


def _moved() -> None:
    """Goes where the keys went: a browser's word, which `_place` holds against the slides that there are."""
    move = st.session_state[_KEY].move
    if move and move["n"] > _heard():
        st.session_state["_slide_heard"], st.session_state["_slide_at"] = int(move["n"]), int(move["to"])


def _heard() -> int:
    return int(st.session_state.get("_slide_heard", 0))


def _body(slide: Slide, *, scale: float) -> None:
    said = slide_html.body(slide.body)
    if said:
        st.html(said)
    if isinstance(slide.body, Chart):
        figure = screen.drawn(slide.body, language=language(), scale=scale)
        alt = "; ".join((slide.title, *slide.numbers))
        st.plotly_chart(figure, key=f"slide_{slide.id}", alt=alt, height="stretch", config=_CONFIG)
        st.html(slide_html.numbers(slide))
    else:
        with st.container(key="address_chart"):  # the first chart then finds what draws it, loaded with the cover
            st.plotly_chart({"data": [{"type": "bar"}]}, key="slide_no_chart")


def _controls(slide: Slide, *, place: int, last: int) -> None:
    with st.container(horizontal=True, key="slide_controls", width="content"):
        _button("previous", icon="arrow_back", by=-1, place=place, last=last)
        st.html(slide_html.place(place, of=last), width="content")
        _button("next", icon="arrow_forward", by=1, place=place, last=last)
        with st.popover(t("present.notes"), icon=":material/notes:", key="slide_notes"):
            st.html(slide_html.notes(slide))
        st.button(t("present.leave"), key="slide_leave", icon=":material/close:", on_click=leave)
        _button("first", icon="first_page", by=-last, place=place, last=last)
        _button("last", icon="last_page", by=last, place=place, last=last)


def _button(name: str, *, icon: str, by: int, place: int, last: int) -> None:
    st.button(
        t(f"present.{name}"), key=f"slide_{name}", icon=f":material/{icon}:", on_click=_move, args=(by, last),
        disabled=place == (1 if by < 0 else last),
    )  # fmt: skip


def _move(by: int, last: int) -> None:
    """From where the slides are by now, which may be further than where the button was drawn."""
    st.session_state["_slide_at"] = min(max(st.session_state["_slide_at"] + by, 1), last)
