"""Pieces of the page on what is stalled: what became of such commitments before, and what the states mean."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import base_rates, numbers, stalled, stalled_charts, stalled_words
from analysis.once import rows_of, the_row
from ui import behind, components
from ui.session import ask, language, name_of, once_in_language, picture, t


def followed() -> None:
    """What became of such commitments before, as a chart."""
    before = ask(base_rates.what_followed)
    low = the_row(before, basis="low")
    in_all = sum(row["n"] for row in rows_of(before))
    components.chart_with_table(
        stalled_charts.followed(before, language=language(), picture=picture(t("stalled.followed"))),
        before,
        name="followed",
        note=t("stalled.followed_note", **_years(low)),
        alt=t("stalled.followed_alt", summary=_sentences(before, stalled_words.basis_sentence)),
        picks=partial(_pick_before, before),
        basis=components.Basis(t("chart.no_filters")),
        counted=t("stalled.followed_counted", n=numbers.count(in_all, language=language())),
    )


def rates_in_words() -> None:
    """What became of such commitments before, in sentences."""
    before = _sentences(ask(base_rates.what_followed), stalled_words.basis_sentence, only=("low", "substantial"))
    carried = _sentences(ask(base_rates.what_was_carried_forward), stalled_words.carried_sentence)
    st.text("\n".join(part for part in (before, carried) if part))


def means() -> None:
    """What each state means, one click away."""
    with st.expander(t("stalled.means")):
        st.text("\n\n".join([*_meanings(), t("stalled.standing_short")]))


def defined() -> str:
    """What each state means, beside its code, for the head of a file."""
    meant = [
        t("filter.labelled", label=f"{t(f'state.{s}')} ({s})", names=t(f"stalled.means_{s}")) for s in stalled.LADDER
    ]
    return " ".join([t("stalled.standing_short"), *meant])


def by_state() -> dict[str, str]:
    """What became of such commitments before, by state."""
    asked = (base_rates.what_followed, base_rates.what_was_carried_forward, base_rates.what_was_found)
    return stalled_words.before(*(ask(question) for question in asked), language=language())


def all_rates() -> str:
    """What became of commitments before, on every basis."""
    found = (
        _sentences(ask(base_rates.what_followed), stalled_words.basis_sentence),
        _sentences(ask(base_rates.what_was_carried_forward), stalled_words.carried_sentence),
        _sentences(ask(base_rates.what_was_found), stalled_words.found_sentence),
    )
    return " ".join(part for part in found if part)


def _meanings() -> list[str]:
    """What each state means, and what became of such commitments before."""
    before = by_state()
    return [
        f"{stalled_words.state(s, language=language())}: {t(f'stalled.means_{s}')} {before.get(s, '')}".rstrip()
        for s in stalled.LADDER
    ]


@once_in_language
def _sentences(frame: pd.DataFrame, say_one: Callable[..., str], *, only: tuple[str, ...] = ()) -> str:
    rows = {str(row["basis"]): row for row in rows_of(frame)}
    said = [say_one(rows[basis], language=language()) for basis in only or rows]
    return " ".join(part for part in said if part)


def _years(row: Mapping[Any, Any]) -> dict[str, object]:
    if not row["n"]:
        return {"first": t("number.none"), "last": t("number.none")}
    return {"first": int(row["first_year"]), "last": int(row["last_year"])}


def _pick_before(before: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of all that a share of what became of them rests on."""
    row = the_row(before, basis=point["customdata"][1])
    name = name_of("basis", row["basis"])
    behind.count(name, row=row, query=base_rates.behind, facts={"basis": row["basis"]})
