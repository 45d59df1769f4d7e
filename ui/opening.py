"""From a click on a mark or a row to the commitments behind it, by a link that the browser itself follows.

Were the server to change filters and page, as `st.switch_page` does, the browser's history would hold the old page with
the new filters, and its way back would lead there.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from ui.session import LISTS, OF_THE_LIST, page_at

LIST = "commitments"
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def narrow_and_open(narrowed: dict[str, list[Any]]) -> None:
    """Has the page, once it is through, open the list with the shared filters so narrowed, or one commitment's page.

    For callbacks only. What the list's own filters held on an earlier visit is forgotten, or the list would be shorter
    than what was clicked.
    """
    for name in (*OF_THE_LIST, "page"):
        st.session_state.pop(name, None)
    st.session_state["_open"] = {name: [str(code) for code in codes] for name, codes in narrowed.items()}
    st.session_state["_narrowed"] = {name: narrowed[name] for name in LISTS if name in narrowed}


def arrive(page: str) -> None:
    """Narrows the shared filters on the list that was opened. For the frame, before it looks at them."""
    narrowed = st.session_state.get("_narrowed")
    if narrowed and page == LIST:
        del st.session_state["_narrowed"]
        for name, codes in narrowed.items():
            st.session_state[name] = codes


def way() -> None:
    """The link that was asked for, and what follows it. For the frame, at the end of a page."""
    opened = st.session_state.pop("_open", None)
    if opened is None:
        return
    turn = st.session_state["_opened"] = st.session_state.get("_opened", 0) + 1
    name = f"address_open_{turn}"
    with st.container(key=name):
        of_the_list = {key: codes for key, codes in opened.items() if key not in LISTS}
        st.page_link(page_at(LIST), query_params=of_the_list)
        st.components.v2.component("opening", js=_SCRIPT)(key=f"opening_{turn}", data={"link": name})
