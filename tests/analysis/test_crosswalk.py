"""What two lists of tags share, by hand-counted rows: pairs in the same sense, differences, what is left out."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import crosswalk, crosswalk_charts, published, themes
from analysis.figures import Picture
from analysis.intervals import difference
from tests.published import Commitment, Snapshot, publish

PICTURE = Picture("Across?", "IRM ratings")
SNAPSHOT = Snapshot(
    themes={
        "open_data": ("Open Data", "irm_2024"),
        "odd": ("Odd <b>", "irm_2024"),
        "budget": ("Budget", "irm_2024"),
        "open_data_2016": ("Open data", "irm_2016"),
        "odd_2016": ("Odd", "irm_2016"),
        "welfare_2016": ("Welfare", "irm_2016"),
    },
    crosswalk=(
        ("open_data_2016", "open_data", "same"), ("odd_2016", "odd", "same"), ("welfare_2016", "budget", "related"),
    ),
)  # fmt: skip
PAIRS = {"open_data_2016": "open_data", "odd_2016": "odd"}
OLDER = [Commitment(f"A{n}", themes=("odd_2016", "welfare_2016") if n < 5 else ("open_data_2016",)) for n in range(6)]
NEWER = [Commitment(f"B{n}", plan=2, year=2021, themes=("open_data", "budget")) for n in range(8)]


def by_list(path: Path, rows: list[Commitment]) -> list[pd.DataFrame]:
    """The frames of themes.by_theme for the older and the newer list."""
    publish(path, rows, snapshot=SNAPSHOT)
    with published.connect(published.current(path)) as db:
        return [
            themes.by_theme(
                themes.counts(db, by="year", taxonomy=name), themes.listed(db, taxonomy=name, language="en")
            )
            for name in ("irm_2016", "irm_2024")
        ]


def test_the_crosswalk_says_what_is_the_same(tmp_path: Path) -> None:
    publish(tmp_path / "m.duckdb", NEWER, snapshot=SNAPSHOT)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        assert crosswalk.pairs(db) == PAIRS
    assert crosswalk.older_id("odd", PAIRS) == "odd_2016"


def test_only_what_both_lists_mean_alike_is_compared_the_greatest_rise_first(tmp_path: Path) -> None:
    found = crosswalk.compared(*by_list(tmp_path / "m.duckdb", [*OLDER, *NEWER]), PAIRS)
    assert list(found.columns) == list(crosswalk.COMPARED)
    assert found[["theme_id", "theme", "older_yes", "older_n", "newer_yes", "newer_n"]].values.tolist() == [
        ["open_data", "Open data", 1, 6, 8, 8],
        ["odd", "Odd <b>", 5, 6, 0, 8],
    ]
    rise = found.to_dict("records")[0]
    assert (rise["older_share"], rise["newer_share"], rise["change_share"]) == (1 / 6, 1, 1 - 1 / 6)
    assert (rise["low_share"], rise["high_share"]) == difference((1, 6), (8, 8))
    assert found["direction"].tolist() == ["up", "down"]


def test_what_the_other_list_lacks_in_this_sense_is_left_out_most_frequent_first(tmp_path: Path) -> None:
    older, newer = by_list(tmp_path / "m.duckdb", [*OLDER, *NEWER])
    assert crosswalk.left_out(older, PAIRS) == ["Welfare"]
    assert crosswalk.left_out(newer, PAIRS) == ["Budget"]


def test_nothing_is_compared_where_either_list_tags_few(tmp_path: Path) -> None:
    assert crosswalk.compared(*by_list(tmp_path / "m.duckdb", [*OLDER, *NEWER[:4]]), PAIRS).empty


def test_the_lists_stand_apart_and_no_line_joins_them(tmp_path: Path) -> None:
    found = crosswalk.compared(*by_list(tmp_path / "m.duckdb", [*OLDER, *NEWER]), PAIRS)
    drawn = crosswalk_charts.differences(found, lists=("Older", "Newer"), language="en", picture=PICTURE)
    older, newer, *differences = drawn["data"]
    assert (older["text"], newer["text"]) == (["17%", "83%"], ["100%", "0%"])
    assert {trace["mode"] for trace in drawn["data"]} == {"markers", "markers+text"}
    assert [trace["x"] for trace in differences] == [[pytest.approx(83.3, abs=0.1)], [pytest.approx(-83.3, abs=0.1)]]
    assert [shape["x0"] for shape in drawn["layout"]["shapes"] if shape["xref"] == "x"] == [1]
    assert drawn["layout"]["xaxis"]["ticktext"] == ["Older<br>n=6", "Newer<br>n=8"]
    assert "Odd &lt;b&gt;" in drawn["layout"]["yaxis"]["ticktext"]
    assert "+83 points (95% interval: +" in differences[0]["customdata"][0][0]
