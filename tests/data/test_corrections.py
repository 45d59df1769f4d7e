"""Corrections: known errors in single cells, mended while they are there."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Rows = list[dict[str, str]]
Document = Callable[[str], Any]

#: Day 0 of a spreadsheet's calendar, for days after February 1900.
DAY_ZERO = date(1899, 12, 30)


def test_corrections_are_complete(document: Document, table: Callable[[str], Rows]) -> None:
    """Each has an id of its own, a release, a row, a field, what to expect, what to put there, and why."""
    entries = document("corrections.yml")
    assert max(Counter(entry["id"] for entry in entries).values()) == 1
    fields = {field["field"]: field for field in table("fields.csv")}
    for entry in entries:
        assert document(f"vintages/{entry['vintage']}.yml")["id"] == entry["vintage"]
        assert set(entry["match"]) in ({"ogp_id"}, {"member_id", "plan_number", "number"})
        assert fields[entry["field"]]["role"] != "rating", "a correction never changes a rating"
        assert entry["replace"] not in entry["expect"]
        assert entry["reason"]


def test_years_were_day_numbers(document: Document) -> None:
    """The days of 1905 are years read as day numbers: the replacement is that number."""
    entries = [entry for entry in document("corrections.yml") if entry["expect"][0].endswith("/1905")]
    assert len(entries) == 12
    for entry in entries:
        day = DAY_ZERO + timedelta(days=int(entry["replace"]))
        assert entry["expect"] == [f"{day.month}/{day.day}/{day.year}", day.isoformat()]


@pytest.mark.real_files
def test_corrections_find_their_cells(document: Document, real_rows: Callable[[str], Rows]) -> None:
    """In the real file every corrected cell still says what is expected, and no other cell says 1905."""
    layout = document("vintages/irm_2024.yml")["fields"]
    rows = {row[layout["ogp_id"]]: row for row in real_rows("irm_2024")}
    corrected = {(e["match"]["ogp_id"], e["field"]): e["expect"][0] for e in document("corrections.yml")}
    found = {
        (ogp_id, field): row[layout[field]]
        for ogp_id, row in rows.items()
        for field in ("start", "end")
        if row[layout[field]].endswith("/1905")
    }
    assert found == corrected
