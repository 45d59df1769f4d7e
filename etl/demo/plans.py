"""Members of the demonstration and their action plans, with the days on which the IRM's reports come out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from etl.demo.facts import chance_of, facts, happens
from etl.reference import eras

#: Ends of half years: the days that the demonstration's releases are dated.
HALF_YEARS = ((12, 31), (6, 30))

#: Months in which plans start. Until 2012 most followed the first meetings of the partnership.
EARLY_STARTS = (1, 4, 7)
STARTS = (6, 7, 9, 10, 11)


@dataclass(frozen=True)
class Member:
    """A country or local government. `language` is the one that its plans use beside English, or empty."""

    member_id: str
    name: str
    name_2016: str
    code: str
    prefix: str
    region: str
    is_local: bool
    language: str


@dataclass(frozen=True)
class Plan:
    """One action plan. `last_report` is None where the IRM never publishes one."""

    member: Member
    number: int
    starts_on: date
    ends_on: date
    years: int
    era: str
    language: str
    first_report: date
    last_report: date | None

    @property
    def year(self) -> int:
        """Year of submission."""
        return self.starts_on.year

    @property
    def plan_id(self) -> str:
        """As in the published database."""
        return f"{self.member.member_id}-{self.number}"


def latest_release(today: date) -> date:
    """The last end of a half year before `today`."""
    ends = [date(year, *end) for year in (today.year, today.year - 1) for end in HALF_YEARS]
    return max(end for end in ends if end < today)


def plans(*, as_of: date, seed: int) -> list[Plan]:
    """All plans submitted by `as_of`, by member in the order of members.yml and by number."""
    found: list[Plan] = []
    for entry in facts("members"):
        member = _member(entry)
        free_from = date(2011, 1, 1)
        number = 0
        for planned in entry["plans"]:
            year, years = planned if isinstance(planned, list) else (planned, 2)
            plan = _plan(member, number + 1, year, years, free_from=free_from, as_of=as_of, seed=seed)
            if plan.starts_on <= as_of:
                found.append(plan)
                number += 1
                free_from = plan.ends_on + timedelta(days=1)
    return found


def era_of(year: int) -> str:
    """The era of a plan submitted in `year` (data/reference/eras.csv)."""
    return next(name for name, first, last in eras() if first <= year and (last is None or year <= last))


def _member(entry: dict[str, Any]) -> Member:
    name = entry["name"]
    return Member(
        entry["member_id"], name, entry.get("name_2016", name), entry["code"], entry["prefix"],
        entry["region"], entry.get("local", False), entry.get("other", ""),
    )  # fmt: skip


def _plan(member: Member, number: int, year: int, years: int, *, free_from: date, as_of: date, seed: int) -> Plan:
    rng = chance_of(seed, "plan", member.member_id, number)
    if year <= 0:
        year += as_of.year
        months: tuple[int, ...] = tuple(range(1, as_of.month + 1)) if year == as_of.year else STARTS
    else:
        months = EARLY_STARTS if year <= 2012 else STARTS
    starts_on = max(date(year, rng.choice(months), 1), free_from)
    ends_on = _months_after(starts_on, 12 * years) - timedelta(days=1)
    era = era_of(starts_on.year)
    months_to = facts("eras")[era]["months"]
    first = _months_after(starts_on, rng.randint(*months_to["first"]))
    last = _months_after(ends_on, rng.randint(*months_to["last"]))
    skipped = happens(rng, "plan_without_last_report")
    uses_other = member.language and rng.random() < 0.6
    return Plan(
        member, number, starts_on, ends_on, years, era, member.language if uses_other else "en",
        first, None if skipped else last,
    )  # fmt: skip


def _months_after(day: date, months: int) -> date:
    """The first of the month `months` after that of `day`; a day after the first counts as the next month."""
    start = day + timedelta(days=1) if day.day > 1 else day
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
