"""Commitments that are like one: of the same member in the plan before and after, and of other members."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis import likeness, tables
from ui.components import table
from ui.session import ask, language, name_of, t

NEAR = ("side", "title", "completion", "carried_forward", "likeness", "plan_number", "year", "number")
ELSEWHERE = ("member", "title", "likeness", "completion", "ambition", "ambition_scale", "shared", "year")


def near(id: str) -> str | None:
    """The plan before and after. The id of a commitment that was chosen, if one was."""
    st.subheader(t("record.near"), anchor=False)
    found = ask(likeness.neighbours, id=id)
    if found.empty:
        st.caption(t("record.near_none"))
        return None
    sides = [_side(side, plan=plan, gap=gap) for side, plan, gap in found[["side", "plan_number", "gap"]].to_numpy()]
    picked = _rows(found.assign(side=sides), columns=NEAR, key=f"near_{id}", alt=t("record.near_alt"))
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


def _side(side: str, *, plan: int, gap: Sequence[int]) -> str:
    """Which plan it is: the one before or after, or by its number where it is neither."""
    if len(gap) == 0:
        return name_of("side", side)
    return t("record.near_gap", plan=plan, n=len(gap), gap=", ".join(str(number) for number in gap))


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
