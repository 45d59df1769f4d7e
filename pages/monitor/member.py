"""What has this member promised, and what came of it?"""

from functools import partial
from typing import Any

import streamlit as st

from analysis import member_charts as charts
from analysis import member_timeline
from ui import components, filters
from ui import member as pieces
from ui.member_answers import Answers, answers, tagged_in_words
from ui.session import about, language, picture, t


def show(found: Answers, name: str, figure: Any, frame: Any, *, summary: str = "", **more: Any) -> None:
    """One chart under its question, with its note and its numbers."""
    alt, note = t(f"member.{name}_alt", summary=summary), t(f"member.{name}_note")
    basis = filters.basis(found.wanted)
    components.chart_with_table(figure, frame, name=f"member_{name}", note=note, alt=alt, basis=basis, **more)


def show_plans(found: Answers) -> None:
    as_of, asked = about().data_date, picture(t("member.plans"))
    drawn = member_timeline.timeline(found.plans, eras=found.eras, as_of=as_of, language=language(), picture=asked)
    said = {"summary": charts.in_words(found.plans, language=language()), "counted": pieces.plans_counted(found.plans)}
    show(found, "plans", drawn, pieces.plans_to_show(found.plans), **said, opens=partial(pieces.click_plan, found))


def show_completion(found: Answers) -> None:
    drawn = charts.completion_by_plan(found.completion, language=language(), picture=picture(t("member.completion")))
    summary = charts.in_words(found.plans, language=language())
    show(found, "completion", drawn, found.completion, summary=summary, opens=partial(pieces.click_completion, found))


def show_ambition(found: Answers) -> None:
    drawn = charts.ambition_by_plan(found.ambition, language=language(), picture=picture(t("member.ambition")))
    said = {"summary": charts.in_words(found.ambition, language=language())}
    show(found, "ambition", drawn, found.ambition, **said, picks=partial(pieces.pick_ambition, found))


def show_movement(found: Answers) -> None:
    if found.movement.empty:
        st.subheader(t("member.movement"), anchor=False)
        st.caption(t("member.movement_none"))
        return
    drawn = charts.movement(found.movement, language=language(), picture=picture(t("member.movement")))
    counted = pieces.movement_counted(found.movement)
    show(found, "movement", drawn, found.movement, counted=counted, picks=partial(pieces.pick_movement, found))


def show_themes(found: Answers) -> None:
    if not pieces.are_drawn(found)[-1]:
        st.subheader(t("member.themes"), anchor=False)
        st.caption(t("member.themes_none"))
        return
    drawn = charts.themes(found.themes, language=language(), picture=picture(t("member.themes")))
    counted = tagged_in_words(found)
    show(found, "themes", drawn, found.themes, counted=counted, picks=partial(pieces.pick_theme, found))


id = pieces.pick()
found = answers(id) if id else None
if found is None:
    st.header(t("member.which"), anchor=False)
    st.text(t("member.which_help"))
    pieces.choose()
elif found.plans.empty:
    st.info(t("filter.none"))
else:
    pieces.head(found)
    charts_and_more = (show_plans, show_completion, show_ambition, show_movement, pieces.running, show_themes)
    pieces.in_pairs(found, dict(zip(charts_and_more, pieces.are_drawn(found), strict=True)))
    pieces.carried(found)
    pieces.process(found)
    pieces.under(found)
