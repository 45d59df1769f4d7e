"""How were plans made, and with whom?"""

from functools import partial
from typing import Any

import streamlit as st

from analysis import process, process_charts
from analysis.once import rows_of
from ui import components
from ui import process as pieces
from ui.session import ask, chosen, language, name_of, t


def show(name: str, figure: Any, frame: Any, *, summary: str, **more: Any) -> None:
    """One chart on all chosen plans under its question, with its numbers."""
    if not any(row["n"] for row in rows_of(frame)):
        pieces.unanswered(figure)
        return
    alt, source, basis = t(f"process.{name}_alt", summary=summary), pieces.source(), pieces.basis()
    numbers = pieces.of_plans(frame)
    components.chart_with_table(figure, numbers, name=name, alt=alt, source=source, basis=basis, **more)


def show_steps(size: dict[Any, Any]) -> None:
    found = process.steps(ask(process.answers, **chosen()), more=process.OPENNESS)
    said = pieces.named([name_of("step", row["question"]) for row in rows_of(found)])
    show(
        "steps",
        process_charts.shares(found, **said, picture=pieces.drawn(t("process.steps"))),
        found,
        note=f"{t('process.steps_note')} {t('process.openness_note')}",
        summary=process_charts.in_words(found, **said),
        picks=partial(pieces.pick_step, found),
        counted=pieces.counted_range(found, size=size),
    )


def show_levels(size: dict[Any, Any]) -> None:
    found = process.levels(pieces.plans())
    show(
        "levels",
        process_charts.levels(found, language=language(), picture=pieces.drawn(t("process.levels"))),
        found,
        note=t("process.levels_note", **pieces.by_phase(found, "not_applicable")),
        summary=process_charts.levels_in_words(found, language=language()),
        picks=partial(pieces.pick_level, found),
        counted=t("process.counted_levels", plans=size["plans"], **pieces.by_phase(found, "n")),
    )


def show_answers() -> None:
    question = pieces.pick_question()
    answered = ask(process.answers, **chosen())
    found = process.by_year(answered, question)
    if not any(row["n"] for row in rows_of(found)):
        st.caption(t("process.unanswered"))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.by_year(found, question=question)
    with right:
        pieces.by_region(process.by_region(answered, question), question=question)


st.header(t("process.title"), anchor=False)
size = pieces.answered()
if size:
    pieces.cards(size)
    for place, show_one in zip(st.columns(2, gap="medium"), (show_steps, show_levels), strict=True):
        with place:
            show_one(size)
    show_answers()
    pieces.results()
    pieces.table()
