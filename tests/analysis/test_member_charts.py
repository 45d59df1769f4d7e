"""Charts of one member: what is drawn solid, hollow or not at all, and that eras and scales stay apart."""

import math
from datetime import date
from itertools import combinations

import pandas as pd
import pytest

from analysis import member_charts, member_timeline
from analysis.figures import ERA_LABELS, Figure, Picture

PICTURE = Picture(title="<b>When?</b>", source="IRM ratings", mark="Demonstration")
ERAS = {"midterm_and_final": [2013, 2014], "final_only": [2017, 2018], "results_report": [2020, 2024]}
PLANS = pd.DataFrame(
    {
        "plan_number": [1, 5],
        "year": [2014, 2024],
        "starts_on": pd.to_datetime(["2014-07-01", "2024-07-01"]),
        "ends_on": pd.to_datetime(["2016-06-30", "2026-06-30"]),
        "dates_are_estimated": [False, True],
        "is_over": [True, False],
        "commitments": [7, 3],
    }
)


def timeline(frame: pd.DataFrame = PLANS) -> Figure:
    return member_timeline.timeline(frame, eras=ERAS, as_of=date(2024, 10, 1), language="en", picture=PICTURE)


def test_a_running_plan_is_parted_at_the_data_date() -> None:
    over, running, ahead = timeline()["data"]
    assert (over["base"], over["y"]) == (["2014-07-01"], ["Plan 1"])
    assert (running["base"], running["x"]) == (["2024-07-01"], [92 * 86_400_000])
    assert (ahead["base"], ahead["x"]) == (["2024-10-01"], [637 * 86_400_000])
    assert ahead["customdata"][0] == ["Plan 5: about 1 July 2024 to 30 June 2026 (estimated), commitments: 3", 5]


def test_a_plan_that_has_not_begun_lies_wholly_ahead() -> None:
    frame = PLANS.assign(starts_on=pd.to_datetime(["2014-07-01", "2025-01-01"]))
    traces = {trace["name"]: trace for trace in timeline(frame)["data"]}
    assert "Running, time passed" not in traces
    assert traces["Running, time left"]["base"] == ["2025-01-01"]


def test_estimated_dates_and_the_data_date_are_marked() -> None:
    texts = [annotation["text"] for annotation in timeline()["layout"]["annotations"]]
    assert "2014–2016" in texts
    assert "≈ 2024–2026" in texts
    assert "Data of 1 October 2024" in texts


def test_a_plan_within_one_year_names_it_once() -> None:
    frame = PLANS.assign(ends_on=pd.to_datetime(["2014-12-31", "2024-12-31"]))
    texts = [annotation["text"] for annotation in timeline(frame)["layout"]["annotations"]]
    assert {"2014", "≈ 2024"} <= set(texts)


def test_a_narrow_first_era_is_named_too() -> None:
    eras = {"midterm_only": [2011, 2012], "midterm_and_final": [2013, 2014]}
    frame = PLANS.assign(year=[2012, 2024], starts_on=pd.to_datetime(["2012-07-01", "2024-07-01"]))
    made = member_timeline.timeline(frame, eras=eras, as_of=date(2024, 10, 1), language="en", picture=PICTURE)
    [label] = [a for a in made["layout"]["annotations"] if a["text"] == "Midterm<br>only"]
    assert (label["x"], label["xanchor"]) == ("2013-01-01", "right")


def test_an_era_ends_where_the_next_begins() -> None:
    bands = [(s["x0"], s["x1"]) for s in timeline()["layout"]["shapes"] if s["type"] == "rect"]
    assert bands[:2] == [("2014-01-01", "2017-01-01"), ("2017-01-01", "2020-01-01")]
    assert bands[2][0] == "2020-01-01"


COMPLETION = pd.DataFrame(
    [
        (1, 2014, "midterm_and_final", "complete", 6, 6, 1, 1.0),
        (2, 2018, "final_only", "limited", 2, 2, 0, 1.0),
        (3, 2024, "results_report", None, 4, 0, 4, None),
    ],
    columns=["plan_number", "year", "era", "code", "count", "n", "missing", "share"],
)


def test_few_are_pale_and_the_unrated_are_not_drawn_as_zero() -> None:
    made = member_charts.completion_by_plan(COMPLETION, language="en", picture=PICTURE)
    complete, limited = made["data"]
    assert (complete["x"], complete["marker"]["opacity"]) == ([1], [1.0])
    assert (limited["x"], limited["marker"]["opacity"]) == ([2], [0.45])
    assert (
        limited["customdata"][0][0]
        == "<b>Plan 2 (2018)</b> Limited<br>2 of 2 rated (too few for a percentage)<br>0 not rated"
    )
    assert made["layout"]["xaxis"]["ticktext"] == [
        "Plan 1<br>2014<br>n = 6", "Plan 2<br>2018<br>n = 2", "Plan 3<br>2024<br>n = 0",
    ]  # fmt: skip
    assert "none rated" in [a["text"] for a in made["layout"]["annotations"]]


def test_ambition_is_one_line_per_scale_hollow_where_few() -> None:
    frame = pd.DataFrame(
        [
            (1, 2014, "midterm_and_final", "potential_impact", 3, 6, 0, 0.5),
            (3, 2018, "final_only", "potential_impact", 1, 2, 0, 0.5),
            (4, 2024, "results_report", "potential_for_results", 1, 9, 0, 1 / 9),
        ],
        columns=["plan_number", "year", "era", "scale", "yes", "n", "missing", "share"],
    )
    impact, results = member_charts.ambition_by_plan(frame, language="en", picture=PICTURE)["data"]
    assert (impact["x"], impact["y"]) == ([1, 2, 3], [0.5, None, 0.5])
    assert impact["marker"]["color"][0] != impact["marker"]["color"][2] == "rgba(255,255,255,0)"
    assert (results["x"], results["marker"]["symbol"]) == ([4], "diamond")


def test_a_slope_joins_midterm_and_end_and_says_how_many() -> None:
    frame = pd.DataFrame(
        [("limited", "complete", "up", 3, 4, 2), ("substantial", "limited", "down", 1, 4, 2)],
        columns=["before", "after", "direction", "count", "n", "missing"],
    )
    made = member_charts.movement(frame, language="en", picture=PICTURE)
    up, down, numbers = made["data"]
    assert [(trace["name"], trace["y"]) for trace in (up, down)] == [("Up", [0, 2]), ("Down", [1, 0])]
    assert [moved[1:] for moved in numbers["customdata"]] == [["limited", "complete"], ["substantial", "limited"]]
    pills = made["layout"]["annotations"]
    assert (numbers["x"], numbers["y"]) == ([pill["x"] for pill in pills], [pill["y"] for pill in pills])
    assert made["layout"]["yaxis"]["ticktext"] == ["Limited", "Substantial", "Complete"]
    assert [pill["text"] for pill in made["layout"]["annotations"]] == ["<b>3</b>", "<b>1</b>"]
    assert up["line"]["width"] > down["line"]["width"]


def test_a_count_stands_on_its_own_line_where_lines_cross() -> None:
    pairs = [("not_started", "complete"), ("complete", "not_started"), ("limited", "substantial"),
             ("substantial", "limited"), ("limited", "limited"), ("not_started", "limited")]  # fmt: skip
    frame = pd.DataFrame(
        [(before, after, "same", 9 - n, 39, 0) for n, (before, after) in enumerate(pairs)],
        columns=["before", "after", "direction", "count", "n", "missing"],
    )
    made = member_charts.movement(frame, language="en", picture=PICTURE)
    lines = [trace["y"] for trace in made["data"][:-1]]
    for (before, after), pill in zip(lines, made["layout"]["annotations"], strict=True):
        x, y = pill["x"], pill["y"]
        assert y == before + (after - before) * x
        assert min(x, 1 - x) <= 0.26
        others = [b + (a - b) * x for b, a in lines if (b, a) != (before, after)]
        assert min(abs(y - other) for other in others) * member_charts.STEP > 9
    places = [
        (pill["x"] * member_charts.ACROSS, pill["y"] * member_charts.STEP) for pill in made["layout"]["annotations"]
    ]
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) >= 20


def test_the_names_of_eras_stand_within_their_bands() -> None:
    layout = member_charts.completion_by_plan(COMPLETION, language="en", picture=PICTURE)["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    tops = [shape["y1"] for shape in layout["shapes"] if shape.get("yref") == "paper"]
    assert tops
    assert all((top - 1) * plot == pytest.approx(ERA_LABELS) for top in tops)


def test_themes_are_counts_of_what_was_asked_and_harmless() -> None:
    frame = pd.DataFrame(
        [("a", "<b>Hostile</b>", 3, 7), ("b", "Open data", 1, 7), ("c", "Never", 0, 7)],
        columns=["theme_id", "theme", "yes", "n"],
    )
    made = member_charts.themes(frame, language="en", picture=PICTURE)
    bars, names = made["data"][0], ["&lt;b&gt;Hostile&lt;/b&gt;", "Open data"]
    assert (made["layout"]["yaxis"]["ticktext"], bars["hovertext"], bars["y"]) == (names, names, [0, 1])
    assert bars["text"] == ["3 of 7", "1 of 7"]
