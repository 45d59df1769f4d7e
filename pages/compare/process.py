"""How were plans made, and with whom?"""

from typing import Any

import streamlit as st

from analysis import process, process_charts
from ui import components, filters
from ui import process as pieces
from ui.session import ask, chosen, language, name_of, t


def show_steps(size: dict[Any, Any]) -> None:
    found = ask(process.steps, **chosen())
    said: dict[str, Any] = {"names": [name_of("step", code) for code in found["question"]], "language": language()}
    components.chart_with_table(
        process_charts.shares(found, **said, picture=pieces.drawn(t("process.steps"))),
        found,
        name="steps",
        note=t("process.steps_note"),
        alt=t("process.steps_alt", summary=process_charts.in_words(found, **said)),
        counted=pieces.counted_range(found, size=size),
        source=pieces.source(),
        filters=filters.for_export(),
    )


def show_levels(size: dict[Any, Any]) -> None:
    found = ask(process.levels, **chosen())
    components.chart_with_table(
        process_charts.levels(found, language=language(), picture=pieces.drawn(t("process.levels"))),
        found,
        name="levels",
        note=t("process.levels_note", **pieces.by_phase(found, "not_applicable")),
        alt=t("process.levels_alt", summary=process_charts.levels_in_words(found, language=language())),
        counted=t("process.counted_levels", plans=size["plans"], **pieces.by_phase(found, "n")),
        source=pieces.source(),
        filters=filters.for_export(),
    )


def show_answers() -> None:
    question = pieces.pick_question()
    asked = name_of("question", question)
    found = ask(process.by_year, question=question, **chosen())
    if not found["n"].any():
        st.caption(t("process.unanswered"))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.by_year(found, title=t("process.by_year", question=asked))
    with right:
        by_region = ask(process.by_region, question=question, **chosen())
        pieces.by_region(by_region, title=t("process.by_region", question=asked))


def show_results() -> None:
    st.subheader(t("process.results"), anchor=False)
    beside = pieces.pick_beside()
    found = ask(process.results, beside=beside, language=language(), **chosen())
    if not found["n"].any():
        st.caption(t("process.no_results"))
        return
    pieces.results(found, beside=beside)
    pieces.association(found, beside=beside)


st.header(t("process.title"), anchor=False)
size = pieces.answered()
if size:
    pieces.cards(size)
    left, right = st.columns(2, gap="medium")
    with left:
        show_steps(size)
    with right:
        show_levels(size)
    show_answers()
    show_results()
    pieces.table()
