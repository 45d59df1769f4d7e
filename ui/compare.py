"""Pieces of the compare page: who is set side by side, by which indicator, and what may not be compared."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import compare, numbers, queries, tables
from analysis import compare_charts as charts
from analysis.figures import Row
from analysis.once import rows_of, the_row, totals
from analysis.scope import Filters
from ui import behind, blocks, filters
from ui.components import download, markdown, table
from ui.session import ask, ask_together, chosen, language, name_of, once_in_language, picture, t

BY = ("year", "plan")
#: Pixels of a name in the table, which would cut it of itself: around it, and a letter of it.
AROUND, LETTER = 24, 6


@dataclass(frozen=True)
class Side:
    """What is set side by side: `unit` (member or region), their codes in order, and the filters that choose them."""

    unit: str
    ids: list[str]
    wanted: Filters


@dataclass(frozen=True)
class Answers:
    """The answers that the page shows, in the order of `Side.ids` where a chart needs one, with what is asked and what
    that means.

    `silent`: why commitments are not in n. `has_stages`: the ratings of the indicator come from several stages.
    `of_completion`: from which eras and stages those of completion come. `levels`: the ratings on the scale of the
    indicator. `named`: all that have commitments here, by their codes.
    """

    indicator: str
    question: str
    definition: str
    silent: str
    has_stages: bool
    of_completion: str
    shares: pd.DataFrame
    eras: pd.DataFrame
    levels: pd.DataFrame
    over: pd.DataFrame
    named: dict[str, str]

    @property
    def scale(self) -> str:
        """The scale of which the ratings are shown (of compare.SCALES)."""
        return compare.INDICATORS[self.indicator].scale

    @property
    def units(self) -> list[str]:
        """What is set side by side, in the order of the shares."""
        return [row["unit"] for row in rows_of(self.shares)]


def side() -> Side:
    """The members chosen, else the regions, else what makes sense; says which, and offers similar members of one."""
    members, regions = [str(id) for id in chosen()["members"]], [str(code) for code in chosen()["regions"]]
    if members:
        return _members(members)
    if len(regions) == 1:
        ids, of = ask(compare.most_plans, **chosen())
        region = markdown(name_of("region", regions[0]))
        if len(ids) < of:
            st.caption(t("compare.first_of_region", n=len(ids), of=of, region=region))
        elif ids:
            st.caption(t("compare.of_region", n=of, region=region))
        return Side("member", ids, {**chosen(), "members": ids})
    if not regions:
        st.caption(t("compare.regions"))
    return Side("region", regions or [str(code) for code in filters.offered()["regions"]], chosen())


def _members(members: list[str]) -> Side:
    ids = members[: compare.MOST]
    names = {str(code): offer.name for code, offer in filters.offered()["members"].items()}
    if len(members) > len(ids):
        left = "; ".join(names[id] for id in members[compare.MOST :])
        st.caption(t("compare.too_many", n=compare.MOST, left=markdown(left)))
    if len(ids) == 1:
        others = ask(compare.similar, id=ids[0])
        if others:
            label = t("compare.similar", name=markdown(names[ids[0]]), n=len(others))
            st.button(label, key="similar", icon=":material/group_add:", on_click=_choose, args=([*ids, *others],))
            st.caption(t("compare.similar_note"))
        else:
            st.caption(t("compare.similar_none", name=markdown(names[ids[0]])))
    return Side("member", ids, {**chosen(), "members": ids})


def how(counts: dict[str, int]) -> tuple[str, str]:
    """The indicator and the axis that are picked, both in the address. An indicator without ratings is not offered."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_pickers"):
        indicator = filters.indicator(counts)
        by = filters.one("by", {by: t(f"compare.by_{by}") for by in BY}, label=t("compare.by"))
    return indicator, by


def answers(side: Side, *, indicator: str, by: str) -> Answers:
    """The answers for what is set side by side."""
    asked: dict[str, Any] = {"unit": side.unit, **side.wanted}
    named = {"language": language(), **asked}
    found = ask_together(
        over=(compare.over, {"indicator": indicator, "by": by, **named}),
        shares=(compare.shares, {"indicator": indicator, **named}),
        levels=(compare.levels, {"indicator": indicator, **named}),
        eras=(compare.eras, {"indicator": indicator, **asked}),
        not_rated=(compare.not_rated, {"indicator": indicator, **asked}),
        completed=(compare.eras, {"indicator": queries.COMPLETION, **asked}),
        by_stage=(queries.completion_by_stage, {**side.wanted}),
    )
    silent = _silent(found["not_rated"])
    stages = blocks.stages(found["by_stage"]) if indicator == queries.COMPLETION else ""
    meant = t(f"compare.means_{indicator}"), _mixed(found["eras"]), stages, silent
    return Answers(
        indicator=indicator,
        question=t(f"compare.indicator_{indicator}"),
        definition=_together(*meant),
        silent=silent,
        has_stages=bool(stages),
        of_completion=_of_completion(found["completed"], found["by_stage"]),
        shares=found["shares"],
        eras=found["eras"],
        levels=compare.in_order(
            compare.asked(found["levels"]), order=[row["unit"] for row in rows_of(found["shares"])]
        ),
        over=found["over"],
        named={row["unit"]: row["unit_name"] for row in rows_of(found["levels"])},
    )


def drawn(found: Answers, title: str) -> dict[str, Any]:
    """How a chart of the indicator is drawn, under this title."""
    meant = compare.INDICATORS[found.indicator]
    return {"language": language(), "picture": picture(title), "hover": meant.hover}


def explain(found: Answers) -> None:
    """Says what the indicator means, why it is not known of some and from which eras its ratings come, and lets the
    reader keep to one era of several. From which stages they come stands by the bars of completion.
    """
    by_era = _by_era(found.eras)
    one = [t("compare.one_era", era=name_of("era", era)) for era in by_era] if len(by_era) == 1 else []
    apart = [t("compare.one_stage")] if found.has_stages else []
    st.caption(_together(t(f"compare.means_{found.indicator}"), *apart, *one, found.silent))
    if len(by_era) > 1:
        _part(found.eras)


def _part(eras: pd.DataFrame) -> None:
    st.info(_mixed(eras), icon=":material/warning:")
    years = ask(compare.era_years)
    with st.container(horizontal=True, key="eras"):
        for era in _by_era(eras):
            label = t("compare.only_era", era=name_of("era", era))
            st.button(label, key=f"era_{era}", type="tertiary", on_click=_keep_to, args=(years[str(era)],))


def _by_era(eras: pd.DataFrame) -> dict[str, int]:
    return {row["era"]: row["n"] for row in totals(eras, ("era",), ("n",))}


@once_in_language
def _mixed(eras: pd.DataFrame) -> str:
    return t("compare.mixed", eras=blocks.eras(_by_era(eras))) if len(_by_era(eras)) > 1 else ""


@once_in_language
def _of_completion(eras: pd.DataFrame, by_stage: pd.DataFrame) -> str:
    """From which eras and stages the latest completion ratings come; nothing where there are none."""
    if eras.empty:
        return ""
    alone = [t("compare.completion_stage", stage=name_of("stage", row["stage"])) for row in rows_of(by_stage)]
    return _together(t("compare.completion_eras", eras=blocks.eras(_by_era(eras))), blocks.stages(by_stage) or alone[0])


@once_in_language
def _silent(not_rated: pd.DataFrame) -> str:
    """Why commitments are not in n, each kind with its count; nothing where all are."""
    rows = rows_of(not_rated)
    if not rows:
        return ""
    kinds = ", ".join(t(f"compare.silent_{row['kind']}", n=_count(row["count"])) for row in rows)
    return t("compare.silent", missing=_count(sum(row["count"] for row in rows)), kinds=kinds)


def _together(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def left_out(found: Answers) -> None:
    """Names what is chosen but has no plan that the indicator is asked of."""
    there = {row["unit"] for row in rows_of(found.shares)}
    names = [name for unit, name in found.named.items() if unit not in there]
    if names:
        st.caption(t("compare.left_out", names=markdown("; ".join(names))))


def side_by_side(found: Answers, side: Side) -> None:
    """Every number in one table that can be sorted, with ranks as far as they are sure, and a column per era."""
    left_out(found)
    st.subheader(t("compare.table"), anchor=False)
    eras = list(dict.fromkeys(row["era"] for row in rows_of(found.eras)))
    shown = on_screen(found.shares, found.eras)
    table(
        shown, key="side_by_side", alt=t("compare.table"), height="content", config=_columns(eras, shown["unit_name"])
    )
    n = sum(not pd.isna(row["best_rank"]) for row in rows_of(found.shares))
    said = [t("compare.eras_note")] if len(eras) > 1 else []
    st.caption(" ".join([*said, *([t("compare.ranks_note", n=n, of=len(found.shares))] if n else [])]))
    download(
        with_eras(found.shares, found.eras),
        name="compare", question=found.question, definition=found.definition, basis=filters.basis(side.wanted),
        of=counted(found.shares, found.indicator),
    )  # fmt: skip


def _columns(eras: list[Any], names: pd.Series) -> dict[str, Any]:
    """Columns under short names, eras under their years, so that all have room beside each other; names in full."""
    number, head = st.column_config.NumberColumn, t("column.unit_name")
    room = AROUND + LETTER * max(len(name) for name in [head, *names])
    named = {
        "unit_name": st.column_config.TextColumn(head, width=room),
        "low_share": number(t("compare.low_share"), help=t("column.low_share"), format="percent"),
        "high_share": number(t("compare.high_share"), help=t("column.high_share"), format="percent"),
        "best_rank": number(t("compare.best_rank"), help=t("column.best_rank")),
        "worst_rank": number(t("compare.worst_rank"), help=t("column.worst_rank")),
    }
    years = ask(compare.era_years) if len(eras) > 1 else {}
    spans = {f"era_{era}": number(blocks.span(years[era]), help=name_of("era", era)) for era in years if era in eras}
    return named | spans


@once_in_language
def on_screen(shares: pd.DataFrame, eras: pd.DataFrame) -> pd.DataFrame:
    """`shares` for the screen, all numbers but the name, with how many of n each era gives."""
    shown = tables.for_reader(shares, language=language()).round({"low_share": 2, "high_share": 2})
    if not shares["best_rank"].count():
        shown = shown.drop(columns=["best_rank", "worst_rank"])
    if eras["era"].nunique() < 2:
        return shown
    by_era = {(row["unit"], row["era"]): row["n"] for row in rows_of(eras)}
    units = shares["unit"].tolist()
    given = {f"era_{era}": [by_era.get((unit, era), 0) for unit in units] for era in dict.fromkeys(eras["era"])}
    return shown.assign(**given)


@once_in_language
def with_eras(shares: pd.DataFrame, eras: pd.DataFrame) -> pd.DataFrame:
    """`shares` with a column that says in words from which eras each unit's ratings come."""
    said: dict[str, list[str]] = {}
    for row in rows_of(eras):
        words = f"{name_of('era', row['era'])} {_count(row['n'])}"
        said.setdefault(str(row["unit"]), []).append(words)
    return shares.assign(eras=["; ".join(said.get(str(unit), [])) for unit in shares["unit"]])


@once_in_language
def counted(frame: pd.DataFrame, indicator: str = compare.USUAL) -> str:
    """What a frame with one row a unit rests on, as a sentence."""
    once = frame.drop_duplicates("unit")
    n, missing = (_count(int(once[name].sum())) for name in ("n", "missing"))
    return t(compare.INDICATORS[indicator].counted, n=n, missing=missing)


def pick(side: Side, found: Answers, point: dict[str, Any]) -> None:
    """Lists the commitments that the point of a unit rests on: those that are rated."""
    _list_rated(side, found, the_row(found.shares, unit=point["customdata"][1]))


def pick_over(side: Side, found: Answers, by: str, point: dict[str, Any]) -> None:
    """Lists the commitments that a point of a small panel rests on: those of a plan or year and era that are rated."""
    _, unit, position, era = point["customdata"]
    row = the_row(found.over, unit=unit, position=position, era=era)
    at = t("filter.plan", number=row["position"]) if by == "plan" else str(row["position"])
    narrowed = {f"{by}s": [row["position"]], "era": [row["era"]]}
    _list_rated(side, found, row, at, name_of("era", row["era"]), **narrowed)


def levels(found: Answers, side: Side) -> dict[str, Any]:
    """What stands around the bars of all ratings, and what a click on a piece of one does: completion has a filter."""
    counts = counted(found.levels)
    if found.scale == compare.OF_ALL:
        return {
            "name": "completion",
            "note": f"{t('compare.completion_note')} {found.of_completion}",
            "summary": charts.completion_in_words(found.levels, language=language()),
            "counted": counts,
            "opens": partial(_click, side),
        }
    note = t("compare.levels_note", steps=t(f"scale_steps.{compare.INDICATORS[found.indicator].variable}"))
    return {
        "name": "levels",
        "note": note,
        "definition": f"{note} {found.definition}",
        "summary": charts.in_words(found.shares, language=language()),
        "counted": counts,
        "picks": partial(_pick_level, side, found),
    }


def _click(side: Side, point: dict[str, Any]) -> dict[str, list[Any]]:
    unit, code = point["customdata"][1:]
    return {f"{side.unit}s": [unit], "completion": [code]}


def _pick_level(side: Side, found: Answers, point: dict[str, Any]) -> None:
    """Lists the commitments of a unit that are rated so."""
    unit, code = point["customdata"][1:]
    row, meant = the_row(found.levels, unit=unit, code=code), compare.INDICATORS[found.indicator]
    facts: dict[str, Any] = {**side.wanted, f"{side.unit}s": [unit], "indicator": found.indicator, "code": code}
    stage = [name_of("stage", meant.stage)] if meant.stage else []
    names = row["unit_name"], t(f"variable.{meant.variable}"), *stage, name_of("code", code)
    behind.count(*names, row={**row, "yes": row["count"]}, query=compare.rated_so, facts=facts)


def _list_rated(side: Side, found: Answers, row: Row, *of: str, **narrowed: list[Any]) -> None:
    facts: dict[str, Any] = {**side.wanted, f"{side.unit}s": [row["unit"]], **narrowed}
    asked = {"indicator": found.indicator, **facts}
    behind.count(row["unit_name"], *of, found.question, row=row, query=compare.behind, facts=asked)


def _count(n: int) -> str:
    return numbers.count(n, language=language())


def _choose(ids: list[str]) -> None:
    st.session_state["members"] = ids


def _keep_to(years: list[int]) -> None:
    st.session_state["years"] = years
