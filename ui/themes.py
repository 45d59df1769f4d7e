"""Pieces of the page on themes: what to look at, and what its numbers rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import compare, crosswalk, crosswalk_charts, heat, numbers, themes, themes_charts
from analysis.figures import Row
from analysis.heat import Column, is_written, year_headers
from analysis.once import first, rows_of, the_row
from analysis.queries import COMPLETION
from analysis.text import several
from ui import behind, blocks, components, filters
from ui.session import ask, chosen, language, name_of, picture, t

MOST_ROWS = 15
#: Themes that are drawn as rising or fading; and so many, from which on some look clear by chance alone.
MOST_CHANGES, MANY = 16, 20
#: Themes that are named of those that only one list has in a sense.
MOST_LEFT = 4


@dataclass(frozen=True)
class Looked:
    """What is looked at: list of tags (a row of themes.taxonomies), group of themes (or all main themes), measure;
    `every` theme of the list, and `rows`, those that are drawn.
    """

    tags: Row
    group: str
    measure: str
    listed: pd.DataFrame
    counted: pd.DataFrame
    every: pd.DataFrame
    rows: pd.DataFrame


def pick() -> Looked | None:
    """The list of tags, the group and the measure, in the address as `taxonomy`, `parent` and `measure`; nothing where
    the database has no list.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="theme_pickers"):
        return _picked()


def pick_list(lists: pd.DataFrame) -> str:
    """The list of tags (of a frame with `taxonomy` and `n`), in the address as `taxonomy`; else the one with most."""
    most_first = sorted(rows_of(lists), key=lambda row: -row["n"])
    names = {row["taxonomy"]: _offer(name_of("taxonomy", row["taxonomy"]), row["n"]) for row in most_first}
    empty = [row["taxonomy"] for row in most_first if not row["n"]]
    return filters.one("taxonomy", names, label=t("themes.taxonomy"), hidden=empty)


def tagged(looked: Looked) -> str:
    """How many commitments the shares of the themes rest on, and how many are not tagged by the list."""
    tags = name_of("taxonomy", looked.tags["taxonomy"])
    return t("themes.counted", n=_count(looked.tags["n"]), missing=_count(looked.tags["missing"]), tags=tags)


def rated(looked: Looked) -> str:
    """How many commitments the measure is rated for, and how many are not or are left out."""
    return themes_charts.rests_on(looked.counted, looked.tags, measure=looked.measure, language=language())


def meaning(looked: Looked, *, by_region: bool = False) -> str:
    """What the measure means, and where its ratings come from several stages (`by_region` for each) or eras, this."""
    said = [t(f"themes.means_{looked.measure}")]
    if looked.measure == COMPLETION and (stages := blocks.stages(themes.completion_by_stage(looked.counted))):
        said += [stages, *([_midterm(looked.counted)] if by_region else [])]
    eras = themes.eras(looked.counted, looked.measure)
    if len(eras) > 1:
        said.append(t("themes.mixed", eras=blocks.eras(eras)))
    return " ".join(said)


def _midterm(counted: pd.DataFrame) -> str:
    """Which part of the completion ratings of each region is from midterm."""
    said = [
        f"{name_of('region', row['region'])} {numbers.share(row['yes'], row['n'], language=language())}"
        for row in rows_of(themes.midterm_by_region(counted))
    ]
    return t("themes.midterm_by_region", shares="; ".join(said))


def overall(looked: Looked) -> Row:
    """The measure over all commitments tagged by the list."""
    return the_row(themes.measured(looked.counted), measure=looked.measure)


def how_many_drawn(looked: Looked) -> str:
    """Which themes are drawn, where there is not room for all of them."""
    of = len(themes.of_group(looked.every, group=looked.group))
    return t("themes.most", n=_count(MOST_ROWS), of=_count(of)) if of > MOST_ROWS else ""


def grid(
    frame: pd.DataFrame,
    looked: Looked,
    *,
    name: str,
    title: str,
    counted: str,
    measure: str = "",
    most: float = 0.0,
    meaning: str = "",
) -> None:
    """Theme by region, or theme by year, for the themes that are drawn; the whole group in the table.

    A cell lists what carries its theme; with `measure`, what of this is rated on it, and then `meaning` says what that
    means and whence it comes.
    """
    column = "region" if "region" in frame else "year"
    values = sorted({row[column] for row in rows_of(frame)})
    columns = [Column(v, *[name_of("region", v)] * 2) for v in values]
    if column == "year":
        columns = [
            Column(v, header, str(v)) for v, header in zip(values, year_headers(values, of=len(values)), strict=True)
        ]
    shown = themes.in_order(frame, like=looked.rows)
    components.chart_with_table(
        heat.heat(shown, column=column, columns=columns, language=language(), picture=picture(title), most=most),
        themes.in_order(frame, like=themes.of_group(looked.every, group=looked.group)),
        name=name,
        note=f"{t('themes.grid_note' if is_written(columns) else 'themes.grid_note_colours')} {meaning}".rstrip(),
        definition=meaning or t("themes.shares_note"),
        alt=t("themes.grid_alt", question=title),
        counted=counted,
        picks=partial(_pick_cell, looked, shown, column, columns, measure),
        basis=filters.basis(),
    )


def rise_and_fall(by_year: pd.DataFrame, looked: Looked) -> None:
    """From the earlier to the later half of the years, for the group's themes that changed most."""
    group = themes.of_group(looked.every, group=looked.group)
    found = themes.rising(themes.in_order(by_year, like=group))
    if found.empty:
        st.markdown(f"**{components.markdown(t('themes.rising'))}**")
        st.caption(t("themes.one_year"))
        return
    early, late = themes.halves([row["year"] for row in rows_of(by_year) if row["n"] > 0])
    spans = (blocks.span(early), blocks.span(late))
    shown = themes.strongest(found, most=MOST_CHANGES)
    components.chart_with_table(
        themes_charts.rising(shown, spans=spans, language=language(), picture=picture(t("themes.rising"))),
        found,
        name="themes_rising",
        note=" ".join([t("themes.rising_note", early=spans[0], late=spans[1]), *_how_sure(len(shown), of=len(found))]),
        alt=t("themes.rising_alt", early=spans[0], late=spans[1]),
        counted=tagged(looked),
        picks=partial(_pick_half, looked, shown, (early, late)),
        basis=filters.basis(),
    )


def _how_sure(n: int, *, of: int) -> list[str]:
    said = [t("themes.rising_most", n=_count(n), of=_count(of))] if n < of else []
    return said + _by_chance(of)


def _by_chance(of: int) -> list[str]:
    return [t("themes.rising_chance", of=_count(of), n=_count(round(of * 0.05)))] if of >= MANY else []


def across_lists() -> None:
    """Themes that two lists of tags have in the same sense, where the commitments carry more than one list; folded
    away, since it asks much for a question that few readers have.
    """
    lists = [row for row in rows_of(ask(themes.taxonomies, **chosen())) if row["n"]]
    if len(lists) < 2:
        return
    with st.expander(t("themes.across"), key="themes_across_lists", on_change="rerun"):
        if st.session_state["themes_across_lists"]:
            _across(lists[1], lists[0])


def _across(*lists: Row) -> None:
    """What the older and the newer list (rows of themes.taxonomies) have in the same sense."""
    pairs = ask(crosswalk.pairs)
    counted = [ask(themes.counts, by="year", taxonomy=row["taxonomy"], **chosen()) for row in lists]
    listed = [ask(themes.listed, taxonomy=row["taxonomy"], language=language()) for row in lists]
    older, newer = [themes.by_theme(*pair) for pair in zip(counted, listed, strict=True)]
    found = crosswalk.compared(older, newer, pairs)
    if found.empty:
        st.caption(t("themes.across_few"))
        return
    names = [name_of("taxonomy", row["taxonomy"]) for row in lists]
    rests_on = [
        t("themes.across_list", tags=name, years=blocks.span(themes.years(frame)), n=_count(row["n"]))
        for name, row, frame in zip(names, lists, counted, strict=True)
    ]
    left_out = [
        t("themes.across_left_list", tags=name, n=_count(len(left)), names=_several(left))
        for name, frame in zip(names, (older, newer), strict=True)
        if (left := crosswalk.left_out(frame, pairs))
    ]
    note = [t("themes.across_note"), *_by_chance(len(found))]
    note += [t("themes.across_left", lists="; ".join(left_out))] if left_out else []
    drawn = picture(t("themes.across"))
    components.chart_with_table(
        crosswalk_charts.differences(found, lists=(names[0], names[1]), language=language(), picture=drawn),
        found,
        name="themes_across",
        note=" ".join(note),
        alt=t("themes.across_alt"),
        counted=f"{'; '.join(rests_on)}.",
        picks=partial(_pick_of_list, found, lists, pairs),
        basis=filters.basis(),
    )


def _picked() -> Looked | None:
    lists = ask(themes.taxonomies, **chosen())
    taxonomy = pick_list(lists)
    if not taxonomy:
        return None
    listed = ask(themes.listed, taxonomy=taxonomy, language=language())
    counted = ask(themes.counts, by="region", taxonomy=taxonomy, **chosen())
    every = themes.by_theme(counted, listed)
    parents = {row["parent_id"] for row in rows_of(every)}
    groups = {themes.EVERY: t("themes.every")} | {
        row["theme_id"]: _offer(row["theme"], row["yes"]) for row in rows_of(every) if row["theme_id"] in parents
    }
    empty = [row["theme_id"] for row in rows_of(every) if not row["yes"]]
    group = filters.one("parent", groups, label=t("themes.group"), hidden=empty, long=True)
    found = rows_of(themes.measured(counted))
    measures = {row["measure"]: _offer(t(f"themes.measure_{row['measure']}"), row["n"]) for row in found}
    unrated = [row["measure"] for row in found if not row["n"]]
    measure = filters.one("measure", measures, label=t("themes.measure"), hidden=unrated, long=True)
    rows = first(themes.of_group(every, group=group), MOST_ROWS)
    tags = the_row(lists, taxonomy=taxonomy)
    return Looked(tags, group, measure, listed, counted, every, rows)


def pick_theme(looked: Looked, point: dict[str, Any]) -> None:
    """Lists the commitments that carry the theme that was clicked."""
    _list_tagged(rows_of(looked.rows)[point["y"]], looked.tags["taxonomy"])


def pick_outcome(looked: Looked, shown: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments with the theme that was clicked that are rated on the measure."""
    _list_rated(looked, rows_of(shown)[point["y"]], looked.measure)


def _pick_cell(
    looked: Looked, shown: pd.DataFrame, column: str, columns: list[Column], measure: str, point: dict[str, Any]
) -> None:
    row = heat.cell_at(shown, point, column=column, columns=columns)
    if row is None:
        return
    narrowed = {f"{column}s": [row[column]]}
    if measure:
        _list_rated(looked, row, measure, columns[point["x"]].name, **narrowed)
    else:
        _list_tagged(row, looked.tags["taxonomy"], columns[point["x"]].name, **narrowed)


def _pick_half(looked: Looked, shown: pd.DataFrame, halves: tuple[list[int], list[int]], point: dict[str, Any]) -> None:
    row, (half, years) = rows_of(shown)[point["y"]], (("early", halves[0]), ("late", halves[1]))[point["customdata"][1]]
    counts = {"yes": row[f"{half}_yes"], "n": row[f"{half}_n"]}
    _list_tagged(row | counts, looked.tags["taxonomy"], blocks.span(years), years=years)


def _pick_of_list(found: pd.DataFrame, lists: tuple[Row, ...], pairs: Mapping[str, str], point: dict[str, Any]) -> None:
    """Lists the commitments that a list tags with the theme that was clicked."""
    side = point["customdata"][1]
    row = rows_of(found)[point["y"]]
    taxonomy = lists[crosswalk_charts.SIDES.index(side)]["taxonomy"]
    theme_id = row["theme_id"] if side == "newer" else crosswalk.older_id(row["theme_id"], pairs)
    counts = {"theme": row["theme"], "theme_id": theme_id, "yes": row[f"{side}_yes"], "n": row[f"{side}_n"]}
    _list_tagged(counts, taxonomy, name_of("taxonomy", taxonomy))


def _list_tagged(row: Row, taxonomy: str, *of: object, **narrowed: list[Any]) -> None:
    """Lists the commitments with the theme of `row`, if there are any."""
    facts = {"taxonomy": taxonomy, "theme": row["theme_id"], **chosen(), **narrowed}
    if row["yes"]:
        behind.count(row["theme"], *of, row=row, query=themes.behind, facts=facts)


def _list_rated(looked: Looked, row: Row, measure: str, *of: str, **narrowed: list[Any]) -> None:
    """Lists the commitments with the theme of `row` that are rated on the measure."""
    facts = {
        "indicator": measure,
        "taxonomy": looked.tags["taxonomy"],
        "theme": row["theme_id"],
        **chosen(),
        **narrowed,
    }
    behind.count(row["theme"], *of, t(f"themes.measure_{measure}"), row=row, query=compare.behind, facts=facts)


def _several(names: list[str]) -> str:
    return several(names, most=MOST_LEFT, language=language(), between=", ")


def _offer(name: str, n: int) -> str:
    return t("filter.option", label=name, n=_count(n))


def _count(n: int) -> str:
    return numbers.count(n, language=language())
