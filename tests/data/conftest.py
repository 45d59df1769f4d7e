"""Readers of the reference data, apart from the import's own, and the real files as plain rows."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Rows = list[dict[str, str]]

#: The real file of each layout, and the record that holds its header.
REAL_FILES = {
    "irm_2016": ("irm_commitments_2016.csv", 1),
    "irm_2024": ("irm_commitments_2024_subset.csv", 0),
    "irm_process_2016": ("irm_process_2016.csv", 2),
}


@pytest.fixture(scope="session")
def reference(root: Path) -> Path:
    """The folder of what the project knows before it reads any file."""
    return root / "data" / "reference"


@pytest.fixture(scope="session")
def table(reference: Path) -> Callable[[str], Rows]:
    """Reads a CSV of the reference data, cells exactly as they are."""

    def read(name: str) -> Rows:
        with (reference / name).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle, strict=True))

    return read


@pytest.fixture(scope="session")
def document(reference: Path) -> Callable[[str], Any]:
    """Reads a YAML file of the reference data, every scalar as text."""
    return lambda name: yaml.load((reference / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="session")
def real_rows(shared_data: Path) -> Callable[[str], Rows]:
    """The rows of a layout's real file by header, without columns that have none.

    Left out are repeated headers, and rows without a member: they are blank, or name groups of columns.
    """

    def read(layout: str) -> Rows:
        name, at = REAL_FILES[layout]
        csv.field_size_limit(10_000_000)
        with (shared_data / name).open(encoding="utf-8-sig", newline="") as handle:
            records = list(csv.reader(handle))
        header = records[at]
        return [
            {name: cell for name, cell in zip(header, record, strict=True) if name}
            for record in records[at + 1 :]
            if record != header and record[0]
        ]

    return read
