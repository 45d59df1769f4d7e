"""Marks of every chart, clicked on the framed pages: what is listed is what they count, whatever is chosen."""

import re
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis import marks
from analysis.figures import Figure
from tests.demonstrated import Data
from ui import behind, components
from ui.behind import Wanted
from ui.session import ask

#: Marks of a chart that are clicked, evenly chosen.
MOST = 12
#: "12 of 133" in a window's name.
COUNTS = re.compile(r": ([\d,]+) of ([\d,]+)$")
PAGES: dict[str, list[dict[str, Any]]] = {
    "overview": [{}, {"regions": ["europe"]}],
    "themes": [{}, {"measure": "ambitious_since_2020", "taxonomy": "irm_2024"}, {"taxonomy": "irm_2016"}],
    "ambition": [{}, {"scale": "potential_for_results", "rows": "all"}],
    "compare": [
        {"by": "plan"},
        {"indicator": "starred_2015"},
        {"indicator": "ambitious_to_2019"},
        {"indicator": "early_results"},
        {"indicator": "opened_government", "members": ["GBR", "KEN", "USA"]},
        {"members": ["GBR", "KEN", "USA"], "indicator": "stalled"},
    ],
    "member": [{"members": ["GBR"]}, {"members": ["KEN"]}],
    "process": [{}, {"question": "advance_notice"}],
    "quality": [{}, {"who": "member", "rating": "completion.final"}, {"coverage": "not_reviewed"}],
    "stalled": [{}],
}
#: Charts of shares whose marks could also be opened by filters, which would list what is not rated too.
SHARES = {"overview": "map", "process": "results"}
FILTERS: list[dict[str, Any]] = [
    {},
    {"years": ["2013", "2014", "2021"]},
    {"era": ["midterm_and_final"], "level": ["national"]},
]
VISITS = [(page, {**own, **shared}) for page, owns in PAGES.items() for own in owns for shared in FILTERS]


@pytest.fixture
def published(demonstration: Data, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MONITOR_DB", str(demonstration.database))
    return demonstration.database


@pytest.fixture
def clicked(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many marks of each chart were clicked while a page was drawn."""
    found: dict[str, int] = {}
    drawn = components.chart_with_table

    def click(figure: Figure, frame: Any, **more: Any) -> None:
        drawn(figure, frame, **more)
        assert "?" in components.figure_title(figure), "a chart answers the question in its title"
        picks: Callable[[dict[str, Any]], None] | None = more.get("picks")
        if picks and more["name"] != "ladder":
            found[more["name"]] = _click_all(figure, picks, monkeypatch)
            _same_by_key(figure)

    monkeypatch.setattr(components, "chart_with_table", click)
    return found


@pytest.mark.parametrize(("page", "address"), VISITS)
def test_every_mark_lists_what_it_counts(
    page: str, address: dict[str, Any], opened: Callable[..., AppTest], clicked: dict[str, int]
) -> None:
    app = opened(page, **address)
    assert clicked or app.info, "no chart was drawn and nothing says why"
    assert page not in SHARES or app.info or SHARES[page] in clicked


def _same_by_key(figure: Figure) -> None:
    """Whoever chooses a mark by its words finds each that a click lists, and no other."""
    clickable = {
        repr(said)
        for trace in figure["data"]
        if trace.get("hoverinfo") not in ("skip", "none")
        for said in trace.get("customdata") or []
        if said and said[0] and said[-1] != ""
    }
    offered = marks.of(figure)
    assert {repr(mark.point["customdata"]) for mark in offered} == clickable
    assert not [mark.said for mark in offered if re.search(r"[<>%]\{|<b>|&lt;", mark.said)]


def _click_all(figure: Figure, picks: Callable[[dict[str, Any]], None], patch: pytest.MonkeyPatch) -> int:
    points = [
        {"x": x, "y": y, "customdata": said}
        for trace in figure["data"]
        for x, y, said in zip(
            trace.get("x", repeat(None)), trace.get("y", repeat(None)), trace.get("customdata") or [], strict=False
        )
        if said and said[0]
    ]
    for point in points[:: -(-len(points) // MOST) or 1]:
        wanted: list[Wanted] = []
        with patch.context() as during:
            during.setattr(behind, "remember", wanted.append)
            picks(point)
        for one in wanted:
            listed = ask(one.query, **one.facts)
            counts = COUNTS.search(one.name)
            if counts is None:
                moved = re.search(r": ([\d,]+)$", one.name)
                assert moved, one
                assert len(listed) == int(moved[1]), one
                continue
            yes, n = (int(count.replace(",", "")) for count in counts.groups())
            if "holds" in listed:
                assert listed["holds"].tolist() == ["yes"] * yes + ["no"] * (n - yes), one
            else:
                assert len(listed) == yes, one
    return len(points)
