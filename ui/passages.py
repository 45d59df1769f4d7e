"""Commitments with the place where the words stand. What comes from a file is escaped first and marked then."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from analysis import search, words
from analysis.once import rows_of
from analysis.words import Part, Term
from ui.components import in_words, markdown
from ui.record import open_record
from ui.session import ask, t

LONGEST_TITLE = 180


def show(found: pd.DataFrame, *, terms: Sequence[Term]) -> None:
    """One commitment after the other: its title to open it by, what it is, and the passages with hits."""
    said = ask(search.texts, ids=found["commitment_id"].tolist())
    for row in rows_of(found):
        id = str(row["commitment_id"])
        with st.container(gap=None, key=f"passage_{id}"):
            st.button(
                title(said[id]["title"], terms=terms) or t("record.not_stated"),
                key=f"open_{id}",
                on_click=open_record,
                args=(id,),
                type="tertiary",
            )
            st.html(_about(row, said[id], terms=terms))


def title(text: str, *, terms: Sequence[Term]) -> str:
    """A title as Markdown that shows it letter by letter, cut where it is long, hits bold."""
    short = text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    return "".join(_bold(part) for part in words.marked(short, terms=terms))


def html(parts: Sequence[Part]) -> str:
    """Parts as HTML that shows them letter by letter, hits marked."""
    return "".join(f"<mark>{escape(part.text)}</mark>" if part.is_hit else escape(part.text) for part in parts)


def _about(row: dict[Any, Any], said: dict[str, str], *, terms: Sequence[Term]) -> str:
    plan = t("record.plan", member=row["member"], plan=row["plan_number"], year=row["year"], end_year=row["end_year"])
    states = in_words("code", row["completion"], otherwise=t("code.not_rated")), in_words("state", row["stall_state"])
    facts = " · ".join(dict.fromkeys([plan, *states]))
    lines = [f'<p style="margin:0;opacity:.8">{escape(facts)}</p>']
    for name in search.TEXTS[1:]:
        parts = words.passage(said[name], terms=terms)
        if parts:
            label = escape(t(f"search.in_{name}"))
            lines.append(f'<p style="margin:0;overflow-wrap:anywhere"><small>{label}</small> {html(parts)}</p>')
    return f'<div style="max-width:52rem">{"".join(lines)}</div>'


def _bold(part: Part) -> str:
    """A part with its blanks. Markdown takes nothing for bold that begins or ends with a blank or a sign."""
    text = part.text
    inner = markdown(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if not inner:
        return " " if text else ""
    can_be_bold = part.is_hit and text.strip()[0].isalnum() and text.strip()[-1].isalnum()
    return f"{' ' if before else ''}{f'**{inner}**' if can_be_bold else inner}{' ' if after else ''}"
