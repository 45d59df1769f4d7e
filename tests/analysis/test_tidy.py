"""Tables for researchers, against what the pages count."""

import duckdb

from analysis import compare, queries, tidy


def test_commitments_have_names_themes_and_their_row(db: duckdb.DuckDBPyConnection) -> None:
    found = tidy.commitments(db, language="es", members=["KEN"])
    assert found["commitment_id"].tolist() == ["K1", "K2", "K3", "K4"]
    row = found.iloc[1]
    assert (row["member"], row["themes"], row["file_name"], row["sheet"], row["row"]) == (
        "Kenia", "Datos abiertos", "release.xlsx", "Commitments", 2,
    )  # fmt: skip
    assert (row["stall_state"], row["is_high_completion"]) == ("stalled_likely", False)
    assert found["is_high_completion"].isna().tolist() == [False, False, True, False]
    assert "full_text" not in found
    assert tidy.commitments(db, language="en", with_texts=True, members=["KEN"])["full_text"].iloc[0] == (
        "Schools publish their budgets"
    )


def test_each_rating_names_its_cell_or_why_it_is_missing(db: duckdb.DuckDBPyConnection) -> None:
    found = tidy.ratings(db, language="en", members=["KEN"])
    assert len(found) == 8
    assert found.loc[found["commitment_id"] == "K1", ["stage", "variable", "code", "cell"]].values.tolist() == [
        ["design", "potential_impact", "moderate", "K2"],
        ["midterm", "completion", "limited", "K2"],
        ["final", "completion", "substantial", "L2"],
        ["final", "did_it_open_government", "major", "K2"],
    ]
    assert found.loc[found["commitment_id"] == "K3", "missing"].tolist() == ["not_reviewed"]


def test_plans_and_members_stand_by_name(db: duckdb.DuckDBPyConnection) -> None:
    assert tidy.plans(db, language="es")["plan_id"].tolist() == ["KEN-1", "KEN-3", "GBR-5", "GBR-6", "GBR-scotland-1"]
    assert tidy.members(db, language="es")[["member", "plans", "commitments", "first_year"]].values.tolist() == [
        ["Kenia", 2, 4, 2014],
        ["Reino Unido", 2, 2, 2021],
        ["Scotland, United Kingdom", 1, 1, 2021],
    ]


def test_tags_are_those_that_are_set(db: duckdb.DuckDBPyConnection) -> None:
    assert tidy.tags(db, language="en")[["commitment_id", "theme_id", "theme"]].values.tolist() == [
        ["G1", "open_data", "Open data"],
        ["K1", "education_2016", "Education"],
        ["K2", "open_data_2016", "Open data"],
    ]


def test_shares_are_those_of_the_pages(db: duckdb.DuckDBPyConnection) -> None:
    years = tidy.by_year(db)
    for name in queries.INDICATORS:
        page = queries.share_by_year(db, indicator=name)
        ours = years.loc[years["indicator"] == name, list(page.columns)].reset_index(drop=True)
        assert ours.equals(page), name
    members = tidy.by_unit(db, unit="member", language="en")
    for name in compare.INDICATORS:
        for era in ("midterm_and_final", "final_only", "results_report"):
            page = compare.shares(db, unit="member", indicator=name, language="en", era=[era])
            ours = members[(members["indicator"] == name) & (members["era"] == era)]
            assert ours[["member_id", "yes", "n", "missing"]].values.tolist() == (
                page[["unit", "yes", "n", "missing"]].values.tolist()
            ), (name, era)


def test_eras_are_never_joined(db: duckdb.DuckDBPyConnection) -> None:
    found = tidy.by_unit(db, unit="member", language="en", members=["KEN"])
    assert found.loc[found["indicator"] == "high_completion", ["era", "yes", "n", "missing"]].values.tolist() == [
        ["midterm_and_final", 1, 2, 1],
        ["final_only", 0, 1, 0],
    ]
    chosen = tidy.by_unit(db, unit="member", language="en", era=["final_only"])
    assert set(chosen["era"]) == {"final_only"}


def test_regions_stand_by_their_codes(db: duckdb.DuckDBPyConnection) -> None:
    found = tidy.by_unit(db, unit="region", language="en")
    assert set(found["region"]) == {"europe", "africa_and_the_middle_east"}
    assert list(found.columns)[:3] == ["indicator", "region", "era"]


def test_each_list_of_tags_is_counted_by_itself(db: duckdb.DuckDBPyConnection) -> None:
    found = tidy.by_theme(db, language="en")
    tagged = found[found["measure"] == "tagged"].set_index("theme_id")
    assert tagged.loc[["open_data", "open_data_2016"], ["taxonomy", "yes", "n"]].values.tolist() == [
        ["irm_2024", 1, 1],
        ["irm_2016", 1, 2],
    ]
    assert (found["n"] + found["missing"] > 0).all()
    assert list(tidy.by_theme(db, language="en", members=["GBR-scotland"]).columns) == list(found.columns)
