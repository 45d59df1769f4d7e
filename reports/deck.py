"""Slides with native charts, made from the answers of the pages."""

from pathlib import Path

from analysis.deck import to_pptx
from analysis.slides.presets import PRESETS, fitting, made
from reports.asked import Report

PRESET_NAMES = tuple(PRESETS)


def write(report: Report, file: Path, *, preset: str | None) -> int:
    """Writes the slides of `preset` (of PRESET_NAMES; else what fits the filters). Returns how many there are."""
    deck = made(report.db, preset=preset or fitting(report.filters), language=report.language, filters=report.filters)
    file.write_bytes(to_pptx(deck))
    return len(deck.slides)
