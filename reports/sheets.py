"""The tidy sheets of the workbook: the answers of the pages, with a column of names beside every column of codes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis import compare, process, quality, queries, stalled, stalled_words, tables, themes, tidy
from analysis.once import rows_of
from analysis.text import say
from reports.asked import Report

#: States of the ladder that are listed by name: what is stalled, or may be, or cannot be known.
LISTED = ("stalled_confirmed", "stalled_likely", "at_risk", "blind_spot")


@dataclass(frozen=True)
class Sheet:
    """`of`: published tables whose codebook explains its columns. `codes`: columns of codes, beside tables.CODES."""

    ask: Callable[..., pd.DataFrame]
    of: Sequence[str]
    codes: Mapping[str, str] = field(default_factory=dict)


def made(report: Report, *, with_texts: bool = False) -> dict[str, pd.DataFrame]:
    """Every sheet of SHEETS by its key, in their order; those without rows too."""
    return {key: _made(report, sheet, with_texts=with_texts) for key, sheet in SHEETS.items()}


def _made(report: Report, sheet: Sheet, *, with_texts: bool) -> pd.DataFrame:
    asked = {"with_texts": with_texts} if sheet.ask is commitments else {}
    labelled = tables.with_labels(
        sheet.ask(report, **asked), language=report.language, codes={**tables.CODES, **sheet.codes}
    )
    if report.about.is_demo:
        labelled.insert(0, "is_demo", True)
    return labelled


def commitments(report: Report, *, with_texts: bool = False) -> pd.DataFrame:
    """tidy.commitments."""
    return tidy.commitments(report.db, language=report.language, with_texts=with_texts, **report.filters)


def _ratings(report: Report) -> pd.DataFrame:
    return tidy.ratings(report.db, language=report.language, **report.filters)


def _plans(report: Report) -> pd.DataFrame:
    return tidy.plans(report.db, language=report.language, **report.filters)


def _members(report: Report) -> pd.DataFrame:
    return tidy.members(report.db, language=report.language, **report.filters)


def _tags(report: Report) -> pd.DataFrame:
    return tidy.tags(report.db, language=report.language, **report.filters)


def _by_year(report: Report) -> pd.DataFrame:
    return tidy.by_year(report.db, **report.filters)


def _by_member(report: Report) -> pd.DataFrame:
    return _by_unit(report, unit="member")


def _by_region(report: Report) -> pd.DataFrame:
    return _by_unit(report, unit="region")


def _by_unit(report: Report, *, unit: str) -> pd.DataFrame:
    found = tidy.by_unit(report.db, unit=unit, language=report.language, **report.filters)
    names = {name: say(report.language, f"compare.indicator_{name}") for name in compare.INDICATORS}
    return _with_names(found, "indicator", names)


def _by_theme(report: Report) -> pd.DataFrame:
    found = tidy.by_theme(report.db, language=report.language, **report.filters)
    names = {name: say(report.language, f"themes.measure_{name}") for name in themes.MEASURES}
    return _with_names(found, "measure", {"tagged": say(report.language, "reports.measure_tagged"), **names})


def _ladder(report: Report) -> pd.DataFrame:
    day = report.about.data_date
    found = stalled.ladder(report.db, as_of=day, **report.filters).drop(columns=["n", "missing"])
    means = [say(report.language, f"stalled.means_{code}") for code in found["stall_state"]]
    return found.assign(means=means, as_of=day)


def _stalled(report: Report) -> pd.DataFrame:
    found = stalled.rows(
        report.db, as_of=report.about.data_date, language=report.language, states=LISTED, **report.filters
    )
    rows = rows_of(found)
    return found.assign(
        why=[stalled_words.why(row, language=report.language) for row in rows],
        overlays=[stalled_words.overlays(row["overlays"], language=report.language) for row in rows],
    )[
        [
            *("stall_state", "commitment_id", "member_id", "member", "plan_number", "year", "number", "title"),
            *("institution", "why", "overlays", "since", "ends_on", "dates_are_estimated", "is_over", "elapsed_share"),
            *("midterm", "midterm_missing", "midterm_cell", "final", "final_missing", "final_cell", "files"),
        ]
    ]


def _process(report: Report) -> pd.DataFrame:
    return process.plans(report.db, language=report.language, **report.filters)


def _changes(report: Report) -> pd.DataFrame:
    return queries.changes(report.db, language=report.language, **report.filters)


def _problems(report: Report) -> pd.DataFrame:
    return quality.problems(report.db)


def _sources(report: Report) -> pd.DataFrame:
    return quality.sources(report.db)


#: What is rated comes first, then counts of it, then where it comes from.
SHEETS = {
    "commitments": Sheet(
        commitments,
        ("commitment_status", "commitment", "source"),
        {
            "level": "member_level",
            "completion_stage": "stage",
            "early_results_scale": "variable",
            "star_rule": "star_rule",
        },
    ),
    "ratings": Sheet(
        _ratings, ("rating", "commitment_status", "source"), {"missing": "missing", "scale": "scale_steps"}
    ),
    "plans": Sheet(_plans, ("action_plan", "commitment_status")),
    "members": Sheet(_members, ("member",), {"level": "member_level"}),
    "tags": Sheet(_tags, ("commitment_theme", "theme", "commitment_status")),
    "by_year": Sheet(_by_year, ("action_plan",)),
    "by_member": Sheet(_by_member, ("member", "action_plan")),
    "by_region": Sheet(_by_region, ("member", "action_plan")),
    "by_theme": Sheet(_by_theme, ("theme",)),
    "ladder": Sheet(_ladder, ("commitment_status",)),
    "stalled": Sheet(
        _stalled,
        ("commitment_status", "action_plan"),
        {"midterm": "code", "final": "code", "midterm_missing": "missing", "final_missing": "missing"},
    ),
    "process": Sheet(
        _process,
        ("commitment_status",),
        {
            **dict.fromkeys((*process.STEPS, process.FORUM), "code"),
            **{f"{phase}_iap2_level": "iap2" for phase in process.PHASES},
        },
    ),
    "changes": Sheet(_changes, ("change", "commitment_status")),
    "sources": Sheet(_sources, ("source",)),
    "problems": Sheet(_problems, ("problem", "source")),
}


def _with_names(frame: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """`frame` with a column of names behind the codes of `column`, which tables.with_labels then finds in place."""
    shown = frame.copy()
    shown.insert(list(shown.columns).index(column) + 1, f"{column}_label", [names[c] for c in frame[column]])
    return shown
