"""Figures on their way to the screen, sent as Plotly would send them without its checking each of them."""

from functools import lru_cache
from typing import Any

import plotly.io
from plotly.basedatatypes import BaseFigure

from analysis.figures import Figure
from analysis.once import once

DECIMALS = 4
#: Kinds of traces that have a colour each: a scale of colours would be a tenth of what such a chart sends.
WITHOUT_SCALES = frozenset({"bar", "scatter"})


class Ready(BaseFigure):  # type: ignore[misc]
    """A figure that is complete. Streamlit takes it for one of Plotly's and asks for its contents.

    Given a dictionary, Streamlit has Plotly check it in every run, which takes longer than all else on a page. Ours are
    written by us alone, so the tests of the pages have them checked (tests/pages/conftest.py).
    """

    def __init__(self, contents: dict[str, Any]) -> None:
        object.__setattr__(self, "_contents", contents)

    def to_dict(self) -> dict[str, Any]:
        """The figure with the template of Streamlit's theme, as it is sent. Never changed."""
        contents: dict[str, Any] = object.__getattribute__(self, "_contents")
        return contents


@once
def ready(figure: Figure) -> Ready:
    """`figure` as it is sent: with the template of Streamlit's theme, as far as it is for its own kinds of traces, and
    of numbers DECIMALS, since nobody could see the rest.
    """
    contents = _rounded(figure)
    template = _template(frozenset(trace.get("type", "scatter") for trace in contents["data"]))
    return Ready({**contents, "layout": {**contents["layout"], "template": template}})


@lru_cache
def _template(kinds: frozenset[str]) -> dict[str, Any]:
    whole = plotly.io.templates[plotly.io.templates.default].to_plotly_json()
    layout = whole["layout"]
    if kinds <= WITHOUT_SCALES:
        layout = {name: value for name, value in layout.items() if name not in ("coloraxis", "colorscale")}
    return {
        **whole,
        "data": {kind: looks for kind, looks in whole.get("data", {}).items() if kind in kinds},
        "layout": layout,
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value
