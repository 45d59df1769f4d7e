"""How plans were made: one thing counted here is a plan."""

from functools import partial

from analysis import process, theme
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


def levels(asked: Asked) -> list[Slide]:
    """How far participation went, while plans were made and while they ran."""
    found = process.levels(asked.ask(process.plans, language=asked.language))
    counted = found[found["n"] > 0].rename(columns={"plans": "count"})
    if counted.empty:
        return []
    phases = {row["phase"]: row for row in rows_of(counted)}
    names = {phase: shares.with_n(asked, asked.name("phase", phase), row["n"]) for phase, row in phases.items()}
    level = partial(asked.name, "iap2")
    far = [row for row in rows_of(counted) if row["phase"] == "development" and row["iap2_level"] in process.INVOLVED]
    most = {"yes": sum(row["count"] for row in far), "n": far[0]["n"] if far else 0}
    return asked.slide(
        "levels",
        body=Chart(
            kind="parts",
            categories=tuple(names.values()),
            series=shares.parts(
                asked, counted, unit="phase", code="iap2_level", colours=theme.LEVELS, name=level, room=shares.ROOM
            ),
        ),
        finding=""
        if shares.is_small(most)
        else asked.say("slides.levels_finding", share=asked.share(most), n=most["n"]),
        rests_on=" ".join(
            asked.say("slides.levels_counted", phase=name, missing=asked.count(phases[phase]["missing"]))
            for phase, name in names.items()
        )
        + f" {_source(asked)}",
        method=asked.say("slides.levels_method"),
        numbers=[
            f"{asked.name('phase', row['phase'])}, {level(row['iap2_level'])}: "
            + asked.whole({"yes": row["count"], "n": row["n"]})
            for row in rows_of(counted)
        ],
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
