"""The published tables, narrowed: which rows stay, and what a csv may hold."""

from collections.abc import Iterator

import duckdb
import pytest

from analysis import extract, published, tables
from analysis.scope import Filters
from tests.published import Commitment, Snapshot, publish, rated

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", " \u00a0+x", "'=1", "a=1", "$x$", "", "x",
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Kenya's plan 1 with a tagged commitment; plan 2 of Scotland; process answers for Kenya 1 and 9."""
    path = tmp_path_factory.mktemp("published") / "m.duckdb"
    publish(
        path,
        [
            Commitment("K1", themes=("open_data",), ratings=(rated("completion", "midterm", "limited"),)),
            Commitment("K2", number="2", title="=1+1"),
            Commitment("S1", member="GBR-scotland", plan=2, year=2018),
            Commitment("B1", member="GBR", plan=2, year=2018),
        ],
        snapshot=Snapshot(process=(("KEN-1", "regular_forum", "Yes", True, None),)),
    )
    with duckdb.connect(str(path)) as made:
        made.execute(
            "INSERT INTO action_plan SELECT * REPLACE ('KEN-9' AS plan_id, 9 AS number) FROM action_plan"
            " WHERE plan_id = 'KEN-1'"
        )
        made.execute("INSERT INTO process SELECT * REPLACE ('KEN-9' AS plan_id) FROM process")
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def kept(db: duckdb.DuckDBPyConnection, name: str, column: str, filters: Filters) -> list[str]:
    kept = extract.narrowed(db, **filters)
    found = [str(row[0]) for row in extract.table(kept, name=name).project(column).fetchall()]
    assert extract.count(kept, name=name) == len(found)
    return found


def test_without_filters_everything_stays(db: duckdb.DuckDBPyConnection) -> None:
    for name in extract.there(db):
        [[of]] = db.sql(f"SELECT count(*) FROM {name if name != 'stalled' else 'commitment'}").fetchall()
        assert len(extract.table(extract.narrowed(db), name=name).fetchall()) == of, name


def test_filters_narrow_every_table_that_is_about_commitments_plans_or_members(db: duckdb.DuckDBPyConnection) -> None:
    assert kept(db, "commitment_status", "commitment_id", {"members": ["KEN"]}) == ["K1", "K2"]
    assert kept(db, "commitment", "commitment_id", {"themes": ["open_data"]}) == ["K1"]
    assert kept(db, "rating", "commitment_id", {"years": [2018]}) == []
    assert kept(db, "rating", "commitment_id", {"years": [2014]}) == ["K1"]
    assert kept(db, "stalled", "commitment_id", {"plans": [2]}) == ["B1", "S1"]
    assert kept(db, "commitment_theme", "theme_id", {"regions": ["europe"]}) == []
    assert kept(db, "theme", "theme_id", {"regions": ["europe"]}) == ["open_data"]


def test_a_local_member_brings_its_country(db: duckdb.DuckDBPyConnection) -> None:
    assert kept(db, "member", "member_id", {"members": ["GBR-scotland"]}) == ["GBR", "GBR-scotland"]
    assert kept(db, "action_plan", "plan_id", {"members": ["GBR-scotland"]}) == ["GBR-scotland-2"]


def test_plans_without_commitments_stay_where_they_fit_themselves(db: duckdb.DuckDBPyConnection) -> None:
    assert kept(db, "process", "plan_id", {"members": ["KEN"]}) == ["KEN-1", "KEN-9"]
    assert kept(db, "process", "plan_id", {"plans": [9]}) == ["KEN-9"]
    assert kept(db, "process", "plan_id", {"themes": ["open_data"]}) == ["KEN-1"]
    assert kept(db, "process", "plan_id", {"members": ["GBR"]}) == []


def test_the_csv_text_of_a_value_is_as_harmless_as_on_the_pages() -> None:
    with duckdb.connect() as db:
        rows = db.sql('SELECT unnest($texts::VARCHAR[]) AS "a ""b"""', params={"texts": list(HOSTILE)})
        assert [row[0] for row in extract.as_text(rows).fetchall()] == [tables.harmless(text) for text in HOSTILE]


def test_lists_and_times_have_a_standard_form() -> None:
    with duckdb.connect() as db:
        rows = db.sql("SELECT ['a', '\"b'] AS l, TIMESTAMP '2024-01-02 03:04:05.6' AS t, NULL::VARCHAR AS n, -1 AS i")
        assert extract.as_text(rows).fetchall() == [('["a","\\"b"]', "2024-01-02T03:04:05Z", None, -1)]
