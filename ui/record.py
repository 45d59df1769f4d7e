"""One commitment, with everything that the files say about it and the cell that says it."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from analysis import numbers, records
from analysis.once import rows_of
from analysis.records import UnknownCommitment
from analysis.reference import no_date
from ui import components, filters, opening, related
from ui.components import in_words, letter_by_letter, markdown, table, web_address
from ui.session import about, ask, language, name_of, published_day, t

SHOWN = ("variable", "stage", "rating", "why_not", "label", "cell", "sheet", "file_name", "as_of", "steps")
#: In pixels: the table guesses too little for words that it has not yet drawn.
WIDTHS = {"rating": 130, "why_not": 130}


def show(id: str) -> None:
    """The page of the commitment `id`, or one sentence where there is none."""
    with st.container(horizontal=True, key="record_back"):
        opening.back()
        st.button(t("record.back"), on_click=close, icon=":material/arrow_back:", type="tertiary")
    try:
        facts = ask(records.commitment, id=id, language=language())
    except UnknownCommitment:
        st.info(t("record.unknown", id=markdown(id)))
        return
    head(facts)
    st.subheader(t("record.ratings"), anchor=False)
    where = {name: markdown(facts[name] or "") for name in ("file_name", "sheet", "row")}
    ratings_table(ask(records.ratings, id=id), key="ratings", alt=t("record.ratings_alt"))
    st.caption(t("record.ratings_note", file=where["file_name"], sheet=where["sheet"], row=where["row"]))
    st.subheader(t("record.text"), anchor=False)
    letter_by_letter(facts["full_text"] or t("record.no_text"), css="max-width:46rem")
    before_or_after = related.near(id)
    history(id)
    picked = before_or_after or related.elsewhere(id)
    if picked:
        open_record(picked)
        st.rerun()


def history(id: str) -> None:
    """What older releases said, and where the commitment stands in each."""
    st.subheader(t("record.older"), anchor=False)
    older = ask(records.older_ratings, id=id)
    if older.empty:
        st.caption(t("record.older_none"))
    else:
        ratings_table(older, key="older", alt=t("record.older_alt"))
    st.subheader(t("record.releases"), anchor=False)
    places = ask(records.releases, id=id)
    shown = places.assign(ogp_id=places["ogp_id"].fillna(""))
    table(
        shown,
        key="releases",
        alt=t("record.releases_alt"),
        height="content",
        config={
            "as_of": components.day("as_of"),
            "title": st.column_config.TextColumn(t("column.title"), width="large"),
        },
    )


def head(facts: dict[str, object]) -> None:
    """Title, plan, institutions, dates, themes, state, and the way to OGP."""
    plan = t(
        "record.plan", member=facts["member"], plan=facts["plan_number"], year=facts["year"], end_year=facts["end_year"]
    )
    number = f" · {t('record.number', number=facts['number'])}" if facts["number"] else ""
    letter_by_letter(f"{plan}{number}", css="margin:0;opacity:.75")
    letter_by_letter(facts["title"], tag="h2", css="margin:0;padding:0;line-height:1.25")
    if facts["short_title"]:
        letter_by_letter(t("record.short_title", title=facts["short_title"]), css="margin:0;opacity:.75")
    tags = rows_of(ask(records.themes, id=facts["commitment_id"]))
    left, right = st.columns(2, gap="medium")
    with left:
        fact(t("record.state"), standing(facts))
        fact(t("record.lead"), facts["lead_institution"])
        fact(t("record.support"), facts["supporting_institutions"])
    with right:
        fact(t("record.dates"), dates(facts))
        names = dict.fromkeys(name_of("theme", tag["theme_id"], otherwise=str(tag["label"])) for tag in tags)
        fact(t("record.themes"), ", ".join(names))
        address = web_address(facts["url"])
        with st.container(horizontal=True, key="record_links"):
            if address:
                st.link_button(t("record.ogp"), address, icon=":material/open_in_new:")
            with st.popover(t("record.copy"), icon=":material/link:", type="tertiary"):
                st.caption(t("record.copy_help"))
                st.code(filters.link_to({"commitment": str(facts["commitment_id"])}), language=None, wrap_lines=True)
    said = []
    if facts["is_carried_forward"] is not None:
        said.append(t("record.carried" if facts["is_carried_forward"] else "record.not_carried"))
    if facts["star_rule"] is not None:
        rule = name_of("star_rule", facts["star_rule"])
        said.append(t("record.starred" if facts["is_starred"] else "record.not_starred", rule=rule))
    if said:
        st.caption(" ".join(said))


def standing(facts: dict[str, object]) -> str:
    """Where the commitment stands on the data date and, where the newest release has it no more, since when that is."""
    state = in_words("state", facts["stall_state"], otherwise=t("record.not_stated"))
    last = facts["as_of"]
    if isinstance(last, date) and last < about().data_date:
        known = numbers.day(last, language=language())
        return t("record.state_last_known", state=state, day=published_day(), known=known)
    return t("record.state_on", state=state, day=published_day())


def fact(label: str, value: object) -> None:
    """A label and, beneath it, a value letter by letter."""
    said = str(value or t("record.not_stated"))
    st.html(
        f'<p style="margin:0;font-weight:600;font-size:.9em">{escape(label)}</p>'
        f'<p style="margin:0;white-space:pre-wrap;overflow-wrap:anywhere">{escape(said)}</p>'
    )


def dates(facts: dict[str, object]) -> str:
    """The commitment's dates, as the file writes them where it writes no day, and its plan's."""
    lines = []
    said = {side: _date(facts.get(f"{side}_date"), text=facts[f"{side}_text"]) for side in ("start", "end")}
    if any(said.values()):
        stated = {side: text or t("record.not_stated") for side, text in said.items()}
        lines.append(t("record.dates_as_written", **stated))
    starts, ends = facts["starts_on"], facts["ends_on"]
    if isinstance(starts, date) and isinstance(ends, date):
        key = "record.plan_dates_estimated" if facts["dates_are_estimated"] else "record.plan_dates"
        lines.append(t(key, start=numbers.day(starts, language=language()), end=numbers.day(ends, language=language())))
    return "\n".join(lines)


def _date(day: object, *, text: object) -> str:
    """A day in words; where the text is none, the text itself; nothing where it says that there is none."""
    if isinstance(day, date):
        return numbers.day(day, language=language())
    written = str(text or "").strip()
    return "" if written.casefold() in no_date() else written


def ratings_table(rows: pd.DataFrame, *, key: str, alt: str) -> None:
    """Ratings with their label as written, in words, or why there is none, and file, sheet and cell."""
    shown = rows.assign(
        rating=[in_words("code", code) for code in rows["code"]],
        why_not=[in_words("missing", reason) for reason in rows["missing"]],
        variable=[name_of("variable", code) for code in rows["variable"]],
        stage=[name_of("stage", code) for code in rows["stage"]],
        steps=[in_words("scale_steps", code) for code in rows["scale"]],
    )
    wide = {
        name: st.column_config.TextColumn(t(f"column.{name}"), width=components.room(name, least=WIDTHS[name]))
        for name in WIDTHS
    }
    table(shown[list(SHOWN)], key=key, alt=alt, height="content", config={**wide, "as_of": components.day("as_of")})


def open_record(id: str) -> None:
    """Puts the commitment into the address, and so onto the page."""
    st.query_params["commitment"] = id


def close() -> None:
    """Takes the commitment out of the address. For a button's `on_click`."""
    st.query_params.pop("commitment", None)
