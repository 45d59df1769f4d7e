"""The ratings that a commitment will have had in the end: invented, from the seed, without contradictions."""

import random
from dataclasses import dataclass

from etl.demo.facts import chance_of, draw, facts, happens
from etl.demo.plans import Plan

HIGH_COMPLETION = ("substantial", "complete")
HIGH_IMPACT = ("moderate", "transformative")

#: Ratings that a later release may say differently; the others follow from them.
REVISED = ("completion_midterm", "completion_final", "potential_impact", "potential_for_results")


@dataclass(frozen=True)
class Truth:
    """Every rating of one commitment by field of data/reference/fields.csv, even if it is never published.

    `before_2016` and `before_last` hold what the release of 2016, and all but the latest, say otherwise.
    """

    ratings: dict[str, str]
    values: dict[str, int]
    before_2016: dict[str, str]
    before_last: dict[str, str]
    is_unrated: bool


def truth(plan: Plan, topic_id: str, *, seed: int, rng: random.Random, is_forward: bool) -> Truth:
    """Draw one commitment's ratings. How a member or a topic fares comes from the seed, not from the world.

    With `is_forward` it goes on in the next plan, unless it was completed or withdrawn.
    """
    odds = facts("ratings")
    lift = _lift(seed, "member", plan.member.member_id) + _lift(seed, "topic", topic_id)
    ratings = {
        field: draw(rng, odds[field], lift=lift)
        for field in ("specificity", "relevance", "potential_impact", "potential_for_results")
    }
    ratings |= _completion(plan, rng=rng, lift=lift)
    height = "high" if ratings["completion_final"] in HIGH_COMPLETION else "low"
    ratings["did_it_open_government"] = draw(rng, odds["did_it_open_government"][height], lift=lift)
    ratings["early_results"] = draw(rng, odds["early_results"][height], lift=lift)
    if plan.year == 2020 and happens(rng, "no_early_results_to_report"):
        ratings["did_it_open_government"] = "no_early_results_to_report"
    is_over = ratings["completion_final"] in ("complete", "withdrawn")
    ratings["carried_forward"] = "yes" if is_forward and not is_over else "no"
    return Truth(
        ratings=ratings,
        values=_values(rng, is_relevant=ratings["relevance"] == "yes"),
        before_2016=_revision(rng, ratings, name="revised_since_2016"),
        before_last=_revision(rng, ratings, name="revised_last"),
        is_unrated=happens(rng, "unrated"),
    )


def stars(ratings: dict[str, str]) -> dict[str, str]:
    """The stars that `ratings` earn under each of the rules, by field (https://opengovpartnership.org/?p=3699).

    All ask for relevance and high completion: before June 2014 with moderate or transformative impact, in
    2015 with medium or high specificity too, and since then only with transformative impact.
    """
    relevant = ratings["relevance"] == "yes"
    clear = ratings["specificity"] in ("medium", "high")
    impact = ratings["potential_impact"]
    earned = {}
    for stage in ("midterm", "final"):
        done = relevant and ratings[f"completion_{stage}"] in HIGH_COMPLETION
        earned[f"starred_{stage}"] = done and clear and impact == "transformative"
        if stage == "midterm":
            earned["starred_pre_june_2014"] = done and impact in HIGH_IMPACT
            earned["starred_2015"] = done and clear and impact in HIGH_IMPACT
    return {field: "yes" if is_starred else "no" for field, is_starred in earned.items()}


def _lift(seed: int, kind: str, name: str) -> float:
    most = float(facts("ratings")["lift"][kind])
    return chance_of(seed, "lift", kind, name).uniform(-most, most)


def _completion(plan: Plan, *, rng: random.Random, lift: float) -> dict[str, str]:
    odds = facts("ratings")
    midterm = draw(rng, odds["completion_midterm"], lift=lift)
    by_era = odds["completion_final"].get(plan.era)
    final = draw(rng, by_era, lift=lift) if by_era else draw(rng, odds["completion_after"][midterm])
    return {"completion_midterm": midterm, "completion_final": final}


def _values(rng: random.Random, *, is_relevant: bool) -> dict[str, int]:
    """The open government values served. Relevant means any of the first three; technology does not count."""
    counted = {name: int(is_relevant and rng.random() < 0.5) for name in ("participation", "accountability")}
    information = int(is_relevant and (rng.random() < 0.7 or not any(counted.values())))
    return {"information": information, **counted, "technology": int(rng.random() < 0.35)}


def _revision(rng: random.Random, ratings: dict[str, str], *, name: str) -> dict[str, str]:
    """With the chance of `name`, one rating as it was before: a step beside what it is."""
    field, step = rng.choice(REVISED), rng.choice((-1, 1))
    if not happens(rng, name):
        return {}
    codes = facts("labels")["codes"][field]
    scale = [c for c in codes if c not in ("withdrawn", "unclear") or field == "potential_for_results"]
    if ratings[field] not in scale:
        return {}
    at = scale.index(ratings[field])
    before = scale[at + step] if 0 <= at + step < len(scale) else scale[at - step]
    return {field: before}
