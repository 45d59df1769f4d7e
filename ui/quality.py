"""Pieces of the page on the data itself: files, problems, snapshots, published figures."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis import numbers, quality, reproduced, tables
from analysis.once import only, rows_of
from ui import components, filters
from ui.session import about, ask, language, later, name_of, once_in_language, t

MOST_ROWS = 200
ROWS_HIGH = 10
SEVERITY_COUNTS = ("errors", "warnings", "notes")
#: Columns of a problem on the screen; the download has all.
LISTED = ("severity", "cell", "message", "value", "header", "file_name")


def cards() -> None:
    """Files, rows, ratings and problems in one row of numbers."""
    row = rows_of(ask(quality.totals))[0]
    said = {name: _count(n) for name, n in row.items()}
    days = [numbers.day(day, language=language()) for day in sorted({day for _, day in about().sources})]
    span = (
        t("quality.files_beneath", first=days[0], last=days[-1]) if days[1:] else t("quality.files_one", last=days[0])
    )
    beneath = t("quality.problems_beneath", errors=said["errors"], warnings=said["warnings"], notes=said["notes"])
    components.measures(
        [
            (t("quality.files"), said["files"], span, ""),
            (
                t("quality.rows"),
                said["rows_read"],
                t("quality.rows_beneath", rejected=said["rows_rejected"], skipped=said["rows_skipped"]),
                t("quality.rows_help"),
            ),
            (t("quality.cells"), said["cells"], t("quality.cells_beneath"), t("quality.cells_help")),
            (
                t("quality.problems_card"),
                _count(row["errors"] + row["warnings"] + row["notes"]),
                beneath,
                t("quality.problems_help"),
            ),
        ],
        key="measures",
    )
    st.caption(t("quality.whole"))


def sources() -> None:
    """The imported files with their hash, dates and counts of rows."""
    st.subheader(t("quality.sources"), anchor=False)
    found = ask(quality.sources)
    config = {
        "as_of": components.day("as_of", width=components.room("as_of", least=92)),
        "imported_at": st.column_config.DatetimeColumn(t("column.imported_at"), format=_moment(), width=135),
        "file_name": st.column_config.TextColumn(t("column.file_name"), width=230),
        "sha256": st.column_config.TextColumn(t("column.sha256"), width=components.room("sha256", least=85)),
    }
    counts = _counts(found)
    config |= {
        name: st.column_config.NumberColumn(t(f"column.{name}"), width=components.room(name, least=60))
        for name in counts
    }
    shown = _sources_on_screen(found)
    components.table(
        shown,
        key="sources_table",
        alt=t("quality.sources"),
        config={name: column for name, column in config.items() if name in shown},
        height=_height(len(found)),
    )
    st.caption(t("quality.sources_note"))
    _download(found, name="sources", what="sources")


def problems() -> None:
    """The problems of the files, by kind and one by one, narrowed by file, severity, kind and column."""
    st.subheader(t("quality.problems"), anchor=False)
    wanted = _narrowed()
    kinds = ask(quality.problem_kinds, **wanted)
    if kinds.empty:
        st.info(t("quality.problems_none"))
        return
    n = sum(row["problems"] for row in rows_of(kinds))
    found = ask(quality.problems, most=MOST_ROWS, **wanted)
    left, right = st.columns(2, gap="medium")
    with left:
        components.table(
            tables.for_reader(kinds, language=language()),
            key="kinds_table",
            alt=t("quality.problem_kinds"),
            height=_height(min(ROWS_HIGH, len(found))),
            config={
                "kind": st.column_config.TextColumn(t("column.kind"), width=205),
                "problems": st.column_config.NumberColumn(t("column.problems"), width=components.room("problems")),
            },
        )
    with right:
        components.table(
            only(tables.for_reader(found, language=language()), LISTED),
            key="problems_table",
            alt=t("quality.problems"),
            height=_height(min(ROWS_HIGH, len(found))),
            config={
                "file_name": st.column_config.TextColumn(t("column.file_name"), width=200),
                "value": st.column_config.TextColumn(t("column.value"), width=90),
                "message": st.column_config.TextColumn(t("column.message"), width=370),
            },
        )
    st.caption(t("quality.problems_note", shown=_count(len(found)), n=_count(n)))
    asked = " · ".join(
        t("filter.option", label=t(f"quality.{name}"), n=", ".join(codes)) for name, codes in wanted.items() if codes
    )
    everything = rows_of(ask(quality.totals))[0]
    of_all = sum(everything[severity] for severity in SEVERITY_COUNTS)
    components.download(
        later(quality.problems, **wanted),
        name="problems",
        question=t("quality.problems"),
        basis=components.Basis(asked or t("chart.no_filters")),
        of=numbers.of(n, of_all, language=language()),
        label=t("quality.problems_download"),
    )


def snapshots() -> None:
    """Every snapshot, and what each changed by variable."""
    st.subheader(t("quality.snapshots"), anchor=False)
    st.caption(t("quality.snapshots_note"))
    counts = ["added", *quality.MOVES]
    config: dict[str, Any] = {
        "published_at": st.column_config.DatetimeColumn(t("column.published_at"), format=_moment(), width=135),
        "data_date": components.day("data_date", width=components.room("data_date", least=92)),
        "note": st.column_config.TextColumn(t("column.note"), width=180),
        "snapshot_id": st.column_config.NumberColumn(
            t("column.snapshot_id"), width=components.room("snapshot_id", least=70)
        ),
    }
    config |= {
        name: st.column_config.NumberColumn(t(f"column.{name}"), width=components.room(name, least=80))
        for name in counts
    }
    all_of_them = ask(quality.snapshots)
    components.table(
        only(all_of_them, ("snapshot_id", "data_date", *counts, "published_at", "note")),
        key="snapshots_table",
        alt=t("quality.snapshots"),
        config=config,
        height=_height(len(all_of_them)),
    )
    changes = ask(quality.changes)
    if changes.empty:
        st.caption(t("quality.snapshots_none"))
        return
    with st.expander(t("quality.snapshots_by"), key="snapshots_by", on_change="rerun"):
        if not st.session_state["snapshots_by"]:
            return
        components.table(
            tables.for_reader(changes, language=language()), key="snapshot_changes", alt=t("quality.snapshots_by")
        )
        n = sum(row[move] for row in rows_of(changes) for move in quality.MOVES)
        components.download(
            later(quality.changed, language=language()),
            name="snapshot_changes",
            question=t("quality.snapshots"),
            definition=t("quality.snapshots_note"),
            basis=components.Basis(t("chart.no_filters")),
            of=numbers.of(n, n, language=language()),
            label=t("quality.snapshots_download"),
        )


def figures() -> None:
    """Published figures beside ours, each with its address."""
    st.subheader(t("quality.figures"), anchor=False)
    if about().is_demo:
        st.info(t("quality.figures_demo"))
    said = _beside_ours(ask(reproduced.beside))
    config = {
        "figure": st.column_config.TextColumn(t("column.figure"), width=430),
        "address": st.column_config.LinkColumn(t("column.address")),
    }
    components.table(
        tables.for_reader(said, language=language()),
        key="figures_table",
        alt=t("quality.figures"),
        config=config,
        height=_height(len(said)),
    )
    st.caption(t("quality.figures_note"))
    _download(said, name="published_figures", what="figures")


def figure_name(row: dict[Any, Any]) -> str:
    """What a published figure is of, in words."""
    of = row["of"]
    return t(f"quality.figure_{row['words']}", of=name_of("code", of, otherwise=name_of("missing", of)))


def ours(row: dict[Any, Any]) -> str:
    """Our figure in print, with the counts that it rests on; a dash where its release is not imported."""
    if pd.isna(row["ours"]):
        return t("number.none")
    n = _count(row["n"])
    if row["unit"] == "share":
        return t(
            "quality.ours_share",
            share=numbers.precise(row["ours"], language=language()),
            of=numbers.of(row["yes"], row["n"], language=language()),
        )
    if row["unit"] == "number":
        return t("quality.ours_share", share=numbers.decimal(row["ours"], language=language()), of=f"n = {n}")
    return t("quality.ours_share", share=_count(row["ours"]), of=f"n = {n}")


def _narrowed() -> dict[str, list[str]]:
    """The four filters of the problems, each in the address and with its counts."""
    offers = rows_of(ask(quality.problem_offers))
    with st.grid(4, min_column_width=190, gap="small", key="narrowed"):
        for name in quality.NARROWED:
            codes = {row["value"]: row["n"] for row in offers if row["filter"] == name and row["value"] != ""}
            filters.addresses(**{name: list(codes)})
            kind = {"severity": "severity", "kind": "problem"}.get(name, "")
            labels = {
                code: t("filter.option", label=name_of(kind, code) if kind else code, n=_count(n))
                for code, n in codes.items()
            }
            filters.picker(name, labels, label=t(f"quality.{name}"))
    return {name: list(st.session_state[name]) for name in quality.NARROWED}


@once_in_language
def _sources_on_screen(found: pd.DataFrame) -> pd.DataFrame:
    shown = tables.for_reader(found, language=language()).dropna(axis="columns", how="all")
    first = ["file_name", "as_of", *_counts(shown)]
    return shown[[*first, *shown.columns.drop(first)]]


@once_in_language
def _beside_ours(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "figure": [figure_name(row) for row in rows_of(found)],
            "said": found["said"],
            "ours": [ours(row) for row in rows_of(found)],
            "outcome": found["outcome"],
            "vintage": found["vintage"],
            "address": found["address"],
        }
    )


def _download(frame: pd.DataFrame, *, name: str, what: str) -> None:
    components.download(
        frame,
        name=name,
        question=t(f"quality.{what}"),
        basis=components.Basis(t("chart.no_filters")),
        of=_all(frame),
        label=t(f"quality.{what}_download"),
    )


def _all(frame: pd.DataFrame) -> str:
    return numbers.of(len(frame), len(frame), language=language())


def _height(rows: int) -> int:
    return components.table_height(min(max(rows, 1), 20))


def _moment() -> str:
    """How a day with its time is written in a table."""
    return f"{t('number.day_in_table')} HH:mm"


def _counts(files: pd.DataFrame) -> list[str]:
    """The columns of `files` that count rows and problems."""
    return [str(name) for name in files if str(name).startswith("rows_") or name in SEVERITY_COUNTS]


def _count(n: float) -> str:
    return numbers.count(n, language=language())
