"""The pictures of charts: buttons beneath each, and the one piece of the page that makes what they ask for.

The reader's own browser makes them (ui/pictures.js), so neither a browser on the server nor a network is needed.
"""

from pathlib import Path
from typing import Any, cast

import streamlit as st

from analysis import pictures
from analysis.figures import Figure
from ui.session import t

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
FORMATS = ("png", "svg")
#: What Plotly says while it makes a picture, and the sentence that says it in the reader's language.
_SAID = {
    "Preparing image - this may take a few seconds": "chart.picture_making",
    "Image download succeeded": "chart.picture_made",
    "Sorry, there was a problem downloading your image!": "chart.picture_failed",
}


def start() -> None:
    """Forgets the charts of the run before."""
    st.session_state["_pictures"] = {}


def offer(figure: Figure, *, name: str, file_name: str, **said: Any) -> None:
    """Buttons that download the chart `name` as png and as svg. `said`: what pictures.laid_out writes into it."""
    laid_out = pictures.laid_out(figure, **said)
    cast("dict[str, Any]", st.session_state["_pictures"])[name] = {**laid_out, "file": file_name}
    for kind in FORMATS:
        st.button(t(f"chart.picture_{kind}"), key=f"picture_{name}_{kind}", icon=":material/image:", type="tertiary")


def maker() -> None:
    """Puts on the page what makes the pictures, once for all its charts."""
    charts = st.session_state["_pictures"]
    if charts:
        words = {theirs: t(ours) for theirs, ours in _SAID.items()}
        st.components.v2.component("pictures", js=_SCRIPT)(key="pictures", data={"charts": charts, "words": words})
