"""Themes by hand-counted rows: denominators, missing tags, scales, regions, years, both lists."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from analysis import published, themes, themes_charts
from analysis.figures import Picture
from analysis.heat import Column, heat
from analysis.scope import Filters
from analysis.text import sentences
from tests.published import Commitment, Snapshot, publish, rated

PICTURE = Picture("Which themes?", "IRM ratings")
HIGH, LOW = (rated("completion", "final", "complete"),), (rated("completion", "final", "limited"),)
BOTH = ("irm_2016", "irm_2024")
COMMITMENTS = (
    *(Commitment(f"A{n}", year=2014, ratings=LOW, themes=("open_data",), taxonomies=BOTH) for n in range(4)),
    *(Commitment(f"B{n}", year=2014, ratings=HIGH, taxonomies=("irm_2024",)) for n in range(2)),
    *(
        Commitment(f"C{n}", member="GBR", plan=2, year=2021, ratings=HIGH, themes=("open_data", "budget", "tax"))
        for n in range(5)
    ),
    Commitment("D1", member="GBR", plan=2, year=2021, tags_missing=(("tax", "no_data"),), taxonomies=("irm_2024",)),
    Commitment("E1", member="GBR", plan=1, year=2014, themes=("open_data_2016", "welfare_2016")),
)
SNAPSHOT = Snapshot(
    themes={
        "open_data": ("Open Data", "irm_2024"),
        "budget": ("Budget <b>", "irm_2024"),
        "tax": ("Tax", "irm_2024"),
        "debt": ("Debt", "irm_2024"),
        "open_data_2016": ("Open data", "irm_2016"),
        "welfare_2016": ("Welfare", "irm_2016"),
    },
    theme_parents={"tax": "budget", "debt": "budget"},
    crosswalk=(("open_data_2016", "open_data", "same"), ("welfare_2016", "budget", "related")),
)


@dataclass(frozen=True)
class Ask:
    """Asks one database, as the page does: what is counted once, and the themes of the list."""

    db: DuckDBPyConnection
    taxonomy: str = "irm_2024"
    language: str = "en"

    def counts(self, by: themes.By = "region", **filters: Unpack[Filters]) -> pd.DataFrame:
        return themes.counts(self.db, by=by, taxonomy=self.taxonomy, **filters)

    def listed(self) -> pd.DataFrame:
        return themes.listed(self.db, taxonomy=self.taxonomy, language=self.language)

    def by_theme(self, **filters: Unpack[Filters]) -> pd.DataFrame:
        return themes.by_theme(self.counts(**filters), self.listed())

    def by_year(self, **filters: Unpack[Filters]) -> pd.DataFrame:
        return themes.share_by(self.counts("year", **filters), self.listed(), "year")

    def done(self, **filters: Unpack[Filters]) -> pd.DataFrame:
        return themes.outcome_by_theme(self.counts(**filters), self.listed(), "high_completion")

    def done_by_region(self) -> pd.DataFrame:
        return themes.outcome_by_region(self.counts(), self.listed(), "high_completion")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("themes") / "monitor.duckdb"
    publish(path, COMMITMENTS, snapshot=SNAPSHOT)
    with published.connect(published.current(path)) as connection:
        yield connection


def test_lists_are_offered_newest_first_even_where_nothing_is_chosen(db: DuckDBPyConnection) -> None:
    assert themes.taxonomies(db)[["taxonomy", "n"]].values.tolist() == [["irm_2024", 12], ["irm_2016", 5]]
    assert themes.taxonomies(db, members=["nobody"])["n"].tolist() == [0, 0]
    assert themes.taxonomies(db)["missing"].tolist() == [1, 8]


def test_a_tag_that_is_not_known_or_not_there_is_not_a_no(db: DuckDBPyConnection) -> None:
    found = Ask(db).by_theme()
    assert found[["theme_id", "yes", "n", "missing"]].values.tolist() == [
        ["open_data", 9, 12, 0], ["budget", 5, 12, 0], ["tax", 5, 11, 1], ["debt", 0, 12, 0],
    ]  # fmt: skip
    assert found["theme"].tolist() == ["Open data", "Budget <b>", "Tax", "Debt"]
    assert found["share"].tolist() == [9 / 12, 5 / 12, 5 / 11, 0]


def test_an_older_list_is_counted_by_its_own_commitments(db: DuckDBPyConnection) -> None:
    found = Ask(db, "irm_2016", "es").by_theme()
    assert found[["theme", "yes", "n"]].values.tolist() == [["Datos abiertos", 1, 5], ["Welfare", 1, 5]]


def test_nothing_chosen_has_no_share(db: DuckDBPyConnection) -> None:
    found = Ask(db).by_theme(members=["nobody"])
    assert found["n"].sum() == 0
    assert all(math.isnan(share) for share in found["share"])
    assert themes.rising(Ask(db).by_year(members=["nobody"])).empty


def test_groups_hold_parents_or_one_parent_with_its_children(db: DuckDBPyConnection) -> None:
    found = Ask(db).by_theme()
    assert themes.of_group(found, group=themes.EVERY)["theme_id"].tolist() == ["open_data", "budget"]
    assert themes.of_group(found, group="budget")["theme_id"].tolist() == ["budget", "tax"]


def test_outcomes_rest_on_the_rated_commitments_of_a_theme(db: DuckDBPyConnection) -> None:
    found = Ask(db).done().set_index("theme_id")
    assert found.loc["open_data", ["yes", "n", "missing"]].tolist() == [5, 9, 0]
    assert found.loc["debt", ["yes", "n", "missing"]].tolist() == [0, 0, 0]
    low, high = found.loc["open_data", ["low_share", "high_share"]]
    assert (round(low, 3), round(high, 3)) == (0.267, 0.811)
    assert [share != share for share in found["low_share"]] == [n < 5 for n in found["n"]]


def test_measures_keep_both_scales_apart(db: DuckDBPyConnection) -> None:
    found = themes.measured(Ask(db).counts()).set_index("measure")
    assert found.loc["high_completion", ["yes", "n", "missing"]].tolist() == [7, 11, 1]
    assert found.loc["ambitious_to_2019", ["n", "missing"]].tolist() == [0, 6]
    assert found.loc["ambitious_since_2020", ["n", "missing"]].tolist() == [0, 6]


def test_every_region_and_year_has_its_own_denominator(db: DuckDBPyConnection) -> None:
    by_region = themes.share_by(Ask(db).counts(), Ask(db).listed(), "region")
    tax = by_region[by_region["theme_id"] == "tax"]
    assert tax[["region", "yes", "n", "missing"]].values.tolist() == [
        ["africa_and_the_middle_east", 0, 6, 0], ["europe", 5, 5, 1],
    ]  # fmt: skip
    fares = Ask(db).done_by_region()
    assert fares[["theme_id", "region", "yes", "n"]].values.tolist() == [
        ["budget", "europe", 5, 5],
        ["open_data", "africa_and_the_middle_east", 0, 4],
        ["open_data", "europe", 5, 5],
        ["tax", "europe", 5, 5],
    ]


def test_a_theme_rises_where_the_interval_excludes_no_change(db: DuckDBPyConnection) -> None:
    found = themes.rising(Ask(db).by_year()).set_index("theme_id")
    assert list(found.index) == ["tax", "budget", "open_data"]
    assert found.loc["tax", ["early_yes", "early_n", "late_yes", "late_n"]].tolist() == [0, 6, 5, 5]
    assert found["direction"].tolist() == ["up", "up", "no_clear"]
    assert themes.halves([2011, 2014, 2012]) == ([2011, 2012], [2014])


def test_what_is_behind_a_bar_is_as_much_as_it_counts(db: DuckDBPyConnection) -> None:
    for row in Ask(db).by_theme().to_dict("records"):
        behind = themes.behind(db, theme=row["theme_id"], taxonomy="irm_2024", language="en")
        assert len(behind) == row["yes"], row["theme_id"]


def test_bars_say_share_and_number_and_markup_stays_text(db: DuckDBPyConnection) -> None:
    found = themes.of_group(Ask(db).by_theme(), group=themes.EVERY)
    drawn = themes_charts.shares(found, language="en", picture=PICTURE)
    assert drawn["data"][0]["text"] == ["75% (9)", "42% (5)"]
    assert drawn["layout"]["yaxis"]["ticktext"] == ["Open data", "Budget &lt;b&gt;"]
    few = themes_charts.shares(found.assign(n=4, yes=2), language="en", picture=PICTURE)["data"][0]
    assert few["text"] == ["2 of 4", "2 of 4"]
    assert few["marker"]["opacity"] == [0.45, 0.45]


def test_points_on_few_are_hollow_and_without_an_interval(db: DuckDBPyConnection) -> None:
    found = Ask(db).done(members=["KEN"])
    shown = themes.in_order(found, like=found[found["theme_id"].isin(["open_data", "tax"])])
    row = themes.measured(Ask(db).counts(members=["KEN"])).to_dict("records")[0]
    drawn = themes_charts.outcomes(shown, overall=row, language="en", picture=PICTURE)
    interval, points = drawn["data"]
    assert interval["x"] == []
    assert points["marker"]["color"] == ["rgba(255,255,255,0)"]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["0 of 4", "none rated", "all: 33%"]


def test_heads_of_a_written_grid_keep_apart_on_a_phone(db: DuckDBPyConnection) -> None:
    columns = [Column(code, "Amériques", code) for code in ("africa_and_the_middle_east", "europe")]
    drawn = heat(Ask(db).done_by_region(), column="region", columns=columns, language="fr", picture=PICTURE)
    assert drawn["layout"]["xaxis"]["tickfont"]["size"] == 10
    long = Ask(db).done_by_region().assign(theme="Renforcement des capacités")
    drawn = heat(long, column="region", columns=columns, language="fr", picture=PICTURE)
    assert drawn["layout"]["yaxis"]["ticktext"][0] == "Renforcement des<br>capacités"


def test_small_cells_have_a_colour_apart_and_hold_counts(db: DuckDBPyConnection) -> None:
    found = Ask(db).done_by_region()
    columns = [Column(code, code, code) for code in ("africa_and_the_middle_east", "europe")]
    drawn = heat(found, column="region", columns=columns, language="en", picture=PICTURE)
    dark, few, *_ = drawn["data"]
    assert dark["text"] == [["", "100%<br>n=5"], ["", "100%<br>n=5"], ["", "100%<br>n=5"]]
    assert few["text"] == [["", ""], ["0 of 4", ""], ["", ""]]
    assert few["colorscale"][0][1] != dark["colorscale"][-1][1]


def test_clear_changes_are_drawn_before_steeper_ones_that_may_be_chance() -> None:
    found = pd.DataFrame(
        [
            ("a", 0.3, "no_clear"), ("b", 0.02, "up"), ("c", 0.01, "no_clear"), ("d", -0.01, "down"),
            ("e", -0.2, "no_clear"),
        ],
        columns=["theme_id", "change_share", "direction"],
    )  # fmt: skip
    assert themes.strongest(found, most=3)["theme_id"].tolist() == ["a", "b", "d"]
    assert themes.strongest(found, most=9)["theme_id"].tolist() == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("by", ["region", "year"])
def test_rated_commitments_of_a_list_are_told_by_era_oldest_first(db: DuckDBPyConnection, by: themes.By) -> None:
    counted = Ask(db).counts(by)
    assert themes.eras(counted, "high_completion") == {"midterm_and_final": 6, "results_report": 5}
    assert themes.eras(counted, "ambitious_to_2019") == {}


def test_each_region_says_how_many_ratings_are_from_midterm(tmp_path: Path) -> None:
    early = (rated("completion", "midterm", "complete"),)
    rows = [
        *(Commitment(f"K{n}", themes=("open_data",), ratings=early if n else HIGH) for n in range(3)),
        Commitment("G1", member="GBR", plan=2, themes=("open_data", "budget"), ratings=HIGH),
        Commitment("G2", member="GBR", plan=2, themes=("open_data",)),
    ]
    publish(tmp_path / "m.duckdb", rows, snapshot=SNAPSHOT)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = themes.midterm_by_region(Ask(db).counts())
    assert found.values.tolist() == [["africa_and_the_middle_east", 2, 3], ["europe", 0, 1]]


@pytest.mark.parametrize(("language", "name"), [("en", "E-government"), ("fr", "Administration électronique")])
def test_a_theme_of_a_list_is_named_without_the_list(tmp_path: Path, language: str, name: str) -> None:
    tags = {"e_government_2016": ("E-government", "irm_2016")}
    publish(tmp_path / "m.duckdb", [Commitment("A1", themes=tuple(tags))], snapshot=Snapshot(themes=tags))
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        assert Ask(db, "irm_2016", language).listed()["theme"].tolist() == [name]
    only_there = {key: said for key, said in sentences(language).items() if re.fullmatch(r"theme\..+_2016", key)}
    assert all(said.endswith(sentences(language)["of_taxonomy.irm_2016"]) for said in only_there.values())


def test_what_a_measure_rests_on_adds_up_to_what_is_chosen(db: DuckDBPyConnection) -> None:
    counted, tags = Ask(db).counts(), themes.taxonomies(db).to_dict("records")[0]
    said = {
        name: themes_charts.rests_on(counted, tags, measure=name, language="en")
        for name in ("high_completion", "ambitious_to_2019")
    }
    assert said["high_completion"] == (
        "n = 11 rated; 1 not rated. Left out: 1 not tagged with the list “List of 2024”."
    )
    assert said["ambitious_to_2019"] == (
        "n = 0 rated; 6 not rated. Left out: 1 not tagged with the list “List of 2024”, 6 of plans on another scale."
    )


def test_completion_is_told_by_stage_within_a_list(db: DuckDBPyConnection) -> None:
    tagged = "SELECT commitment_id FROM commitment_taxonomy WHERE taxonomy = 'irm_2024'"
    sql = f"""SELECT completion_stage, count(*) FILTER (is_high_completion), count(*) FROM commitment_status
        WHERE completion_stage IS NOT NULL AND commitment_id IN ({tagged}) GROUP BY 1 ORDER BY 1 DESC"""
    expected = [list(row) for row in db.execute(sql).fetchall()]
    assert expected
    assert themes.completion_by_stage(Ask(db).counts()).values.tolist() == expected
