"""Codebook and indicators: every column says what it means, every figure what it counts."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.data import codebook

Rows = list[dict[str, str]]

TYPES = {"VARCHAR", "INTEGER", "BIGINT", "DATE", "BOOLEAN", "DOUBLE", "TIMESTAMP", "VARCHAR[]"}

#: The contract's tables and columns: names that outsiders rely on.
CONTRACT = {
    "member": "member_id name level iso3 region parent_id",
    "action_plan": "plan_id member_id number year end_year era starts_on ends_on dates_are_estimated",
    "commitment": "commitment_id ogp_id plan_id member_id number title full_text lead_institution "
    "supporting_institutions start_date end_date start_text end_text url source_id sheet row",
    "rating": "commitment_id variable stage code rank label missing source_id sheet cell",
    "commitment_theme": "commitment_id theme_id",
    "theme": "theme_id label parent_id taxonomy",
    "commitment_status": "commitment_id ogp_id plan_id member_id region plan_number year era title "
    "completion_midterm completion_final completion completion_stage is_high_completion ambition "
    "ambition_scale is_ambitious early_results early_results_scale has_strong_early_results is_starred "
    "is_carried_forward is_assessed stall_state stall_reason",
    "stalled": "commitment_id state no_movement went_backwards carried_forward_incomplete "
    "ambitious_and_low because",
    "process": "plan_id question answer flag missing source_id cell",
    "network_update": "commitment_id period status progress evidence_url challenge next_step owner due_on "
    "reported_by reported_on source_id",
    "source": "source_id file_name sha256 vintage kind as_of imported_at rows_read rows_new rows_updated "
    "rows_unchanged rows_rejected rows_skipped",
    "problem": "severity code sheet cell header value message source_id",
    "change": "snapshot_id commitment_id variable stage before after source_id",
    "codebook": "table_name column_name type definition reference",
}


def test_the_contract_is_defined(table: Callable[[str], Rows]) -> None:
    """Every column that outsiders rely on has an entry."""
    defined = {(row["table_name"], row["column_name"]) for row in table("codebook.csv")}
    promised = {(name, column) for name, columns in CONTRACT.items() for column in columns.split()}
    assert promised - defined == set()


def test_entries_are_complete(table: Callable[[str], Rows]) -> None:
    """Each column stands once, with a type of DuckDB and a definition."""
    rows = table("codebook.csv")
    assert max(Counter((row["table_name"], row["column_name"]) for row in rows).values()) == 1
    assert {row["type"] for row in rows} <= TYPES
    assert [row for row in rows if not row["definition"].strip()] == []


def test_names_keep_their_promises(table: Callable[[str], Rows]) -> None:
    """Suffixes and prefixes are promises: is_ and has_ are true or false, _on and _date are days."""
    for row in table("codebook.csv"):
        column = row["column_name"]
        if re.match(r"(is|has)_", column):
            assert row["type"] == "BOOLEAN", row
        if re.search(r"(_on|_date)$", column):
            assert row["type"] == "DATE", row


def test_indicators_are_columns(table: Callable[[str], Rows], document: Callable[[str], Any]) -> None:
    """Each indicator names its column of commitment_status, the variables it rests on and its eras."""
    indicators = document("indicators.yml")
    columns = {r["column_name"] for r in table("codebook.csv") if r["table_name"] == "commitment_status"}
    variables = {field["variable"] for field in table("fields.csv")}
    eras = [row["era"] for row in table("eras.csv")]
    assert max(Counter(indicator["id"] for indicator in indicators).values()) == 1
    assert {"assessed", "completion", "high_completion", "ambitious", "strong_early_results", "starred"} <= {
        indicator["id"] for indicator in indicators
    }
    for indicator in indicators:
        assert indicator["column"] in columns
        assert set(indicator["variable"]) <= variables
        assert indicator["eras"] == [era for era in eras if era in indicator["eras"]] != []
        assert indicator["definition"]
        assert indicator["counted"]
        assert indicator["reference"].startswith("https://")


def test_the_document_is_that_of_the_codebook() -> None:
    """docs/codebook.md says what data/reference/codebook.csv says."""
    said = codebook.DOCUMENT.read_text(encoding="utf-8")
    assert said == codebook.rendered(), "rewrite it with: python -m tests.data.codebook"
