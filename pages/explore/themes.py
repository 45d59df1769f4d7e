"""Which themes do commitments address, and how do they fare?"""

from functools import partial

import streamlit as st

from analysis import themes, themes_charts
from ui import components, filters
from ui import themes as pieces
from ui.session import ask, chosen, language, picture, t
from ui.themes import Looked


def show_shares(looked: Looked) -> None:
    components.chart_with_table(
        themes_charts.shares(looked.rows, language=language(), picture=picture(t("themes.shares"))),
        looked.every,
        name="themes",
        note=f"{t('themes.shares_note')} {pieces.how_many_drawn(looked)}",
        alt=t("themes.shares_alt", summary=themes_charts.in_words(looked.rows, language=language())),
        counted=pieces.tagged(looked),
        picks=partial(pieces.pick_theme, looked),
        basis=filters.basis(),
    )


def show_outcomes(looked: Looked) -> None:
    found = themes.outcome_by_theme(looked.counted, looked.listed, looked.measure)
    shown = themes.in_order(found, like=looked.rows)
    title = t("themes.outcomes", measure=t(f"themes.measure_{looked.measure}"))
    components.chart_with_table(
        themes_charts.outcomes(shown, overall=pieces.overall(looked), language=language(), picture=picture(title)),
        found,
        name="theme_outcomes",
        note=f"{t('themes.outcomes_note')} {pieces.meaning(looked)}",
        alt=t("themes.outcomes_alt", summary=themes_charts.in_words(shown, language=language())),
        counted=pieces.rated(looked),
        picks=partial(pieces.pick_outcome, looked, shown),
        basis=filters.basis(),
    )


def show_regions(looked: Looked) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        found = themes.share_by(looked.counted, looked.listed, "region")
        pieces.grid(found, looked, name="theme_regions", title=t("themes.regions"), counted=pieces.tagged(looked))
    with right:
        found = themes.outcome_by_region(looked.counted, looked.listed, looked.measure)
        title = t("themes.regions_outcome", measure=t(f"themes.measure_{looked.measure}"))
        rated = {"counted": pieces.rated(looked), "measure": looked.measure}
        meaning = pieces.meaning(looked, by_region=True)
        pieces.grid(found, looked, name="theme_fares", title=title, **rated, most=1.0, meaning=meaning)


def show_years(looked: Looked) -> None:
    counted = ask(themes.counts, by="year", taxonomy=looked.tags["taxonomy"], **chosen())
    found = themes.share_by(counted, looked.listed, "year")
    left, right = st.columns(2, gap="medium")
    with left:
        pieces.rise_and_fall(found, looked)
    with right:
        pieces.grid(found, looked, name="theme_years", title=t("themes.years"), counted=pieces.tagged(looked))


st.header(t("themes.title"), anchor=False)
looked = pieces.pick()
if looked and len(looked.rows):
    left, right = st.columns(2, gap="medium")
    with left:
        show_shares(looked)
    with right:
        show_outcomes(looked)
    show_regions(looked)
    show_years(looked)
    pieces.across_lists()
else:
    st.info(t("themes.none" if looked else "themes.no_list"))
