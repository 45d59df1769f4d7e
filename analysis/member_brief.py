"""A brief on one member as one small HTML document: tables of the numbers, sources, data date. Made to be printed.

It needs nothing from elsewhere, runs nothing, and everything in it is text: whatever comes from a file is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
@page { size: A4; margin: 11mm 14mm }
* { box-sizing: border-box }
body { font: 8.5pt/1.35 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; color: #1c2630; margin: 0 auto;
  max-width: 180mm; padding: 8mm 4mm }
h1 { font-size: 14pt; line-height: 1.2; margin: 0 0 .5mm }
h2 { font-size: 9.5pt; margin: 3mm 0 .5mm; break-after: avoid }
p { margin: 0 0 1mm; overflow-wrap: anywhere }
.small { font-size: 7.5pt; color: #47535f }
.mark { border: 1.5pt solid #c2571a; padding: 1mm 2.5mm; font-weight: 600 }
table { border-collapse: collapse; width: 100%; margin: .5mm 0 1mm; font-variant-numeric: tabular-nums }
caption { text-align: left; font-size: 7.5pt; color: #47535f; caption-side: bottom; padding-top: .8mm }
th, td { text-align: left; vertical-align: top; padding: .4mm 2mm .4mm 0; border-bottom: .4pt solid #c9d1d8;
  overflow-wrap: break-word }
th { font-size: 7.5pt; font-weight: 600 }
tr, section { break-inside: avoid }
.two { columns: 2; column-gap: 8mm }
@media screen and (max-width: 560px) { .two { columns: 1 } }
footer { margin-top: 3mm; border-top: .8pt solid #1c2630; padding-top: 1.5mm }
@media print { body { padding: 0; max-width: none } }
"""


@dataclass(frozen=True)
class Table:
    """One question of the brief: heading, header cells, rows of cells as they are to be read, a note beneath.

    What is not wide stands in two columns, under all that is.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    is_wide: bool = False


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
    told = [table for table in brief.tables if table.rows or table.note]
    wide = "\n".join(_table(table) for table in told if table.is_wide)
    narrow = "\n".join(_table(table) for table in told if not table.is_wide)
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
{wide}
<div class="two">
{narrow}
</div>
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
        return f"<section>{heading}\n<p>{note}</p></section>"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    caption = f"<caption>{note}</caption>" if note else ""
    drawn = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"
    return f"<section>{heading}\n{drawn}</section>"
