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


def show(side: Side, name: str, figure: Any, frame: Any, *, summary: str, **more: Any) -> None:
    """One chart under its question, with its note and its numbers."""
    alt, basis = t(f"compare.{name}_alt", summary=summary), filters.basis(side.wanted)
    components.chart_with_table(figure, frame, name=f"compare_{name}", alt=alt, basis=basis, **more)


def show_shares(found: Answers, side: Side) -> None:
    drawn = pieces.drawn(found, t("compare.shares", question=found.question))
    show(
        side,
        "shares",
        charts.shares(found.shares, lines=charts.legend_lines(found.levels), **drawn),
        pieces.with_eras(found.shares, found.eras),
        note=t("compare.shares_note"),
        definition=found.definition,
        summary=charts.in_words(found.shares, language=language()),
        counted=pieces.counted(found.shares, found.indicator),
        picks=partial(pieces.pick, side, found),
    )


def show_levels(found: Answers, side: Side) -> None:
    shown = picture(t(f"compare.levels_{found.scale}"))
    drawn = charts.levels(found.levels, scale=found.scale, language=language(), picture=shown)
    show(side, figure=drawn, frame=found.levels, **pieces.levels(found, side))


def show_over(found: Answers, side: Side, *, by: str) -> None:
    drawn = pieces.drawn(found, t(f"compare.over_{by}", question=found.question))
    show(
        side,
        "over",
        charts.over(found.over, order=found.units, by=by, **drawn),
        found.over,
        note=t(f"compare.over_note_{by}"),
        definition=found.definition,
        summary=charts.in_words(found.shares, language=language()),
        counted=pieces.counted(found.shares, found.indicator),
        picks=partial(pieces.pick_over, side, found, by),
    )


st.header(t("compare.title"), anchor=False)
side = pieces.side()
indicator, by = pieces.how(ask(compare.available, **side.wanted))
found = pieces.answers(side, indicator=indicator, by=by)
if found.named:
    pieces.explain(found)
    for place, show_one in zip(st.columns(2, gap="medium"), (show_shares, show_levels), strict=True):
        with place:
            show_one(found, side)
    pieces.side_by_side(found, side)
    if found.over["n"].any():
        show_over(found, side, by=by)
else:
    st.info(t("filter.none"))
