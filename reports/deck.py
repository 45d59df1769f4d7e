"""Slides with native charts, made from the answers of the pages."""

from pathlib import Path

from analysis import compare
from analysis.deck import to_pptx
from analysis.slides.presets import BY_INDICATOR, PRESETS, fitting, made
from reports.asked import Report
from reports.messages import Unusable, say

PRESET_NAMES, INDICATORS = tuple(PRESETS), tuple(compare.INDICATORS)


def write(report: Report, file: Path, *, preset: str | None, indicator: str | None = None) -> int:
    """Writes the slides of `preset` (of PRESET_NAMES; else what fits the filters), those on one indicator on
    `indicator` (of INDICATORS; else on the first that is rated). Returns how many there are.

    Raises Unusable where these slides are not on such an indicator.
    """
    which = preset or fitting(report.filters)
    able = BY_INDICATOR.get(which, ())
    if indicator and indicator not in able:
        others = ", ".join(able) or say("no_indicator", presets=", ".join(BY_INDICATOR))
        raise Unusable(say("indicator_unusable", indicator=indicator, preset=which, able=others))
    deck = made(report.db, preset=which, language=report.language, filters=report.filters, indicator=indicator or "")
    file.write_bytes(to_pptx(deck))
    return len(deck.slides)
