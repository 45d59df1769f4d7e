"""Pieces of the page on what is stalled: its own filters, the ladder, groups, the list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import numbers, stalled, stalled_charts, stalled_words
from analysis.once import once, only, rows_of
from analysis.slides.model import shortened
from ui import components, filters, stalled_before
from ui.components import table
from ui.opening import narrow_and_open
from ui.session import about, ask, chosen, language, once_in_language, picture, published_day, t
from ui.stalled_taken import Wanted, basis, likely, take_away

ROWS = 100
MOST_GROUPS = 200
NO_GROUP = "none"
FIRST_DAY, LAST_DAY = date(2011, 1, 1), date(2100, 12, 31)
LISTED = (
    "stall_state",
    "member",
    "plan_number",
    "commitment",
    "lead_institution",
    "why",
    "since",
    "since_about",
    "member_record",
    "elapsed_share",
    "due",
    "due_about",
    "overlays",
    "themes",
    "file_name",
)
#: Said of many lists by no row, and then left out.
RARE = ("elapsed_share", "overlays", "since", "since_about", "due", "due_about", "member_record")
#: Pixels, so that what decides is seen before the table has to be moved sideways.
WIDTHS = {
    "stall_state": 100,
    "member": 92,
    "commitment": 208,
    "lead_institution": 132,
    "why": 240,
    "member_record": 132,
    "overlays": 130,
    "themes": 200,
}
#: Pixels of a day, and of the mark beside it where it is estimated.
DAYS, DAY, ABOUT = ("since", "due"), 92, 36
#: Letters of which four lines of such a cell hold about.
LETTERS = {"commitment": 96, "lead_institution": 58}
#: Pixels of a group's name, and letters that fit on its one line.
GROUP, GROUP_LETTERS = 312, 46
#: Streamlit runs a text over several lines where a row is higher than 64 pixels: four of them, for the longest reason.
HEAD, LINE, MOST_HEIGHT = 38, 84, 796


def controls() -> Wanted:
    """As-of date, states, overlays and grouping, each in the address. What they ask for, as arguments of stalled."""
    filters.addresses(states=list(stalled.LADDER), overlays=list(stalled.OVERLAYS))
    states, overlays = list(st.session_state["states"]), list(st.session_state["overlays"])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        as_of = st.date_input(
            t("stalled.as_of"),
            about().data_date,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            key="as_of",
            bind="query-params",
            format=t("number.day_in_box"),
            help=t("stalled.as_of_help"),
            width=230,
        )
        wanted = {"as_of": as_of or about().data_date, "states": states, "overlays": overlays}
        counts = ask(stalled.ladder, as_of=wanted["as_of"], overlays=overlays, **chosen())
        by_state = {row["stall_state"]: row["count"] for row in rows_of(counts)}
        names = {code: stalled_words.state(code, language=language()) for code in stalled.LADDER}
        filters.picker("states", _offered(names, by_state, keep=states), label=t("stalled.states"))
        found = ask(stalled.overlays_found, **wanted, **chosen())
        names = {code: t(f"overlay.{code}") for code in stalled.OVERLAYS}
        filters.picker(
            "overlays",
            _offered(names, found, keep=overlays),
            label=t("stalled.overlays"),
            help=t("stalled.overlays_help"),
        )
    return wanted


def nothing(wanted: Wanted) -> None:
    """Why there is nothing: filters that match nothing, plans that had not begun, or no commitment with these marks."""
    matched = filters.size()["commitments"]
    begun = ask(stalled.how_many, as_of=wanted["as_of"], **chosen())
    if begun:
        marks = " + ".join(t(f"overlay.{code}") for code in wanted["overlays"])
        st.info(t("stalled.none_marked", n=numbers.count(begun, language=language()), marks=marks))
    elif matched:
        day = numbers.day(wanted["as_of"], language=language())
        st.info(t("stalled.none_begun", n=numbers.count(matched, language=language()), day=day))
        st.button(t("stalled.to_data_date", day=published_day()), key="to_data_date", on_click=_to_data_date)
    else:
        st.info(t("filter.none"))


def headline(counts: pd.DataFrame, wanted: Wanted) -> None:
    """The answer in a sentence, and what the day decides."""
    found = {row["stall_state"]: row["count"] for row in rows_of(counts)}
    stuck = sum(found[state] for state in stalled.STALLED)
    known = sum(found.values()) - sum(found[state] for state in (*stalled.UNRATED, "unclear"))
    facts = {state: numbers.count(n, language=language()) for state, n in found.items()}
    stands = t("stalled.headline", stalled=numbers.of(stuck, known, language=language()), **facts)
    day, data = wanted["as_of"], about().data_date
    known_on = stalled_words.known_on(day, data=data, said=stands, language=language())
    said = [known_on if known else t("stalled.headline_unknown")]
    also = {"at_risk": "stalled.headline_at_risk", "running_unrated": "stalled.headline_running",
            "blind_spot": "stalled.headline_over"}  # fmt: skip
    said += [t(key, **facts) for state, key in also.items() if found[state]]
    st.text(" ".join(said))
    on = stalled_words.standing_on(day, data=data, language=language())
    st.caption(f"{on} {likely(wanted) if found['stalled_likely'] else ''}")


def ladder(counts: pd.DataFrame, wanted: Wanted) -> None:
    """A bar per rung; a click narrows the list beneath to it."""
    states = wanted["states"]
    said = {name: numbers.count(rows_of(counts)[0][name], language=language()) for name in ("n", "missing")}
    components.chart_with_table(
        stalled_charts.ladder(
            counts,
            before=stalled_before.by_state(),
            language=language(),
            picture=picture(t("stalled.ladder")),
            chosen={state: state in states for state in stalled.LADDER} if states else None,
        ),
        _of_all(counts),
        name="ladder",
        picks=_pick_state,
        note=t("stalled.ladder_note"),
        definition=stalled_before.defined(),
        alt=t("stalled.ladder_alt", summary=stalled_charts.ladder_in_words(counts, language=language())),
        basis=basis({**wanted, "states": []}, n=sum(row["count"] for row in rows_of(counts))),
        counted=t("stalled.counted", **said),
    )


def groups(wanted: Wanted) -> Wanted:
    """The list's groups with counts per state; choosing one narrows the list. `wanted`, with the group if one is."""
    kinds = {NO_GROUP: t("stalled.by_none"), **{by: t(f"stalled.by_{by}") for by in stalled.GROUPS}}
    by = filters.one("group_by", kinds, label=t("stalled.group_by"))
    if by == NO_GROUP:
        return wanted
    labels = ask(stalled.theme_labels)
    found = ask(stalled.groups, by=by, language=language(), **wanted, **chosen())
    names = {
        row["key"]: stalled_words.group_name(row, by=by, labels=labels, language=language()) for row in rows_of(found)
    }
    _groups_table(found.head(MOST_GROUPS), by=by, names=names)
    shown = {"n": numbers.count(min(len(found), MOST_GROUPS), language=language())}
    shown["of"] = numbers.count(len(found), language=language())
    more = {"theme": f" {t('stalled.groups_themes')}", "institution": f" {t('stalled.groups_institutions')}"}
    st.caption(t("stalled.groups_note", **shown) + more.get(by, ""))
    components.download(
        _for_file(found, by=by, names=names),
        name=f"stalled-by-{by}",
        question=t("stalled.title"),
        definition=stalled_before.defined(),
        basis=basis(wanted, n=ask(stalled.how_many, **wanted, **chosen())),
        of=t("number.of", yes=shown["of"], n=shown["of"]),
    )
    group = st.query_params.get("group", "")
    if group not in names:
        return wanted
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(t("stalled.only", name=names[group]), width="content")
        st.button(t("stalled.all_groups"), key="all_groups", on_click=_all_groups, icon=":material/close:")
    return {**wanted, "by": by, "group": group}


def listing(wanted: Wanted) -> None:
    """One page of rows, what deserves attention first on top; choosing one opens the commitment's own page."""
    of = ask(stalled.how_many, **wanted, **chosen())
    if not of:
        st.info(t("stalled.nothing"))
        return
    place, pages, page = st.container(), -(-of // ROWS), 1
    if pages > 1:
        if int(st.session_state.get("part") or 1) > pages:
            st.session_state["part"] = 1
        page = st.pagination(pages, key="part", bind="query-params")
    found = ask(stalled.rows, most=ROWS, skip=(page - 1) * ROWS, language=language(), **wanted, **chosen())
    shown = stalled_words.readable(found, labels=ask(stalled.theme_labels), language=language())
    cells = _for_cells(shown)
    with place:
        said = {"first": (page - 1) * ROWS + 1, "last": (page - 1) * ROWS + len(found)}
        take_away(wanted, of=of)
        order = t("stalled.list_order", **said) if len(found) > 1 else ""
        count = t("search.found", n=numbers.count(of, language=language()))
        st.caption(" ".join(part for part in (count, order, t("stalled.list_note")) if part))
        table(
            only(cells, _said(cells)),
            key="stalled_rows",
            alt=t("stalled.list_alt"),
            on_select=partial(_open, "stalled_rows", [row["commitment_id"] for row in rows_of(found)]),
            selection_mode="single-row",
            height=min(MOST_HEIGHT, HEAD + LINE * len(shown)),
            row_height=LINE,
            placeholder="",
            config=_columns(),
        )


def _groups_table(found: pd.DataFrame, *, by: str, names: Mapping[str, str]) -> None:
    states = [state for state in stalled.ATTENTION if found[state].any()]
    shown = found.assign(name=_told_apart([names[key] for key in found["key"]], most=GROUP_LETTERS))
    several = by == "institution" and found["member"].nunique() > 1
    columns = ["name", "count", *(["member"] if several else []), *states]
    config: dict[str, Any] = {
        state: st.column_config.NumberColumn(
            stalled_words.state(state, language=language()), help=t(f"stalled.means_{state}")
        )
        for state in states
    }
    config["name"] = st.column_config.TextColumn(t(f"stalled.by_{by}"), width=GROUP)
    config["count"] = st.column_config.NumberColumn(t("column.count"), width=104)
    turn = st.session_state.get("groups_turn", 0)
    table(
        shown[columns],
        key=f"groups_{by}_{turn}",
        alt=t("stalled.groups_alt"),
        on_select=partial(_choose_group, f"groups_{by}_{turn}", found["key"].tolist()),
        selection_mode="single-row",
        height=min(330, components.table_height(len(shown))),
        config=config,
    )


def _for_file(found: pd.DataFrame, *, by: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Groups as a file has them: a name under what it is, no column without values. Members and plans are named by
    columns of their own.
    """
    if by in ("institution", "theme"):
        named = found.assign(name=[names[key] for key in found["key"]]).rename(columns={"name": by})
    else:
        named = found.drop(columns="name")
    return named.dropna(axis="columns", how="all")


def _told_apart(names: Sequence[str], *, most: int) -> list[str]:
    """Names of at most `most` letters: cut at the end, or in the middle where another one begins alike; whole where
    another one ends alike too.
    """
    half = most // 2
    ends = {name: shortened(name, most=most) for name in names}
    middles = {name: f"{shortened(name, most=half)}{name[1 - half :].strip()}" for name in names}
    at_end, in_the_middle = Counter(ends.values()), Counter(middles.values())
    return [
        ends[name] if at_end[ends[name]] == 1 else middles[name] if in_the_middle[middles[name]] == 1 else name
        for name in names
    ]


@once
def _of_all(counts: pd.DataFrame) -> pd.DataFrame:
    """The ladder's counts as a table: its n counts commitments, rated or not."""
    return counts.rename(columns={"n": "commitments"})


@once_in_language
def _for_cells(shown: pd.DataFrame) -> pd.DataFrame:
    """`shown` with texts that end in dots where a cell has no room for all of them, and beside each column of days one
    that marks those that are estimated: a column of days has one format, which has no room for a mark on some.
    """
    cut = {name: [shortened(text, most=LETTERS[name]) for text in shown[name]] for name in LETTERS}
    marked = {f"{name}_about": shown[f"{name}_is_estimated"].map({True: t("number.about"), False: ""}) for name in DAYS}
    return shown.assign(**cut, **marked)


@once
def _said(shown: pd.DataFrame) -> list[str]:
    """The columns of the list that tell its rows apart: no column of blanks, no member where there is one alone."""
    blank = {name for name in RARE if (shown[name].isna() | (shown[name].astype("str") == "")).all()}
    return [name for name in LISTED if name not in blank and (name != "member" or shown["member_id"].nunique() > 1)]


def _columns() -> dict[str, Any]:
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(t(f"column.{name}"), width=width) for name, width in WIDTHS.items()
    }
    config["lead_institution"] = st.column_config.TextColumn(t("stalled.lead"), width=WIDTHS["lead_institution"])
    config["plan_number"] = st.column_config.NumberColumn(t("column.plan_number"), format="%d", width=52)
    config |= {name: components.day(name, width=DAY) for name in DAYS}
    config |= {f"{name}_about": st.column_config.TextColumn(t("number.about"), width=ABOUT) for name in DAYS}
    return config


def _offered(names: Mapping[str, str], counts: Mapping[str, int], *, keep: list[str]) -> dict[str, str]:
    """Names with their numbers, only those that lead somewhere; and those that are chosen, so that they can go."""
    return {
        code: t("filter.option", label=name, n=numbers.count(counts.get(code, 0), language=language()))
        for code, name in names.items()
        if counts.get(code) or code in keep
    }


def _pick_state(point: dict[str, Any]) -> None:
    st.session_state["states"] = [point["customdata"][1]]


def _open(key: str, ids: list[str]) -> None:
    for row in st.session_state[key]["selection"]["rows"][:1]:
        narrow_and_open({"commitment": [ids[row]]})


def _choose_group(key: str, keys: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        st.query_params["group"] = keys[rows[0]]
    else:
        st.query_params.pop("group", None)


def _to_data_date() -> None:
    st.session_state["as_of"] = about().data_date


def _all_groups() -> None:
    """Forgets the group, and the row that was chosen with it: a table under a new key has none."""
    st.query_params.pop("group", None)
    st.session_state["groups_turn"] = st.session_state.get("groups_turn", 0) + 1
