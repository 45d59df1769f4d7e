"""Titles, texts and institutions, put together from the sentences in words/."""

import random
from dataclasses import dataclass
from typing import Any

from etl.demo.facts import facts
from etl.demo.plans import Plan

#: How often a supporting institution is named, and how often the lead institution is two.
SUPPORTED, TWO_LEADS = 0.75, 0.12
MILESTONES = (2, 5)
LONGEST_SHORT_TITLE = 60
#: A short title does not end in an article or a preposition, which are short words.
SHORTEST_LAST_WORD = 5


@dataclass(frozen=True)
class Wording:
    """What one commitment says. `old_title` is another title for it, for releases before a change."""

    title: str
    old_title: str
    short_title: str
    paragraphs: tuple[str, ...]
    lead_institution: str
    supporting_institutions: str
    chapter: str


def wording(topic: dict[str, Any], *, plan: Plan, rng: random.Random, taken: set[str]) -> Wording:
    """A commitment on `topic`, in the plan's language where the topic has it, with a title not in `taken`."""
    language = plan.language if plan.language in topic else "en"
    common = facts("words/common")
    words = topic[language]
    slots = _slots(rng, language=language, is_local=plan.member.is_local)
    titles = [_capital(t.format(**slots)) for t in rng.sample(words["titles"], len(words["titles"]))]
    title = next((t for t in titles if t not in taken), titles[0])
    lead = _lead(topic["lead"], language=language, plan=plan, rng=rng)
    closing = rng.choice(common["closings"][language]).format(lead=lead.split(";")[0])
    paragraphs = (
        f"{rng.choice(words['problem'])} {rng.choice(words['action'])}",
        f"{rng.choice(words['gain'])} {closing}",
        *_milestones(rng, language=language, plan=plan),
    )
    return Wording(
        title=title,
        old_title=next(t for t in reversed(titles) if t != title),
        short_title=shortened(title),
        paragraphs=paragraphs,
        lead_institution=lead,
        supporting_institutions=_support(topic["lead"], lead=lead, language=language, plan=plan, rng=rng),
        chapter=rng.choice(common["chapters"][language]),
    )


def continued(before: Wording, *, language: str, plan: Plan, topic: dict[str, Any], rng: random.Random) -> Wording:
    """The same commitment in the next plan, mostly with a title that says so; institutions as then named."""
    common = facts("words/common")
    base = before.title
    title = base if rng.random() < 0.4 else rng.choice(common["continued"][language]).format(title=base)
    return Wording(
        title=title,
        old_title=base if title != base else before.old_title,
        short_title=shortened(title),
        paragraphs=(common["continued_text"][language], *before.paragraphs[:2],
                    *_milestones(rng, language=language, plan=plan)),
        lead_institution=_lead(topic["lead"], language=language, plan=plan, rng=rng),
        supporting_institutions=before.supporting_institutions,
        chapter=before.chapter,
    )  # fmt: skip


def shortened(title: str) -> str:
    """`title` cut at a word, as the IRM's short titles are."""
    if len(title) <= LONGEST_SHORT_TITLE:
        return title
    words = title[: LONGEST_SHORT_TITLE + 1].split(" ")[:-1]
    while len(words[-1]) < SHORTEST_LAST_WORD:
        words.pop()
    return " ".join(words).rstrip(" ,:")


def _slots(rng: random.Random, *, language: str, is_local: bool) -> dict[str, str]:
    words = facts("words/common")["slots"][language]
    slots = {name: rng.choice(words[name]) for name in ("sector", "group", "body")}
    return slots | {"place": rng.choice(words["place_local" if is_local else "place"])}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lead(roles: list[str], *, language: str, plan: Plan, rng: random.Random) -> str:
    """The institution of the first role, or another; now and then two, shouted, or with its initials."""
    names = [_name(role, language=language, plan=plan) for role in roles]
    lead = names[0] if rng.random() < 0.7 else rng.choice(names)
    style = rng.random()
    if style < 0.03:
        return lead.upper()
    if style < 0.08:
        initials = "".join(w[0] for w in lead.split() if w[0].isupper())
        return f"{lead} ({initials})"
    others = [n for n in names if n != lead]
    return f"{lead}; {rng.choice(others)}" if others and rng.random() < TWO_LEADS else lead


def _name(role: str, *, language: str, plan: Plan) -> str:
    old, new, local = facts("words/institutions")[role][language]
    if plan.member.is_local:
        return str(local)
    return str(old if plan.year < 2016 else new)


def _support(roles: list[str], *, lead: str, language: str, plan: Plan, rng: random.Random) -> str:
    if rng.random() > SUPPORTED:
        return ""
    partners = facts("words/common")["partners"][language]
    named = [_name(role, language=language, plan=plan) for role in roles]
    institutions = [name for name in named if name.casefold() not in lead.casefold()]
    return "; ".join(dict.fromkeys([*institutions, *rng.sample(partners, rng.randint(1, 3))]))


def _milestones(rng: random.Random, *, language: str, plan: Plan) -> list[str]:
    common = facts("words/common")
    every = common["milestones"][language]
    chosen = sorted(rng.sample(range(len(every)), rng.randint(*MILESTONES)))
    slots = _slots(rng, language=language, is_local=plan.member.is_local)
    years = sorted(rng.choices(range(plan.starts_on.year, plan.ends_on.year + 1), k=len(chosen)))
    return [
        common["milestone_line"][language].format(n=n, what=every[i].format(**slots), year=year)
        for n, (i, year) in enumerate(zip(chosen, years, strict=True), start=1)
    ]
