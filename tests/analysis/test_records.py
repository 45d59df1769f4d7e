"""Finding commitments, and what the files say about one."""

import pytest
from duckdb import DuckDBPyConnection

from analysis import records


def ids(db: DuckDBPyConnection, text: str, **more: object) -> list[str]:
    return records.found(db, text=text, **more)["commitment_id"].tolist()  # type: ignore[arg-type]


def test_every_word_counts_and_titles_come_first(db: DuckDBPyConnection) -> None:
    assert ids(db, "budget") == ["K2", "K4", "S1", "K1"]
    assert ids(db, "budget treasury") == ["K2"]
    assert ids(db, "budget unicorns") == []


def test_accents_capitals_and_signs_are_letters_like_others(db: DuckDBPyConnection) -> None:
    assert ids(db, "EDUCATION") == ["K1"]
    assert ids(db, "éducation") == ["K1"]
    assert ids(db, "100%") == ["G2"]
    assert ids(db, "contracts_") == ["G2"]
    assert ids(db, "'; DROP TABLE commitment; --") == []


def test_numbers_sort_as_people_count(db: DuckDBPyConnection) -> None:
    assert ids(db, "", members=["KEN"], plans=[1]) == ["K1", "K2", "K3"]


def test_completion_narrows_and_its_counts_add_up(db: DuckDBPyConnection) -> None:
    assert records.completion_found(db) == {
        "substantial": 1, "limited": 1, "withdrawn": 1, "complete": 1, "not_rated": 3,
    }  # fmt: skip
    assert records.completion_found(db, text="budget", members=["KEN"]) == {
        "substantial": 1, "limited": 1, "withdrawn": 1,
    }  # fmt: skip
    assert ids(db, "", completion=["complete", "not_rated"]) == ["K3", "S1", "G1", "G2"]


def test_pages_of_rows_do_not_overlap(db: DuckDBPyConnection) -> None:
    assert ids(db, "", most=4) + ids(db, "", most=4, skip=4) == ids(db, "")
    assert records.how_many_in_all(db) == 7


def test_no_long_text_in_a_list(db: DuckDBPyConnection) -> None:
    assert "full_text" not in records.found(db)


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
        {"variable": "potential_impact", "stage": "design", "code": "moderate", "label": "Moderate", "cell": "K2"},
        {"variable": "completion", "stage": "midterm", "code": "limited", "label": "Limited", "cell": "K2"},
        {"variable": "completion", "stage": "final", "code": "substantial", "label": "Substantial", "cell": "L2"},
        {"variable": "did_it_open_government", "stage": "final", "code": "major", "label": "Major", "cell": "K2"},
    ]
    assert records.older_ratings(db, id="K1")["code"].tolist() == ["limited"]
    assert records.ratings(db, id="K3")["missing"].tolist() == ["not_reviewed"]


def test_themes_are_named_by_the_newer_list_where_it_has_the_same(db: DuckDBPyConnection) -> None:
    assert records.themes(db, id="K2").to_dict("records") == [
        {"theme_id": "open_data", "label": "Open Data", "taxonomy": "irm_2016"}
    ]
