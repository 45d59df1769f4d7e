"""Members and regions side by side."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis import ambition, compare, compare_charts, numbers, stalled, theme
from analysis.ambition import CORNERS
from analysis.figures import Row
from analysis.queries import COMPLETION_CODES
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_BARS, Chart, Series, Slide, shortened

#: A part of a bar that is shorter than this has no room for its number.
ROOM = 0.06
#: Names that a title lists.
_NAMED = 3


def completion(asked: Asked) -> list[Slide]:
    """How far the commitments of each member got, the highest share of high completion first; twelve on a slide."""
    order = asked.ask(compare.shares, unit="member", indicator="high_completion", language=asked.language)
    ranked = order[order["n"] > 0]
    found = compare.in_order(
        asked.ask(compare.completion, unit="member", language=asked.language), order=ranked["unit"].tolist()
    )
    slides = []
    for units in _by_twelve(ranked["unit"].tolist()):
        here = found[found["unit"].isin(units) & (found["n"] > 0)]
        rows = ranked[ranked["unit"].isin(units)].to_dict("records")
        slides += asked.slide(
            "completion_by_member",
            body=Chart(
                kind="parts",
                categories=_names(asked, rows),
                series=shares.parts(
                    here, unit="unit", code="code", order=COMPLETION_CODES, colours=theme.COMPLETION, room=ROOM,
                    names={code: asked.name("code", code) for code in COMPLETION_CODES}, language=asked.language,
                ),
                alt=compare_charts.completion_in_words(here, language=asked.language),
            ),
            finding=_range(asked, ranked.to_dict("records")),
            rests_on=f"{asked.rated(found)} {_in_brackets(asked, shown=len(rows), of=len(ranked))}",
            method=asked.say("slides.completion_by_member_method"),
            numbers=shares.listed(asked, rows, names=[str(row["unit_name"]) for row in rows]),
        )  # fmt: skip
    return slides


def high_completion(asked: Asked) -> list[Slide]:
    """High completion of each member with its interval, beside that of all together."""
    found = asked.ask(compare.shares, unit="member", indicator="high_completion", language=asked.language)
    return _with_intervals(asked, found, id="high_completion_by_member", name="indicator.high_completion")


def regions(asked: Asked) -> list[Slide]:
    """High completion by region: the chosen ones beside the others, whatever members are chosen."""
    everywhere = asked.narrowed(regions=[], members=[])
    found = compare.shares(
        asked.db, unit="region", indicator="high_completion", language=asked.language, **everywhere
    )
    return _with_intervals(asked, found, id="regions", name="indicator.high_completion")


def corners(asked: Asked) -> list[Slide]:
    """Ambition against completion by member, on the scale that most are rated on."""
    counted = asked.ask(ambition.corners).drop_duplicates("scale")
    if not counted["n"].sum():
        return []
    scale = str(counted.loc[counted["n"].idxmax(), "scale"])
    found = asked.ask(ambition.corners_by_member, scale=scale, language=asked.language)
    most = found.drop_duplicates("member_id").nlargest(MOST_BARS, "n")["member_id"].tolist()
    keys = [key for key in ambition.ordered(found, by="ambitious_done") if key in most]
    if len(keys) < 2:
        return []
    here = pd.concat([found[found["member_id"] == key] for key in keys])
    firsts = here.drop_duplicates("member_id")
    chart = Chart(
        kind="parts",
        categories=tuple(
            asked.say("filter.option", label=shortened(row["name"], most=shares.LABEL), n=asked.count(row["n"]))
            for row in firsts.to_dict("records")
        ),
        series=shares.parts(
            here, unit="member_id", code="corner", order=CORNERS, colours=theme.CORNERS, room=ROOM,
            names={corner: asked.name("corner", corner) for corner in CORNERS}, language=asked.language,
        ),
        alt=asked.say("ambition.members_alt"),
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
        rests_on=f"{asked.rated(placed.assign(year=range(len(placed))))} {_in_brackets(asked, shown=len(keys), of=of)}",
        method=asked.say("ambition.members_note", scale=asked.name("scale", scale))
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
        categories=tuple(
            asked.say("filter.option", label=shortened(row["member"], most=shares.LABEL), n=asked.count(row["count"]))
            for row in first.to_dict("records")
        ),
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
        alt="; ".join(f"{row['member']}: {row['count']}" for row in first.to_dict("records")),
    )
    every, most = int(found["count"].sum()), int(first.head(_NAMED)["count"].sum())
    names = ", ".join(first.head(_NAMED)["member"])
    finding = asked.say("slides.stalled_by_member_finding", names=names, n=asked.count(most), of=asked.count(every))
    return asked.slide(
        "stalled_by_member",
        body=chart,
        finding=finding if len(found) > _NAMED else "",
        rests_on=asked.say(
            "slides.stalled_by_member_rests_on", n=asked.count(every), shown=len(first), of=asked.count(len(found))
        ),
        method=asked.say("stalled.standing_short"),
        numbers=[
            f"{row['member']}: " + ", ".join(f"{asked.name('state', state)} {row[state]}" for state in states)
            for row in first.to_dict("records")
        ],
    )


def _with_intervals(asked: Asked, found: pd.DataFrame, *, id: str, name: str) -> list[Slide]:
    rated = found[found["n"] > 0]
    if len(rated) < 2:
        return []
    most = rated.nlargest(MOST_BARS, "n")["unit"].tolist()
    rows = rated[rated["unit"].isin(most)].to_dict("records")
    names = [str(row["unit_name"]) for row in rows]
    return asked.slide(
        id,
        body=shares.bars(
            asked, rows, names=names, colour=theme.STATES["substantial_at_midterm"], title=asked.say(name),
            alt=compare_charts.in_words(found, language=asked.language),
        ),
        finding=_apart(asked, rated.to_dict("records")),
        rests_on=f"{asked.rated(found)} {asked.say('slides.lines_are_intervals')}"
        + (f" {_in_brackets(asked, shown=len(rows), of=len(rated))}" if len(rows) < len(rated) else ""),
        method=asked.say("slides.intervals_method"),
        numbers=shares.listed(asked, rows, names=names),
    )  # fmt: skip


def _apart(asked: Asked, rows: Sequence[Row]) -> str:
    """Who is clearly above or below all together: the whole interval is."""
    whole = {"yes": sum(row["yes"] for row in rows), "n": sum(row["n"] for row in rows)}
    told = shares.enough(rows)
    if shares.is_small(whole) or len(told) < 2:
        return ""
    overall = whole["yes"] / whole["n"]
    above = [str(row["unit_name"]) for row in told if row["low_share"] > overall]
    below = [str(row["unit_name"]) for row in told if row["high_share"] < overall]
    facts = {"share": asked.percent(overall)}
    if above and below:
        return asked.say("slides.apart_both", above=_some(asked, above), below=_some(asked, below), **facts)
    if above or below:
        key = "above" if above else "below"
        return asked.say(f"slides.apart_{key}", names=_some(asked, above or below), **facts)
    return asked.say("slides.apart_none", **facts)


def _some(asked: Asked, names: Sequence[str]) -> str:
    first = ", ".join(names[:_NAMED])
    left = len(names) - _NAMED
    return asked.say("filter.more", first=first, n=left) if left > 0 else first


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
        + ", ".join(f"{asked.name('corner', row['corner'])} {row['count']}" for row in of_name.to_dict("records"))
        for name, of_name in here.groupby("name", sort=False)
    ]


def _names(asked: Asked, rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(
        asked.say("filter.option", label=shortened(row["unit_name"], most=shares.LABEL), n=asked.count(row["n"]))
        for row in rows
    )


def _in_brackets(asked: Asked, *, shown: int, of: int) -> str:
    return asked.say("slides.members_shown", shown=asked.count(shown), of=asked.count(of))


def _by_twelve(units: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(units), MOST_BARS):
        yield units[start : start + MOST_BARS]
