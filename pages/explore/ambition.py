"""Were the ambitious commitments carried out?"""

from functools import partial

import streamlit as st

from analysis import ambition, ambition_charts, charts, theme, themes
from ui import ambition as pieces
from ui import components, filters
from ui.ambition import Asked
from ui.session import ask, chosen, language, picture, t


def show_themes(asked: Asked, meaning: str) -> None:
    tagged = ask(ambition.tagged, scale=asked.scale, **chosen())
    listed = ask(themes.listed, taxonomy=asked.taxonomy, language=language())
    found = ambition.corners_by_theme(tagged, listed)
    pieces.bars(found, asked, meaning=meaning, column="theme", counted=pieces.by_list(asked))


def show_stars() -> None:
    found = ask(ambition.stars_by_year, **chosen())
    components.chart_with_table(
        ambition_charts.stars_by_year(found, language=language(), picture=picture(t("ambition.stars"))),
        found,
        name="stars",
        note=t("ambition.stars_note"),
        alt=t("ambition.stars_alt"),
        counted=pieces.judged(),
        picks=partial(pieces.pick_star, found),
        basis=filters.basis(),
    )


def show_verifiability() -> None:
    found = ask(ambition.verifiable_by_year, **chosen())
    drawn = picture(t("ambition.verifiable"))
    components.chart_with_table(
        charts.share_by_year(found, language=language(), picture=drawn, colours=theme.VERIFIABLE),
        found,
        name="verifiable",
        note=t("ambition.verifiable_note"),
        alt=t("ambition.verifiable_alt", summary=charts.in_words(found, language=language())),
        picks=partial(pieces.pick_verifiable, found),
        basis=filters.basis(),
    )


st.header(t("ambition.title"), anchor=False)
placed = ask(ambition.placed, language=language(), **chosen())
if len(placed):
    found = ambition.corners(placed)
    pieces.corners(found, placed)
    pieces.why_not(ambition.unplaced(placed))
    asked = pieces.pick(found)
    meaning = pieces.meaning(placed, asked.scale)
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.bars(ambition.corners_by_member(placed, asked.scale), asked, meaning=meaning, column="name")
    with right:
        show_themes(asked, meaning)
    left, right = st.columns(2, gap="medium")
    with left:
        show_stars()
    with right:
        show_verifiability()
else:
    st.info(t("filter.none"))
