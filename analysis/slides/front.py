"""The first and the last slides of every deck: what it is about, the numbers in one look, where they come from."""

from analysis import queries
from analysis.figures import Row
from analysis.measures import in_print, submitted
from analysis.numbers import SMALL_N
from analysis.once import rows_of
from analysis.slides.asked import Asked
from analysis.slides.model import Card, Cards, Lines, Slide, shortened

_MOST_FILES = 4
_FILE = 60


def cover(asked: Asked, *, title: str) -> list[Slide]:
    """The title, how much it is about, the data date, and the demonstration mark in words."""
    size = asked.size
    lines = [
        asked.say(
            "slides.cover_size",
            members=asked.count(size["members"]),
            plans=asked.count(size["plans"]),
            commitments=asked.count(size["commitments"]),
            span=submitted(size["first"], size["last"], language=asked.language),
        )
    ]
    if asked.chosen and asked.chosen not in title:
        lines.append(asked.say("slides.cover_filters", filters=asked.chosen))
    lines.append(asked.say("slides.cover_data", day=asked.day(asked.about.data_date)))
    if asked.about.is_demo:
        lines.append(asked.say("frame.demo"))
    return asked.slide(
        "cover",
        body=Lines(tuple(lines), is_cover=True),
        finding=title,
        rests_on="",
        method=asked.say("slides.cover_method"),
    )


def measures(asked: Asked) -> list[Slide]:
    """Five shares and how many commitments they are of."""
    found = {row["indicator"]: row for row in rows_of(queries.shares(asked.ask(queries.measured)))}
    size = asked.size
    cards = [
        Card(
            asked.say("measure.commitments"),
            asked.count(size["commitments"]),
            asked.say("measure.of_all", n=asked.count(size["of"])),
        ),
        *(_card(asked, row) for row in found.values()),
    ]
    high = found["high_completion"]
    return asked.slide(
        "measures",
        body=Cards(tuple(cards)),
        finding="" if high["n"] < SMALL_N else asked.say("slides.measures_finding", share=asked.share(high)),
        rests_on=asked.say("slides.measures_rests_on"),
        method=" ".join(asked.say(f"indicator_help.{name}") for name in found),
        numbers=[f"{card.label}: {card.value}. {card.beneath}" for card in cards],
    )


def sources(asked: Asked) -> list[Slide]:
    """Files with their data dates, method in a few sentences, licence."""
    files = [
        asked.say("slides.sources_file", file=shortened(name, most=_FILE), day=asked.day(day))
        for name, day in asked.about.sources[:_MOST_FILES]
    ]
    left = len(asked.about.sources) - _MOST_FILES
    if left > 0:
        files.append(asked.say("slides.sources_more", n=asked.count(left)))
    said = ("sources_latest", "sources_eras", "sources_few", "sources_licence")
    return asked.slide(
        "sources",
        body=Lines((*files, *(asked.say(f"slides.{key}") for key in said))),
        finding="",
        rests_on=asked.say("slides.sources_snapshot", snapshot=asked.about.snapshot_id),
        method=asked.say("slides.cover_method"),
    )


def _card(asked: Asked, row: Row) -> Card:
    value, beneath = in_print(row, asked.ask(queries.measured), language=asked.language)
    return Card(asked.say(f"indicator.{row['indicator']}"), value, beneath)
