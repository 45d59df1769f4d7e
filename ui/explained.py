"""Pieces of the page on how the numbers are made: method, definitions, codebook, citation, licences."""

import pandas as pd
import streamlit as st

from analysis import definitions, numbers, stalled, stalled_words
from ui import components
from ui.session import about, ask, language, name_of, once_in_language, t

TOPICS = (
    "plans",
    "eras",
    "labels",
    "missing",
    "latest",
    "ambition",
    "stars",
    "stalled",
    "small",
    "dates",
    "linking",
    "themes",
    "process",
    "unused",
)
LICENCES = ("code", "data", "map", "names")


def method() -> None:
    """Each topic in plain words, and in full one click away."""
    st.subheader(t("about.method"), anchor=False)
    half = (len(TOPICS) + 1) // 2
    for column, topics in zip(st.columns(2, gap="large"), (TOPICS[:half], TOPICS[half:]), strict=True):
        with column:
            for topic in topics:
                _topic(topic)


def _topic(topic: str) -> None:
    st.markdown(f"**{t(f'about.topic_{topic}')}**\n\n{t(f'about.plain_{topic}')}")
    with st.expander(t("about.more"), key=f"full_{topic}"):
        st.markdown(t(f"about.full_{topic}"))
        if topic == "stalled":
            ladder()


def ladder() -> None:
    """The steps of the ladder with what each means, in the words of the page on what is stalled."""
    lines = [
        f"{place}. **{components.markdown(stalled_words.state(code, language=language()))}**: "
        f"{t(f'stalled.means_{code}')}"
        for place, code in enumerate(stalled.LADDER, start=1)
    ]
    st.markdown("\n".join(lines))


def indicators() -> None:
    """Every indicator in words, then the SQL that the database was built with."""
    st.subheader(t("about.indicators"), anchor=False)
    st.caption(t("about.indicators_note"))
    components.table(
        _with_eras(definitions.indicators()),
        key="indicators_table",
        alt=t("about.indicators"),
        row_height=74,
        config={
            "counted": st.column_config.TextColumn(t("column.counted"), width="medium"),
            "definition": st.column_config.TextColumn(t("column.definition"), width="large"),
            "reference": st.column_config.LinkColumn(t("column.reference")),
        },
    )
    models = ask(definitions.models)
    if not models:
        st.info(t("about.sql_missing"))
    for name, sql in models.items():
        with st.expander(t(f"about.sql_{name}"), key=f"sql_{name}", on_change="rerun"):
            if st.session_state[f"sql_{name}"]:
                st.code(sql, language="sql", wrap_lines=True)


@once_in_language
def _with_eras(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(eras=[", ".join(name_of("era", era) for era in eras) for eras in found["eras"]])


def codebook() -> None:
    """Every column of the database, to narrow by table and by words."""
    st.subheader(t("about.codebook"), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        tables = st.multiselect(
            t("about.codebook_table"),
            ask(definitions.tables),
            key="tables",
            bind="query-params",
            placeholder=t("filter.all"),
        )
    with right:
        text = st.text_input(
            t("about.codebook_search"),
            key="column",
            bind="query-params",
            placeholder=t("about.codebook_placeholder"),
        )
    found = ask(definitions.codebook, of=tables, text=text)
    of = len(ask(definitions.codebook))
    if found.empty:
        st.info(t("about.codebook_none"))
        return
    components.table(
        found,
        key="codebook_table",
        alt=t("about.codebook"),
        height=min(460, components.table_height(len(found))),
        config={"definition": st.column_config.TextColumn(t("column.definition"), width="large")},
    )
    counts = {"n": numbers.count(len(found), language=language()), "of": numbers.count(of, language=language())}
    st.caption(t("about.codebook_note", **counts))
    components.download(
        found,
        name="codebook",
        question=t("about.codebook"),
        basis=components.Basis(" · ".join(part for part in (", ".join(tables), text) if part) or t("chart.no_filters")),
        of=numbers.of(len(found), of, language=language()),
        label=t("about.codebook_download"),
    )


def cite() -> None:
    """Two lines to copy: one for the ratings, one for this project, with data date and snapshot."""
    st.subheader(t("about.cite"), anchor=False)
    cited = definitions.cited_data(about(), language=language())
    if about().is_demo:
        st.info(cited)
    else:
        st.caption(t("about.cite_data"))
        st.code(cited, language=None, wrap_lines=True)
    st.caption(t("about.cite_software"))
    st.code(definitions.cited_software(about(), language=language()), language=None, wrap_lines=True)
    st.caption(t("about.cite_note"))


def licences() -> None:
    """Whose work this is and how it may be used."""
    st.subheader(t("about.licences"), anchor=False)
    st.markdown("\n".join(f"- {t(f'about.licence_{name}')}" for name in LICENCES))


def demonstration() -> None:
    """What the demonstration data is, and whether it is shown now."""
    st.subheader(t("about.demo"), anchor=False)
    st.markdown(t("about.demo_text"))
    st.caption(t("about.demo_now") if about().is_demo else t("about.demo_not"))
