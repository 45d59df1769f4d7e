"""Published figures beside ours."""

from pathlib import Path

import duckdb
import pytest

from analysis import published, reproduced
from analysis.process import STEPS
from tests.published import Commitment, Rating, Snapshot, publish, rated

FORUM = [(f"KEN-{n}", "regular_forum", "Yes" if n <= 2 else "No", n <= 2, None) for n in range(1, 6)]
TAKEN = [(f"KEN-{n}", step, "Yes", place < 3, None) for n in (1, 2) for place, step in enumerate(STEPS)]


def database(path: Path, *, is_demo: bool = False) -> duckdb.DuckDBPyConnection:
    """Five plans of 2012, two with a forum; of a release of 2016, one of two starred under the first rule."""
    commitments = [
        Commitment(f"K{n}", plan=n, year=2012, ratings=(rated("starred_pre_june_2014", "midterm", code),))
        for n, code in enumerate(("yes", "no"), start=1)
    ]
    commitments += [
        Commitment(f"K{n}", plan=n, year=2012, ratings=(Rating("completion", "midterm", missing="not_reviewed"),))
        for n in (3, 4, 5)
    ]
    years = {f"KEN-{n}": 2012 for n in range(1, 6)}
    said = Snapshot(vintage="irm_2016", is_demo=is_demo, process=[*FORUM, *TAKEN], process_years=years)
    publish(path, commitments, snapshot=said)
    return published.connect(published.current(path))


def test_ours_is_computed_from_the_release(tmp_path: Path) -> None:
    with database(tmp_path / "monitor.duckdb") as db:
        found = reproduced.beside(db).set_index("id")
    facts = ["ours", "yes", "n", "outcome"]
    assert found.loc["forum_2012", facts].tolist() == [0.4, 2, 5, "exact"]
    assert found.loc["stars_2014", facts].tolist() == [0.5, 1, 2, "differs"]
    assert found.loc["steps_2012", ["ours", "n", "outcome"]].tolist() == [3.0, 2, "differs"]
    assert found.loc["midterm_not_reviewed", ["ours", "n", "outcome"]].tolist() == [3.0, 3, "differs"]
    assert found.loc["forum_2013", "outcome"] == "not_here"  # no plan of that year


def test_invented_ratings_are_never_compared(tmp_path: Path) -> None:
    with database(tmp_path / "monitor.duckdb", is_demo=True) as db:
        found = reproduced.beside(db)
    assert set(found["outcome"]) == {"not_here"}
    assert found["ours"].isna().all()


@pytest.mark.parametrize(
    ("id", "ours", "outcome"),
    [
        ("stars_2014", 0.2449, "exact"),
        ("stars_2014", 0.231, "near"),
        ("stars_2014", 0.2, "differs"),
        ("forum_2013", 0.875, "exact"),
        ("forum_2013", None, "not_here"),
    ],
)
def test_the_same_is_the_same_when_rounded_as_printed(id: str, ours: float | None, outcome: str) -> None:
    figure = next(figure for figure in reproduced.known() if figure.id == id)
    assert reproduced.outcome(figure, ours) == outcome
