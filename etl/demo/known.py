"""What one release can know of a commitment: ratings whose reports are out, else the kind of missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.demo.commitments import Commitment
from etl.demo.facts import chance_of, facts, happens
from etl.demo.ratings import stars

NOT_REVIEWED, NO_DATA, NOT_APPLICABLE, BLANK = "NR", "ND", "NA", ""
MISSING = (NOT_REVIEWED, NO_DATA, NOT_APPLICABLE, BLANK)

#: Early results took the place of "did it open government" with the plans of this year.
EARLY_RESULTS_SINCE = 2021

RATED = (
    "specificity", "verifiable", "relevance", "potential_impact", "potential_for_results",
    "completion_midterm", "completion_final", "did_it_open_government", "early_results",
    "starred_pre_june_2014", "starred_2015", "starred_midterm", "starred_final", "carried_forward",
)  # fmt: skip
OF_MIDTERM = ("completion_midterm", "starred_2015", "starred_midterm")


@dataclass(frozen=True)
class Edition:
    """One release of commitments: its layout, its day, and whether it is the latest of the demonstration."""

    layout: str
    as_of: date
    is_latest: bool

    @property
    def is_2016(self) -> bool:
        """Whether this is the release of 2016."""
        return self.layout == "irm_2016"

    def precedes(self, change: str) -> bool:
        """Whether this release still says what was so before `change`, such as renamed_last."""
        return self.is_2016 if change.endswith("_since_2016") else not self.is_latest


def known(commitment: Commitment, *, edition: Edition, seed: int) -> dict[str, str]:
    """Every rating field with its code, or with NR, ND, NA or nothing, as `edition` has it."""
    plan = commitment.plan
    era = facts("eras")[plan.era]
    final = final_ratings(commitment, edition=edition)
    first_is_out = plan.first_report <= edition.as_of and not commitment.truth.is_unrated
    last_is_out = plan.last_report is not None and plan.last_report <= edition.as_of
    rng = chance_of(seed, "known", plan.plan_id)
    never = NOT_APPLICABLE if plan.era == "final_only" and happens(rng, "midterm_not_applicable") else NO_DATA
    view: dict[str, str] = {}
    for name in RATED:
        if name in _asked_last(era, plan.year):
            view[name] = final[name] if last_is_out else NOT_REVIEWED
        elif name in era["first"]:
            view[name] = final[name] if first_is_out else NOT_REVIEWED
        else:
            view[name] = never if name in OF_MIDTERM else NO_DATA
        if happens(chance_of(seed, "blank", commitment.ogp_id, name), "blank"):
            view[name] = BLANK
    return view | _stars_of_2016(plan.year, view, final) if edition.is_2016 else view


def final_ratings(commitment: Commitment, *, edition: Edition) -> dict[str, str]:
    """All ratings as `edition` would give them if every report were out, with what follows from them."""
    truth = commitment.truth
    ratings = dict(truth.ratings)
    if not edition.is_latest:
        ratings |= truth.before_last
    if edition.is_2016:
        ratings |= truth.before_2016
    # Verifiable is yes exactly where specificity is medium or high.
    ratings["verifiable"] = "yes" if ratings["specificity"] in ("medium", "high") else "no"
    return ratings | stars(ratings)


def report_year(day: date | None, *, edition: Edition) -> int | None:
    """The year of a report that is out by `edition`, else None."""
    return day.year if day and day <= edition.as_of else None


def _asked_last(era: dict[str, Any], year: int) -> list[str]:
    """What the last report rates; the question about openness changed with the plans of 2021."""
    gone = "did_it_open_government" if year >= EARLY_RESULTS_SINCE else "early_results"
    return [name for name in era["last"] if name != gone]


def _stars_of_2016(year: int, view: dict[str, str], final: dict[str, str]) -> dict[str, str]:
    """The star columns of the release of 2016, which had one rule after the other."""
    rated = view["completion_midterm"] not in MISSING
    rule = "starred_pre_june_2014" if year <= 2012 else "starred_2015"
    columns = dict.fromkeys(("starred_pre_june_2014", "starred_2015", "starred_midterm"), NO_DATA)
    columns[rule] = final[rule] if rated else NOT_REVIEWED
    if year >= 2014:
        columns["starred_midterm"] = view["starred_midterm"]
    return columns
