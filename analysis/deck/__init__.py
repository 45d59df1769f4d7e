"""A deck as a PowerPoint file: native charts that can be edited, sources in the notes. Needs no browser, no network."""

from analysis.deck.writing import to_pptx

__all__ = ["to_pptx"]
