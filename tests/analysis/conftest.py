"""A published database of seven commitments, known by heart."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analysis import published
from tests.demonstrated import demonstration
from tests.published import Change, Commitment, Rating, Snapshot, publish, rated

__all__ = ["demonstration"]

COMMITMENTS = (
    Commitment(
        "K1", title="Éducation ouverte", full_text="Schools publish their budgets", themes=("education_2016",),
        ratings=(
            rated("completion", "midterm", "limited", cell="K2"),
            rated("completion", "final", "substantial", cell="L2"),
            rated("potential_impact", "design", "moderate"),
            rated("did_it_open_government", "final", "major"),
        ),
    ),
    Commitment(
        "K2", number="2", title="Budget portal", lead="Treasury", themes=("open_data_2016",),
        ratings=(rated("completion", "midterm", "limited"), rated("potential_impact", "design", "minor")),
    ),
    Commitment(
        "K3", number="10", title="Court records", ratings=(Rating("completion", "midterm", missing="not_reviewed"),),
    ),
    Commitment("K4", plan=3, year=2018, title="Budget hearings", ratings=(rated("completion", "final", "withdrawn"),)),
    Commitment(
        "G1", member="GBR", plan=5, year=2021, title="Open contracts", themes=("open_data",),
        ratings=(rated("completion", "final", "complete"), rated("potential_for_results", "design", "substantial")),
    ),
    Commitment(
        "G2", member="GBR", plan=6, year=2024, title="100% of contracts_", is_over=False,
        ratings=(rated("potential_for_results", "design", "modest"),),
    ),
    Commitment("S1", member="GBR-scotland", plan=1, year=2021, title="Local budgets"),
)  # fmt: skip
SNAPSHOT = Snapshot(
    snapshot_id=2,
    data_date=date(2024, 10, 1),
    themes={
        "open_data": ("Open Data", "irm_2024"),
        "open_data_2016": ("Open Data", "irm_2016"),
        "education_2016": ("Education", "irm_2016"),
    },
    crosswalk=(("open_data_2016", "open_data", "same"), ("education_2016", "open_data", "related")),
    changes=(
        Change("K1", "completion", "final", "limited", "substantial"),
        Change("K2", "completion", "midterm", "complete", "limited"),
        Change("K4", "completion", "final", None, "withdrawn"),
    ),
    history=(("K1", rated("completion", "final", "limited")), ("K2", rated("completion", "midterm", "complete"))),
    earlier=(Commitment("K1", title="1. Éducation", number="1.0", row=9),),
    member_names=(("KEN", "es", "Kenia"), ("GBR", "es", "Reino Unido")),
)


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to it."""
    path: Path = tmp_path_factory.mktemp("published") / "monitor.duckdb"
    publish(path, COMMITMENTS, snapshot=SNAPSHOT)
    connection = published.connect(published.current(path))
    yield connection
    connection.close()
