"""The published tables as files for other programs: csv or Parquet, with a description that they can read."""

import json
from pathlib import Path

from analysis import extract
from reports import package
from reports.asked import Report
from reports.package import Written

DESCRIPTION = "datapackage.json"
README = "README.txt"
FORMATS = tuple(package.MEDIA_TYPES)


def write(report: Report, folder: Path, *, kind: str) -> list[Written]:
    """Writes a file for each published table, narrowed to the report's filters, and its description, into `folder`."""
    ending = f".demonstration.{kind}" if report.about.is_demo else f".{kind}"
    kept = extract.narrowed(report.db, **report.filters)
    files = []
    for name, table in extract.there(report.db).items():
        rows = extract.table(kept, name=name)
        path = folder / f"{name}{ending}"
        if kind == "csv":
            extract.as_text(rows).write_csv(str(path), header=True, encoding="utf-8", quotechar='"', escapechar='"')
        else:
            rows.write_parquet(str(path), compression="zstd")
        columns = [(column, str(type_)) for column, type_ in zip(rows.columns, rows.types, strict=True)]
        files.append(Written(name, table, path, extract.count(kept, name=name), columns))
    said = package.described(report, files, kind=kind)
    (folder / DESCRIPTION).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / README).write_text(package.for_people(report, files, kind=kind), encoding="utf-8", newline="\n")
    return files
