"""Tiny releases in the real layouts, built in code: what a test does not mention has a plain, valid value."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from etl.reference import REFERENCE, Layout, layouts, rows

Cells = Mapping[str, Any]

_PLAIN_2024 = {
    "Country/Locality": "Kenya", "Action Plan Number": 1, "Commitment Number": "1", "Code": "KEN",
    "Region": "Africa and the Middle East", "Year Of Submission": 2016, "Action Plan End Year": 2018,
    "Action Plan Duration (Years)": 2, "Commitment Title": "Publish the register of licences",
    "Short Title": "Register of licences", "Full Text": "The ministry publishes every licence that it grants.",
    "Start Date": "NA", "End Date": "NA", "Lead Institution": "Ministry of Mining",
    "Supporting Institution(s)": "NA", "Specificity": "High", "_Specificity": 3, "Verifiable": "Yes", "_Relevant": 1,
    "Potential Impact": "Moderate", "_Potential Impact": 2, "Completion (Progress Report)": "Limited",
    "_CompletionProgress": 3, "Potential for Results": "ND", "_Potential for Results": "ND",
    "Completion (End Of Term)": "Substantial", "_CompletionEndTerm": 4, "Early Results": "ND", "_Early Results": "ND",
    "Did It Open Government (Overall)": "Marginal", "_OpenGovernment": 2, "Starred (2015 Only)": 0,
    "Starred (Current Formula) Progress Report": 0, "Starred (Current Formula) End of Term": 0, "Carried Forward": 0,
    "URL": "https://example.org/1",
}  # fmt: skip
_PLAIN_2016 = {
    "Country": "Kenya", "Action Plan Number": 1, "Comm No": "1", "Comm Dummy": 1, "Year of submission": 2014,
    "Commitment Title": "Publish the register of licences", "Short Title": "Register of licences",
    "Full Text": "The ministry publishes every licence that it grants.", "Start Date": "Not Specified",
    "End Date": "Not Specified", "Lead Institution": "Ministry of Mining",
    "Supporting Institution(s)": "None Specified",
    "Specificity": "c. high", "_Specificity": 3, "_Relevant": 1, "Potential impact": "Moderate",
    "_Pot Impact Coded": 2, "Completion (progress report)": "b. Limited", "_CompletionProgress": 3,
    "Completion (end of term)": "c. Substantial", "_CompletionEndTerm": 4,
    "Did it open government (end of term only)": "c. Marginal", "_OpenGovt": 2,
    "Starred (pre-June 2014 assessments)": "ND", "Starred (2015 only)": 0,
    "Starred (current formula) progress report": 0, "Starred (current formula) end of term": 0,
}  # fmt: skip


def layout(layout_id: str) -> Layout:
    """A layout that the project ships."""
    return next(x for x in layouts() if x.id == layout_id)


def headers(layout_id: str) -> list[str]:
    """Every header of a shipped layout: mapped ones, themes, codes and ignored ones."""
    known = layout(layout_id)
    mapped = [c.header for c in known.fields.values()]
    tags = [r["label"] for r in rows(REFERENCE / "themes" / f"{known.themes.taxonomy}.csv")] if known.themes else []
    if known.themes:
        inner = [t for t in tags if t not in (known.themes.first, known.themes.last)]
        tags = [known.themes.first, *inner, known.themes.last]
    codes = [c.code for c in (*known.fields.values(), *known.questions.values()) if c.code]
    asked = [q.header for q in known.questions.values()]
    return list(dict.fromkeys([*mapped, *asked, *tags, *codes, *known.ignore]))


def release_2024(*given: Cells, without: Iterable[str] = ()) -> list[list[Any]]:
    """A header row and one row per mapping of header to cell, in the 2024 layout."""
    return _release("irm_2024", _PLAIN_2024, given, without, unique="Commitment Unique Identifier")


def release_2016(*given: Cells, without: Iterable[str] = ()) -> list[list[Any]]:
    """A header row and one row per mapping of header to cell, in the 2016 layout."""
    return _release("irm_2016", _PLAIN_2016, given, without)


def _release(
    layout_id: str, plain: Cells, given: Iterable[Cells], without: Iterable[str], *, unique: str = ""
) -> list[list[Any]]:
    names = [h for h in headers(layout_id) if h not in set(without)]
    table: list[list[Any]] = [list(names)]
    known = layout(layout_id)
    tags = {r["label"] for r in rows(REFERENCE / "themes" / f"{known.themes.taxonomy}.csv")} if known.themes else set()
    for i, cells in enumerate(given):
        numbered = {unique: f"KE{i + 1:04d}"} if unique else {}
        row = {**dict.fromkeys(tags, 0), **plain, **numbered, **cells}
        table.append([row.get(name, "") for name in names] + [v for k, v in cells.items() if k not in names])
        extra = [k for k in cells if k not in names]
        if extra and i == 0:
            table[0] += extra
    return table


def write_csv(path: Path, table: Iterable[Iterable[Any]], *, encoding: str = "utf-8") -> Path:
    """`table` as a CSV file."""
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows(table)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Iterable[Any]]]) -> Path:
    """`sheets` as a workbook; text stays text, also where it begins with an equals sign."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(table, start=1):
            for c, value in enumerate(row, start=1):
                cell = sheet.cell(r, c, value)
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
    book.save(path)
    return path
