"""docs/codebook.md as data/reference/codebook.csv has it. Rewrite it with: python -m tests.data.codebook"""

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODEBOOK = ROOT / "data" / "reference" / "codebook.csv"
DOCUMENT = ROOT / "docs" / "codebook.md"
HEAD = """# Codebook

Every table and column of the published database. Made from `data/reference/codebook.csv` by
`python -m tests.data.codebook`; change that file, not this one. The same rows are in the table `codebook` of the
database, and on the page About, where they can be searched. What the figures mean: [methods](methods.md).
"""


def rendered() -> str:
    """The document: a section a table, a row a column."""
    with CODEBOOK.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = [HEAD]
    for table in dict.fromkeys(row["table_name"] for row in rows):
        lines = [f"\n## {table}\n", "| Column | Type | Definition | Reference |", "|---|---|---|---|"]
        for row in (row for row in rows if row["table_name"] == table):
            cells = (f"`{row['column_name']}`", row["type"], row["definition"], _reference(row["reference"]))
            lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _reference(text: str) -> str:
    if text.startswith("https://"):
        return f"<{text}>"
    return f"[{text}](../{text})" if text and (ROOT / text).is_file() else text


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(), encoding="utf-8")
