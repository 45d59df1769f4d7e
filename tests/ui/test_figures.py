"""A figure is sent as Plotly would send it, without having it checked."""

import json
from typing import Any

import pandas as pd
import plotly.io
from plotly.graph_objects import Figure as Checked
from plotly.tools import return_figure_from_figure_or_data

from analysis.once import Drawn
from ui.figures import ready


def drawn(kind: str = "bar") -> Drawn:
    return Drawn(data=[{"type": kind, "x": [2014, 2015], "y": [1, None]}], layout={"title": {"text": "<b>How?</b>"}})


def sent(figure: Drawn) -> dict[str, Any]:
    """What goes to the browser, taken the way that Streamlit takes it."""
    taken = return_figure_from_figure_or_data(ready(figure), validate_figure=True)
    found: dict[str, Any] = json.loads(plotly.io.to_json(taken, validate=False))
    return found


def test_it_is_sent_as_plotly_would_have_it() -> None:
    theirs = json.loads(plotly.io.to_json(Checked(**drawn()).to_dict(), validate=False))
    template = theirs["layout"]["template"]
    assert template.pop("data")
    template["data"] = {}  # it says nothing of bars, which have a colour each
    for scales in ("coloraxis", "colorscale"):
        assert template["layout"].pop(scales)
    assert sent(drawn()) == theirs


def test_what_is_coloured_by_a_scale_has_the_scales_of_the_theme() -> None:
    assert {"coloraxis", "colorscale"} <= set(sent(drawn("heatmap"))["layout"]["template"]["layout"])


def test_numbers_are_sent_as_far_as_they_can_be_seen() -> None:
    figure = drawn()
    figure["data"][0]["y"] = [1 / 3, None]
    assert sent(figure)["data"][0]["y"] == [0.3333, None]


def test_it_is_made_once() -> None:
    figure = drawn()
    assert ready(figure) is ready(figure)
    assert ready(figure) is not ready(drawn())


def test_a_plain_dictionary_is_taken_too() -> None:
    frame = pd.DataFrame({"x": [1]})
    assert ready({"data": [{"type": "bar", "x": frame["x"].tolist()}], "layout": {}}).to_dict()["data"][0]["x"] == [1]
