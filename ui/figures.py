"""Figures on their way to the screen: checked once by Plotly, then sent as they are."""

from typing import Any

from plotly.basedatatypes import BaseFigure
from plotly.graph_objects import Figure as Checked

from analysis.figures import Figure
from analysis.once import once

DECIMALS = 5


class Ready(BaseFigure):  # type: ignore[misc]
    """A figure that Plotly has checked and completed. Streamlit takes it for one of Plotly's and asks for its contents.

    Given a dictionary, Streamlit has Plotly check it in every run, which takes longer than all else on a page.
    """

    def __init__(self, contents: dict[str, Any]) -> None:
        object.__setattr__(self, "_contents", contents)

    def to_dict(self) -> dict[str, Any]:
        """The figure with the template of Streamlit's theme, as it is sent. Never changed."""
        contents: dict[str, Any] = object.__getattribute__(self, "_contents")
        return contents


@once
def ready(figure: Figure) -> Ready:
    """`figure` as it is sent. Raises ValueError for one that Plotly does not understand.

    Of the template it keeps what is for its own kinds of traces, and of numbers DECIMALS: nobody could see the rest.
    """
    contents = Checked(**figure).to_dict()
    template, kinds = contents["layout"]["template"], {trace.get("type", "scatter") for trace in contents["data"]}
    ours = {kind: looks for kind, looks in template.get("data", {}).items() if kind in kinds}
    contents = _rounded(contents)
    contents["layout"]["template"] = {**template, "data": ours}
    return Ready(contents)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value
