"""Slides with native charts, made from the answers of the pages."""

from pathlib import Path

from analysis import compare
from analysis.deck import to_pptx
from analysis.slides.presets import PRESETS, fitting, made
from reports.asked import Report

PRESET_NAMES = tuple(PRESETS)


INDICATORS, USUAL = tuple(compare.INDICATORS), compare.USUAL


def write(report: Report, file: Path, *, preset: str | None, indicator: str = compare.USUAL) -> int:
    """Writes the slides of `preset` (of PRESET_NAMES; else what fits the filters), on `indicator` (of INDICATORS) where
    they are about one. Returns how many there are.
    """
    which = preset or fitting(report.filters)
    deck = made(report.db, preset=which, language=report.language, filters=report.filters, indicator=indicator)
    file.write_bytes(to_pptx(deck))
    return len(deck.slides)
