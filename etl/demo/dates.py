"""Start and end dates as releases write them: real dates, months in words, years, quarters, or no date."""

import random
from datetime import date, timedelta

from etl.demo.commitments import Commitment
from etl.demo.facts import chance_of
from etl.demo.rows import Cell

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SEASONS = ("Winter", "Spring", "Summer", "Autumn")
QUARTERS = ("I", "II", "III", "IV")

#: How each release writes dates, in parts. Real releases are mostly month-first, with day-first among it.
STYLES = {
    "irm_2016": {"none": 36, "cell": 34, "day_first": 8, "month": 8, "year": 6, "quarter": 3, "season": 1,
                 "ongoing": 2, "unclear": 2},
    "irm_2024": {"none": 16, "cell": 58, "month_first": 10, "month": 8, "roman_quarter": 4, "year": 3,
                 "ongoing": 1},
}  # fmt: skip
NONE = {"irm_2016": "Not Specified", "irm_2024": "NA"}


def dates(commitment: Commitment, *, layout: str, seed: int) -> tuple[Cell, Cell]:
    """Start and end of one commitment, within its plan, as `layout` writes them."""
    plan = commitment.plan
    rng = chance_of(seed, "dates", commitment.ogp_id)
    third = (plan.ends_on - plan.starts_on).days // 3
    start = (plan.starts_on + timedelta(days=rng.choice((0, 0, rng.randint(0, third))))).replace(day=1)
    end = plan.ends_on - timedelta(days=rng.choice((0, 0, 0, rng.randint(0, third))))
    styles = STYLES[layout]
    chosen = rng.choices(list(styles), weights=list(styles.values()), k=2)
    return (
        _written(start, style=chosen[0], layout=layout, rng=rng),
        _written(end, style=chosen[1], layout=layout, rng=rng),
    )


def _written(day: date, *, style: str, layout: str, rng: random.Random) -> Cell:
    quarter = (day.month - 1) // 3
    # A day-first date is written for days that can only be days, so that it proves itself.
    late = day.replace(day=max(day.day, 13))
    forms: dict[str, Cell] = {
        "none": NONE[layout],
        "cell": day,
        "day_first": f"{late.day:02d}/{late.month:02d}/{late.year}",
        "month_first": f"{day.month}/{day.day}/{day.year}",
        "month": f"{MONTHS[day.month - 1]} {day.year}",
        "year": day.year,
        "quarter": f"Quarter {quarter + 1} {day.year}",
        "roman_quarter": f"{QUARTERS[quarter]} quarter of {day.year}",
        "season": f"{SEASONS[quarter]} {day.year}",
        "ongoing": rng.choice(("Ongoing", "Continuous")),
        "unclear": "Unclear",
    }
    return forms[style]
