"""Which slides make up which deck."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Any

from duckdb import DuckDBPyConnection

from analysis import compare, themes
from analysis.scope import Filters
from analysis.slides import front, making, one_member, over_years, results, side_by_side, stalling, topics
from analysis.slides.asked import Asked
from analysis.slides.model import Deck, Slide

Maker = Callable[[Asked], list[Slide]]

#: A deck's slides between the cover and the sources. Those named as a page are what that page shows.
PRESETS: dict[str, tuple[Maker, ...]] = {
    "region": (
        front.measures,
        over_years.completion,
        side_by_side.regions,
        side_by_side.completion,
        side_by_side.members,
        topics.common,
        topics.outcomes,
        over_years.ambition,
        results.corners,
        side_by_side.corners,
        over_years.early_results,
        stalling.ladder,
        stalling.followed,
        side_by_side.stalled_by_member,
        stalling.institutions,
        stalling.attention,
        results.movement,
        results.changes,
        results.well_done,
        making.steps,
        making.forum,
        stalling.running,
    ),
    "country": (
        front.measures,
        one_member.plans,
        one_member.completion_by_plan,
        results.movement,
        over_years.ambition,
        results.corners,
        topics.common,
        topics.outcomes,
        stalling.ladder,
        stalling.followed,
        stalling.institutions,
        stalling.attention,
        one_member.carried_forward,
        results.changes,
        results.well_done,
        one_member.under,
        making.steps,
        stalling.running,
    ),
    "theme": (
        front.measures,
        over_years.completion,
        side_by_side.regions,
        side_by_side.completion,
        over_years.ambition,
        results.corners,
        side_by_side.corners,
        over_years.early_results,
        results.well_done,
        stalling.ladder,
        side_by_side.stalled_by_member,
        stalling.attention,
        stalling.running,
    ),
    "overview": (front.measures, over_years.completion, over_years.ambition, side_by_side.regions, results.changes),
    "stalled": (
        stalling.ladder,
        stalling.followed,
        side_by_side.stalled_by_member,
        stalling.institutions,
        stalling.attention,
        stalling.running,
    ),
    "compare": (side_by_side.members, side_by_side.completion, side_by_side.regions),
    "themes": (topics.common, topics.outcomes),
    "ambition": (
        results.corners,
        side_by_side.corners,
        over_years.ambition,
        over_years.early_results,
        results.stars,
        over_years.verifiable,
    ),
    "process": (making.steps, making.levels, making.forum),
    "commitments": (front.measures, results.well_done, stalling.attention),
}
#: The decks that are about one indicator, with those that they can be about.
BY_INDICATOR = {"compare": tuple(compare.INDICATORS), "themes": tuple(themes.MEASURES)}
#: What a deck can be made of without a page: the meeting of a region, a country's brief, a theme's brief.
BRIEFS = ("region", "country", "theme")


class NothingToShow(Exception):
    """No commitment matches the filters; the message is the filters in words, or empty."""


def fitting(filters: Filters) -> str:
    """The brief that fits what is chosen: one member, a theme, else a region's meeting."""
    if len(filters.get("members") or []) == 1:
        return "country"
    return "theme" if filters.get("themes") and not filters.get("members") else "region"


def _meant(asked: Asked, indicator: str, *, among: Sequence[str]) -> str:
    if indicator in among or not among:
        return indicator if among else compare.USUAL
    counts = asked.ask(compare.available)
    return next((name for name in among if counts[name]), compare.USUAL)


def made(
    db: DuckDBPyConnection,
    *,
    preset: str,
    language: str,
    filters: Filters,
    indicator: str = "",
    remembered: Callable[..., Any] | None = None,
) -> Deck:
    """The deck `preset` (of PRESETS) for the chosen commitments, on `indicator` if it is one of BY_INDICATOR, else on
    the first of these that is rated.

    `remembered`: see Asked. Raises NothingToShow where there are no commitments.
    """
    asked = Asked(db, filters, language, remembered=remembered)
    if not asked.size["commitments"]:
        raise NothingToShow(asked.chosen)
    asked = replace(asked, indicator=_meant(asked, indicator, among=BY_INDICATOR.get(preset, ())))
    title = asked.say(f"slides.title_{preset}", chosen=asked.chosen or asked.say("slides.everything"))
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # DuckDB answers one slide while another is worded
        between = threads.map(lambda maker: maker(asked), PRESETS[preset])
        slides = [*front.cover(asked, title=title), *chain.from_iterable(between), *front.sources(asked)]
    return Deck(
        title=title,
        language=language,
        source=asked.say("slides.source", day=asked.day(asked.about.data_date)),
        mark=asked.say("frame.demo_mark") if asked.about.is_demo else "",
        slides=tuple(slides),
    )
