"""What a report is asked for, and what it is made from: an open database, filters, a language."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click
import duckdb

from analysis import facets, numbers, offers, published, queries
from analysis.offers import FILTERS
from analysis.published import NotPublished
from analysis.scope import Filters, asking_on
from analysis.text import LANGUAGES
from reports import wanted
from reports.messages import Unusable, on_one_line, say


@dataclass(frozen=True)
class Asked:
    """The options that every report has, as they were typed."""

    members: tuple[str, ...]
    regions: tuple[str, ...]
    plans: tuple[str, ...]
    years: tuple[str, ...]
    themes: tuple[str, ...]
    level: tuple[str, ...]
    era: tuple[str, ...]
    language: str
    db: Path | None


@dataclass(frozen=True)
class Report:
    """What a report is made from. `chosen`: the filters in words, empty without any; `n` of `of` commitments fit."""

    db: duckdb.DuckDBPyConnection
    filters: Filters
    language: str
    about: queries.About
    chosen: str
    n: int
    of: int


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options that every report has; it gets them as `asked`."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        asked = Asked(**{option.name: given.pop(option.name) for option in fields(Asked)})
        command(asked=asked, **given)

    options = [
        *(click.option(f"--{name}", multiple=True, metavar="A,B", help=say(f"help_{name}")) for name in FILTERS),
        click.option(
            "--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help=say("help_language")
        ),
        click.option("--db", type=click.Path(path_type=Path), help=say("help_db")),
    ]
    for option in reversed(options):
        run = option(run)
    return run


@contextmanager
def opened(asked: Asked) -> Iterator[Report]:
    """The database that was asked for, open for reading, with the filters understood. Raises Unusable."""
    path = asked.db or published.default_path()
    try:
        connection = published.connect(published.current(path))
    except NotPublished as error:
        raise Unusable(say("no_database", path=path)) from error
    except duckdb.Error as error:
        raise _unusable(path, error) from error
    try:
        yield _report(connection, asked)
    except duckdb.Error as error:
        raise _unusable(path, error) from error
    finally:
        connection.close()


def summary(report: Report, *, path: Path) -> str:
    """What was written where, in one or two lines."""
    said = say(
        "written",
        path=path,
        n=numbers.count(report.n, language="en"),
        of=numbers.count(report.of, language="en"),
        filters=report.chosen or say("no_filters"),
        day=report.about.data_date.isoformat(),
        snapshot=report.about.snapshot_id,
    )
    return "\n".join([said, *([say("written_demo")] if report.about.is_demo else [])])


def _report(db: duckdb.DuckDBPyConnection, asked: Asked) -> Report:
    language = asked.language
    try:
        about = queries.about(db)
    except ValueError as error:
        raise duckdb.InvalidInputException(say("no_snapshot")) from error
    filters = wanted.understood(db, {name: getattr(asked, name) for name in FILTERS}, language=language)
    size = facets.size(asking_on(db), **filters)
    offered = offers.offers(db, language=language)
    return Report(
        db=db,
        filters=filters,
        language=language,
        about=about,
        chosen=offers.in_words(offered, filters=filters, language=language, most=100),
        n=size["commitments"],
        of=size["of"],
    )


def _unusable(path: Path, error: duckdb.Error) -> Unusable:
    return Unusable(say("database_unusable", path=path, reason=on_one_line(error, most=200)))
