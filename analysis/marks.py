"""The marks of a chart in words: for whoever chooses one by key, or by ear, or with a finger on a small screen."""

import re
from dataclasses import dataclass
from typing import Any

from analysis.figures import Figure, in_one_line
from analysis.once import once

#: What Plotly puts into the words under the pointer: "%{x}", "%{customdata[0]}".
_FACT = re.compile(r"%\{(\w+)(?:\[(\d+)\])?\}")
_EXTRA = re.compile(r"<extra>.*</extra>")


@dataclass(frozen=True)
class Mark:
    """`said`: the words under the pointer, in one line. `point`: what a click on the mark would tell the page."""

    said: str
    point: dict[str, Any]


@once
def of(figure: Figure) -> list[Mark]:
    """The marks of `figure` that stand for something, in the order in which they are drawn, each once."""
    found = {mark.said: mark for trace in figure["data"] for mark in _of_trace(trace)}
    return list(found.values())


def _of_trace(trace: Figure) -> list[Mark]:
    told = trace.get("customdata") or []
    if trace.get("hoverinfo") in ("skip", "none") or "hovertemplate" not in trace:
        return []
    meant = [place for place, said in enumerate(told) if said and not {None, ""}.intersection(said)]
    return [Mark(_words(trace, place), _point(trace, place)) for place in meant]


def _point(trace: Figure, place: int) -> dict[str, Any]:
    beside: dict[str, Any] = {axis: trace[axis][place] for axis in ("x", "y") if axis in trace}
    return {**beside, "customdata": trace["customdata"][place]}


def _words(trace: Figure, place: int) -> str:
    def fact(found: re.Match[str]) -> str:
        name, part = found.groups()
        value = trace[name][place]
        return str(value if part is None else value[int(part)])

    template = _EXTRA.sub("", trace["hovertemplate"])
    return in_one_line(_FACT.sub(fact, template), line_break=" · ")
