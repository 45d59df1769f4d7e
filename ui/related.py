"""Commitments that are like one: of the same member in the plan before and after, and of other members."""

import pandas as pd
import streamlit as st

from analysis import likeness, tables
from ui.components import table
from ui.session import ask, language, t

NEAR = ("side", "title", "completion", "carried_forward", "likeness", "plan_number", "year", "number")
ELSEWHERE = ("member", "title", "completion", "ambition", "likeness", "shared", "year")


def near(id: str) -> str | None:
    """The plan before and after. The id of a commitment that was chosen, if one was."""
    st.subheader(t("record.near"), anchor=False)
    found = ask(likeness.neighbours, id=id)
    if found.empty:
        st.caption(t("record.near_none"))
        return None
    picked = _rows(found, columns=NEAR, key=f"near_{id}", alt=t("record.near_alt"))
    st.caption(t("record.near_note"))
    return picked


def elsewhere(id: str) -> str | None:
    """Other members. The id of a commitment that was chosen, if one was."""
    st.subheader(t("record.elsewhere"), anchor=False)
    found = ask(likeness.elsewhere, id=id, language=language())
    if found.empty:
        st.caption(t("record.elsewhere_none"))
        return None
    picked = _rows(found, columns=ELSEWHERE, key=f"elsewhere_{id}", alt=t("record.elsewhere_alt"))
    st.caption(t("record.elsewhere_note"))
    return picked


def _rows(found: pd.DataFrame, *, columns: tuple[str, ...], key: str, alt: str) -> str | None:
    shown = found.assign(likeness=(found["likeness"] * 100).round())
    event = table(
        tables.for_reader(shown, language=language())[list(columns)],
        key=key,
        alt=alt,
        on_select="rerun",
        selection_mode="single-row",
        height="content",
        config={
            "title": st.column_config.TextColumn(t("column.title"), width="large"),
            "likeness": st.column_config.ProgressColumn(
                t("column.likeness"), format="%d%%", min_value=0, max_value=100, width="small"
            ),
        },
    )
    picked = event["selection"]["rows"][:1]
    return str(found["commitment_id"].iloc[picked[0]]) if picked else None
