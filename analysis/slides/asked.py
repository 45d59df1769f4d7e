"""What a deck is asked for, and the few steps that all slides are made in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import compare, facets, numbers, offers, queries
from analysis.figures import Row
from analysis.scope import Filters, parameters
from analysis.slides.model import Body, Slide, shortened
from analysis.text import say, say_or

#: Names of one filter that the notes list before they say how many more there are.
MOST_NAMED = 20
#: Letters of a member's name in a table.
NAME = 24


@dataclass(frozen=True)
class Asked:
    """One published file, one choice of commitments, one language; the indicator by which units are set side by side.

    Several threads may ask, so each question has a cursor of its own: on one connection they would get each other's
    answers. With `remembered`, that is asked in place of the file: a question and its facts, for the answer.
    """

    db: DuckDBPyConnection
    filters: Filters
    language: str
    indicator: str = compare.USUAL
    remembered: Callable[..., Any] | None = field(default=None, repr=False, compare=False)
    answers: dict[tuple[Callable[..., Any], str], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def about(self) -> queries.About:
        """What the published file says of itself."""
        about: queries.About = self.ask_apart(queries.about)
        return about

    @cached_property
    def chosen(self) -> str:
        """The filters in words; empty where they choose nothing."""
        offered = self.ask_apart(offers.offers, language=self.language, of=tuple(parameters(self.filters)))
        return offers.in_words(offered, filters=self.filters, language=self.language, most=MOST_NAMED)

    @cached_property
    def size(self) -> Row:
        """How much the filters find (facets.size)."""
        return facets.size(self.ask_apart, **self.filters)

    @cached_property
    def is_one_member(self) -> bool:
        """Whether all of it is of one member, whose name then need not stand in each row."""
        return bool(self.size["members"] == 1)

    def who(self, row: Row) -> str:
        """The member of a row (member, plan_number); where there is one alone, the plan."""
        if self.is_one_member:
            return self.say("filter.plan", number=row["plan_number"])
        return shortened(row["member"], most=NAME)

    @property
    def who_head(self) -> str:
        """The header over `who`."""
        return self.say("column.plan_number" if self.is_one_member else "column.member")

    def ask(self, question: Callable[..., Any], /, **facts: Any) -> Any:
        """The answer of a question of `analysis` for these filters, asked once for all slides."""
        return self.ask_apart(question, **{**self.filters, **facts})

    def ask_apart(self, question: Callable[..., Any], /, **facts: Any) -> Any:
        """The answer of a question that has nothing to do with these filters."""
        if self.remembered:
            return self.remembered(question, **facts)
        key = (question, repr(sorted(facts.items())))
        if key not in self.answers:
            self.answers[key] = question(self.db.cursor(), **facts)
        return self.answers[key]

    def say(self, key: str, /, **facts: object) -> str:
        """A sentence in the language of the deck."""
        return say(self.language, key, **facts)

    def name(self, kind: str, code: object) -> str:
        """A code in words, itself where it has none."""
        return say_or(self.language, f"{kind}.{code}", otherwise=str(code))

    def count(self, value: float) -> str:
        """A whole number in print."""
        return numbers.count(value, language=self.language)

    def percent(self, share: float) -> str:
        """A share as a whole percentage, whatever it rests on."""
        return numbers.percent(share, language=self.language)

    def share(self, row: Row) -> str:
        """A share in print (columns yes, n): "2 of 3" where n is small, a dash where nothing is rated."""
        return numbers.share(row["yes"], row["n"], language=self.language)

    def of(self, row: Row) -> str:
        """Both counts in print."""
        return numbers.of(row["yes"], row["n"], language=self.language)

    def whole(self, row: Row) -> str:
        """A share with its counts: "54% (480 of 894)"; the counts alone where n is small."""
        return numbers.whole(row["yes"], row["n"], language=self.language)

    def day(self, value: Any) -> str:
        """A date in words."""
        return numbers.day(value, language=self.language)

    def due(self, row: Row) -> str:
        """When a plan ends (columns ends_on, dates_are_estimated), marked where no file gives the day."""
        return f"≈ {self.day(row['ends_on'])}" if row["dates_are_estimated"] else self.day(row["ends_on"])

    def rated(self, frame: pd.DataFrame, *, said: str = "slides.rated") -> str:
        """What the rows of `frame` (columns n, missing; every row counts) rest on, in words; `said`: in which."""
        n, missing = int(frame["n"].sum()), int(frame["missing"].sum())
        return self.say(said, n=self.count(n), missing=self.count(missing))

    def on_indicator(self, said: str) -> str:
        """A finding or a question, after the name of the indicator that it is about."""
        return self.say("slides.on_indicator", indicator=self.say(f"compare.indicator_{self.indicator}"), said=said)

    def slide(
        self, id: str, *, body: Body, rests_on: str, method: str, finding: str = "", numbers: Sequence[str] = ()
    ) -> list[Slide]:
        """One slide; without a finding, its question is its title."""
        question = self.say(f"slides.{id}")
        return [
            Slide(
                id=id,
                title=finding or question,
                body=body,
                rests_on=rests_on,
                notes=(
                    self.say("slides.note_question", question=question),
                    self.say("slides.note_method", method=method),
                    self.say("slides.note_filters", filters=self.chosen or self.say("chart.no_filters")),
                ),
                numbers=tuple(numbers),
            )
        ]
