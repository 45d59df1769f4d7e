"""How do members or regions compare?"""

from functools import partial
from typing import Any

import streamlit as st

from analysis import compare
from analysis import compare_charts as charts
from ui import compare as pieces
from ui import components, filters
from ui.compare import Answers, Side
from ui.session import ask, language, picture, t


def show(name: str, figure: Any, frame: Any, *, note: str, summary: str, counted: str, **more: Any) -> None:
    """One chart under its question, with its note and its numbers."""
    alt = t(f"compare.{name}_alt", summary=summary)
    components.chart_with_table(
        figure, frame, name=f"compare_{name}", note=note, alt=alt, filters=filters.for_export(), counted=counted, **more
    )


def show_shares(found: Answers, side: Side, *, question: str) -> None:
    show(
        "shares",
        charts.shares(found.shares, language=language(), picture=picture(t("compare.shares", question=question))),
        found.shares,
        note=t("compare.shares_note"),
        summary=charts.in_words(found.shares, language=language()),
        counted=pieces.counted(found.shares),
        opens=partial(pieces.click, side),
    )


def show_completion(found: Answers, side: Side) -> None:
    drawn = charts.completion(found.completion, language=language(), picture=picture(t("compare.completion")))
    show(
        "completion",
        drawn,
        found.completion,
        note=t("compare.completion_note"),
        summary=charts.completion_in_words(found.completion, language=language()),
        counted=pieces.counted(found.completion),
        opens=partial(pieces.click, side),
    )


def show_over(found: Answers, *, by: str, question: str) -> None:
    asked = picture(t(f"compare.over_{by}", question=question))
    show(
        "over",
        charts.over(found.over, order=found.units, by=by, language=language(), picture=asked),
        found.over,
        note=t(f"compare.over_note_{by}"),
        summary=charts.in_words(found.shares, language=language()),
        counted=pieces.counted(found.shares),
    )


st.header(t("compare.title"), anchor=False)
side = pieces.side()
indicator, by = pieces.how(ask(compare.available, **side.wanted))
found = pieces.answers(side, indicator=indicator, by=by)
if not found.completion.empty:
    question = t(f"compare.indicator_{indicator}")
    pieces.warn_of_eras(found.eras)
    left, right = st.columns(2, gap="medium")
    with left:
        show_shares(found, side, question=question)
    with right:
        show_completion(found, side)
    pieces.left_out(found)
    pieces.side_by_side(found, question=question, definition=t(f"compare.means_{indicator}"))
    if found.over["n"].any():
        show_over(found, by=by, question=question)
else:
    st.info(t("filter.none"))
