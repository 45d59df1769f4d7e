"""Larger pieces of the overview: what the map says and cannot show, what the last import changed, where to go next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis import compare, maps, numbers, tables
from analysis.once import first, once, rows_of, the_row, where
from analysis.text import several
from ui import behind
from ui.components import Basis, download, markdown, table, table_height
from ui.opening import narrow_and_open
from ui.session import about, chosen, language, name_of, once_in_language, page_at, t

DIRECTIONS = ("up", "down", "same", "new", "other")
MOST_ROWS = 25
MOST_NAMES = 8
#: Pixels of a link to another page.
LINK = 320
#: Where most go from the overview, with an icon, in the order of the menu, which has the rest.
NEXT = {
    "stalled": "hourglass_disabled",
    "member": "account_balance",
    "compare": "compare_arrows",
    "themes": "sell",
    "ambition": "flag",
    "present": "slideshow",
}


@once_in_language
def about_the_map(by_member: pd.DataFrame) -> str:
    """Members without a shape or a circle, by name, where the shapes come from and what they do not mean."""
    missing = maps.unplaced(by_member)
    said = t("overview.map_unplaced", n=len(missing), names=", ".join(missing)) + " " if missing else ""
    return said + t("overview.map_disclaimer")


def pick_member(by_member: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of a member that are rated on completion; where none is, all; of none, nothing."""
    member = point["customdata"][1]
    if not member:
        return
    row = the_row(by_member, member_id=member)
    if row["n"]:
        said = row["name"], t(f"compare.indicator_{compare.USUAL}")
        facts = {"indicator": compare.USUAL, **chosen(), "members": [member]}
        behind.count(*said, row=row, query=compare.behind, facts=facts)
    else:
        narrow_and_open({"members": [member], "completion": []})


def pick_ambition(by_year: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of a year that are rated on the scale of the point that was clicked."""
    year, scale = point["x"], point["customdata"][1]
    row = the_row(by_year, year=year, scale=scale)
    indicator = compare.AMBITIOUS[scale]
    facts = {"indicator": indicator, **chosen(), "years": [year]}
    behind.count(year, t(f"compare.indicator_{indicator}"), row=row, query=compare.behind, facts=facts)


def stages(by_stage: pd.DataFrame) -> str:
    """From which stage the latest completion ratings come (frame of queries.completion_by_stage), and how many of each
    are high; nothing where all come from one.
    """
    found = rows_of(by_stage)
    if len(found) < 2:
        return ""
    shares = {row["stage"]: numbers.share(row["yes"], row["n"], language=language()) for row in found}
    counts = {f"{row['stage']}_n": numbers.count(row["n"], language=language()) for row in found}
    return t("chart.stages", **shares, **counts)


def eras(counts: Mapping[str, int]) -> str:
    """Every era with its number: "Midterm only (12), Final only (6)"."""
    said = [
        t("filter.option", label=name_of("era", era), n=numbers.count(n, language=language()))
        for era, n in counts.items()
    ]
    return ", ".join(said)


def span(years: Sequence[int]) -> str:
    """From the first to the last of years in order, in few letters: "2013–2016"; a year alone as it is."""
    return "–".join(str(year) for year in dict.fromkeys((years[0], years[-1])))


def last_import(changes: pd.DataFrame, *, added: int, basis: Basis) -> None:
    """How many ratings the latest import moved up and down, and which; how many commitments it added."""
    st.subheader(t("overview.changes"), anchor=False)
    snapshot = about().snapshot_id
    more = t("overview.changes_added", n=numbers.count(added, language=language()))
    if changes.empty:
        st.caption(f"{t('overview.changes_none', snapshot=snapshot)} {more}")
        return
    moved, at_end = _by_what_they_follow(changes)
    said = [t("overview.changes_some", snapshot=snapshot, **_ways(moved))]
    said += [t("overview.changes_at_end", **_ways(at_end))] if len(at_end) else []
    st.text(" ".join([*said, more]))
    lines = [t("overview.changes_note")]
    if new := by_variable(where(changes, "direction", "new")):
        lines.append(t("overview.changes_new", names=markdown(new)))
    for way in ("up", "down"):
        for rows, key in ((moved, f"overview.changes_{way}"), (at_end, f"overview.changes_{way}_at_end")):
            if names := by_name(where(rows, "direction", way)):
                lines.append(t(key, names=markdown(names)))
    st.caption("\n\n".join(lines))
    with st.expander(t("overview.changes_each"), key="changes_numbers", on_change="rerun"):
        if st.session_state["changes_numbers"]:
            _each(changes, basis=basis)


@once
def _by_what_they_follow(changes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The changes of ratings that there were before, or of which nothing is known; and those beside one at midterm."""
    at_end = changes["completion_midterm"].notna()
    return changes[~at_end], changes[at_end]


def _ways(changes: pd.DataFrame) -> dict[str, str]:
    """How many changes went each of DIRECTIONS."""
    went = [row["direction"] for row in rows_of(changes)]
    return {way: numbers.count(went.count(way), language=language()) for way in DIRECTIONS}


@once_in_language
def by_name(changes: pd.DataFrame) -> str:
    """Members with how many changes each has, the most first, at most MOST_NAMES: "Chile (3); Ghana (1)"."""
    return _counted(str(row["member"]) for row in rows_of(changes))


@once_in_language
def by_variable(changes: pd.DataFrame) -> str:
    """What was rated with how many changes each has, the most first: "Star (current rule) (151); Completion (2)"."""
    return _counted(name_of("variable", row["variable"]) for row in rows_of(changes))


def _counted(each: Iterable[str]) -> str:
    counted = Counter(each)
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    names = [t("filter.option", label=name, n=numbers.count(n, language=language())) for name, n in most]
    return several(names, most=MOST_NAMES, language=language())


def where_next() -> None:
    """Links to the pages that answer what comes next; the filters go along."""
    st.subheader(t("overview.next"), anchor=False)
    with st.container(horizontal=True, gap="xsmall", key="next"):
        for name, icon in NEXT.items():
            st.page_link(page_at(name), label=t(f"overview.next_{name}"), icon=f":material/{icon}:", width=LINK)


def _open(ids: list[str]) -> None:
    for row in st.session_state["changes_table"]["selection"]["rows"][:1]:
        narrow_and_open({"commitment": [ids[row]]})


def _each(changes: pd.DataFrame, *, basis: Basis) -> None:
    n = numbers.count(len(changes), language=language())
    listed = first(changes, MOST_ROWS)
    table(
        tables.for_reader(listed, language=language()),
        key="changes_table",
        alt=t("overview.changes"),
        height=min(300, table_height(len(listed))),
        config={"title": st.column_config.TextColumn(t("column.title"), width=320)},
        on_select=lambda: _open(listed["commitment_id"].tolist()),
        selection_mode="single-row",
    )
    shown = numbers.count(len(listed), language=language())
    lines = [t("overview.changes_first", n=shown, of=n)] if len(changes) > len(listed) else []
    st.caption(" ".join([t("overview.changes_choose"), *lines]))
    download(
        changes,
        name="changes",
        question=t("overview.changes"),
        basis=basis,
        of=t("number.of", yes=n, n=n),
    )
