"""The commitments of all plans: on what, in which words, numbered how, continued from which."""

import random
from dataclasses import dataclass, field
from typing import Any

from etl.demo.facts import chance_of, happens, topics
from etl.demo.plans import Plan
from etl.demo.ratings import Truth, truth
from etl.demo.texts import Wording, continued, wording

#: Fewest and most commitments in a plan, national and local.
NATIONAL, LOCAL = (9, 16), (6, 12)
MOST_CONTINUED = 3
#: Identifiers look like OGP's, with numbers that OGP has not reached: none is a real commitment's.
FIRST_ID = 9000
#: At least this share of a plan in another language than English is in that language.
SHARE_IN_LANGUAGE = 0.6
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
         "xi", "xii", "xiii", "xiv", "xv", "xvi")  # fmt: skip
#: How plans number their commitments, and how often.
STYLES = {"plain": 62, "dotted": 20, "roman": 5, "letter": 8, "prefixed": 5}
IN_A_GROUP = 4


@dataclass(frozen=True)
class Commitment:
    """One commitment as it is now. `old_number` is what earlier releases said, where `changed` says so.

    `changed` holds names of chances of ratings.yml, such as renamed_last.
    `continues` is the ogp_id of the same commitment in the plan before, or empty.
    """

    plan: Plan
    ogp_id: str
    number: str
    old_number: str
    topic: dict[str, Any] = field(repr=False)
    language: str
    wording: Wording = field(repr=False)
    truth: Truth = field(repr=False)
    changed: frozenset[str]
    continues: str


def commitments(plans: list[Plan], *, seed: int) -> list[Commitment]:
    """All commitments, in the order of `plans`."""
    found: list[Commitment] = []
    before: list[Commitment] = []
    used = 0
    taken: set[str] = set()
    for at, plan in enumerate(plans):
        if plan.number == 1:
            before, used, taken = [], 0, set()
        follows = at + 1 < len(plans) and plans[at + 1].member == plan.member
        before = _of_plan(plan, before=before, first=used + 1, taken=taken, follows=follows, seed=seed)
        used += len(before)
        found += before
    return found


def _of_plan(
    plan: Plan, *, before: list[Commitment], first: int, taken: set[str], follows: bool, seed: int
) -> list[Commitment]:
    rng = chance_of(seed, "commitments", plan.plan_id)
    count = rng.randint(*(LOCAL if plan.member.is_local else NATIONAL))
    carried = [c for c in before if c.truth.ratings["carried_forward"] == "yes"]
    known = {c.topic["id"] for c in carried}
    fresh = [t for t in topics() if t["since"] <= plan.year and t["id"] not in known]
    chosen: list[tuple[dict[str, Any], Commitment | None]] = [(c.topic, c) for c in carried]
    chosen += [(t, None) for t in _topics(fresh, count=count - len(chosen), language=plan.language, rng=rng)]
    rng.shuffle(chosen)
    style = rng.choices(list(STYLES), weights=list(STYLES.values()))[0]
    found: list[Commitment] = []
    left = MOST_CONTINUED if follows else 0
    for position, (topic, earlier) in enumerate(chosen):
        one = chance_of(seed, "commitment", plan.plan_id, topic["id"])
        language = earlier.language if earlier else plan.language if plan.language in topic else "en"
        words = (
            continued(earlier.wording, language=language, plan=plan, topic=topic, rng=one)
            if earlier
            else wording(topic, plan=plan, rng=one, taken=taken)
        )
        taken.add(words.title)
        forward = left > 0 and plan.era != "midterm_only" and happens(one, "carried_forward")
        left -= forward
        number = _number(position, style=style, prefix=plan.member.prefix)
        found.append(
            Commitment(
                plan=plan,
                ogp_id=f"{plan.member.prefix}{FIRST_ID + first + position:04d}",
                number=number,
                old_number=f"{number}A" if style != "plain" else f"1.{number}",
                topic=topic,
                language=language,
                wording=words,
                truth=truth(plan, topic["id"], seed=seed, rng=one, is_forward=forward),
                changed=_changes(one),
                continues=earlier.ogp_id if earlier else "",
            )
        )
    return found


def _topics(fresh: list[dict[str, Any]], *, count: int, language: str, rng: random.Random) -> list[dict[str, Any]]:
    """`count` of the topics `fresh`, a share of them such as have words in `language`."""
    fitting = [t for t in fresh if language != "en" and language in t]
    first = rng.sample(fitting, min(len(fitting), int(count * SHARE_IN_LANGUAGE)))
    named = {t["id"] for t in first}
    return first + rng.sample([t for t in fresh if t["id"] not in named], count - len(first))


def _changes(rng: random.Random) -> frozenset[str]:
    names = ("renamed_since_2016", "renamed_last", "renumbered_since_2016", "renumbered_last")
    return frozenset([name for name in names if happens(rng, name)])


def _number(position: int, *, style: str, prefix: str) -> str:
    """The number of the commitment at `position` (from 0). Groups stay small: 1.10 would be taken for 1.1."""
    if style == "dotted":
        return f"{position // IN_A_GROUP + 1}.{position % IN_A_GROUP + 1}"
    if style == "roman":
        return ROMAN[position]
    if style == "letter":
        return f"{'ABCD'[position // IN_A_GROUP]}{position % IN_A_GROUP + 1}"
    return f"{prefix[:2]}{position + 1}" if style == "prefixed" else str(position + 1)
