"""How plans were made: one thing counted here is a plan."""

from analysis import process
from analysis.figures import Row
from analysis.once import rows_of
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import Chart, Slide


def steps(asked: Asked) -> list[Slide]:
    """How many plans took each of the six steps."""
    rows = [row for row in rows_of(process.steps(asked.ask(process.answers))) if row["n"]]
    if not rows:
        return []
    names = [asked.name("step", row["question"]) for row in rows]
    told = sorted(shares.enough(rows), key=lambda row: row["share"])
    finding = ""
    if len(told) > 1:
        finding = asked.say(
            "slides.steps_finding",
            most=asked.name("step", told[-1]["question"]),
            high=asked.share(told[-1]),
            least=asked.name("step", told[0]["question"]),
            low=asked.share(told[0]),
        )
    return asked.slide(
        "steps",
        body=_bars(asked, rows, names=names),
        finding=finding,
        rests_on=f"{_counted(asked, rows)} {_source(asked)}",
        method=asked.say("process.steps_note"),
        numbers=shares.listed(asked, rows, names=names),
    )


def forum(asked: Asked) -> list[Slide]:
    """How many plans had a regular forum, by year."""
    found = process.by_year(asked.ask(process.answers), process.FORUM)
    rows = [row for row in rows_of(found) if row["n"]]
    if not rows:
        return []
    names = [str(row["year"]) for row in rows]
    whole = {name: int(found[name].sum()) for name in ("yes", "n", "missing")}
    return asked.slide(
        "forum",
        body=_bars(asked, rows, names=names),
        finding="" if shares.is_small(whole) else asked.say("slides.forum_finding", share=asked.share(whole)),
        rests_on=f"{_counted(asked, [whole])} {_source(asked)}",
        method=f"{asked.say('process.regular_forum_help')} {asked.say('process.by_year_note')}",
        numbers=shares.listed(asked, rows, names=names),
    )


def _bars(asked: Asked, rows: list[Row], *, names: list[str]) -> Chart:
    return shares.bars(asked, rows, names=names, title=asked.say("measure.plans"), is_whole=True)


def _counted(asked: Asked, rows: list[Row]) -> str:
    ns = sorted(row["n"] for row in rows)
    if ns[0] == ns[-1]:
        return asked.say("process.counted", n=asked.count(ns[0]), missing=asked.count(rows[0]["missing"]))
    plans = rows[0]["n"] + rows[0]["missing"]
    return asked.say(
        "process.counted_range", low=asked.count(ns[0]), high=asked.count(ns[-1]), plans=asked.count(plans)
    )


def _source(asked: Asked) -> str:
    return asked.say("slides.process_source", day=asked.day(asked.ask_apart(process.as_of)))
