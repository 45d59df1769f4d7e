"""The marks of a chart in words: for whoever chooses one by key, or by ear, or with a finger on a small screen."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from analysis.figures import Figure, in_one_line
from analysis.once import once

#: What Plotly puts into the words under the pointer: "%{x}", "%{customdata[0]}".
_FACT = re.compile(r"%\{(\w+)(?:\[(\d+)\])?\}")
_EXTRA = re.compile(r"<extra>.*</extra>")


#: What stands in one line where the words under the pointer have a line break.
BETWEEN = " · "
#: Letters of a mark's words that the list has room for under a chart that takes half of the page.
MOST_LETTERS = 68


@dataclass(frozen=True)
class Mark:
    """`said`: the words under the pointer, in one line, the first of them where there are too many. `point`: what a
    click on the mark would tell the page.
    """

    said: str
    point: dict[str, Any]


@once
def of(figure: Figure) -> list[Mark]:
    """The marks of `figure` that stand for something, in the order in which they are drawn, each once."""
    found = {mark.said: mark for trace in figure["data"] for mark in _of_trace(trace)}
    brief = {said: _brief(said) for said in found}
    times = Counter(brief.values())
    return [replace(mark, said=brief[said]) if times[brief[said]] == 1 else mark for said, mark in found.items()]


def _brief(said: str) -> str:
    """Of a mark's words as many lines, the first and those after it, as the list has room for."""
    first, *others = said.split(BETWEEN)
    for line in others:
        if len(first) + len(BETWEEN) + len(line) > MOST_LETTERS:
            break
        first += BETWEEN + line
    return first


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
    return in_one_line(_FACT.sub(fact, template), line_break=BETWEEN)
