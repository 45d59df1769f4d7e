"""A small database with everything that the pages on process, quality and method show."""

from analysis.process import FORUM, STEPS
from tests.framed import COMMITMENTS
from tests.published import Change, Commitment, Snapshot, rated
from tests.published_files import Problem

FORUMS = {"KEN-1": True, "KEN-2": True, "KEN-3": True, "KEN-4": False, "KEN-5": False, "GBR-5": None}
YEARS = {plan: 2012 if plan.startswith("KEN") else 2021 for plan in FORUMS}
LATER = tuple(
    Commitment(f"L{n}", plan=n, year=2012, number=str(n), ratings=(rated("completion", "midterm", "complete"),))
    for n in range(2, 6)
)
ALL = (*COMMITMENTS, *LATER)
PROCESS = [
    (plan, FORUM, "NR" if flag is None else "Yes" if flag else "No", flag, None if flag is not None else "not_reviewed")
    for plan, flag in FORUMS.items()
] + [
    (plan, step, "Yes" if n < 4 else "No", n < 4, None)
    for plan in FORUMS
    if plan.startswith("KEN")
    for n, step in enumerate(STEPS)
]
PROBLEMS = (
    Problem(message="Commitments!K2: *bold* $x$ <b>html</b>"),
    Problem("error", "label_unknown", "K3", "Completion", "=1+1", "Commitments!K3: found “=1+1”."),
)
SAID = Snapshot(
    snapshot_id=2,
    vintage="irm_2016",
    file_name="rel*ease*.xlsx",
    process=PROCESS,
    process_years=YEARS,
    problems=PROBLEMS,
    changes=(Change("K1", "completion", "midterm", "complete", "limited"),),
    models={"stalled": "SELECT 'the ladder'"},
    codebook=(("rating", "label", "As written"), ("member", "name", "Name of the member")),
)
