"""How were plans made, and with whom?"""

from typing import Any

import streamlit as st

from analysis import process, process_charts
from analysis.once import rows_of
from ui import components
from ui import process as pieces
from ui.session import ask, chosen, language, name_of, t


def show_steps(size: dict[Any, Any]) -> None:
    found = process.steps(ask(process.answers, **chosen()))
    said = pieces.named([name_of("step", row["question"]) for row in rows_of(found)])
    components.chart_with_table(
        process_charts.shares(found, **said, picture=pieces.drawn(t("process.steps"))),
        found,
        name="steps",
        note=t("process.steps_note"),
        alt=t("process.steps_alt", summary=process_charts.in_words(found, **said)),
        counted=pieces.counted_range(found, size=size),
        source=pieces.source(),
        basis=pieces.basis(),
    )


def show_levels(size: dict[Any, Any]) -> None:
    found = process.levels(pieces.plans())
    components.chart_with_table(
        process_charts.levels(found, language=language(), picture=pieces.drawn(t("process.levels"))),
        found,
        name="levels",
        note=t("process.levels_note", **pieces.by_phase(found, "not_applicable")),
        alt=t("process.levels_alt", summary=process_charts.levels_in_words(found, language=language())),
        counted=t("process.counted_levels", plans=size["plans"], **pieces.by_phase(found, "n")),
        source=pieces.source(),
        basis=pieces.basis(),
    )


def show_answers() -> None:
    question = pieces.pick_question()
    asked = name_of("question", question)
    answered = ask(process.answers, **chosen())
    found = process.by_year(answered, question)
    if not any(row["n"] for row in rows_of(found)):
        st.caption(t("process.unanswered"))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.by_year(found, title=t("process.by_year", question=asked))
    with right:
        pieces.by_region(process.by_region(answered, question), title=t("process.by_region", question=asked))


def show_results() -> None:
    st.subheader(t("process.results"), anchor=False)
    beside = pieces.pick_beside()
    found = ask(process.results, beside=beside, language=language(), **chosen())
    if not any(row["n"] for row in rows_of(found)):
        st.caption(t("process.no_results"))
        return
    pieces.results(found, beside=beside)
    pieces.association(found, beside=beside)


st.header(t("process.title"), anchor=False)
size = pieces.answered()
if size:
    pieces.cards(size)
    for place, show in zip(st.columns(2, gap="medium"), (show_steps, show_levels), strict=True):
        with place:
            show(size)
    show_answers()
    show_results()
    pieces.table()
