"""Figures say what the frames say: eras, breaks, small numbers, marks, and no markup from a file."""

from itertools import pairwise

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import charts, maps, queries, theme
from analysis.figures import TITLE_LINE, Picture, figure, plain, room_above, share_ticks, titled

PICTURE = Picture("How far did commitments get?", "IRM ratings, data of 1 October 2024", mark="Demonstration data")


def test_completion_stacks_the_ratings_of_each_year(db: DuckDBPyConnection) -> None:
    drawn = charts.completion_by_year(queries.completion_by_year(db), language="en", picture=PICTURE)
    assert [(t["name"], t["x"], t["y"]) for t in drawn["data"]] == [
        ("Complete", [2021], [1.0]),
        ("Substantial", [2014], [0.5]),
        ("Limited", [2014], [0.5]),
        ("Withdrawn", [2018], [1.0]),
    ]
    assert drawn["layout"]["barmode"] == "stack"


def test_every_era_is_a_named_band_and_empty_years_say_so(db: DuckDBPyConnection) -> None:
    drawn = charts.completion_by_year(queries.completion_by_year(db), language="en", picture=PICTURE)
    bands = [shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect"]
    assert [(band["x0"], band["x1"]) for band in bands] == [(2013.5, 2016.5), (2016.5, 2019.5), (2019.5, 2024.5)]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == [
        "Midterm<br>and final",
        "Final<br>only",
        "Results<br>report",
        "none rated",
    ]


def test_two_scales_are_two_lines_that_never_join(db: DuckDBPyConnection) -> None:
    frame = queries.share_by_year(db, indicator="ambitious")
    drawn = charts.share_by_year(frame, language="en", picture=PICTURE, colours=theme.AMBITION_SCALE)
    assert [(t["name"], t["x"], t["y"]) for t in drawn["data"]] == [
        ("Potential impact (plans to 2019)", [2014], [0.5]),
        ("Potential for results (plans since 2020)", [2021, 2022, 2023, 2024], [1.0, None, None, 0.0]),
    ]
    assert not any(t["connectgaps"] for t in drawn["data"])


def test_a_line_breaks_where_an_era_ends() -> None:
    rated = {"scale": "potential_impact", "yes": 3, "n": 6, "missing": 0, "share": 0.5}
    eras = {2011: "midterm_only", 2012: "midterm_only", 2013: "midterm_and_final"}
    frame = pd.DataFrame([{"year": year, "era": era, **rated} for year, era in eras.items()])
    line = charts.share_by_year(frame, language="en", picture=PICTURE)["data"][0]
    assert (line["x"], line["y"]) == ([2011, 2012, 2012.5, 2013], [0.5, 0.5, None, 0.5])
    assert len(line["customdata"]) == len(line["marker"]["color"]) == 4


def test_small_numbers_are_hollow_and_told_as_counts(db: DuckDBPyConnection) -> None:
    frame = queries.share_by_year(db, indicator="ambitious")
    line = charts.share_by_year(frame, language="en", picture=PICTURE)["data"][0]
    assert line["marker"]["color"] == ["rgba(255,255,255,0)"]
    assert line["customdata"][0][0].endswith("<br>1 of 2 rated (too few for a percentage)<br>1 not rated")
    bar = charts.completion_by_year(queries.completion_by_year(db), language="en", picture=PICTURE)["data"][0]
    assert bar["marker"]["opacity"] == [0.45]


def test_a_picture_carries_question_source_date_and_demonstration_mark() -> None:
    title = figure([], picture=PICTURE, height=300)["layout"]["title"]
    assert title["text"] == "<b>How far did commitments get?</b>"
    assert title["subtitle"]["text"] == "IRM ratings, data of 1 October 2024<br><b>Demonstration data</b>"


def test_a_chart_of_nothing_has_nothing_to_draw(db: DuckDBPyConnection) -> None:
    nothing = queries.completion_by_year(db, members=["nobody"])
    assert charts.completion_by_year(nothing, language="en", picture=PICTURE)["data"] == []


def test_the_map_separates_low_few_and_unrated(db: DuckDBPyConnection) -> None:
    frame = queries.share_by_member(db, indicator="high_completion", language="en")
    drawn = maps.share_by_member(frame, members=frame, language="en", picture=PICTURE)
    shapes = {t["name"]: t["locations"] for t in drawn["data"] if t["type"] == "choropleth" and t["locations"]}
    points = [t["customdata"][0][1] for t in drawn["data"] if t["type"] == "scattergeo" and "customdata" in t]
    assert shapes == {"Fewer than five rated": ["KEN", "GBR"]}
    assert points == ["GBR-scotland"]


def test_what_the_map_cannot_show_is_listed(db: DuckDBPyConnection) -> None:
    frame = queries.share_by_member(db, indicator="high_completion", language="en")
    assert maps.unplaced(frame) == []
    kosovo = frame.head(1).assign(member_id="XKX", name="Kosovo", iso3=None)
    elsewhere = frame.head(1).assign(member_id="KEN-nowhere", name="Nowhere, Kenya", level="local")
    assert maps.unplaced(kosovo) == ["Kosovo"]
    assert maps.unplaced(elsewhere) == ["Nowhere, Kenya"]


def test_markup_from_a_file_is_shown_letter_by_letter(db: DuckDBPyConnection) -> None:
    assert plain("<b>x</b> & y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"
    frame = queries.share_by_member(db, indicator="high_completion", language="en").assign(name="<script>x</script>")
    drawn = maps.share_by_member(frame, members=frame, language="en", picture=PICTURE)
    assert "<script>" not in str(drawn["data"])


def test_the_sentence_for_who_cannot_see_the_chart(db: DuckDBPyConnection) -> None:
    said = charts.completion_in_words(queries.completion_by_year(db), language="en")
    assert said == "2014: 1 of 2; 2018: 0 of 1; 2021: 1 of 1"


def test_a_line_breaks_beside_a_point_that_rests_on_few() -> None:
    rows = [(2014, 9, 0.5), (2015, 2, 1.0), (2016, 9, 0.4), (2017, 9, 0.6)]
    frame = pd.DataFrame(
        [(year, "midterm_and_final", "", int(n * share), n, 0, share) for year, n, share in rows],
        columns=["year", "era", "scale", "yes", "n", "missing", "share"],
    )
    [line] = charts.share_by_year(frame, language="en", picture=PICTURE)["data"]
    assert line["y"] == [0.5, None, 1.0, None, 0.4, 0.6]


def test_an_axis_of_shares_speaks_the_readers_language_and_has_few_ticks() -> None:
    assert share_ticks(language="es")["ticktext"] == ["0\xa0%", "25\xa0%", "50\xa0%", "75\xa0%", "100\xa0%"]
    assert share_ticks(language="en", to=0.216, most=6)["ticktext"] == ["0%", "5%", "10%", "15%", "20%"]
    assert share_ticks(language="en", most=3)["tickvals"] == [0, 0.5, 1]


def test_each_line_of_a_title_takes_room_above_the_plot_and_not_above_the_title() -> None:
    lines = [titled("<br>".join(["A title"] * n), beneath="IRM ratings") for n in (2, 3, 4)]
    assert [title["pad"]["t"] for title in lines] == [lines[0]["pad"]["t"]] * 3
    assert {room_above(b) - room_above(a) for a, b in pairwise(lines)} == {TITLE_LINE}
