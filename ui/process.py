"""Pieces of the page on how plans were made: its first numbers, the question looked at, the list of plans."""

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import compare, numbers, process, process_charts, tables
from analysis.figures import Figure, Picture
from analysis.measures import submitted
from analysis.once import once, rows_of, the_row
from analysis.scope import Filters
from ui import behind, components, filters
from ui.components import Basis
from ui.opening import narrow_and_open
from ui.session import LISTS, ask, chosen, language, name_of, once_in_language, picture, t

ROWS_HIGH = 12
MARKS = {"yes": "✓", "no": "✗"}


def answered() -> dict[Any, Any] | None:
    """The row of process.size for what is chosen; a sentence in its place where the process file has none of it."""
    size = rows_of(ask(process.size, **chosen()))[0]
    if size["plans"]:
        return dict(size)
    span = ask(process.span)
    st.info(t("process.none", first=span[0], last=span[1]) if span else t("process.no_file"))
    return None


def source() -> str:
    """Whence the answers are and of which day, which is not that of the newest ratings."""
    return t("process.source", day=numbers.day(ask(process.as_of), language=language()))


def basis(wanted: Filters | None = None, n: int | None = None) -> Basis:
    """What the numbers of the process file rest on, for the head of a file: plans, and another file and day.

    `wanted` and `n` say what is chosen, and how many plans it leaves, where that is not what is chosen in the frame.
    """
    chosen_plans, of = (rows_of(size)[0]["plans"] for size in (ask(process.size, **chosen()), ask(process.size)))
    filtered = t("process.filtered", n=_count(chosen_plans if n is None else n), of=_count(of))
    return Basis(filters.basis(wanted).filters, filtered, "; ".join(ask(process.files)), ask(process.as_of))


def drawn(title: str) -> Picture:
    """What stands in the picture of a chart that rests on the process file alone."""
    return replace(picture(title), source=source())


def cards(size: dict[Any, Any]) -> None:
    """The plans of the process file, and three measures of how they were made."""
    span = submitted(size["first"], size["last"], language=language())
    shown = [
        (
            t("process.plans"),
            _count(size["plans"]),
            t("process.plans_beneath", **{name: _count(size[name]) for name in ("answered", "of")}, span=span),
            t("process.scope", moved=_count(size["moved"])),
        )
    ]
    for row in rows_of(process.headlines(plans())):
        name = row["measure"]
        of = numbers.of(row["yes"], row["n"], language=language())
        beneath = t("process.measured", of=of, missing=_count(row["missing"]))
        value = numbers.share(row["yes"], row["n"], language=language())
        shown.append((t(f"process.{name}"), value, beneath, t(f"process.{name}_help")))
    components.measures(shown, key="measures")


def plans() -> pd.DataFrame:
    """What is known of each plan, by member's name."""
    found: pd.DataFrame = ask(process.plans, language=language(), **chosen())
    return found


def pick_question() -> str:
    """The question looked at by year and by region, in the address as `question`."""
    offered = rows_of(process.questions(ask(process.answers, **chosen())))
    names = {
        row["question"]: t("filter.option", label=name_of("question", row["question"]), n=_count(row["n"]))
        for row in offered
    }
    empty = [row["question"] for row in offered if not row["n"]]
    return filters.one("question", names, label=t("process.question"), hidden=empty, long=True)


def pick_beside() -> str:
    """What results are set beside, in the address as `beside`."""
    names = {code: t(f"process.beside_{code}") for code in process.BESIDE}
    return filters.one("beside", names, label=t("process.beside"))


@once_in_language
def counted(frame: pd.DataFrame) -> str:
    """What shares of one question rest on."""
    return t("process.counted", n=_count(frame["n"].sum()), missing=_count(frame["missing"].sum()))


def counted_range(frame: pd.DataFrame, *, size: dict[Any, Any]) -> str:
    """What shares of several questions rest on."""
    ns = [row["n"] for row in rows_of(frame)]
    if min(ns) == max(ns):
        missing = max(row["missing"] for row in rows_of(frame))
        return t("process.counted", n=_count(ns[0]), missing=_count(missing))
    facts = {"low": _count(min(ns)), "high": _count(max(ns)), "plans": _count(size["plans"])}
    return t("process.counted_range", **facts)


def by_phase(frame: pd.DataFrame, column: str) -> dict[str, str]:
    """A count of process.levels by phase."""
    found = {row["phase"]: row[column] for row in rows_of(frame)}
    return {phase: _count(found.get(phase, 0)) for phase in process.PHASES}


def named(names: list[str]) -> dict[str, Any]:
    """What a chart with a row for each of these names is told."""
    return {"names": names, "language": language()}


def unanswered(figure: Figure) -> None:
    """The question of a chart, and a sentence in its place where no plan has an answer to it."""
    st.markdown(f"**{components.markdown(components.figure_title(figure))}**")
    st.caption(t("process.unanswered"))


@once
def of_plans(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` for a table and a file, its columns named by what they count: plans with an answer, and without one.

    A share that rests on few plans is left blank, which by these names tables and files would not do.
    """
    names = {"n": "answered", "missing": "unanswered", "share": "plan_share"}
    return tables.without_few(frame).rename(columns=names)


def by_year(found: pd.DataFrame, *, question: str) -> None:
    """The answers to one question by year."""
    title = t("process.by_year", question=name_of("question", question))
    names = [str(row["year"]) for row in rows_of(found)]
    components.chart_with_table(
        process_charts.by_year(found, language=language(), picture=drawn(title)),
        of_plans(found),
        name="by_year",
        note=t("process.by_year_note"),
        alt=t("process.by_year_alt", summary=process_charts.in_words(found, names=names, language=language())),
        picks=partial(_pick_year, found, question),
        counted=counted(found),
        source=source(),
        basis=basis(),
    )


def by_region(found: pd.DataFrame, *, question: str) -> None:
    """The answers to one question by region."""
    title = t("process.by_region", question=name_of("question", question))
    said = named([name_of("region", row["region"]) for row in rows_of(found)])
    components.chart_with_table(
        process_charts.shares(found, **said, picture=drawn(title)),
        of_plans(found),
        name="by_region",
        note=t("process.by_region_note"),
        alt=t("process.by_region_alt", summary=process_charts.in_words(found, **said)),
        picks=partial(_pick_region, found, question),
        counted=counted(found),
        source=source(),
        basis=basis(),
    )


def results() -> None:
    """Plans by their share of high completion, beside how they were made."""
    st.subheader(t("process.results"), anchor=False)
    beside = pick_beside()
    found = ask(process.results, beside=beside, language=language(), **chosen())
    if not any(row["n"] for row in rows_of(found)):
        st.caption(t("process.no_results"))
        return
    medians = process.medians(found, beside=beside)
    said = process_charts.medians_in_words(medians, beside=beside, language=language())
    shown = picture(t(f"process.results_chart_{beside}"))
    components.chart_with_table(
        process_charts.results(found, medians, beside=beside, language=language(), picture=shown),
        _with_groups(found, beside),
        name="results",
        note=t("process.results_note"),
        alt=t("process.results_alt", summary=said),
        counted=rated(found),
        basis=replace(basis(), files="", day=None),
        picks=partial(pick_plan, found),
    )
    st.text(said)
    st.caption(t("process.association"))


def rated(found: pd.DataFrame) -> str:
    """How many plans of the groups have a rating at midterm."""
    has = sum(row["n"] > 0 for row in rows_of(found))
    return t("process.results_counted", n=_count(has), missing=_count(len(found) - has))


def table() -> None:
    """What is known of each plan; choosing a row lists its commitments."""
    st.subheader(t("process.table"), anchor=False)
    st.caption(t("process.table_note"))
    found = plans()
    shown = _marked(found)
    yes_no, levels = (*process.STEPS, process.FORUM), [f"{phase}_iap2_level" for phase in process.PHASES]
    narrow = {name: st.column_config.TextColumn(t(f"column.{name}"), width=74, help=name_of("question", name))
              for name in yes_no}  # fmt: skip
    narrow |= {name: st.column_config.Column(t(f"column.{name}"), width=98) for name in ("member", *levels)}
    narrow |= {
        name: st.column_config.NumberColumn(t(f"column.{name}"), format="%d", width=55)
        for name in ("plan_number", "year")
    }
    narrow |= {"steps_followed": st.column_config.Column(t("column.steps_followed"), width=55)}
    ids = [(row["member_id"], row["plan_number"]) for row in rows_of(found)]
    components.table(
        shown,
        key="plans_table",
        alt=t("process.table"),
        config=narrow,
        height=components.table_height(min(ROWS_HIGH, len(shown))),
        on_select=partial(_open_plan, ids),
        selection_mode="single-row",
    )
    components.download(
        found,
        name="process",
        question=t("process.table"),
        definition=t("process.scope", moved=_count(rows_of(ask(process.size, **chosen()))[0]["moved"])),
        basis=basis(),
        of=numbers.of(len(found), rows_of(ask(process.size))[0]["plans"], language=language()),
        label=t("process.download"),
    )


def pick_plan(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the commitments of the plan behind a dot that are rated at midterm; nothing for the middle of a group."""
    _, *plan = point["customdata"]
    if plan:
        member, number = plan
        row = the_row(found, member_id=member, plan_number=number)
        said = row["member"], t("filter.plan", number=number), t(f"compare.indicator_{process.RESULT}")
        facts = {"indicator": process.RESULT, "members": [member], "plans": [number]}
        behind.count(*said, row=row, query=compare.behind, facts=facts)


def pick_step(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the plans with an answer to the step that was clicked."""
    row = rows_of(found)[point["y"]]
    _list_plans(row, name_of("step", row["question"]), question=row["question"])


def pick_level(found: pd.DataFrame, point: dict[str, Any]) -> None:
    """Lists the plans at the level of participation that was clicked."""
    _, phase, level = point["customdata"]
    row = the_row(found, phase=phase, iap2_level=level)
    said = f"{name_of('phase', phase)} · {name_of('iap2', level)}"
    _list_plans(row | {"yes": row["plans"]}, said, question=f"{phase}_iap2_level", iap2_level=level)


def _pick_year(found: pd.DataFrame, question: str, point: dict[str, Any]) -> None:
    row = the_row(found, year=point["x"])
    _list_plans(row, f"{row['year']} · {name_of('question', question)}", question=question, years=[row["year"]])


def _pick_region(found: pd.DataFrame, question: str, point: dict[str, Any]) -> None:
    row = rows_of(found)[point["y"]]
    said = f"{name_of('region', row['region'])} · {name_of('question', question)}"
    _list_plans(row, said, question=question, regions=[row["region"]])


def _list_plans(row: dict[Any, Any], name: str, **asked: Any) -> None:
    """Lists the plans that `row` counts, if there are any."""
    if row["n"]:
        behind.count(name, row=row, query=process.behind, facts={**chosen(), **asked}, kind=PLANS)


def _plan(member: str, plan: int) -> dict[str, list[Any]]:
    """The filters that list the commitments of a plan."""
    return {name: [] for name in LISTS} | {"members": [member], "plans": [plan]}


PLANS = behind.Kind(
    "plans",
    ("holds", "member", "plan_number", "year", "cell", "file_name"),
    lambda row: _plan(row["member_id"], row["plan_number"]),
    basis,
    "process.download",
)


@once_in_language
def _with_groups(found: pd.DataFrame, beside: str) -> pd.DataFrame:
    """`found` with its groups in words."""
    return found.assign(
        group=[process_charts.group(code, beside=beside, language=language()) for code in found["group"]]
    )


@once_in_language
def _marked(found: pd.DataFrame) -> pd.DataFrame:
    """The list of plans as it is read: a mark for yes and no, a dot for all that is not known."""
    marked = {name: [MARKS.get(answer, "·") for answer in found[name]] for name in (*process.STEPS, process.FORUM)}
    levels = {
        name: [name_of("iap2", answer, otherwise="·") if answer in process.LEVELS else "·" for answer in found[name]]
        for name in (f"{phase}_iap2_level" for phase in process.PHASES)
    }
    followed = ["·" if steps != steps else f"{steps:.0f}" for steps in found["steps_followed"].astype(float)]
    return found.drop(columns="member_id").assign(steps_followed=followed, **marked, **levels)


def _open_plan(plans: list[tuple[str, int]]) -> None:
    """Lists the commitments of the plan in the row that was chosen."""
    picked = st.session_state["plans_table"]["selection"]["rows"]
    if picked:
        narrow_and_open(_plan(*plans[picked[0]]))


def _count(n: float) -> str:
    return numbers.count(n, language=language())
