"""What became of the commitments?"""

from functools import partial
from typing import Any

import streamlit as st

from analysis import charts, maps, queries, theme
from ui import blocks, components, filters
from ui.session import ask, chosen, language, picture, t


def show_measures(size: dict[Any, Any]) -> None:
    """The state of the data in one row of numbers."""
    found = ask(queries.measured, **chosen())
    shares = components.share_cards(queries.shares(found), found)
    components.measures(components.size_cards(size) + shares, key="measures")


def show_completion() -> None:
    by_year = ask(queries.completion_by_year, **chosen())
    components.chart_with_table(
        charts.completion_by_year(by_year, language=language(), picture=picture(t("overview.completion"))),
        by_year,
        name="completion",
        opens=lambda point: {"years": [point["x"]], "completion": [point["customdata"][1]]},
        note=t("overview.completion_note"),
        alt=t("overview.completion_alt", summary=charts.completion_in_words(by_year, language=language())),
        basis=filters.basis(),
    )


def show_ambition() -> None:
    by_year = ask(queries.share_by_year, indicator="ambitious", **chosen())
    drawn = picture(t("overview.ambition"))
    components.chart_with_table(
        charts.share_by_year(by_year, language=language(), picture=drawn, colours=theme.AMBITION_SCALE),
        by_year,
        name="ambition",
        picks=partial(blocks.pick_ambition, by_year),
        note=t("overview.ambition_note"),
        alt=t("overview.ambition_alt", summary=charts.in_words(by_year, language=language())),
        basis=filters.basis(),
    )


def show_map() -> None:
    by_member = ask(queries.share_by_member, indicator="high_completion", language=language(), **chosen())
    members = ask(queries.members, language=language())
    stages = blocks.stages(ask(queries.completion_by_stage, **chosen()))
    components.chart_with_table(
        maps.share_by_member(by_member, members=members, language=language(), picture=picture(t("overview.map"))),
        by_member,
        name="map",
        picks=partial(blocks.pick_member, by_member),
        is_flat=True,
        note=f"{t('overview.map_note')} {stages}".rstrip(),
        beneath=blocks.about_the_map(by_member),
        alt=t("overview.map_alt"),
        basis=filters.basis(),
    )


st.header(t("overview.title"), anchor=False)
size = filters.size()
if size["commitments"]:
    show_measures(size)
    left, right = st.columns(2, gap="medium")
    with left:
        show_completion()
    with right:
        show_ambition()
    show_map()
    changes, added = ask(queries.changes, language=language(), **chosen()), ask(queries.added, **chosen())
    blocks.last_import(changes, added=added, basis=filters.basis())
    blocks.where_next()
else:
    st.info(t("filter.none"))
