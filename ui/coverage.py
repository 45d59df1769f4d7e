"""Pieces of the page on the data: who is rated on what, by variable or by member, one state at a time."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import coverage, numbers
from analysis.coverage_charts import cell_at, coverage_grid
from analysis.measures import years
from analysis.once import distinct, once, rows_of, totals
from ui import behind, components, filters
from ui.session import ask, chosen, language, name_of, once_in_language, picture, t

#: Members that are drawn, those with most commitments; the table has all.
MOST_MEMBERS = 25
VARIABLE, MEMBER = "variable", "member"


def show() -> None:
    """A grid of variables, or of members on one of them, by year; what is looked at is in the address as `who`,
    `rating` and `coverage`.
    """
    st.subheader(t("quality.coverage"), anchor=False)
    every = ask(coverage.by_variable, **chosen())
    with st.container(horizontal=True, vertical_alignment="bottom", key="coverage_pickers"):
        who = filters.one("who", {who: t(f"quality.by_{who}") for who in (VARIABLE, MEMBER)}, label=t("quality.who"))
        rating = _pick_rating(every) if who == MEMBER else ""
        found = _of_members(rating) if rating else every
        state = _pick_state(found)
    drawn = _first(found) if rating else found
    is_rated = state == coverage.STATES[0]
    title = t("quality.coverage_rated") if is_rated else t("quality.coverage_chart", state=state_name(state))
    if rating:
        title = t("quality.coverage_chart_member", rating=_rating_name(rating), state=state_name(state))
    components.chart_with_table(
        coverage_grid(_named(drawn), state=state, language=language(), picture=picture(title)),
        _of_commitments(found),
        name="coverage",
        note=f"{_what_is_drawn(found, drawn)} {t('quality.coverage_note')}",
        alt=t("quality.coverage_alt"),
        counted=_counted(found),
        picks=partial(_pick_cell, drawn, rating, state),
        basis=filters.basis(),
    )


def state_name(state: str) -> str:
    """A state of the coverage in words."""
    return name_of("coverage", state, otherwise=name_of("missing", state))


def _pick_rating(every: pd.DataFrame) -> str:
    """A variable and its stage, as "completion.final"; those that nobody is rated on are not offered."""
    rated = {_code(row): row["rated"] for row in totals(every, ("variable", "stage"), ("rated",))}
    names = {
        code: t("filter.option", label=_rating_name(code), n=numbers.count(n, language=language()))
        for code, n in rated.items()
    }
    empty = [code for code, n in rated.items() if not n]
    return filters.one("rating", names, label=t("quality.rating"), hidden=empty, long=True)


def _pick_state(found: pd.DataFrame) -> str:
    names = {state: state_name(state) for state in coverage.STATES}
    empty = [state for state in coverage.STATES if not any(row[state] for row in rows_of(found))]
    return filters.one("coverage", names, label=t("quality.state"), hidden=empty)


def _of_members(rating: str) -> pd.DataFrame:
    variable, stage = rating.split(".")
    found: pd.DataFrame = ask(coverage.by_member, variable=variable, stage=stage, language=language(), **chosen())
    return found


def _code(row: dict[Any, Any]) -> str:
    return f"{row['variable']}.{row['stage']}"


def _rating_name(rating: str) -> str:
    variable, stage = rating.split(".")
    return t("quality.row", variable=name_of("variable", variable), stage=name_of("stage", stage))


@once
def _first(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the members that are drawn."""
    drawn = {row["member_id"] for row in distinct(found, ("member_id",))[:MOST_MEMBERS]}
    return found[found["member_id"].isin(drawn)]


@once_in_language
def _named(drawn: pd.DataFrame) -> pd.DataFrame:
    """`drawn` with the key and the name of each row of the grid."""
    if "member_id" in drawn:
        return drawn.assign(row=drawn["member_id"], row_name=drawn["member"])
    codes = [_code(row) for row in rows_of(drawn)]
    return drawn.assign(row=codes, row_name=[_rating_name(code) for code in codes])


def _what_is_drawn(found: pd.DataFrame, drawn: pd.DataFrame) -> str:
    if "member_id" not in found:
        return t("quality.coverage_note_variable")
    n, of = (len(distinct(rows, ("member_id",))) for rows in (drawn, found))
    said = {"n": numbers.count(n, language=language()), "of": numbers.count(of, language=language())}
    more = f" {t('quality.members_drawn', **said)}" if n < of else ""
    return t("quality.coverage_note_member") + more


@once_in_language
def _counted(found: pd.DataFrame) -> str:
    """How many commitments there are, and how many ratings; what no era or release rates stands apart."""
    rows = rows_of(found)
    who = ("member_id", "year") if "member_id" in found else ("year",)
    n = sum(row["n"] for row in distinct(found, who))
    found_in = [row["year"] for row in rows]
    span = years(min(found_in), max(found_in), language=language())
    given, apart = (sum(row[state] for row in rows for state in states) for states in (("rated",), coverage.APART))
    said = {"n": n, "rated": given, "open": sum(row["n"] for row in rows) - given - apart, "apart": apart}
    counts = {name: numbers.count(value, language=language()) for name, value in said.items()}
    return t("quality.coverage_counted", years=span, **counts)


@once
def _of_commitments(found: pd.DataFrame) -> pd.DataFrame:
    return found.rename(columns={"n": "commitments"})


def _pick_cell(drawn: pd.DataFrame, rating: str, state: str, point: dict[str, Any]) -> None:
    row = cell_at(_named(drawn), point, state=state)
    if row is None or not row["yes"]:
        return
    narrowed: dict[str, Any] = {"years": [row["year"]]} | ({"members": [row["row"]]} if rating else {})
    names = [row["row_name"], *([_rating_name(rating)] if rating else []), row["year"], state_name(state)]
    variable, stage = (rating or row["row"]).split(".")
    facts = {"variable": variable, "stage": stage, "state": state, **chosen(), **narrowed}
    behind.count(*names, row=row, query=coverage.behind, facts=facts)
