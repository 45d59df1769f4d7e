"""Members and regions side by side."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from analysis import ambition, compare, numbers, queries, stalled, theme
from analysis.figures import Row
from analysis.once import rows_of
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_BARS, Chart, Series, Slide
from analysis.slides.stalling import method, with_doubt

_MOST_SLIDES = 3


def completion(asked: Asked) -> list[Slide]:
    """How far the commitments of each member got, the highest share of high completion first; twelve on a slide.

    Of more members than _MOST_SLIDES have room for, one slide shows those with most rated commitments.
    """
    order = asked.ask(compare.shares, unit="member", indicator="high_completion", language=asked.language)
    ranked = order[order["n"] > 0]
    found = compare.in_order(
        asked.ask(compare.levels, unit="member", language=asked.language), order=ranked["unit"].tolist()
    )
    slides: list[Slide] = []
    pieces = list(_by_twelve(ranked["unit"].tolist()))
    if len(pieces) > _MOST_SLIDES:
        most = set(ranked.nlargest(MOST_BARS, "n")["unit"])
        pieces = [[unit for unit in ranked["unit"] if unit in most]]
    drawn = {unit for units in pieces for unit in units}
    told = [row for row in rows_of(ranked) if row["unit"] in drawn]
    title = _range(asked, told) or asked.say("slides.completion_by_member")
    for place, units in enumerate(pieces, start=1):
        here = found[found["unit"].isin(units) & (found["n"] > 0)]
        rows = rows_of(ranked[ranked["unit"].isin(units)])
        part = asked.say("slides.title_part", title=title, part=place, of=len(pieces))
        slides += asked.slide(
            "completion_by_member",
            body=Chart(
                kind="parts",
                categories=tuple(shares.with_n(asked, row["unit_name"], row["n"]) for row in rows),
                series=shares.completion(asked, here, unit="unit"),
            ),
            finding=part if len(pieces) > 1 else title,
            rests_on=f"{asked.rated(order)} {_in_brackets(asked, shown=len(rows), of=len(ranked))}"
            + _pooled(asked, asked.ask(queries.completion_by_year)),
            method=asked.say("slides.completion_by_member_method"),
            numbers=shares.listed(asked, rows, names=[str(row["unit_name"]) for row in rows]),
        )  # fmt: skip
    return slides


def members(asked: Asked) -> list[Slide]:
    """The indicator for each member with its interval, beside that of all together."""
    return _with_intervals(asked, id="members", of="member")


def regions(asked: Asked) -> list[Slide]:
    """The indicator by region: the chosen ones beside the others, whatever members are chosen."""
    return _with_intervals(asked, id="regions", of="region", regions=[], members=[])


def corners(asked: Asked) -> list[Slide]:
    """Ambition against completion by member, on the scale that most are rated on."""
    placed = asked.ask(ambition.placed, language=asked.language)
    counted = ambition.corners(placed).drop_duplicates("scale")
    if not counted["n"].sum():
        return []
    scale = max(rows_of(counted), key=lambda row: int(row["n"]))["scale"]
    found = ambition.corners_by_member(placed, scale)
    most = found.drop_duplicates("member_id").nlargest(MOST_BARS, "n")["member_id"].tolist()
    keys = [key for key in ambition.ordered(found, by="ambitious_done") if key in most]
    if len(keys) < 2:
        return []
    here = pd.concat([found[found["member_id"] == key] for key in keys])
    firsts = here.drop_duplicates("member_id")
    chart = Chart(
        kind="parts",
        categories=tuple(
            shares.with_n(asked, row["name"], row["n"])
            for row in rows_of(firsts)
        ),
        series=shares.corners(asked, here, unit="member_id"),
    )  # fmt: skip
    of = int((found.drop_duplicates("member_id")["n"] > 0).sum())
    best = firsts[firsts["n"] >= numbers.SMALL_N]
    done = here[here["corner"] == "ambitious_done"].set_index("member_id")["count"]
    finding = ""
    if not best.empty:
        first = best.iloc[0]
        share = asked.percent(done[first["member_id"]] / first["n"])
        finding = asked.say("slides.corners_by_member_finding", name=first["name"], share=share, n=first["n"])
    placed = found.drop_duplicates("member_id")
    return asked.slide(
        "corners_by_member",
        body=chart,
        finding=finding,
        rests_on=f"{asked.rated(placed)} {_in_brackets(asked, shown=len(keys), of=of)}",
        method=asked.say("ambition.bars_note", scale=asked.name("scale", scale))
        + " "
        + asked.say(f"ambition.corners_note_{scale}"),
        numbers=_corner_lines(asked, here),
    )


def stalled_by_member(asked: Asked) -> list[Slide]:
    """Which members have how many stalled commitments, by how sure that is."""
    found = asked.ask(
        stalled.groups, by="member", as_of=asked.about.data_date, language=asked.language,
        states=[*stalled.STALLED, "at_risk"],
    )  # fmt: skip
    first = found.head(MOST_BARS)
    if first.empty:
        return []
    states = [state for state in (*stalled.STALLED, "at_risk") if first[state].sum()]
    chart = Chart(
        kind="sums",
        categories=tuple(shares.with_n(asked, row["member"], row["count"]) for row in rows_of(first)),
        series=tuple(
            Series(
                name=asked.name("state", state),
                colour=theme.STATES[state],
                values=tuple(float(value) for value in first[state]),
                labels=tuple(str(value) if value else "" for value in first[state]),
            )
            for state in states
        ),
        is_share=False,
    )
    every, most = int(found["count"].sum()), int(first.head(shares.NAMED)["count"].sum())
    names = ", ".join(first.head(shares.NAMED)["member"])
    finding = asked.say("slides.stalled_by_member_finding", names=names, n=asked.count(most), of=asked.count(every))
    return asked.slide(
        "stalled_by_member",
        body=chart,
        finding=finding if len(found) > shares.NAMED else "",
        rests_on=with_doubt(asked, "slides.stalled_by_member_rests_on", n=every, shown=len(first), of=len(found)),
        method=method(asked, "stalled.standing_short"),
        numbers=[
            f"{row['member']}: " + ", ".join(f"{asked.name('state', state)} {row[state]}" for state in states)
            for row in rows_of(first)
        ],
    )


def _with_intervals(asked: Asked, *, id: str, of: str, **filters: Any) -> list[Slide]:
    """`of`: a unit of compare.UNITS. `filters`: those that are others than the deck's."""
    asks = {"unit": of, "indicator": asked.indicator, **filters}
    found = asked.ask(compare.shares, language=asked.language, **asks)
    rated = found[found["n"] > 0]
    if len(rated) < 2:
        return []
    most = rated.nlargest(MOST_BARS, "n")["unit"].tolist()
    rows = rows_of(rated[rated["unit"].isin(most)])
    names = [str(row["unit_name"]) for row in rows]
    return asked.slide(
        id,
        body=shares.bars(asked, rows, names=names, title=asked.say(f"compare.indicator_{asked.indicator}")),
        finding=asked.on_indicator(
            shares.apart(asked, rows, of=of, names=names, overall=_sum(rows_of(rated))) or asked.say(f"slides.{id}")
        ),
        rests_on=asked.rated(found, said=compare.INDICATORS[asked.indicator].counted)
        + shares.lines_note(asked, rows)
        + (f" {_in_brackets(asked, shown=len(rows), of=len(rated))}" if len(rows) < len(rated) else "")
        + _pooled(asked, asked.ask(compare.eras, **asks))
        + (f" {asked.say('slides.everywhere')}" if of == "region" else ""),
        method=f"{asked.say(f'compare.means_{asked.indicator}')} {asked.say('slides.intervals_method')}",
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def _pooled(asked: Asked, by_era: pd.DataFrame) -> str:
    """That the ratings are of several eras, where they are (columns era, n)."""
    eras = {row["era"] for row in rows_of(by_era) if row["n"]}
    return f" {asked.say('slides.eras_pooled')}" if len(eras) > 1 else ""


def _sum(rows: Sequence[Row]) -> Row:
    return {"yes": sum(row["yes"] for row in rows), "n": sum(row["n"] for row in rows)}


def _range(asked: Asked, rows: Sequence[Row]) -> str:
    told = sorted(shares.enough(rows), key=lambda row: row["share"])
    if len(told) < 2:
        return ""
    low, high = told[0], told[-1]
    return asked.say(
        "slides.completion_by_member_range",
        low=asked.share(low),
        lowest=low["unit_name"],
        high=asked.share(high),
        highest=high["unit_name"],
    )


def _corner_lines(asked: Asked, here: pd.DataFrame) -> list[str]:
    return [
        f"{name} (n = {of_name['n'].iloc[0]}): "
        + ", ".join(f"{asked.name('corner', row['corner'])} {row['count']}" for row in rows_of(of_name))
        for name, of_name in here.groupby("name", sort=False)
    ]


def _in_brackets(asked: Asked, *, shown: int, of: int) -> str:
    return asked.say("slides.members_shown", shown=asked.count(shown), of=asked.count(of))


def _by_twelve(units: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(units), MOST_BARS):
        yield units[start : start + MOST_BARS]
