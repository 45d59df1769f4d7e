"""Charts side by side: intervals only where there are enough, eras never joined, names harmless."""

import math

import pandas as pd
import pytest

from analysis import compare, compare_charts
from analysis.figures import Picture

PICTURE = Picture(title="High completion", source="IRM ratings")
SHARES = pd.DataFrame(
    [
        ("A", "<b>Hostile</b>", 5, 10, 0, 0.5, 0.24, 0.76),
        ("B", "Few", 2, 3, 1, 2 / 3, math.nan, math.nan),
        ("C", "None", 0, 0, 4, math.nan, math.nan, math.nan),
    ],
    columns=["unit", "unit_name", "yes", "n", "missing", "share", "low_share", "high_share"],
)


def test_few_are_hollow_without_an_interval_and_none_are_named() -> None:
    made = compare_charts.shares(SHARES, language="en", picture=PICTURE)
    intervals, points = made["data"]
    assert intervals["x"] == [0.24, 0.76, None]
    assert points["y"] == [0, 1]
    assert points["marker"]["color"][1] == "rgba(255,255,255,0)" != points["marker"]["color"][0]
    assert points["customdata"][0] == ["<b>&lt;b&gt;Hostile&lt;/b&gt;</b><br>50% (5 of 10 rated)<br>0 not rated", "A"]
    assert [a["text"] for a in made["layout"]["annotations"]] == ["5 of 10", "2 of 3", "none rated"]
    assert made["layout"]["yaxis"]["ticktext"][0] == "&lt;b&gt;Hostile&lt;/b&gt;"


def test_a_point_says_what_its_indicator_counts() -> None:
    counted = compare.INDICATORS["assessed"].hover
    points = compare_charts.shares(SHARES, language="en", picture=PICTURE, hover=counted)["data"][1]
    assert [said.split("<br>")[1] for said, _ in points["customdata"]] == [
        "50% (5 of 10 commitments)", "2 of 3 commitments (too few for a percentage)",
    ]  # fmt: skip


def test_completion_has_a_bar_per_unit_with_its_n() -> None:
    frame = pd.DataFrame(
        [("A", "Aland", "complete", 6, 8, 0, 0.75), ("A", "Aland", "limited", 2, 8, 0, 0.25),
         ("B", "Bland", "limited", 2, 2, 1, 1.0), ("C", "Cland", None, 3, 0, 3, math.nan)],
        columns=["unit", "unit_name", "code", "count", "n", "missing", "share"],
    )  # fmt: skip
    made = compare_charts.levels(frame, scale="completion", language="en", picture=PICTURE)
    complete, limited = made["data"]
    assert (complete["y"], complete["x"]) == ([0], [0.75])
    assert (limited["y"], limited["marker"]["opacity"]) == ([0, 1], [1.0, 0.45])
    assert [a["text"] for a in made["layout"]["annotations"]] == ["n = 8", "n = 2", "none rated"]
    assert compare_charts.completion_in_words(frame, language="en") == "Aland: 75%; Bland: 0 of 2; Cland: –"


OVER = pd.DataFrame(
    [
        ("A", "Aland", 1, "midterm_only", 5, 10, 0, 0.5, 0.2, 0.8),
        ("A", "Aland", 1, "final_only", 1, 2, 0, 0.5, math.nan, math.nan),
        ("A", "Aland", 2, "final_only", 9, 10, 0, 0.9, 0.6, 0.98),
        ("B", "Bland", 2, "midterm_only", 0, 0, 3, math.nan, math.nan, math.nan),
        ("B", "Bland", 1, "midterm_only", 6, 6, 0, 1.0, 0.6, 1.0),
    ],
    columns=["unit", "unit_name", "position", "era", "yes", "n", "missing", "share", "low_share", "high_share"],
)


def test_each_panel_has_a_line_per_era_and_each_era_its_symbol() -> None:
    made = compare_charts.over(OVER, order=["B", "A"], by="plan", language="en", picture=PICTURE)
    lines, keys = made["data"][:3], made["data"][3:]
    assert [(t["xaxis"], t["legendgroup"], t["marker"]["symbol"], t["showlegend"]) for t in lines] == [
        ("x", "midterm_only", "circle", False),
        ("x2", "midterm_only", "circle", False),
        ("x2", "final_only", "diamond", False),
    ]
    assert [(t["name"], t["marker"]["symbol"], t["showlegend"], t["x"]) for t in keys] == [
        ("Midterm only", "circle", True, [None]),
        ("Final only", "diamond", True, [None]),
    ]
    assert {t["marker"]["color"] for t in keys} == {lines[2]["marker"]["color"][2]}  # filled, though its first is not
    assert lines[0]["x"] == [1]
    above = [line["error_y"]["array"] for line in lines]
    assert above == [[0.0], [pytest.approx(0.3)], [None, None, pytest.approx(0.08)]]
    assert lines[2]["error_y"]["arrayminus"] == [None, None, pytest.approx(0.3)]
    assert lines[2]["y"] == [0.5, None, 0.9]  # no line to a point that rests on few
    assert lines[2]["marker"]["color"][0] == "rgba(255,255,255,0)" != lines[2]["marker"]["color"][2]
    assert lines[1]["x"][0] < 1 < lines[2]["x"][0]
    assert [a["text"] for a in made["layout"]["annotations"]] == ["<b>Bland</b>  n = 6", "<b>Aland</b>  n = 22"]


def test_the_names_of_panels_take_as_many_lines_as_a_phone_needs() -> None:
    named = {"A": "Africa and the Middle East", "B": "North <Macedonia>"}
    made = compare_charts.over(
        OVER.assign(unit_name=OVER["unit"].map(named)), order=["B", "A"], by="plan", language="en", picture=PICTURE
    )
    assert [a["text"] for a in made["layout"]["annotations"]] == [
        "<b>North<br>&lt;Macedonia&gt;</b>  n = 6", "<b>Africa and the<br>Middle East</b>  n = 22",
    ]  # fmt: skip
    one_line = compare_charts.over(OVER, order=["B", "A"], by="plan", language="en", picture=PICTURE)
    assert made["layout"]["height"] - one_line["layout"]["height"] == compare_charts.NAME_LINE


def test_a_legend_has_room_for_what_is_drawn_and_the_rows_beside_it_stay_level() -> None:
    frame = pd.DataFrame(
        [("A", "Aland", code, 2, 8, 0, 0.25) for code in ("complete", "substantial", "limited", "not_started")]
        + [("B", "Bland", None, 3, 0, 3, math.nan)],
        columns=["unit", "unit_name", "code", "count", "n", "missing", "share"],
    )
    lines = compare_charts.legend_lines(frame)
    beside = compare_charts.shares(SHARES, lines=lines, language="en", picture=PICTURE)
    bars = compare_charts.levels(frame, scale="completion", language="en", picture=PICTURE)
    assert lines == 4
    assert bars["layout"]["margin"] == beside["layout"]["margin"]
    assert compare_charts.legend_lines(frame[frame["unit"] == "B"]) == 2  # the interval and the share


def test_only_the_first_panel_of_a_row_names_its_shares() -> None:
    three = pd.concat([OVER, OVER[OVER["unit"] == "A"].assign(unit="C", unit_name="Cland")])
    made = compare_charts.over(three, order=["B", "A", "C"], by="plan", language="en", picture=PICTURE)
    named = [made["layout"][axis].get("showticklabels", True) for axis in ("yaxis", "yaxis2", "yaxis3")]
    assert named == [True, False, True]  # on a phone they would stand on the lines of the panel to the left


def test_years_are_banded_by_era() -> None:
    years = OVER.assign(position=[2011, 2018, 2019, 2012, 2011])
    made = compare_charts.over(years, order=["A"], by="year", language="en", picture=PICTURE)
    assert [(s["xref"], s["x0"], s["x1"]) for s in made["layout"]["shapes"]] == [
        ("x", 2010.5, 2012.5),
        ("x", 2016.5, 2019.5),
    ]
    assert made["layout"]["xaxis"]["ticktext"][0] == "’11"
