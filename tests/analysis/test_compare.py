"""Members and regions side by side: shares with intervals, ranks as ranges, one scale and one rule at a time."""

import math
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from analysis import ambition, compare, published
from tests.published import Commitment, Member, Rating, Snapshot, publish, rated

MEMBERS = (
    Member("GBR", "United Kingdom", iso3="GBR"),
    Member("FRA", "France", iso3="FRA"),
    Member("ALB", "Albania", iso3="ALB"),
    Member("GBR-scotland", "Scotland, United Kingdom", level="local", parent_id="GBR"),
    Member("KEN", "Kenya", region="africa_and_the_middle_east", iso3="KEN"),
)


def many(member: str, *, yes: int, no: int, plan: int = 1, year: int = 2014) -> tuple[Commitment, ...]:
    """Commitments of one plan rated at midterm, `yes` of them complete and `no` of them limited."""
    codes = ["complete"] * yes + ["limited"] * no
    return tuple(
        Commitment(f"{member}-{plan}-{n}", member=member, plan=plan, year=year, number=str(n),
                   ratings=(rated("completion", "midterm", code),))
        for n, code in enumerate(codes)
    )  # fmt: skip


COMMITMENTS = (
    *many("GBR", yes=19, no=1),
    *many("GBR", yes=2, no=1, plan=2, year=2018),
    *many("FRA", yes=1, no=19),
    *many("ALB", yes=10, no=10),
    *many("KEN", yes=2, no=1),
    Commitment("KEN-2-1", member="KEN", plan=2, year=2021, ratings=(
        rated("potential_for_results", "design", "substantial"), rated("early_results", "final", "significant"))),
    Commitment("S1", member="GBR-scotland", plan=1, year=2015, ratings=(
        rated("potential_impact", "design", "transformative"), rated("starred", "midterm", "yes"))),
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("compare") / "monitor.duckdb"
    publish(path, COMMITMENTS, members=MEMBERS, snapshot=Snapshot(member_names=(("KEN", "es", "Kenia"),)))
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_shares_come_with_counts_intervals_and_the_range_of_their_rank(db: DuckDBPyConnection) -> None:
    found = compare.shares(db, unit="member", indicator="high_completion", language="es")
    assert found[["unit", "unit_name", "yes", "n", "missing"]].values.tolist() == [
        ["GBR", "United Kingdom", 21, 23, 0],
        ["ALB", "Albania", 10, 20, 0],
        ["FRA", "France", 1, 20, 0],
        ["KEN", "Kenia", 2, 3, 1],
        ["GBR-scotland", "Scotland, United Kingdom", 0, 0, 1],
    ]
    ranks = found[["best_rank", "worst_rank"]].astype("Float64").fillna(-1).values.tolist()
    assert ranks == [[1, 1], [2, 2], [3, 3], [-1, -1], [-1, -1]]
    assert found["low_share"].iloc[1] == pytest.approx(0.2993, abs=1e-4)
    assert math.isnan(found["low_share"].iloc[3])


def test_ranks_overlap_where_intervals_do() -> None:
    frame = pd.DataFrame({"low_share": [0.5, 0.4, 0.1, math.nan], "high_share": [0.9, 0.7, 0.45, math.nan]})
    found = compare.with_ranks(frame)
    assert found["best_rank"].tolist() == [1, 1, 2, pd.NA]
    assert found["worst_rank"].tolist() == [2, 3, 3, pd.NA]


def test_one_alone_has_no_rank(db: DuckDBPyConnection) -> None:
    found = compare.shares(db, unit="member", indicator="high_completion", language="en", members=["GBR"])
    assert found["best_rank"].isna().all()


def test_regions_are_named_in_the_language(db: DuckDBPyConnection) -> None:
    found = compare.shares(db, unit="region", indicator="high_completion", language="fr")
    assert found[["unit_name", "yes", "n", "missing"]].values.tolist() == [
        ["Europe", 32, 63, 1],
        ["Afrique et Moyen-Orient", 2, 3, 1],
    ]


def test_a_scale_is_asked_only_where_it_applies(db: DuckDBPyConnection) -> None:
    assert compare.shares(db, unit="member", indicator="ambitious_since_2020", language="en")[
        ["unit", "yes", "n", "missing"]
    ].values.tolist() == [["KEN", 1, 1, 0]]
    old = compare.shares(db, unit="member", indicator="ambitious_to_2019", language="en", members=["KEN"])
    assert old[["yes", "n", "missing"]].values.tolist() == [[0, 0, 3]]
    assert compare.shares(db, unit="member", indicator="early_results", language="en")["yes"].tolist() == [1]


def test_a_star_counts_under_its_own_rule(db: DuckDBPyConnection) -> None:
    local = {"members": ["GBR-scotland"]}
    current = compare.shares(db, unit="member", indicator="starred_current", language="en", **local)
    assert current[["yes", "n", "missing"]].values.tolist() == [[1, 1, 0]]
    other = compare.shares(db, unit="member", indicator="starred_2015", language="en", **local)
    assert other[["yes", "n", "missing"]].values.tolist() == [[0, 0, 1]]


def test_a_star_counts_under_every_rule_that_was_applied(tmp_path: Path) -> None:
    judged = (rated("starred_pre_june_2014", "midterm", "yes"), rated("starred_2015", "midterm", "no"))
    commitments = (
        Commitment("A1", ratings=(*judged, rated("starred", "midterm", "no"), rated("starred", "final", "yes"))),
        Commitment("A2", ratings=judged),
        Commitment("A3"),
    )
    publish(tmp_path / "m.duckdb", commitments)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = {
            rule: compare.shares(db, unit="member", indicator=f"starred_{rule}", language="en").iloc[0]
            for rule in ("current", "2015", "pre_june_2014")
        }
        offered = compare.available(db)
        eras = compare.eras(db, unit="member", indicator="starred_2015")
        over = compare.over(db, unit="member", indicator="starred_2015", by="plan", language="en")
    assert {rule: row[["yes", "n", "missing"]].tolist() for rule, row in found.items()} == {
        "current": [1, 1, 2], "2015": [0, 2, 1], "pre_june_2014": [2, 2, 1],
    }  # fmt: skip
    assert (offered["starred_current"], offered["starred_2015"], offered["starred_pre_june_2014"]) == (1, 2, 2)
    assert eras["n"].tolist() == [2]
    assert over[["yes", "n", "missing"]].values.tolist() == [[0, 2, 1]]


def test_verifiability_is_told_on_the_scales_of_the_page_on_ambition(tmp_path: Path) -> None:
    specific, checkable = rated("specificity", "design", "high"), rated("verifiable", "design", "no")
    says = ((specific,), (checkable,), (specific, checkable), ())
    commitments = tuple(
        Commitment(f"{year}-{n}", plan=year - 2000, year=year, number=str(n), ratings=ratings)
        for year in (2014, 2018)
        for n, ratings in enumerate(says)
    )
    publish(tmp_path / "m.duckdb", commitments)
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        by_year = ambition.verifiable_by_year(db)
        found = {
            name: compare.shares(db, unit="member", indicator=name, language="en").iloc[0]
            for name in ("verifiable_to_2016", "verifiable_since_2017")
        }
    counts = {name: row[["yes", "n", "missing"]].tolist() for name, row in found.items()}
    assert counts == {"verifiable_to_2016": [2, 3, 1], "verifiable_since_2017": [0, 3, 1]}
    summed = by_year.groupby("scale")[["yes", "n", "missing"]].sum().T.to_dict("list")
    assert summed == {
        "specificity": counts["verifiable_to_2016"], "verifiable": counts["verifiable_since_2017"],
    }  # fmt: skip


def test_of_every_commitment_it_is_known_whether_it_is_rated(db: DuckDBPyConnection) -> None:
    found = compare.shares(db, unit="member", indicator="assessed", language="en", members=["KEN", "GBR-scotland"])
    assert found[["unit", "yes", "n", "missing"]].values.tolist() == [["KEN", 4, 4, 0], ["GBR-scotland", 1, 1, 0]]


@pytest.mark.parametrize("indicator", compare.INDICATORS)
def test_behind_a_point_are_as_many_as_it_rests_on(db: DuckDBPyConnection, indicator: str) -> None:
    for row in compare.shares(db, unit="member", indicator=indicator, language="en").to_dict("records"):
        found = compare.behind(db, members=[row["unit"]], indicator=indicator, language="en")
        assert found["holds"].tolist() == ["yes"] * row["yes"] + ["no"] * (row["n"] - row["yes"]), row["unit"]
    assert compare.behind(db, regions=["europe"], indicator="high_completion", language="en")["title"].all()


@pytest.mark.parametrize("indicator", compare.INDICATORS)
def test_kinds_of_missing_add_up_to_what_is_missing(db: DuckDBPyConnection, indicator: str) -> None:
    for filters in ({}, {"members": ["KEN", "GBR-scotland"]}, {"regions": ["europe"], "years": [2015]}):
        shares = compare.shares(db, unit="region", indicator=indicator, language="en", **filters)
        kinds = compare.not_rated(db, unit="region", indicator=indicator, **filters)
        assert kinds["count"].sum() == shares["missing"].sum(), filters


def test_kinds_of_missing_are_kept_apart(tmp_path: Path) -> None:
    said = {
        "A": (
            Rating("completion", "midterm", missing="no_data"),
            Rating("completion", "final", missing="not_reviewed"),
        ),
        "B": (Rating("completion", "midterm", missing="no_data"), Rating("completion", "final", missing="blank")),
        "C": (Rating("completion", "final", missing="not_applicable"),),
        "D": (Rating("completion", "midterm", missing="unreadable"),),
        "E": (Rating("specificity", "design", missing="not_reviewed"),),
        "F": (rated("completion", "midterm", "unclear"),),
        "G": (rated("completion", "midterm", "limited"), Rating("completion", "final", missing="no_data")),
        "H": (Rating("completion", "midterm", missing="no_data"), Rating("completion", "final", missing="no_data")),
    }
    publish(tmp_path / "m.duckdb", [Commitment(id, number=id, ratings=ratings) for id, ratings in said.items()])
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = {
            name: dict(compare.not_rated(db, unit="member", indicator=name)[["kind", "count"]].values.tolist())
            for name in ("high_completion", "high_completion_final", "stalled", "assessed")
        }
    kinds = {"not_reviewed": 1, "unreadable": 1, "not_applicable": 1, "blank": 1, "no_data": 1, "absent": 1}
    assert found == {
        "high_completion": kinds,
        "high_completion_final": {"not_reviewed": 1, "not_applicable": 1, "blank": 1, "no_data": 2, "absent": 3},
        "stalled": {"unclear": 1, **kinds},
        "assessed": {},
    }


def test_available_counts_what_is_rated(db: DuckDBPyConnection) -> None:
    assert compare.available(db) == {
        "high_completion": 66, "high_completion_midterm": 66, "high_completion_final": 0, "ambitious_to_2019": 1,
        "ambitious_since_2020": 1, "opened_government": 0, "early_results": 1, "starred_current": 1, "starred_2015": 0,
        "starred_pre_june_2014": 0, "carried_forward": 0, "stalled": 66, "verifiable_to_2016": 0,
        "verifiable_since_2017": 0, "assessed": 68,
    }  # fmt: skip


def test_over_keeps_eras_apart(db: DuckDBPyConnection) -> None:
    by_plan = compare.over(db, unit="region", indicator="high_completion", by="plan", language="en")
    assert by_plan[["unit", "position", "era", "yes", "n"]].values.tolist() == [
        ["africa_and_the_middle_east", 1, "midterm_and_final", 2, 3],
        ["africa_and_the_middle_east", 2, "results_report", 0, 0],
        ["europe", 1, "midterm_and_final", 30, 60],
        ["europe", 2, "final_only", 2, 3],
    ]
    by_year = compare.over(db, unit="member", indicator="high_completion", by="year", language="en", members=["GBR"])
    assert by_year["position"].tolist() == [2014, 2018]


def test_eras_are_counted_for_the_warning(db: DuckDBPyConnection) -> None:
    found = compare.eras(db, unit="member", indicator="high_completion", members=["GBR"])
    assert found.values.tolist() == [["GBR", "midterm_and_final", 20], ["GBR", "final_only", 3]]
    assert compare.era_years(db) == {
        "midterm_and_final": [2014, 2015], "final_only": [2018], "results_report": [2021],
    }  # fmt: skip


def test_completion_adds_up_and_keeps_the_unrated(db: DuckDBPyConnection) -> None:
    found = compare.levels(db, unit="member", language="en", members=["GBR", "GBR-scotland"])
    assert found[["unit", "code", "count", "n", "missing"]].fillna("-").values.tolist() == [
        ["GBR", "complete", 21, 23, 0],
        ["GBR", "limited", 2, 23, 0],
        ["GBR-scotland", "-", 1, 0, 1],
    ]
    assert compare.in_order(found, order=["GBR-scotland", "GBR"])["unit"].tolist() == ["GBR-scotland", "GBR", "GBR"]


def test_levels_are_those_of_the_scale_of_the_indicator_alone(db: DuckDBPyConnection) -> None:
    both = {"unit": "member", "language": "en", "members": ["GBR", "GBR-scotland", "KEN"]}
    found = compare.levels(db, indicator="ambitious_to_2019", **both)
    assert found[["unit", "code", "n", "missing"]].fillna("-").values.tolist() == [
        ["GBR", "-", 0, 23], ["GBR-scotland", "transformative", 1, 0], ["KEN", "-", 0, 3],
    ]  # fmt: skip
    newer = compare.asked(compare.levels(db, indicator="ambitious_since_2020", **both))
    assert newer[["unit", "code", "count", "n", "missing"]].values.tolist() == [["KEN", "substantial", 1, 1, 0]]
    of_all = compare.levels(db, indicator="verifiable_since_2017", **both)  # yes or no: completion, of every plan
    assert of_all.groupby("unit")["n"].first().to_dict() == {"GBR": 23, "GBR-scotland": 0, "KEN": 3}


@pytest.mark.parametrize("indicator", compare.INDICATORS)
def test_a_level_counts_what_it_lists(db: DuckDBPyConnection, indicator: str) -> None:
    for row in compare.levels(db, unit="member", language="en", indicator=indicator).dropna().to_dict("records"):
        asked = {"indicator": indicator, "code": row["code"], "members": [row["unit"]]}
        assert len(compare.rated_so(db, language="en", **asked)) == row["count"], row


def test_levels_and_share_rest_on_the_same_ratings(db: DuckDBPyConnection) -> None:
    for name in (name for name, meant in compare.INDICATORS.items() if meant.scale != compare.OF_ALL):
        levels = compare.asked(compare.levels(db, unit="member", language="en", indicator=name))
        shares = compare.shares(db, unit="member", language="en", indicator=name)
        counts = [frame.groupby("unit")[["n", "missing"]].first().to_dict("index") for frame in (levels, shares)]
        assert counts[0] == counts[1], name


def test_similar_members_share_level_region_and_number_of_plans(db: DuckDBPyConnection) -> None:
    assert compare.similar(db, id="FRA") == ["ALB"]
    assert compare.similar(db, id="GBR") == []
    assert compare.similar(db, id="NOBODY") == []


def test_members_with_the_most_plans_are_those_that_the_filters_find(db: DuckDBPyConnection) -> None:
    assert compare.most_plans(db, regions=["europe"], most=2) == (["GBR", "ALB"], 4)
    assert compare.most_plans(db, regions=["europe"], level=["local"], most=2) == (["GBR-scotland"], 1)
    assert compare.most_plans(db, regions=["europe"], years=[2018]) == (["GBR"], 1)
    assert compare.most_plans(db, regions=["europe"], years=[2025]) == ([], 0)
