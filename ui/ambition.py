"""Pieces of the page on ambition: which scale, which order, how many rows."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import ambition, ambition_charts, numbers, tables
from analysis.once import rows_of, rows_with, the_row, totals, where
from ui import behind, blocks, components, filters
from ui.session import ask, chosen, language, name_of, picture, t
from ui.themes import pick_list

MOST_ROWS = 15


@dataclass(frozen=True)
class Asked:
    """How the bars are to be drawn: on which scale, by which list of tags, in which order, all rows or the first."""

    scale: str
    taxonomy: str
    order: str
    is_all: bool


def corners(found: pd.DataFrame, placed: pd.DataFrame) -> None:
    """The four corners, one picture per scale that has any commitment placed."""
    scales = {row["scale"] for row in rows_of(found) if row["n"]}
    for place, scale in zip(st.columns(2, gap="medium"), ambition.SCALES, strict=True):
        rows = where(found, "scale", scale)
        with place:
            if scale not in scales:
                st.caption(t("ambition.none_placed", scale=name_of("scale", scale)))
                continue
            title = t(f"ambition.corners_{scale}")
            components.chart_with_table(
                ambition_charts.two_by_two(rows, language=language(), picture=picture(title)),
                rows,
                name=f"corners_{scale}",
                note=meaning(placed, scale),
                alt=t("ambition.corners_alt", summary=ambition_charts.in_words(rows, language=language())),
                counted=in_corners(rows),
                picks=partial(pick_corner, rows),
                basis=filters.basis(),
            )


def meaning(placed: pd.DataFrame, scale: str) -> str:
    """What ambitious and done mean on this scale, and from which stages its completion ratings are."""
    return f"{t(f'ambition.corners_note_{scale}')} {blocks.stages(ambition.stages(placed, scale))}".rstrip()


def in_corners(rows: pd.DataFrame) -> str:
    """How many commitments stand in a corner, and how many stand in none."""
    n, missing = tables.rated(rows)
    return t("ambition.placed", n=_count(n), missing=_count(missing))


def why_not(unplaced: pd.DataFrame) -> None:
    """Why commitments stand in no corner, a line per reason."""
    if unplaced.empty:
        return
    lines = []
    for of_scale in totals(unplaced, ("scale",), ("count",)):
        rows = rows_with(unplaced, scale=of_scale["scale"])
        said = ", ".join(t(f"ambition.because_{row['reason']}", n=_count(row["count"])) for row in rows)
        scale, total = name_of("scale", of_scale["scale"]), _count(of_scale["count"])
        lines.append(t("ambition.unplaced", scale=scale, n=total, reasons=said))
    st.caption("  \n".join(lines))


def pick(found: pd.DataFrame) -> Asked:
    """Scale, order and number of rows, in the address as `scale`, `order` and `rows`."""
    ns = dict.fromkeys(ambition.SCALES, 0) | {row["scale"]: row["n"] for row in rows_of(found)}
    scales = {scale: t("filter.option", label=t(f"ambition.since_{scale}"), n=_count(n)) for scale, n in ns.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="ambition_pickers"):
        empty = [scale for scale, n in ns.items() if not n]
        scale = filters.one("scale", scales, label=t("ambition.scale"), hidden=empty)
        taxonomy = pick_list(ask(ambition.lists, scale=scale, **chosen()))
        orders = {order: t(f"ambition.order_{order}") for order in ambition.ORDERS}
        order = filters.one("order", orders, label=t("ambition.order"), long=True)
        rows = {"first": t("ambition.rows_first", n=_count(MOST_ROWS)), "all": t("ambition.rows_all")}
        is_all = filters.one("rows", rows, label=t("ambition.rows")) == "all"
    return Asked(scale, taxonomy, order, is_all)


def bars(found: pd.DataFrame, asked: Asked, *, meaning: str, column: str, counted: str = "") -> None:
    """Stacked shares of the corners, a row per member (`column` name) or theme (`column` theme); `meaning` of the
    scale, for its files.
    """
    keys = ambition.ordered(found, by=asked.order)
    shown = keys if asked.is_all else keys[:MOST_ROWS]
    by = "members" if column == "name" else "themes"
    scale = name_of("scale", asked.scale)
    twice = t("ambition.themes_twice") if by == "themes" else ""
    more = "" if len(shown) == len(keys) else t("ambition.more", n=_count(len(shown)), of=_count(len(keys)))
    components.chart_with_table(
        ambition_charts.stacked(
            found, keys=shown, column=column, language=language(), picture=picture(t(f"ambition.{by}"))
        ),
        found,
        name=f"corners_{by}",
        note=" ".join(part for part in (t("ambition.bars_note", scale=scale), twice, more) if part),
        definition=" ".join(part for part in (f"{scale}.", meaning, twice) if part),
        alt=t(f"ambition.{by}_alt"),
        counted=counted,
        picks=partial(pick_bar, found, asked.scale, column),
        basis=filters.basis(),
    )


def pick_corner(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of a corner that was clicked."""
    _, scale, corner = point["customdata"]
    row = the_row(found, scale=scale, corner=corner)
    _list(row, name_of("corner", corner), name_of("scale", scale), scale=scale)


def pick_bar(found: pd.DataFrame, scale: str, column: str, point: dict[str, Any]) -> None:
    """Lists the commitments of a member's (`column` name) or theme's (`column` theme) corner that was clicked."""
    _, key, corner = point["customdata"]
    id = "member_id" if column == "name" else "theme_id"
    row = the_row(found, **{id: key, "corner": corner})
    narrowed: dict[str, Any] = {"members": [key]} if column == "name" else {"theme": key}
    _list(row, row[column], name_of("corner", corner), scale=scale, **narrowed)


def _list(row: dict[Any, Any], *names: str, **asked: Any) -> None:
    """Lists the commitments of the corner of `row`, if there are any."""
    if row["count"]:
        counts, facts = {"yes": row["count"], "n": row["n"]}, {"corner": row["corner"], **chosen(), **asked}
        behind.count(*names, row=counts, query=ambition.behind, facts=facts)


def pick_star(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of a year that were judged by the rule that was clicked."""
    _, rule, year = point["customdata"]
    row = the_row(found, rule=rule, year=year)
    facts = {"rule": rule, **chosen(), "years": [year]}
    behind.count(year, name_of("star_rule", rule), row=row, query=ambition.behind_stars, facts=facts)


def pick_verifiable(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of the year that was clicked of which its scale says whether they can be checked."""
    scale, year = point["customdata"][1], point["x"]
    row = the_row(found, scale=scale, year=year)
    facts = {"scale": scale, **chosen(), "years": [year]}
    behind.count(year, name_of("scale", scale), row=row, query=ambition.behind_verifiable, facts=facts)


def by_list(asked: Asked) -> str:
    """By which list of tags the themes are told, and for how many of the commitments in a corner; empty without one."""
    if not asked.taxonomy:
        return ""
    row = the_row(ask(ambition.lists, scale=asked.scale, **chosen()), taxonomy=asked.taxonomy)
    said = {"n": _count(row["n"]), "missing": _count(row["missing"])}
    return t("ambition.by_list", taxonomy=name_of("taxonomy", asked.taxonomy), **said)


def judged() -> str:
    """For how many commitments the IRM decided on a star, and for how many it did not."""
    n, missing = ask(ambition.how_many_judged, **chosen())
    return t("ambition.judged", n=_count(n), missing=_count(missing))


def _count(n: int) -> str:
    return numbers.count(n, language=language())
