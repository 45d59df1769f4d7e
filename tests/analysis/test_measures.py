"""Scales stand apart in a measure."""

from duckdb import DuckDBPyConnection

from analysis import queries
from analysis.measures import on_both_scales
from analysis.once import rows_of


def test_two_scales_are_told_apart_and_one_alone_is_not(db: DuckDBPyConnection) -> None:
    def said(**filters: list[str]) -> tuple[str, str] | None:
        rows = rows_of(queries.share_by_scale(db, indicator="ambitious", **filters))  # type: ignore[arg-type]
        return on_both_scales(rows, language="en")

    pooled = rows_of(queries.shares(db))[2]
    both = said()
    assert pooled["indicator"] == "ambitious"
    assert both is not None
    assert both[0].count("|") == 1
    assert "to 2019: " in both[1]
    rows = rows_of(queries.share_by_scale(db, indicator="ambitious"))
    assert [row["scale"] for row in rows] == ["potential_impact", "potential_for_results"]
    assert sum(row["n"] for row in rows) == pooled["n"]
    assert sum(row["missing"] for row in rows) == pooled["missing"]
    assert said(era=["results_report"]) is None
