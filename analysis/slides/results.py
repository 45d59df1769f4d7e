"""Ambition against completion, what moved between the two ratings, and who did well."""

import pandas as pd

from analysis import ambition, did_well, member, queries, theme
from analysis.figures import Row
from analysis.numbers import SMALL_N
from analysis.once import rows_of, rows_with, totals
from analysis.slides import shares
from analysis.slides.asked import Asked
from analysis.slides.model import MOST_ROWS, Chart, Slide, Table, shortened
from analysis.stalled_words import commitment, or_else

TITLE = 88


def corners(asked: Asked) -> list[Slide]:
    """The four corners, one bar a scale: the scales are never added up."""
    found = ambition.corners(asked.ask(ambition.placed, language=asked.language))
    rated = found[found["n"] > 0]
    if rated.empty:
        return []
    scales = rated.drop_duplicates("scale")
    chart = Chart(
        kind="parts",
        categories=tuple(
            shares.with_n(asked, asked.say(f"ambition.since_{row['scale']}"), row["n"])
            for row in rows_of(scales)
        ),
        series=shares.corners(asked, rated, unit="scale"),
    )  # fmt: skip
    largest = max(rows_of(scales), key=lambda row: int(row["n"]))["scale"]
    finding = _ambitious_or_not(asked, rated[rated["scale"] == largest])
    if finding and len(scales) > 1:
        scale = asked.say(f"ambition.since_{largest}")
        finding = asked.say("slides.on_scale", finding=finding, scale=f"{scale[:1].lower()}{scale[1:]}")
    return asked.slide(
        "corners",
        body=chart,
        finding=finding,
        rests_on=asked.say(
            "slides.placed",
            n=asked.count(scales["n"].sum()),
            missing=asked.count(found.drop_duplicates("scale")["missing"].sum()),
        ),
        method=" ".join(asked.say(f"ambition.corners_note_{scale}") for scale in scales["scale"]),
        numbers=[
            f"{asked.name('scale', row['scale'])}, {asked.name('corner', row['corner'])}: "
            + asked.whole({"yes": row["count"], "n": row["n"]})
            for row in rows_of(rated)
        ],
    )


def stars(asked: Asked) -> list[Slide]:
    """How many commitments have a star, a bar a rule: rules are never added up."""
    counted = totals(asked.ask(ambition.stars_by_year), ("rule",), ("yes", "n", "missing"))
    if not counted:
        return []
    names = [asked.name("star_rule", row["rule"]) for row in counted]
    n, missing = asked.ask(ambition.how_many_judged)
    return asked.slide(
        "stars",
        body=shares.bars(asked, counted, names=names, title=asked.say("slides.stars_share"), is_whole=True),
        rests_on=asked.say("ambition.judged", n=asked.count(n), missing=asked.count(missing)),
        method=asked.say("slides.stars_method"),
        numbers=[f"{name}: {asked.whole(row)}" for name, row in zip(names, counted, strict=True)],
    )


def movement(asked: Asked) -> list[Slide]:
    """What became of each rating at midterm: the rating at the end."""
    found = asked.ask(member.movement)
    if found.empty:
        return []
    on_scale = found[found["direction"] != "other"]
    ways = ("up", "same", "down")
    totals = on_scale.groupby("before", as_index=False)["count"].sum().rename(columns={"count": "n"})
    counted = on_scale.groupby(["before", "direction"], as_index=False)["count"].sum().merge(totals, on="before")
    order = [code for code in queries.COMPLETION_CODES if code in set(counted["before"])]
    counted = pd.concat([counted[counted["before"] == code] for code in order]) if order else counted
    if counted.empty:
        return []
    chart = Chart(
        kind="parts",
        categories=tuple(
            asked.say("slides.movement_before", rating=asked.name("code", code), n=asked.count(n))
            for code, n in counted.drop_duplicates("before")[["before", "n"]].itertuples(index=False)
        ),
        series=shares.parts(
            asked, counted, unit="before", code="direction", colours={way: theme.DIRECTIONS[way] for way in ways},
            name=lambda way: asked.say(f"slides.movement_{way}"), room=shares.ROOM,
        ),
    )  # fmt: skip
    by_way = on_scale.groupby("direction")["count"].sum()
    n = int(found["n"].iloc[0])
    return asked.slide(
        "movement",
        body=chart,
        finding=""
        if n < SMALL_N
        else asked.say(
            "slides.movement_finding",
            up=asked.count(by_way.get("up", 0)),
            down=asked.count(by_way.get("down", 0)),
            same=asked.count(by_way.get("same", 0)),
            n=asked.count(on_scale["count"].sum()),
        ),
        rests_on=asked.say(
            "slides.movement_rests_on",
            n=asked.count(n),
            missing=asked.count(found["missing"].iloc[0]),
            apart=asked.count(n - on_scale["count"].sum()),
        ),
        method=asked.say("slides.movement_method"),
        numbers=[
            asked.say(
                "member.moved",
                before=asked.name("code", row["before"]),
                after=asked.name("code", row["after"]),
                n=asked.count(row["count"]),
            )
            for row in rows_of(found)
        ],
    )


def changes(asked: Asked) -> list[Slide]:
    """What the last import changed on completion: down first, then up."""
    found = asked.ask(queries.changes, language=asked.language)
    moved = found[(found["variable"] == "completion") & found["direction"].isin(["down", "up"])]
    if moved.empty:
        return []
    rows = rows_of(moved.head(MOST_ROWS))
    ways = {way: asked.count(int((moved["direction"] == way).sum())) for way in ("up", "down")}
    at_end = bool(moved["completion_midterm"].notna().any())
    before = asked.say("slides.changes_before") if at_end else asked.say("column.before")
    table = Table(
        head=(asked.who_head, asked.say("column.title"), before, asked.say("column.after")),
        rows=tuple(
            (
                asked.who(row),
                shortened(row["title"], most=TITLE),
                asked.name("code", or_else(row["completion_midterm"], row["before"])),
                asked.name("code", row["after"]),
            )
            for row in rows
        ),
        widths=(0.2, 0.52, 0.14, 0.14),
    )
    return asked.slide(
        "changes",
        body=table,
        finding=asked.say("slides.changes_finding_at_end" if at_end else "slides.changes_finding", **ways),
        rests_on=asked.say("slides.rows_shown", shown=asked.count(len(rows)), of=asked.count(len(moved))),
        method=asked.say("overview.changes_note"),
        numbers=[_moved(asked, row) for row in rows_of(moved)],
    )


def well_done(asked: Asked) -> list[Slide]:
    """Ambitious commitments that were carried out, to learn from: at most one a member where there are several."""
    counts = rows_of(asked.ask(did_well.counted))[0]
    each = 1 if asked.size["members"] > 1 else MOST_ROWS
    found = asked.ask(did_well.commitments, language=asked.language, most=MOST_ROWS, each=each)
    if found.empty:
        return []
    rows = rows_of(found)
    table = Table(
        head=(asked.who_head, *(asked.say(f"column.{name}") for name in ("title", "completion", "early_results"))),
        rows=tuple(
            (
                asked.who(row),
                shortened(commitment(row), most=TITLE) + (" ★" if row["is_starred"] is True else ""),
                asked.name("code", row["completion"]),
                asked.name("code", row["early_results"]) if isinstance(row["early_results"], str) else "–",
            )
            for row in rows
        ),
        widths=(0.18, 0.5, 0.15, 0.17),
    )
    finding, apart = _how_many_did_well(asked, counts)
    shown = ""
    if len(rows) < counts["yes"]:
        shown = asked.say("slides.rows_shown", shown=asked.count(len(rows)), of=asked.count(counts["yes"]))
    rests_on = asked.say(
        "slides.well_done_rests_on", n=asked.count(counts["n"]), missing=asked.count(counts["missing"])
    )
    return asked.slide(
        "well_done",
        body=table,
        finding=finding,
        rests_on=" ".join(part for part in (shown, apart, rests_on) if part),
        method=asked.say("slides.well_done_method", strong=asked.count(counts["strong"])),
        numbers=[f"{row['member']}, {commitment(row)}: {or_else(row['url'], '')}".rstrip(": ") for row in rows],
    )


def _how_many_did_well(asked: Asked, counts: Row) -> tuple[str, str]:
    """How many were ambitious and done, and of how many on each scale where both are rated: these are never pooled."""
    if shares.is_small(counts):
        return "", ""
    corners = ambition.corners(asked.ask(ambition.placed, language=asked.language))
    by_scale = {row["scale"]: row for row in rows_with(corners, corner="ambitious_done") if row["n"]}
    if len(by_scale) < 2:
        return asked.say("slides.well_done_finding", of=asked.of(counts)), ""
    apart = {scale: asked.of({"yes": row["count"], "n": row["n"]}) for scale, row in by_scale.items()}
    return (
        asked.say("slides.well_done_of_both", yes=asked.count(counts["yes"])),
        asked.say("slides.well_done_scales", **apart),
    )


def _ambitious_or_not(asked: Asked, of_scale: pd.DataFrame) -> str:
    """How often the ambitious ones were done, beside the others; nothing where either are few."""
    counts = dict(zip(of_scale["corner"], of_scale["count"], strict=True))
    ambitious: Row = {
        "yes": int(counts["ambitious_done"]),
        "n": int(counts["ambitious_done"] + counts["ambitious_not_done"]),
    }
    others: Row = {"yes": int(counts["done_only"]), "n": int(counts["done_only"] + counts["neither"])}
    if shares.is_small(ambitious) or shares.is_small(others):
        return ""
    way = {1: "more", -1: "less", 0: "same"}[shares.differ(others, ambitious)]
    return asked.say(f"slides.corners_finding_{way}", ambitious=asked.share(ambitious), others=asked.share(others))


def _moved(asked: Asked, row: Row) -> str:
    is_at_end = isinstance(row["completion_midterm"], str)
    return asked.say(
        "slides.changes_row_at_end" if is_at_end else "slides.changes_row",
        member=row["member"],
        title=row["title"],
        before=asked.name("code", or_else(row["completion_midterm"], row["before"])),
        after=asked.name("code", row["after"]),
    )
