"""OGP's own derived columns of the layout irm_2024, worked out from the ratings beside them.

The formulas are those that reproduce OGP's published columns: completion is the final rating where there is
one, else the one at midterm; ambition is potential impact and relevance. See the glossary at
https://www.opengovpartnership.org/glossary/.
"""

from etl.demo.facts import facts
from etl.demo.known import MISSING, NO_DATA, NOT_REVIEWED
from etl.demo.ratings import HIGH_COMPLETION, HIGH_IMPACT
from etl.demo.rows import Cell, Row

APART = ("withdrawn", "unclear")
STRONG_OPENING = ("major", "outstanding")
SCORES = {"class_4": 4, "class_3": 3, "class_2": 2, "class_not_reviewed": -1}


def derived(view: dict[str, str], *, is_rated: bool) -> Row:
    """The derived columns by fact, from the ratings by field. `is_rated`: the first report is out."""
    codes = facts("labels")["codes"]["completion_final"]
    raw = next((view[f] for f in ("completion_final", "completion_midterm") if view[f] not in MISSING), "")
    missing: Cell = NO_DATA if is_rated else NOT_REVIEWED
    impact = view["potential_impact"]
    is_complete = raw in HIGH_COMPLETION
    is_ambitious = impact in HIGH_IMPACT and view["relevance"] == "yes"
    is_open = view["did_it_open_government"] in STRONG_OPENING or view["early_results"] == "significant"
    ambition: Cell = int(is_ambitious) if impact not in MISSING else missing
    classes = _classes(is_complete=is_complete, ambition=ambition, is_open=is_open, is_rated=is_rated)
    stars = [view[f] for f in ("starred_midterm", "starred_final") if view[f] not in MISSING]
    max_star: Cell = int("yes" in stars) if stars else NO_DATA
    return {
        "is_assessed": int(is_rated),
        "max_star": max_star,
        "is_ambition_assessed": int(impact not in MISSING or view["potential_for_results"] not in MISSING),
        "is_completion_assessed": int(bool(raw) and raw not in APART),
        "is_opening_assessed": int(view["did_it_open_government"] not in MISSING),
        "is_midterm_only": int(view["completion_final"] in MISSING) if is_rated else NOT_REVIEWED,
        "max_completion": codes[raw] - 2 if raw and raw not in APART else NO_DATA if raw else missing,
        "raw_completion": codes[raw] if raw else missing,
        "high_completion": int(is_complete),
        "high_ambition": ambition,
        "high_opening": int(is_open),
        **classes,
        "checksum": sum(classes.values()),
        "score": next((score for name, score in SCORES.items() if classes[name]), 1),
        "constraint": _constraint(view, max_star=max_star, is_complete=is_complete, is_rated=is_rated),
    }


def _classes(*, is_complete: bool, ambition: Cell, is_open: bool, is_rated: bool) -> dict[str, int]:
    """The five class flags; none is set where ambition was never rated on the older scale."""
    best = is_open or (is_complete and ambition == 1)
    return {
        "class_4": int(is_rated and best),
        "class_3": int(is_rated and not best and ambition == 1),
        "class_2": int(is_rated and not best and ambition == 0 and is_complete),
        "class_1": int(is_rated and not best and ambition == 0 and not is_complete),
        "class_not_reviewed": int(not is_rated),
    }


def _constraint(view: dict[str, str], *, max_star: Cell, is_complete: bool, is_rated: bool) -> str:
    """The first thing that keeps a commitment from a star."""
    if not is_rated:
        return NOT_REVIEWED
    if max_star == 1:
        return "STAR"
    if view["verifiable"] == "no":
        return "Spec"
    if view["relevance"] == "no":
        return "Rel"
    if view["potential_impact"] not in (*MISSING, "transformative"):
        return "PotImp"
    return "FALSE" if is_complete else "Cmpl"
