"""The pages on what the import really publishes: the demonstration, through its front door."""

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from analysis import published, queries, search
from tests.demonstrated import Data
from tests.framed import FRAME, ROOT, beneath

LIST = str(ROOT / "pages" / "explore" / "commitments.py")


@pytest.fixture
def at(demonstration: Data, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MONITOR_DB", str(demonstration.database))
    config.set_option("client.showErrorDetails", "full")
    return AppTest.from_file(str(FRAME), default_timeout=60)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_both_pages_stand_in_every_language_and_say_what_they_show(at: AppTest, language: str) -> None:
    at.query_params["language"] = language
    at.run()
    assert not at.exception
    assert len(at.warning) == 1
    assert len(at.metric) == 8
    at.switch_page(LIST).run()
    assert not at.exception
    assert len(at.dataframe[0].value) == 100


def test_the_numbers_on_the_page_are_those_of_the_raw_ratings(at: AppTest, demonstration: Data) -> None:
    at.run()
    with published.connect(published.current(demonstration.database)) as db:
        row = db.execute(
            """SELECT count(*) FILTER (code IN ('substantial', 'complete')), count(*),
                count(*) FILTER (NOT is_final)
            FROM (
                SELECT commitment_id, arg_max(code, stage = 'final') AS code, bool_or(stage = 'final') AS is_final
                FROM rating WHERE variable = 'completion' AND code IS NOT NULL GROUP BY commitment_id)"""
        ).fetchone()
        assert row is not None
        all_of_them = search.how_many_in_all(db)
        assert queries.about(db).is_demo
    said = f"{row[0]:,} of {row[1]:,} rated, {row[2]:,} of them at midterm; {all_of_them - row[1]:,} not rated"
    assert said in beneath(at)


def test_every_commitments_page_stands_and_names_its_cells(at: AppTest, demonstration: Data) -> None:
    with published.connect(published.current(demonstration.database)) as db:
        ids = [
            row[0]
            for row in db.execute(
                "SELECT commitment_id FROM commitment ORDER BY hash(commitment_id) LIMIT 5"
            ).fetchall()
        ]
    at.run()
    for id in ids:
        at.query_params["commitment"] = id
        at.switch_page(LIST).run()
        assert not at.exception, id
        assert (at.dataframe[0].value["cell"] != "").all(), id


def test_every_kind_of_code_in_the_database_has_words(demonstration: Data) -> None:
    from analysis.text import sentences

    there = sentences("en")
    with published.connect(published.current(demonstration.database)) as db:
        for kind, sql in (
            ("code", "SELECT DISTINCT code FROM rating WHERE code IS NOT NULL"),
            ("missing", "SELECT DISTINCT missing FROM rating WHERE missing IS NOT NULL"),
            ("variable", "SELECT DISTINCT variable FROM rating"),
            ("stage", "SELECT DISTINCT stage FROM rating"),
            ("scale_steps", "SELECT DISTINCT scale FROM rating"),
            ("state", "SELECT DISTINCT stall_state FROM commitment_status"),
            ("era", "SELECT DISTINCT era FROM action_plan"),
            ("era_short", "SELECT DISTINCT era FROM action_plan"),
            ("region", "SELECT DISTINCT region FROM member WHERE region IS NOT NULL"),
            ("theme", "SELECT theme_id FROM theme WHERE theme_id NOT IN "
                      "(SELECT theme_id_from FROM theme_crosswalk WHERE relation = 'same')"),
        ):  # fmt: skip
            codes = {row[0] for row in db.execute(sql).fetchall()}
            assert {code for code in codes if f"{kind}.{code}" not in there} == set(), kind
