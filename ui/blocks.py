"""Larger pieces of the overview: what the map cannot show, what the last import changed, where to go next."""

from pathlib import Path

import pandas as pd
import streamlit as st

from analysis import maps, numbers, tables
from ui.components import download, markdown, table
from ui.session import about, language, t

PAGES = Path(__file__).resolve().parent.parent / "pages"
DIRECTIONS = ("up", "down", "same", "new", "other")
MOST_ROWS = 200


def beneath_the_map(by_member: pd.DataFrame) -> None:
    """Members without a shape or a circle, by name, and what the boundaries do not mean."""
    missing = maps.unplaced(by_member)
    said = t("overview.map_unplaced", names=markdown(", ".join(missing))) + " " if missing else ""
    st.caption(said + t("overview.map_disclaimer"))


def last_import(changes: pd.DataFrame, *, filters: str) -> None:
    """How many ratings the latest import moved up and down, and which."""
    st.subheader(t("overview.changes"), anchor=False)
    snapshot = about().snapshot_id
    if changes.empty:
        st.caption(t("overview.changes_none", snapshot=snapshot))
        return
    found = changes["direction"].value_counts()
    said = {name: numbers.count(found.get(name, 0), language=language()) for name in DIRECTIONS}
    st.text(t("overview.changes_some", snapshot=snapshot, **said))
    st.caption(t("overview.changes_note"))
    shown = tables.for_reader(changes.head(MOST_ROWS), language=language())
    table(shown, key="changes_table", alt=t("overview.changes"), height=min(300, 38 + 35 * len(shown)))
    n = numbers.count(len(changes), language=language())
    download(
        changes,
        name="changes",
        question=t("overview.changes"),
        filters=filters,
        of=t("number.of", yes=n, n=n),
    )


def where_next() -> None:
    """Links to the pages that answer what comes next."""
    st.subheader(t("overview.next"), anchor=False)
    st.page_link(PAGES / "explore" / "commitments.py", label=t("overview.next_commitments"), icon=":material/search:")
