"""The rows of the demonstration's process release, in the layout irm_process_2016: plans until 2015."""

import random

from etl.demo.facts import chance_of, facts
from etl.demo.irm_2016 import EDITION, LAST_YEAR
from etl.demo.plans import Plan
from etl.demo.rows import Cell, Row

YES, NO, NOT_REVIEWED, NOT_APPLICABLE = "Yes", "No", "NR", "NA"
LEVELS = ("Inform", "Consult", "Involve", "Collaborate")
STEPS = ("timeline", "notice", "awareness", "online", "in_person", "summary")

#: How often a plan answers yes (or 1), among those reviewed.
OFTEN = {
    "timeline": 0.4, "timeline_online": 0.4, "timeline_other": 0.35, "notice": 0.5, "notice_adequate": 0.6,
    "awareness": 0.5, "online": 0.6, "in_person": 0.83, "summary": 0.45, "forum": 0.47, "report": 0.8,
    "report_on_time": 0.6, "report_local": 0.85, "report_english": 0.75, "report_comments": 0.6,
    "report_comments_reviewed": 0.7, "report_comments_received": 0.65, "report_portal": 0.8,
    "report_consultation": 0.65, "report_all": 0.8, "report_schedule": 0.55, "report_draft": 0.75,
    "one_branch": 0.8, "executive": 0.97, "multi_agency": 0.85, "single_lead": 0.9, "head_office": 0.55,
    "head_office_leads": 0.55, "foreign": 0.43, "foreign_leads": 0.2, "mandated": 0.77,
    "legally_mandated": 0.17, "arrangements": 0.45, "same_agency": 0.68, "executive_change": 0.47,
}  # fmt: skip
#: Answers that rest on another: without that one they are not applicable.
RESTS_ON = {
    "notice_adequate": "notice",
    "report_comments_reviewed": "report_comments",
    "report_comments_received": "report_comments",
    "head_office_leads": "head_office",
    "foreign_leads": "foreign",
}
LINKED = {"timeline_link": "timeline_online", "awareness_link": "awareness", "online_link": "online",
          "summary_link": "summary"}  # fmt: skip
#: Written as 1 and 0; all else as Yes and No.
FLAGS = (
    "one_branch", "executive", "multi_agency", "single_lead", "head_office", "head_office_leads", "foreign",
    "foreign_leads", "mandated", "legally_mandated", "arrangements", "same_agency", "executive_change",
)  # fmt: skip


def rows(plans: list[Plan], *, seed: int) -> list[Row]:
    """One row by header for each plan that the release covers."""
    covered = [p for p in plans if p.year <= LAST_YEAR and p.starts_on <= EDITION.as_of]
    return [_row(p, seed=seed) for p in covered]


def header_rows() -> tuple[list[Cell], list[Cell]]:
    """The two header rows: a group over the first of its columns, and the columns."""
    groups: list[Cell] = []
    names: list[Cell] = []
    for group, columns in facts("layouts")["irm_process_2016"].items():
        groups += [group, *[""] * (len(columns) - 1)]
        names += columns
    return groups, names


def _row(plan: Plan, *, seed: int) -> Row:
    rng = chance_of(seed, "process", plan.plan_id)
    cells: Row = {"member": plan.member.name_2016, "plan_number": plan.number, "year": plan.year}
    is_reviewed = plan.first_report <= EDITION.as_of
    answers = _answers(rng) if is_reviewed else {}
    columns = facts("layouts")["irm_process_2016"]
    by_header = {header: fact for group in columns.values() for header, fact in group.items()}
    for header, fact in by_header.items():
        cells[header] = cells[fact] if fact in cells else answers.get(fact, NOT_REVIEWED)
    return {header: cells[header] for header in by_header}


def _answers(rng: random.Random) -> Row:
    """The answers of one reviewed plan by fact, and under "fact#" the code that repeats a yes or no."""
    cells: Row = {}
    for name, often in OFTEN.items():
        is_yes = rng.random() < often
        basis = RESTS_ON.get(name, "report" if name.startswith("report_") else "")
        if basis and cells[basis] not in (YES, 1):
            cells[name] = NOT_APPLICABLE
            continue
        cells[name] = int(is_yes) if name in FLAGS else YES if is_yes else NO
        cells[f"{name}#"] = int(is_yes)
    for link, basis in LINKED.items():
        address = f"https://example.org/demonstration/{link.removesuffix('_link')}"
        cells[link] = address if cells[basis] == YES else NOT_APPLICABLE
    cells["notice_days"] = rng.choice((3, 4, 7, 10, 14, 21, 30)) if cells["notice"] == YES else NOT_APPLICABLE
    cells["steps"] = sum(cells[step] == YES for step in STEPS)
    was_consulted = YES in (cells["in_person"], cells["online"])
    cells |= _participation(rng, kind="development", is_asked=was_consulted)
    return cells | _participation(rng, kind="forum", is_asked=cells["forum"] == YES)


def _participation(rng: random.Random, *, kind: str, is_asked: bool) -> Row:
    if not is_asked:
        return {f"{kind}_participation": NOT_APPLICABLE, f"{kind}_level": NOT_APPLICABLE}
    return {
        f"{kind}_participation": "Open" if rng.random() < 0.6 else "Invitation-only",
        f"{kind}_level": rng.choice(LEVELS),
    }
