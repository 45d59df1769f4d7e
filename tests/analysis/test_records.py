"""What the files say about one commitment."""

import pytest
from duckdb import DuckDBPyConnection

from analysis import records


def test_a_commitment_knows_its_plan_and_its_cell(db: DuckDBPyConnection) -> None:
    facts = records.commitment(db, id="K1", language="es")
    assert (facts["member"], facts["plan_number"], facts["title"]) == ("Kenia", 1, "Éducation ouverte")
    assert (facts["file_name"], facts["sheet"], facts["row"]) == ("release.xlsx", "Commitments", 2)


def test_an_unknown_commitment_is_named(db: DuckDBPyConnection) -> None:
    with pytest.raises(records.UnknownCommitment, match="NONE"):
        records.commitment(db, id="NONE")


def test_ratings_lead_to_their_cells_and_to_what_was_said_before(db: DuckDBPyConnection) -> None:
    columns = ["variable", "stage", "code", "label", "cell"]
    assert records.ratings(db, id="K1")[columns].to_dict("records") == [
        {"variable": "completion", "stage": "midterm", "code": "limited", "label": "Limited", "cell": "K2"},
        {"variable": "completion", "stage": "final", "code": "substantial", "label": "Substantial", "cell": "L2"},
        {"variable": "potential_impact", "stage": "design", "code": "moderate", "label": "Moderate", "cell": "K2"},
        {"variable": "did_it_open_government", "stage": "final", "code": "major", "label": "Major", "cell": "K2"},
    ]
    assert records.older_ratings(db, id="K1")["code"].tolist() == ["limited"]
    assert records.ratings(db, id="K3")["missing"].tolist() == ["not_reviewed"]


def test_themes_are_named_by_the_newer_list_where_it_has_the_same(db: DuckDBPyConnection) -> None:
    assert records.themes(db, id="K2").to_dict("records") == [
        {"theme_id": "open_data", "label": "Open Data", "taxonomy": "irm_2016"}
    ]


def test_a_commitment_stands_in_every_release_that_has_it(db: DuckDBPyConnection) -> None:
    columns = ["file_name", "sheet", "row", "number", "title"]
    assert records.releases(db, id="K1")[columns].to_dict("records") == [
        {"file_name": "release.xlsx", "sheet": "Commitments", "row": 2, "number": "1", "title": "Éducation ouverte"},
        {"file_name": "release.xlsx", "sheet": "Commitments", "row": 9, "number": "1.0", "title": "1. Éducation"},
    ]
