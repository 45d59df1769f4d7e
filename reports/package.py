"""The description of an export: a Data Package (https://datapackage.org), and the same in short for people."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis import definitions, numbers, quality
from analysis.extract import Table
from analysis.once import rows_of
from analysis.text import on_one_line, say
from reports import words
from reports.asked import Report

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR[]": "array",
}
#: Values that a column cannot have others of, by its name.
_ENUM = {"level": ["national", "local"], "stage": ["design", "midterm", "final"], "language": ["en", "es", "fr"]}


@dataclass(frozen=True)
class Written:
    """A file of the export: its table, path, number of rows, and its columns with their types in DuckDB."""

    name: str
    table: Table
    path: Path
    rows: int
    columns: Sequence[tuple[str, str]]


def described(report: Report, files: Sequence[Written], *, kind: str) -> dict[str, Any]:
    """The contents of datapackage.json. The hash of each file is worked out from what lies on disk."""
    language = report.language
    meanings = _meanings(report)
    exported = {file.name for file in files}
    software = definitions.citation()
    return {
        "$schema": PROFILE,
        "name": "open-government-commitments" + ("-demonstration" if report.about.is_demo else ""),
        "title": words.title(report),
        "description": _description(report, kind=kind),
        "version": f"{report.about.data_date.isoformat()}+{report.about.snapshot_id}",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "keywords": software["keywords"],
        "licenses": [LICENCE],
        "contributors": [
            {"title": definitions.authors(entry), "roles": [role]}
            for entry, role in ((software["references"][0], "author"), (software, "wrangler"))
        ],
        "sources": _sources(report),
        "isDemonstration": report.about.is_demo,
        "filters": {name: list(codes) for name, codes in _filters(report).items()},
        "commitments": {"n": report.n, "of": report.of},
        "dataDate": report.about.data_date.isoformat(),
        "snapshot": report.about.snapshot_id,
        "citation": definitions.cited_data(report.about, language=language),
        "resources": [_resource(file, meanings, exported, kind=kind, language=language) for file in files],
    }


def for_people(report: Report, files: Sequence[Written], *, kind: str) -> str:
    """README.txt: what this is, what is in it, what the figures mean, how to cite it. Plain text."""
    language = report.language
    heads = {key: say(language, f"reports.{key}") for key in ("files", "missing_codes", "sources")}
    listed = [
        f"{file.path.name} ({say(language, 'reports.rows', n=numbers.count(file.rows, language=language))})\n"
        f"    {say(language, f'reports.table_{file.name}')}"
        for file in files
    ]
    parts = [
        _underlined(words.title(report)),
        say(language, "reports.what"),
        _pairs(words.facts(report), language=language),
        _underlined(heads["files"]),
        say(language, f"reports.format_{kind}"),
        "\n".join(listed),
        _underlined(heads["sources"]),
        _pairs(words.sources(report), language=language),
        _underlined(heads["missing_codes"]),
        _pairs(words.kinds_of_missing(report), language=language),
        *(f"{_underlined(head)}\n\n{text}" for head, text in (*words.indicators(report), *words.notes(report))),
    ]
    return "\n\n".join(parts) + "\n"


def _resource(
    file: Written,
    meanings: dict[tuple[str, str], tuple[str, str]],
    exported: set[str],
    *,
    kind: str,
    language: str,
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": file.name,
        "type": "table",
        "path": file.path.name,
        "description": say(language, f"reports.table_{file.name}"),
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": file.path.stat().st_size,
        "hash": f"sha256:{_hash(file.path)}",
        "rows": file.rows,
        "schema": _schema(file, meanings, exported),
    }
    if kind == "csv":
        said |= {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True}}
    return said


def _schema(file: Written, meanings: dict[tuple[str, str], tuple[str, str]], exported: set[str]) -> dict[str, Any]:
    fields = []
    for name, type_ in file.columns:
        definition, reference = meanings.get((file.name, name), ("", ""))
        field: dict[str, Any] = {"name": name, "type": _TYPES[type_]}
        field |= {"description": definition} if definition else {}
        field |= {"reference": reference} if reference else {}
        constraints: dict[str, Any] = {"required": True} if name in file.table.key else {}
        constraints |= {"enum": _ENUM[name]} if name in _ENUM else {}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if file.table.key:
        schema["primaryKey"] = list(file.table.key)
    keys = [
        {
            "fields": [column],
            "reference": {**({} if to == file.name else {"resource": to}), "fields": [at]},
        }
        for column, (to, at) in file.table.refers.items()
        if to in exported
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _meanings(report: Report) -> dict[tuple[str, str], tuple[str, str]]:
    """Definition and reference of every column, by table and column."""
    rows = rows_of(definitions.codebook(report.db))
    return {(row["table_name"], row["column_name"]): (row["definition"], row["reference"]) for row in rows}


def _description(report: Report, *, kind: str) -> str:
    language = report.language
    parts = [
        say(language, "frame.demo") if report.about.is_demo else "",
        say(language, "reports.what"),
        words.selection(report),
        say(language, f"reports.format_{kind}"),
    ]
    return "\n\n".join(part for part in parts if part)


def _sources(report: Report) -> list[dict[str, Any]]:
    """The imported files. A path is given only where it is an address on the web."""
    found = []
    for row in rows_of(quality.sources(report.db)):
        address = row["address"] if isinstance(row["address"], str) else ""
        found.append(
            {
                "title": f"{row['file_name']} [{row['sheet']}]",
                **({"path": address} if address.startswith(("http://", "https://")) else {}),
                "version": row["as_of"].date().isoformat(),
                "hash": f"sha256:{row['sha256']}",
                "layout": row["vintage"],
            }
        )
    return found


def _filters(report: Report) -> dict[str, Sequence[int | str]]:
    return dict(report.filters)  # type: ignore[arg-type]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _underlined(head: str) -> str:
    return f"{head}\n{'-' * len(head)}"


def _pairs(pairs: Sequence[tuple[str, str]], *, language: str) -> str:
    return "\n".join(say(language, "reports.pair", label=label, text=on_one_line(text)) for label, text in pairs)
