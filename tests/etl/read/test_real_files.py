"""The real files: csv and workbook say the same, and nothing of what is known about them is lost."""

import re
from pathlib import Path

import pytest

from etl.read import Sheet, read

pytestmark = pytest.mark.real_files


def main_sheet(path: Path) -> Sheet:
    """The sheet with the most rows."""
    return max(read(path).sheets, key=lambda sheet: sheet.table.num_rows)


def rows(sheet: Sheet) -> list[list[str]]:
    """The cells of a sheet, row by row."""
    return [list(row.values()) for row in sheet.table.to_pylist()]


def as_in_a_workbook(text: str) -> str:
    """A csv's cell as the workbook says it: its dates are real ones there, its numbers without float artefacts."""
    date = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if date:
        month, day, year = date.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return repr(float(text)) if re.fullmatch(r"\d+\.\d{12,}", text) else text


@pytest.mark.parametrize(
    ("name", "records", "columns"),
    [
        ("irm_commitments_2016.csv", 1_929, 108),
        ("irm_commitments_2016.xlsx", 1_929, 108),
        ("irm_commitments_2024_subset.csv", 559, 171),
        ("irm_commitments_2024_subset.xlsx", 559, 171),
        ("irm_process_2016.csv", 122, 56),
    ],
)
def test_sizes(shared_data: Path, name: str, records: int, columns: int) -> None:
    sheet = main_sheet(shared_data / name)
    assert (sheet.table.num_rows, sheet.table.num_columns) == (records, columns)
    assert sheet.errors == {}
    assert sheet.uncached == frozenset()


@pytest.mark.parametrize("name", ["irm_commitments_2016", "irm_commitments_2024_subset"])
def test_csv_and_workbook_agree_cell_by_cell(shared_data: Path, name: str) -> None:
    text = rows(main_sheet(shared_data / f"{name}.csv"))
    book = rows(main_sheet(shared_data / f"{name}.xlsx"))
    differing = [
        (i, j, a, b)
        for i, (ours, theirs) in enumerate(zip(text, book, strict=True))
        for j, (a, b) in enumerate(zip(ours, theirs, strict=True))
        if a != b and as_in_a_workbook(a) != b
    ]
    assert differing == []


def test_only_dates_differ_between_csv_and_workbook_of_2016(shared_data: Path) -> None:
    text = rows(main_sheet(shared_data / "irm_commitments_2016.csv"))
    book = rows(main_sheet(shared_data / "irm_commitments_2016.xlsx"))
    differing = {j for a, b in zip(text, book, strict=True) for j, cell in enumerate(a) if cell != b[j]}
    assert {text[1][j].strip().casefold() for j in differing} == {"start date", "end date", "cluster"}
