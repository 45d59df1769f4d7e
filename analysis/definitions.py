"""What the figures mean, as the database and the project's own files say it: definitions, codebook, citation."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd
import yaml
from duckdb import DuckDBPyConnection

from analysis import numbers
from analysis.published import ROOT
from analysis.queries import About
from analysis.text import say

#: The definitions that are argued over, in the order in which they build on each other.
ARGUED = ("indicator_values", "stalled", "commitment_status")
_INDICATORS = ROOT / "data" / "reference" / "indicators.yml"
_CITATION = ROOT / "CITATION.cff"


def models(db: DuckDBPyConnection) -> dict[str, str]:
    """The SQL of each of ARGUED by name, as this database was built with it; those that it does not hold are absent."""
    found = db.execute("SELECT name, sql FROM model WHERE list_contains(?::VARCHAR[], name)", [list(ARGUED)]).fetchall()
    by_name = {str(name): str(sql) for name, sql in found}
    return {name: by_name[name] for name in ARGUED if name in by_name}


def tables(db: DuckDBPyConnection) -> list[str]:
    """The tables that the codebook describes, in its order."""
    found = db.execute("SELECT table_name FROM codebook GROUP BY table_name ORDER BY min(rowid)").fetchall()
    return [str(row[0]) for row in found]


def codebook(db: DuckDBPyConnection, *, of: Sequence[str] = (), text: str = "") -> pd.DataFrame:
    """The columns of the tables `of` (all, where empty) whose names or definitions hold every word of `text`.

    Columns: table_name, column_name, type, definition, reference.
    """
    words = text.lower().split()
    return db.execute(
        """SELECT table_name, column_name, type, definition, coalesce(reference, '') AS reference FROM codebook
        WHERE (len($of::VARCHAR[]) = 0 OR list_contains($of::VARCHAR[], table_name))
            AND len(list_filter($words::VARCHAR[], lambda word: NOT contains(
                lower(concat_ws(' ', table_name, column_name, definition, reference)), word))) = 0
        ORDER BY min(rowid) OVER (PARTITION BY table_name), rowid""",
        {"of": list(of), "words": words},
    ).df()


@cache
def indicators() -> pd.DataFrame:
    """Every indicator. Columns: indicator (id), column_name (of commitment_status), definition, counted, eras (codes),
    reference (address).
    """
    entries: list[dict[str, Any]] = yaml.safe_load(_INDICATORS.read_text(encoding="utf-8"))
    return pd.DataFrame(
        {
            "indicator": [entry["id"] for entry in entries],
            "column_name": [entry["column"] for entry in entries],
            "definition": [entry["definition"] for entry in entries],
            "counted": [entry["counted"] for entry in entries],
            "eras": [entry["eras"] for entry in entries],
            "reference": [entry["reference"] for entry in entries],
        }
    )


@cache
def citation() -> dict[str, Any]:
    """What CITATION.cff says: title, version and authors of the project, and under references those of the data."""
    found: dict[str, Any] = yaml.safe_load(_CITATION.read_text(encoding="utf-8"))
    return found


def authors(entry: dict[str, Any]) -> str:
    """The authors of a citation in one line."""
    return ", ".join(
        str(author["name"]) if "name" in author else f"{author['family-names']}, {author['given-names']}"
        for author in entry["authors"]
    )


def cited_data(about: About, *, language: str) -> str:
    """How to cite the ratings of this snapshot, in one line; of demonstration data, that they are nobody's."""
    if about.is_demo:
        return say(language, "about.cite_demo")
    data = citation()["references"][0]
    return say(
        language,
        "about.cite_line",
        authors=authors(data),
        year=about.data_date.year,
        title=data["title"],
        day=numbers.day(about.data_date, language=language),
        files="; ".join(dict.fromkeys(name for name, _ in about.sources)),
        licence=data["license"],
        address=data["url"],
    )


def cited_software(about: About, *, language: str) -> str:
    """How to cite this project with the snapshot, in one line."""
    said = citation()
    return say(
        language,
        "about.cite_software_line",
        authors=authors(said),
        year=about.data_date.year,
        title=said["title"],
        version=said["version"],
        snapshot=about.snapshot_id,
        day=numbers.day(about.data_date, language=language),
    )
