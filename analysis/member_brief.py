"""A brief on one member as one small HTML document: tables of the numbers, sources, data date. Made to be printed.

It needs nothing from elsewhere, runs nothing, and everything in it is text: whatever comes from a file is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
@page { size: A4; margin: 14mm 15mm }
* { box-sizing: border-box }
body { font: 10pt/1.4 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; color: #1c2630; margin: 0 auto;
  max-width: 180mm; padding: 8mm 4mm }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 0 1mm }
h2 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid }
p { margin: 0 0 1.5mm; overflow-wrap: anywhere }
.small { font-size: 8.5pt; color: #47535f }
.mark { border: 1.5pt solid #c2571a; padding: 1.5mm 3mm; font-weight: 600 }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 2mm; font-variant-numeric: tabular-nums }
caption { text-align: left; font-size: 8.5pt; color: #47535f; caption-side: bottom; padding-top: .8mm }
th, td { text-align: left; vertical-align: top; padding: .7mm 2mm .7mm 0; border-bottom: .4pt solid #c9d1d8;
  overflow-wrap: anywhere }
th { font-size: 8.5pt; font-weight: 600 }
tr { break-inside: avoid }
footer { margin-top: 5mm; border-top: .8pt solid #1c2630; padding-top: 1.5mm }
@media print { body { padding: 0; max-width: none } }
"""


@dataclass(frozen=True)
class Table:
    """One question of the brief: heading, header cells, rows of cells as they are to be read, a note beneath."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """What the brief says. `mark` is the demonstration mark, or empty; `foot` are lines on sources and date."""

    language: str
    title: str
    lead: str
    mark: str
    tables: Sequence[Table]
    foot: Sequence[str]


def to_html(brief: Brief) -> bytes:
    """The document in UTF-8. A table without rows shows its note alone; without both it is left out."""
    mark = f'<p class="mark">{escape(brief.mark)}</p>' if brief.mark else ""
    body = "\n".join(_table(table) for table in brief.tables if table.rows or table.note)
    foot = "\n".join(f'<p class="small">{escape(line)}</p>' for line in brief.foot)
    title = escape(brief.title)
    document = f"""<!doctype html>
<html lang="{escape(brief.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
{mark}
<h1>{title}</h1>
<p>{escape(brief.lead)}</p>
{body}
<footer>
{foot}
</footer>
</body>
</html>
"""
    return document.encode("utf-8", errors="replace")


def _table(table: Table) -> str:
    heading = f"<h2>{escape(table.title)}</h2>"
    note = escape(table.note)
    if not table.rows:
        return f'{heading}\n<p class="small">{note}</p>'
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    caption = f"<caption>{note}</caption>" if note else ""
    return f"{heading}\n<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"
