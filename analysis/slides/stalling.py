"""What is stalled, who leads it, what usually follows, and what is running."""

from analysis import base_rates, member, stalled, theme
from analysis.numbers import place
from analysis.once import rows_of
from analysis.slides import shares
from analysis.slides.asked import NAME, Asked
from analysis.slides.model import MOST_ROWS, Chart, Series, Slide, Table, shortened
from analysis.slides.results import TITLE
from analysis.stalled_words import (
    basis_sentence,
    carried_sentence,
    commitment,
    institution,
    likely,
    or_else,
    state,
    why,
)

_INSTITUTION = 60


def ladder(asked: Asked) -> list[Slide]:
    """How many commitments stand on each rung."""
    found = asked.ask(stalled.ladder, as_of=asked.about.data_date)
    rows = [row for row in rows_of(found) if row["count"]]
    if not rows:
        return []
    counts = dict(zip(found["stall_state"], found["count"], strict=True))
    chart = Chart(
        kind="bars",
        categories=tuple(state(row["stall_state"], language=asked.language) for row in rows),
        series=(
            Series(
                name=asked.say("measure.commitments"),
                colour=theme.ACCENT,
                values=tuple(float(row["count"]) for row in rows),
                labels=tuple(asked.count(row["count"]) for row in rows),
                colours=tuple(theme.STATES[row["stall_state"]] for row in rows),
            ),
        ),
        is_share=False,
    )
    sure, unsure = counts["stalled_confirmed"], counts["stalled_likely"]
    known = sum(count for name, count in counts.items() if name not in (*stalled.UNRATED, "unclear"))
    if not known:
        finding = asked.say("slides.ladder_unknown", n=asked.count(sum(counts.values())))
    elif not sure + unsure:
        finding = asked.say("slides.ladder_none", n=asked.count(known))
    else:
        said = {"stalled": sure + unsure, "confirmed": sure, "likely": unsure}
        finding = asked.say("slides.ladder_finding", **{name: asked.count(count) for name, count in said.items()})
    return asked.slide(
        "ladder",
        body=chart,
        finding=finding,
        rests_on=with_doubt(asked, "stalled.counted", n=int(found["n"].iloc[0]), missing=int(found["missing"].iloc[0])),
        method=" ".join(
            [method(asked, "stalled.standing_short"), *(_means(asked, row["stall_state"]) for row in rows)]
        ),
        numbers=[f"{asked.name('state', row['stall_state'])}: {asked.count(row['count'])}" for row in rows],
    )


def followed(asked: Asked) -> list[Slide]:
    """What became of commitments by their rating at midterm, over everything in the database."""
    found = asked.ask_apart(base_rates.what_followed)
    rows = [row for row in rows_of(found) if row["n"]]
    if not rows:
        return []
    low = next((row for row in rows if row["basis"] == "low" and not shares.is_small(row)), None)
    carried = rows_of(asked.ask_apart(base_rates.what_was_carried_forward))
    span = (int(min(row["first_year"] for row in rows)), int(max(row["last_year"] for row in rows)))
    return asked.slide(
        "followed",
        body=shares.bars(
            asked,
            rows,
            names=[asked.say("slides.movement_at", rating=asked.name("basis", row["basis"])) for row in rows],
            title=asked.say("stalled.followed"),
        ),
        finding=asked.say("slides.followed_finding", share=asked.share(low), n=asked.count(low["n"])) if low else "",
        rests_on=asked.say("slides.followed_rests_on", n=asked.count(sum(row["n"] for row in rows))),
        method=asked.say("stalled.followed_note", first=span[0], last=span[1]),
        numbers=[
            sentence
            for sentence in (
                *(basis_sentence(row, language=asked.language) for row in rows),
                *(carried_sentence(row, language=asked.language) for row in carried),
            )
            if sentence
        ],
    )


def institutions(asked: Asked) -> list[Slide]:
    """Which institutions lead most of what is stalled."""
    found = asked.ask(
        stalled.groups, by="institution", as_of=asked.about.data_date, language=asked.language,
        states=list(stalled.STALLED),
    )  # fmt: skip
    named = found[found["name"].notna()]
    if named.empty:
        return []
    rows, left = rows_of(named)[:MOST_ROWS], rows_of(named)[MOST_ROWS:]
    tied = sum(row["count"] == rows[-1]["count"] for row in left)
    # Where the first as good as tie with what is left out, they are not told as those with most.
    is_told = not left or rows[0]["count"] > left[0]["count"]
    nobody = int(found.loc[found["name"].isna(), "count"].sum())
    every, most = int(found["count"].sum()), sum(row["count"] for row in rows)
    counted = asked.say("slides.institutions_rests_on", n=asked.count(every), nobody=asked.count(nobody))
    facts = {"n": asked.count(tied), "count": asked.count(rows[-1]["count"])}
    as_many = asked.say("slides.institutions_tied", **facts) if tied else ""
    table = Table(
        head=(
            *(() if asked.is_one_member else (asked.say("column.member"),)),
            asked.say("column.lead_institution"),
            *(asked.name("state", code) for code in stalled.STALLED),
        ),
        rows=tuple(
            (
                *(() if asked.is_one_member else (shortened(row["member"], most=NAME),)),
                shortened(row["name"], most=_INSTITUTION),
                *(asked.count(row[code]) for code in stalled.STALLED),
            )
            for row in rows
        ),
        widths=(0.68, 0.16, 0.16) if asked.is_one_member else (0.22, 0.46, 0.16, 0.16),
    )
    return asked.slide(
        "institutions",
        body=table,
        finding=asked.say("slides.institutions_finding", shown=len(rows), n=asked.count(most), of=asked.count(every))
        if is_told
        else "",
        rests_on=" ".join(part for part in (counted, as_many) if part),
        method=method(asked, "stalled.groups_institutions"),
        numbers=[f"{row['member']}, {row['name']}: {row['count']}" for row in rows],
    )


def attention(asked: Asked) -> list[Slide]:
    """The commitments that deserve attention first, with the ratings that decided."""
    states = [*stalled.STALLED, "at_risk", "blind_spot"]
    day = asked.about.data_date
    of = asked.ask(stalled.how_many, as_of=day, states=states)
    found = asked.ask(stalled.rows, as_of=day, language=asked.language, states=states, most=MOST_ROWS)
    if found.empty:
        return []
    rows = rows_of(found)
    table = Table(
        head=(
            asked.say("column.stall_state"),
            asked.who_head,
            *(asked.say(f"column.{name}") for name in ("title", "lead_institution")),
        ),
        rows=tuple(
            (
                state(row["stall_state"], language=asked.language),
                asked.who(row),
                shortened(commitment(row), most=TITLE),
                shortened(institution(row["institution"], language=asked.language), most=_INSTITUTION),
            )
            for row in rows
        ),
        widths=(0.19, 0.16, 0.38, 0.27),
    )
    return asked.slide(
        "attention",
        body=table,
        finding=asked.say("slides.attention_finding", n=asked.count(of)),
        rests_on=asked.say("slides.rows_shown", shown=asked.count(len(rows)), of=asked.count(of)),
        method=method(asked, "slides.attention_method"),
        numbers=[
            f"{row['member']}, {commitment(row)}: {why(row, language=asked.language)} ({or_else(row['files'], '–')})"
            for row in rows
        ],
    )


def running(asked: Asked) -> list[Slide]:
    """Plans that run on the data date, those due first on top: not rated is not behind."""
    found = asked.ask(member.plans, language=asked.language)
    open_ones = found[~found["is_over"].astype(bool)]
    if open_ones.empty:
        return []
    rows = sorted(rows_of(open_ones), key=lambda row: (row["ends_on"], place(row["member"])))[:MOST_ROWS]
    table = Table(
        head=tuple(
            asked.say(f"column.{name}") for name in ("member", "plan_number", "commitments", "due", "elapsed_share")
        ),
        rows=tuple(
            (
                shortened(row["member"], most=NAME * 2),
                str(row["plan_number"]),
                asked.count(row["commitments"]),
                asked.due(row),
                asked.percent(row["elapsed_share"]),
            )
            for row in rows
        ),
        widths=(0.36, 0.1, 0.16, 0.24, 0.14),
    )
    return asked.slide(
        "running",
        body=table,
        finding=asked.say("slides.running_finding", n=asked.count(len(open_ones))),
        rests_on=asked.say("slides.rows_shown", shown=asked.count(len(rows)), of=asked.count(len(open_ones))),
        method=asked.say("member.due_note"),
        numbers=[f"{row['member']}, {asked.say('filter.plan', number=row['plan_number'])}" for row in rows],
    )


def with_doubt(asked: Asked, key: str, /, **counts: int) -> str:
    """A sentence on what a slide rests on, and for how many of those likely to be stalled a final rating may exist."""
    said = asked.say(key, **{name: asked.count(n) for name, n in counts.items()})
    older = asked.ask(stalled.likely, as_of=asked.about.data_date).older
    return f"{said} {asked.say('slides.likely_older', n=asked.count(older))}" if older else said


def method(asked: Asked, key: str) -> str:
    """A sentence on how a slide was made, and all that is to be known of those likely to be stalled."""
    found = asked.ask(stalled.likely, as_of=asked.about.data_date)
    return f"{asked.say(key)} {likely(found, language=asked.language)}".rstrip()


def _means(asked: Asked, code: str) -> str:
    return f"{asked.name('state', code)}: {asked.say(f'stalled.means_{code}')}"
