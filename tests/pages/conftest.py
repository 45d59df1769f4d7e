"""The framed dashboard on a small database; see tests/framed.py."""

import json
from typing import Any

import plotly.io
import pytest
from plotly.graph_objects import Figure as Checked

from analysis.figures import Figure
from tests.demonstrated import demonstration
from tests.framed import opened, published
from ui import components, figures

__all__ = ["demonstration", "opened", "published"]


@pytest.fixture(autouse=True)
def _every_chart_is_one_that_plotly_understands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages send their charts unchecked, for speed. Here each is checked, and has to be as Plotly would send it."""

    def checked(figure: Figure) -> figures.Ready:
        ready = figures.ready(figure)
        ours, theirs = (_sent(contents) for contents in (ready.to_dict(), Checked(**figure).to_dict()))
        assert ours == figures._rounded(theirs)
        return ready

    monkeypatch.setattr(components, "ready", checked)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """What a page gives for the heads of its files, by the file's name."""
    given: dict[str, dict[str, str]] = {}
    offer = components.download

    def download(frame: Any, *, name: str, **more: Any) -> None:
        given[name] = more
        offer(frame, name=name, **more)

    monkeypatch.setattr(components, "download", download)
    return given


def _sent(contents: dict[str, Any]) -> dict[str, Any]:
    """`contents` as it goes over the line, without its template, and without empty lists, which Plotly leaves out."""
    found: dict[str, Any] = json.loads(plotly.io.to_json(contents, validate=False))
    layout = {name: value for name, value in found["layout"].items() if name != "template" and value != []}
    return {**found, "layout": layout}
