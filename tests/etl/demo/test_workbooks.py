"""The files: the same for the same half year, marked, and in the layouts that the import knows."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.demo import MARK, Release, write_workbooks
from etl.demo.facts import facts
from etl.demo.plans import latest_release
from etl.reference import Layout, fold, layouts, themes

Rows = list[dict[str, Any]]
LAYOUTS = ("irm_2016", "irm_process_2016", "irm_2024", "irm_2024")


def digests(releases: list[Release]) -> list[str]:
    return [hashlib.sha256(r.path.read_bytes()).hexdigest() for r in releases]


def layout(layout_id: str) -> Layout:
    return next(found for found in layouts() if found.id == layout_id)


def test_same_half_year_gives_the_same_bytes(releases: list[Release], tmp_path: Path) -> None:
    again = write_workbooks(tmp_path, today=date(2026, 7, 1))
    assert digests(again) == digests(releases)
    assert [r.path.name for r in again] == [r.path.name for r in releases]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 23), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2025, 12, 31)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_latest_release_is_the_last_half_year(today: date, expected: date) -> None:
    assert latest_release(today) == expected


def test_releases_come_oldest_first(releases: list[Release]) -> None:
    assert [r.as_of for r in releases] == [
        date(2016, 7, 31), date(2016, 7, 31), date(2025, 6, 30), date(2026, 6, 30),
    ]  # fmt: skip


def test_first_sheet_of_every_workbook_says_that_it_is_invented(releases: list[Release]) -> None:
    for release in releases:
        sheet = load_workbook(release.path, read_only=True).worksheets[0]
        assert sheet.title == MARK == "DEMONSTRATION DATA"
        words = " ".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
        assert "Every rating in this workbook is invented" in words


@pytest.mark.parametrize("at", range(4))
def test_headers_are_exactly_those_of_the_layout(rows: Callable[[int], Rows], at: int) -> None:
    known = layout(LAYOUTS[at])
    columns = [*known.fields.values(), *known.questions.values()]
    expected = {fold(h) for c in columns for h in (c.header, c.code) if h} | {fold(h) for h in known.ignore}
    if known.themes:
        expected |= set(themes(known.themes.taxonomy))
    found = [fold(h) for h in rows(at)[0]]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_codes_beside_labels_are_those_of_the_layout() -> None:
    for layout_id in ("irm_2016", "irm_2024"):
        for name, labels in facts("labels")[layout_id].items():
            column = layout(layout_id).fields[name]
            for code in labels if column.codes else ():
                number = facts("labels")["codes"][name][code]
                assert code in column.meanings(str(number))


def test_2016_workbook_has_its_oddities(releases: list[Release]) -> None:
    book = load_workbook(releases[0].path, data_only=True)
    assert book.sheetnames == [MARK, "Read me", "Commitments"]
    cells = [[c.value for c in row] for row in book["Commitments"].iter_rows()]
    assert cells[0] == list(range(len(cells[1])))
    assert cells.count(cells[1]) == 2
    assert sum(not any(v is not None for v in row) for row in cells) == 1
    assert cells[-1][0] == "Total"
    kinds = {c.data_type for row in book["Commitments"].iter_rows() for c in row}
    assert "e" in kinds
    assert "f" not in kinds


def test_process_workbook_repeats_its_grouped_header(releases: list[Release]) -> None:
    cells = [list(row) for row in load_workbook(releases[1].path)["Process"].iter_rows(values_only=True)]
    groups, header = cells[1], cells[2]
    assert [g for g in groups if g][:2] == ["Step 1", "Step 2"]
    assert cells[3] == [None] * len(header)
    assert cells[4:6] == [groups, header]


@pytest.mark.parametrize(
    ("at", "header", "value"),
    [
        (0, "Completion (progress report)", "Substancial"),
        (0, "Start Date", "2/29/2014"),
        (3, "Completion (End Of Term)", "Substancial"),
        (3, "Start Date", "9/1/18"),
        (3, "Start Date", 43525),
        (3, "Commitment Number", "4.0999999999999996"),
        (3, "Verifiable", 1),
    ],
)
def test_defects_are_there(rows: Callable[[int], Rows], at: int, header: str, value: object) -> None:
    assert value in [row[header] for row in rows(at)]


def test_defects_in_text_are_there(rows: Callable[[int], Rows]) -> None:
    texts = [str(row["Full Text"]) for row in rows(0)]
    assert any("<br/>" in t for t in texts)
    assert any(t.startswith("=") for t in texts)
    assert any(str(row["Country"]).endswith("\u00a0") for row in rows(0))


def test_defects_are_few(rows: Callable[[int], Rows]) -> None:
    for at, layout_id in enumerate(LAYOUTS):
        spoiled = sum(d["times"] for d in facts("defects")[layout_id])
        assert spoiled <= max(0.1 * len(rows(at)), 4)
