"""Pieces of the member page: who it is, its numbers, what runs, what went on, how plans were made, who is under it."""

from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

import pandas as pd
import streamlit as st

from analysis import compare, member, numbers, queries, tables
from analysis.once import first, once, only, rows_of, the_row, totals, where
from ui import behind, filters, member_brief
from ui.behind import Wanted
from ui.components import download, markdown, measures, share_cards, table, table_height
from ui.member_answers import (
    Answers,
    carried_in_words,
    due_in_words,
    gaps,
    members_in_words,
    of_plans,
    process_in_words,
    record_in_words,
    running_in_words,
    those_running,
)
from ui.opening import narrow_and_open
from ui.session import ask, chosen, language, name_of, once_in_language, page_at, t

#: Columns of what was carried forward.
CARRIED = ("plan_number", "title", "completion", "lead_institution")
SHOWN = ("high_completion", "stalled", "strong_early_results")
MOST_HEIGHT = 460
#: Rows of what was carried forward; the file has all.
MOST_CARRIED = 200
#: Pixels of the table on the member's record, which stands in half of the page: 406 beside the filters of a laptop.
RECORD = {"record": 110, "share": 102, "interval": 104, "missing": 90}
#: Pixels of the table on what is running, as wide.
DUE = {"plan_number": 46, "starts": 82, "due": 82, "elapsed_share": 92, "n": 104}
#: Pixels of the table on running commitments, as wide with the box that chooses a row.
RUNNING = {"plan_number": 48, "commitment": 146, "lead_institution": 100, "potential_for_results": 80}
#: Pixels of the rows of the first two, for labels of up to four lines and three.
RECORD_ROW, DUE_ROW = 88, 68


def pick() -> str:
    """The box to look for a member, which sets the shared filter. The first member chosen, or '' for none."""
    labels = filters.left()["members"]
    ids = [str(id) for id in chosen()["members"]]
    first = ids[0] if ids else ""
    st.session_state["pick_member"] = first or None
    st.selectbox(
        t("member.pick"),
        list(labels),
        key="pick_member",
        format_func=labels.__getitem__,
        placeholder=t("member.pick_placeholder"),
        on_change=_picked,
        label_visibility="collapsed" if first else "visible",
    )
    if len(ids) > 1:
        others = "; ".join(filters.offered()["members"][id].name for id in ids[1:])
        st.caption(t("member.first_of", n=len(ids), others=markdown(others)))
    return first


def head(found: Answers) -> None:
    """Name, question, region and level in one line, the ways on from here, the row of numbers."""
    st.header(t("member.title", name=markdown(found.facts.name)), anchor=False)
    facts, plans = found.facts, rows_of(found.every_plan)
    first, last = min(plan["year"] for plan in plans), max(plan["end_year"] for plan in plans)
    span = t("member.span_one", year=first) if first == last else t("member.span", first=first, last=last)
    said = [name_of("region", facts.region), t(f"member.{facts.level}"), span, gaps(found)]
    st.caption(" · ".join(markdown(part) for part in said if part))
    with st.container(horizontal=True, vertical_alignment="center", key="elsewhere"):
        if facts.parent_id and facts.parent_id in filters.offered()["members"]:
            up = t("member.part_of", name=markdown(facts.parent))
            link(facts.parent_id, label=up, icon=":material/arrow_upward:")
        st.page_link(page_at("compare"), label=t("member.compare"), icon=":material/compare_arrows:")
        st.page_link(page_at("commitments"), label=t("member.all"), icon=":material/search:")
        member_brief.button(found)
    _numbers(found)


def link(id: str, *, label: str, icon: str | None = None) -> None:
    """A way to the page of another member; the other filters stay."""
    st.button(label, key=f"go_{id}", type="tertiary", icon=icon, on_click=_go, args=(id,))


def _numbers(found: Answers) -> None:
    """The row of numbers: plans, commitments, the shares, each ambition scale apart, carried forward."""
    plans = rows_of(found.plans)
    commitments = sum(plan["commitments"] for plan in plans)
    cards = [
        (t("measure.plans"), _n(len(plans)), _running_of(found), ""),
        (t("measure.commitments"), _n(commitments), t("member.rated", n=_n(sum(plan["n"] for plan in plans))), ""),
    ]
    cards += share_cards(_shown(queries.shares(found.measured)), found.measured)
    by_scale = totals(found.ambition, ("scale",), ("yes", "n", "missing"))
    for row in sorted(by_scale, key=lambda row: row["scale"], reverse=True):  # the older one first
        counted = (row["yes"], row["n"], row["missing"])
        cards.append(_card(t(f"member.ambitious_{row['scale']}"), counted, meaning=t("indicator_help.ambitious")))
    cards.append(_card(t("variable.carried_forward"), found.carried_counted, meaning=t("member.carried_help")))
    measures(cards, key="measures")


def are_drawn(found: Answers) -> list[bool]:
    """Which of the page's six pieces are more than a sentence: plans, completion, ambition, movement, running,
    themes.
    """
    completion, ambition = (any(row["n"] for row in rows_of(frame)) for frame in (found.plans, found.ambition))
    return [True, completion, ambition, not found.movement.empty, True, any(r["yes"] for r in rows_of(found.themes))]


def in_pairs(found: Answers, pieces: Mapping[Callable[[Answers], None], bool]) -> None:
    """Pieces that are drawn two by two; then those that are only a sentence, beside which there would be a gap."""
    drawn = [piece for piece, is_drawn in pieces.items() if is_drawn]
    for pair in (drawn[at : at + 2] for at in range(0, len(drawn), 2)):
        for column, piece in zip(st.columns(len(pair), gap="medium"), pair, strict=True):
            with column:
                piece(found)
    for piece in (piece for piece, is_drawn in pieces.items() if not is_drawn):
        piece(found)


def running(found: Answers) -> None:
    """Plans that are not over, how much of their time has passed, their commitments, and the member's own record on
    plans that are.
    """
    st.subheader(t("member.due"), anchor=False)
    shown = due_in_words(found.every_plan)
    if shown.empty:
        st.caption(t("member.due_none"))
    else:
        as_text = {name: st.column_config.TextColumn(t(f"column.{name}"), width=width) for name, width in DUE.items()}
        table(shown, key="due", alt=t("member.due"), height="content", row_height=DUE_ROW, config=as_text)
        st.text(t("member.due_note"))
        _running_commitments(found)
    st.markdown(f"**{t('member.record')}**")
    as_text = {name: st.column_config.TextColumn(t(f"column.{name}"), width=width) for name, width in RECORD.items()}
    record = record_in_words(found.record)
    table(record, key="record", alt=t("member.record"), height="content", row_height=RECORD_ROW, config=as_text)
    st.caption(t("member.record_note"))


def _running_commitments(found: Answers) -> None:
    """What the running plans promise, a click away from its own page; of how many, where filters leave some out."""
    every = sum(row["commitments"] for row in rows_of(those_running(found.every_plan)))
    n = len(found.running)
    lines = [t("member.carried_choose")] if n else []
    lines += [t("member.due_filtered", of=numbers.of(n, every, language=language()))] if n < every else []
    st.caption(" ".join(lines))
    if not n:
        return
    ids = [row["commitment_id"] for row in rows_of(found.running)]
    names = {
        "plan_number": t("column.plan_number"),
        "commitment": t("column.commitment"),
        "lead_institution": t("column.institution"),
        "potential_for_results": t("member.potential"),
    }
    table(
        running_in_words(found.running),
        key="running",
        alt=t("member.due_alt"),
        height=min(MOST_HEIGHT, table_height(n)),
        on_select=lambda: _open_commitment("running", ids),
        selection_mode="single-row",
        config={name: st.column_config.TextColumn(said, width=RUNNING[name]) for name, said in names.items()},
    )


def carried(answers: Answers) -> None:
    """The commitments that went on into the next plan, a click away from their own page."""
    found, title = answers.carried, t("member.carried")
    st.subheader(title, anchor=False)
    st.caption(carried_in_words(answers))
    if found.empty:
        return
    shown = first(found, MOST_CARRIED)
    more = t("behind.first", shown=_n(len(shown))) if len(shown) < len(found) else ""
    st.caption(f"{t('member.carried_choose')} {more}")
    ids = [row["commitment_id"] for row in rows_of(shown)]
    yes, n, _ = answers.carried_counted
    table(
        only(tables.for_reader(shown, language=language()), CARRIED),
        key="carried",
        alt=title,
        height=min(MOST_HEIGHT, table_height(len(found))),
        on_select=lambda: _open_commitment("carried", ids),
        selection_mode="single-row",
        config={
            "title": st.column_config.TextColumn(t("column.title"), width=440),
            "lead_institution": st.column_config.TextColumn(t("column.lead_institution"), width=380),
        },
    )
    download(
        found, name="carried_forward", question=title, basis=filters.basis(answers.wanted),
        of=numbers.of(yes, n, language=language()),
        definition=t("member.carried_help"),
    )  # fmt: skip


def process(found: Answers) -> None:
    """Yes, no, level or missing for each question and plan, by topic: in words and with a symbol."""
    st.subheader(t("member.process"), anchor=False)
    asked = of_plans(found.process, found.wanted["plans"])
    if asked.empty:
        st.caption(t("member.process_none"))
        return
    st.caption(t("member.process_note"))
    for topic in dict.fromkeys(row["topic"] for row in rows_of(asked)):
        key, title = f"process_{topic}", t(f"member.process_{topic}")
        with st.expander(title, key=f"{key}_open", expanded=topic == "development", on_change="rerun"):
            if st.session_state[f"{key}_open"]:
                shown = process_in_words(where(asked, "topic", topic))
                config = {name: st.column_config.TextColumn(name) for name in shown.columns if name != "question"}
                table(shown, key=key, alt=title, height="content", config=config)


def under(answers: Answers) -> None:
    """Devolved and local members of a country, each with the way to its page."""
    found, title = answers.under, t("member.under")
    if found.empty:
        return
    st.subheader(title, anchor=False)
    by_name(found, key="under", alt=title)
    with st.container(horizontal=True):
        for row in rows_of(found):
            link(str(row["member_id"]), label=markdown(row["name"]), icon=":material/location_city:")


def by_name(found: pd.DataFrame, *, key: str, alt: str) -> None:
    """Members with what their share of high completion rests on, counts where few are rated; a row opens its page."""
    ids = [str(row["member_id"]) for row in rows_of(found)]
    table(
        members_in_words(found),
        key=key,
        alt=alt,
        height=min(MOST_HEIGHT, table_height(len(found))),
        on_select=lambda: _go_to(key, ids),
        selection_mode="single-row",
        config={"share": st.column_config.TextColumn(t("indicator.high_completion"))},
    )


def choose() -> None:
    """Everyone who can be looked at, where nobody is chosen yet."""
    found = ask(queries.share_by_member, indicator="high_completion", language=language(), **chosen())
    if found.empty:
        st.info(t("filter.none"))
    else:
        by_name(found, key="everyone", alt=t("member.which"))


def plans_counted(plans: pd.DataFrame) -> str:
    """What a chart rests on that counts plans."""
    return t("member.plans_counted", n=len(plans))


@once_in_language
def movement_counted(movement: pd.DataFrame) -> str:
    """How many commitments were rated twice, and how many were not."""
    row = rows_of(movement)[0]
    return t("member.movement_counted", n=_n(row["n"]), missing=_n(row["missing"]))


@once
def plans_to_show(plans: pd.DataFrame) -> pd.DataFrame:
    """The plans for a table: days as text, no column that only the chart needs."""
    days = {name: plans[name].dt.strftime("%Y-%m-%d") for name in ("starts_on", "ends_on")}
    return plans.assign(**days).drop(columns=["plan_id", "end_year", "is_over"])


def click_plan(found: Answers, point: dict[str, Any]) -> dict[str, list[Any]]:
    """The plan behind a bar of the timeline."""
    return {"members": [found.facts.member_id], "plans": [point["customdata"][1]]}


def click_completion(found: Answers, point: dict[str, Any]) -> dict[str, list[Any]]:
    """The plan and the rating behind a piece of a stacked bar."""
    return {**click_plan(found, point), "plans": [point["customdata"][2]], "completion": [point["customdata"][1]]}


def pick_ambition(found: Answers, point: dict[str, Any]) -> None:
    """Lists the commitments of a plan that are rated on the scale of the point that was clicked."""
    plan, scale = point["x"], point["customdata"][1]
    row = the_row(found.ambition, plan_number=plan, scale=scale)
    indicator = compare.AMBITIOUS[scale]
    facts = {"indicator": indicator, **found.wanted, "plans": [plan]}
    names = found.facts.name, t("filter.plan", number=plan), t(f"compare.indicator_{indicator}")
    behind.count(*names, row=row, query=compare.behind, facts=facts)


def pick_movement(found: Answers, point: dict[str, Any]) -> None:
    """Lists the commitments that went from one rating to another."""
    said, before, after = point["customdata"]
    facts = {"before": before, "after": after, "language": language(), **found.wanted}
    behind.remember(Wanted(f"{found.facts.name} · {unescape(said)}", member.behind_movement, facts))


def pick_theme(found: Answers, point: dict[str, Any]) -> None:
    """Lists the commitments that carry the theme that was clicked."""
    row = the_row(found.themes, theme_id=point["customdata"][0])
    facts = {"theme": row["theme_id"], **found.wanted}
    behind.count(found.facts.name, row["theme"], row=row, query=member.behind_theme, facts=facts)


def _picked() -> None:
    picked = st.session_state["pick_member"]
    _go(picked) if picked else filters.reset()


def _go(id: str) -> None:
    st.session_state["members"] = [id]


def _go_to(key: str, ids: list[str]) -> None:
    for row in st.session_state[key]["selection"]["rows"][:1]:
        _go(ids[row])


def _open_commitment(key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        narrow_and_open({"commitment": [ids[rows[0]]]})


def _running_of(found: Answers) -> str:
    """How many of all its plans run, and how many there are where filters leave some out."""
    running, of = len(those_running(found.every_plan)), len(found.every_plan)
    if len(found.plans) == of:
        return t("member.running", n=_n(running))
    return t("member.running_of", of=_n(of), n=_n(running))


@once
def _shown(shares: pd.DataFrame) -> pd.DataFrame:
    return shares[shares["indicator"].isin(SHOWN)]


def _card(label: str, counted: tuple[int, int, int], *, meaning: str) -> tuple[str, str, str, str]:
    yes, n, missing = counted
    beneath = t("measure.counted", of=numbers.of(yes, n, language=language()), missing=_n(missing))
    return label, numbers.share(yes, n, language=language()), beneath, meaning


def _n(value: int) -> str:
    return numbers.count(value, language=language())
