"""From a click on a mark or a row to the commitments behind it, by a link that the browser itself follows.

Were the server to change filters and page, as `st.switch_page` does, the browser's history would hold the old page with
the new filters, and its way back would lead there.
"""

import time
from pathlib import Path
from typing import Any

import streamlit as st

from ui.session import LISTS, OF_THE_LIST, page_at, t

LIST = "commitments"
#: How long a browser may take from the link to the list.
MOST_SECONDS = 10
#: Codes by the name of a filter, shared or the list's own; `commitment` names one to read.
Narrowed = dict[str, list[Any]]
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def narrow_and_open(narrowed: Narrowed) -> None:
    """Has the page, once it is through, open the list with the shared filters so narrowed, or one commitment's page.

    For callbacks only. What the list's own filters held on an earlier visit is forgotten, or the list would be shorter
    than what was clicked.
    """
    for name in (*OF_THE_LIST, "page"):
        st.session_state.pop(name, None)
    st.session_state["_open"] = narrowed


def asked() -> Narrowed | None:
    """What a callback of this run has asked to open, once. For the frame, before anything on the page can fail."""
    opened: Narrowed | None = st.session_state.pop("_open", None)
    return opened


def way(opened: Narrowed | None) -> None:
    """The link to what was asked for, and what follows it. At the end of a page, and of a window over it."""
    if opened is None:
        return
    turn = st.session_state["_opened"] = st.session_state.get("_opened", 0) + 1
    shared = {name: codes for name, codes in opened.items() if name in LISTS}
    st.session_state["_narrowed"] = time.monotonic(), shared
    name = f"address_open_{turn}"
    if "commitment" in opened:
        own = [key for key in st.query_params if key not in (*LISTS, "language")]
        st.session_state["_opened_from"] = st.session_state["_here"], {k: st.query_params.get_all(k) for k in own}
    with st.container(key=name):
        of_the_list = {key: [str(code) for code in codes] for key, codes in opened.items() if key not in LISTS}
        st.page_link(page_at(LIST), query_params=of_the_list)
        st.components.v2.component("opening", js=_SCRIPT)(key=f"opening_{turn}", data={"link": name})


def back() -> None:
    """A link to the page from whose list a commitment was opened, with that page's own filters; the shared ones stay.

    Nothing on a commitment that was opened by its address or from the list of commitments.
    """
    if "_opened_from" in st.session_state:
        address, own = st.session_state["_opened_from"]
        page = page_at(address)
        label = t("record.back_to", page=page.title)
        st.page_link(page, label=label, icon=":material/arrow_back:", query_params=own)


def arrive(page: str) -> None:
    """Narrows the shared filters on the list that was opened. For the frame, before it looks at them.

    Forgets from where a commitment was opened, unless one is. A list that somebody opens by the menu, long after a link
    that a browser did not follow, is not narrowed.
    """
    st.session_state["_here"] = page
    if page != LIST or "commitment" not in st.query_params:
        st.session_state.pop("_opened_from", None)
    if page != LIST or "_narrowed" not in st.session_state:
        return
    when, narrowed = st.session_state.pop("_narrowed")
    if time.monotonic() - when < MOST_SECONDS:
        for name, codes in narrowed.items():
            st.session_state[name] = codes
