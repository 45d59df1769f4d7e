"""What every report says of itself, in the reader's language: what it is, what is in it, where it comes from."""

import re
from datetime import UTC, datetime

from analysis import definitions, numbers, quality
from analysis.once import rows_of
from analysis.queries import INDICATORS
from analysis.text import say
from reports.asked import Report

#: Of the topics of the page on methods, those that a reader of numbers needs, in their order.
TOPICS = ("plans", "eras", "missing", "latest", "ambition", "stars", "stalled", "small", "themes", "process", "unused")
#: Kinds of missing, as they stand in the column `missing`.
MISSING = ("not_reviewed", "no_data", "not_applicable", "blank", "unreadable")


def title(report: Report) -> str:
    """The title, with the mark of demonstration data before it."""
    said = say(report.language, "reports.title")
    return f"{say(report.language, 'frame.demo_mark')}. {said}" if report.about.is_demo else said


def selection(report: Report) -> str:
    """What is in it: all commitments, or how many of how many and by which filters."""
    if report.chosen:
        return say(report.language, "filter.showing", **_counts(report), filters=report.chosen)
    return say(report.language, "filter.showing_all", n=_counts(report)["n"])


def facts(report: Report) -> list[tuple[str, str]]:
    """Label and value of what a cover says: demonstration, selection, filters, dates, snapshot, citation, licence."""
    language = report.language
    said = [(say(language, "chart.demo_label"), say(language, "frame.demo"))] if report.about.is_demo else []
    said += [
        (say(language, "chart.filtered_label"), _counted(report)),
        (say(language, "chart.filters"), report.chosen or say(language, "chart.no_filters")),
        (say(language, "chart.date_label"), report.about.data_date.isoformat()),
        (say(language, "column.snapshot_id"), str(report.about.snapshot_id)),
        (say(language, "reports.made_on"), today()),
        (say(language, "about.licences"), say(language, "about.licence_data")),
        (say(language, "about.cite"), definitions.cited_data(report.about, language=language)),
        (
            say(language, "about.cite_software").rstrip(" :"),
            definitions.cited_software(report.about, language=language),
        ),
    ]
    return said


def sources(report: Report) -> list[tuple[str, str]]:
    """Each imported sheet: its file, and its date, layout and hash in words."""
    return [
        (
            str(row["file_name"]),
            say(
                report.language,
                "reports.source",
                sheet=row["sheet"],
                day=row["as_of"].date().isoformat(),
                vintage=row["vintage"],
                hash=row["sha256"],
            ),
        )
        for row in rows_of(quality.sources(report.db))
    ]


def notes(report: Report, *, in_full: bool = False) -> list[tuple[str, str]]:
    """What a reader has to know: a heading and a text for each topic, plain or with its details; no Markdown."""
    language = report.language
    said = []
    for topic in TOPICS:
        text = say(language, f"about.plain_{topic}")
        if in_full:
            text = f"{text}\n{say(language, f'about.full_{topic}')}"
        said.append((say(language, f"about.topic_{topic}"), _plain(text)))
    return said


def indicators(report: Report) -> list[tuple[str, str]]:
    """Each indicator by name, with what it means."""
    return [
        (say(report.language, f"indicator.{name}"), say(report.language, f"indicator_help.{name}"))
        for name in INDICATORS
    ]


def kinds_of_missing(report: Report) -> list[tuple[str, str]]:
    """The codes of `missing` and their names."""
    return [(code, say(report.language, f"missing.{code}")) for code in MISSING]


def today() -> str:
    """The day and the minute, in UTC: the same kind of time as in the database."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _counted(report: Report) -> str:
    return say(report.language, "chart.filtered", **_counts(report))


def _counts(report: Report) -> dict[str, str]:
    return {
        "n": numbers.count(report.n, language=report.language),
        "of": numbers.count(report.of, language=report.language),
    }


def _plain(text: str) -> str:
    """Our own sentences without their Markdown."""
    return re.sub(r"^- ", "• ", text.replace("**", ""), flags=re.MULTILINE)
