"""What is said of one member alone: its plans, what was carried forward, its devolved and local governments."""

from analysis import member
from analysis.once import rows_of
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_BARS, MOST_ROWS, Chart, Slide, Table, shortened
from analysis.slides.results import TITLE
from analysis.stalled_words import commitment, institution


def plans(asked: Asked) -> list[Slide]:
    """Its plans, the newest first: era, due date, commitments, high completion."""
    found = asked.ask(member.plans, language=asked.language)
    rows = rows_of(found.tail(MOST_ROWS).iloc[::-1])
    table = Table(
        head=tuple(
            asked.say(f"column.{name}")
            for name in ("plan_number", "year", "era", "due", "commitments", "high_completion")
        ),
        rows=tuple(
            (
                str(row["plan_number"]),
                str(row["year"]),
                asked.name("era", row["era"]),
                asked.due(row),
                asked.count(row["commitments"]),
                asked.whole(row) if row["n"] else asked.say("code.not_rated"),
            )
            for row in rows
        ),
        widths=(0.08, 0.1, 0.21, 0.22, 0.16, 0.23),
    )
    return asked.slide(
        "plans",
        body=table,
        rests_on=f"{asked.rated(found)} {asked.say('slides.rows_shown', shown=len(rows), of=len(found))}",
        method=asked.say("member.plans_note"),
        numbers=shares.listed(
            asked,
            rows_of(found),
            names=[asked.say("filter.plan", number=row["plan_number"]) for row in rows_of(found)],
        ),
    )


def completion_by_plan(asked: Asked) -> list[Slide]:
    """How far the commitments of each plan got."""
    found = asked.ask(member.completion_by_plan)
    rated = found[found["n"] > 0]
    last = rated["plan_number"].drop_duplicates().tail(MOST_BARS).tolist()
    rated = rated[rated["plan_number"].isin(last)]
    if rated.empty:
        return []
    firsts = rows_of(rated.drop_duplicates("plan_number"))
    return asked.slide(
        "completion_by_plan",
        body=Chart(
            kind="parts",
            categories=tuple(
                asked.say("slides.plan_in_era", plan=row["plan_number"], year=row["year"],
                          era=asked.name("era", row["era"]), n=asked.count(row["n"]))
                for row in firsts
            ),
            series=shares.completion(asked, rated, unit="plan_number"),
        ),
        rests_on=asked.rated(found.drop_duplicates("plan_number")),
        method=asked.say("member.completion_note"),
        numbers=[
            f"{asked.say('filter.plan', number=row['plan_number'])}, {asked.name('code', row['code'])}: "
            + asked.whole({"yes": row["count"], "n": row["n"]})
            for row in rows_of(rated)
        ],
    )  # fmt: skip


def carried_forward(asked: Asked) -> list[Slide]:
    """Commitments that went on into the next plan, those not complete first."""
    found = asked.ask(member.carried_forward)
    if found.empty:
        return []
    yes, n, missing = asked.ask(member.carried_forward_counted)
    rows = rows_of(found.head(MOST_ROWS))
    table = Table(
        head=tuple(asked.say(f"column.{name}") for name in ("plan_number", "title", "completion", "lead_institution")),
        rows=tuple(
            (
                str(row["plan_number"]),
                shortened(commitment(row), most=TITLE),
                asked.name("code", row["completion"])
                if isinstance(row["completion"], str)
                else asked.say("code.not_rated"),
                shortened(institution(row["lead_institution"], language=asked.language), most=60),
            )
            for row in rows
        ),
        widths=(0.08, 0.47, 0.17, 0.28),
    )
    return asked.slide(
        "carried",
        body=table,
        finding="" if shares.is_small({"n": n}) else asked.say(
            "slides.carried_finding", of=asked.of({"yes": yes, "n": n})
        ),
        rests_on=asked.say("slides.rated", n=asked.count(n), missing=asked.count(missing))
        + " " + asked.say("slides.rows_shown", shown=len(rows), of=len(found)),
        method=asked.say("member.carried_help"),
        numbers=[commitment(row) for row in rows_of(found)],
    )  # fmt: skip


def under(asked: Asked) -> list[Slide]:
    """Devolved and local governments of the country, where it has some."""
    members = list(asked.filters.get("members") or [])
    if len(members) != 1:
        return []
    found = asked.ask_apart(member.under, id=members[0], language=asked.language)
    rows = rows_of(found[found["n"] > 0].head(MOST_BARS))
    if not rows:
        return []
    names = [str(row["name"]) for row in rows]
    return asked.slide(
        "under",
        body=shares.bars(asked, rows, names=names, title=asked.say("indicator.high_completion")),
        rests_on=f"{asked.rated(found)}{shares.lines_note(asked, rows)}",
        method=f"{asked.say('compare.means_high_completion')} {asked.say('slides.intervals_method')}",
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip
