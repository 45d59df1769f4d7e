"""The workbook for researchers: cover, notes, codebook, and tidy sheets with the answers of the pages."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis import definitions, numbers, stalled, stalled_words, workbook
from analysis.cells import foot, sheet_names
from analysis.once import rows_of
from analysis.text import say, say_or
from analysis.workbook import Prose, Table
from reports import sheets, words
from reports.asked import Report

#: What a sheet can hold beside its header.
MOST_ROWS = 1_048_575
#: Columns of long text, which break lines.
WRAPPED = frozenset({"definition", "means"})


def write(report: Report, path: Path, *, with_texts: bool = False, most: int = MOST_ROWS) -> None:
    """Writes the workbook. A sheet has at most `most` rows; where there are more, the cover says so."""
    language = report.language
    whole = sheets.made(report, with_texts=with_texts)
    shown = {key: frame.head(most) for key, frame in whole.items() if len(frame)}
    keys = ("cover", "notes", "codebook", *shown)
    names = dict(zip(keys, sheet_names(say(language, f"reports.sheet_{key}") for key in keys), strict=True))
    codebook = _codebook(report, shown, names)
    rows = {"codebook": len(codebook), **{key: len(frame) for key, frame in whole.items()}}
    mark = say(language, "frame.demo_mark") if report.about.is_demo else ""
    workbook.write(
        [
            _cover(report, names, rows, most=most),
            _notes(report, names["notes"]),
            Table(names["codebook"], codebook, wrapped=WRAPPED),
            *(Table(names[key], frame, wrapped=WRAPPED & set(frame.columns)) for key, frame in shown.items()),
        ],
        path,
        mark=mark,
        footer=foot(say(language, "chart.source_line", day=_day(report)), words.selection(report)),
        properties={"title": words.title(report), "comments": words.selection(report)},
    )


def _cover(report: Report, names: Mapping[str, str], rows: Mapping[str, int], *, most: int) -> Prose:
    """What this is, how it was chosen, whose it is, and a list of the sheets with a link to each."""
    language = report.language
    said: list[tuple[object, ...]] = [*words.facts(report), (), (say(language, "reports.sources"),)]
    said += [*words.sources(report), (), (say(language, "reports.sheets"),)]
    for key in ("notes", "codebook", *sheets.SHEETS):
        name = names.get(key, say(language, f"reports.sheet_{key}"))
        about = say(language, f"reports.about_{key}")
        n = rows.get(key, 1)
        counted = "" if key == "notes" else say(language, "reports.rows", n=numbers.count(n, language=language))
        if n > most:
            about = f"{about} {say(language, 'reports.cut', n=numbers.count(most, language=language))}"
        said.append((name, about, counted))
    links = {name: name for key, name in names.items() if key != "cover"}
    return Prose(names["cover"], said, title=words.title(report), widths=(36, 110, 16), links=links)


def _notes(report: Report, name: str) -> Prose:
    """What the figures mean: indicators in words and as in the database, kinds of missing, the ladder, methods."""
    language = report.language
    day = report.about.data_date
    heads = [say(language, key) for key in ("reports.indicators", "reports.indicators_en", "reports.missing_codes")]
    defined = rows_of(definitions.indicators())
    said: list[tuple[object, ...]] = [
        (heads[0],),
        *words.indicators(report),
        (),
        (heads[1],),
        *((row["column_name"], f"{row['definition']} {row['counted']} {row['reference']}") for row in defined),
        (),
        (heads[2],),
        *words.kinds_of_missing(report),
        (),
        (say(language, "about.topic_stalled"),),
        (say(language, "column.as_of"), stalled_words.standing_on(day, data=day, language=language)),
        *(
            (stalled_words.state(code, language=language), say(language, f"stalled.means_{code}"))
            for code in stalled.LADDER
        ),
        (),
        (say(language, "about.method"),),
        (say(language, "reports.shares"), say(language, "reports.shares_note")),
        *words.notes(report, in_full=True),
    ]
    return Prose(name, said, title=say(language, "reports.sheet_notes"), widths=(34, 130))


def _codebook(report: Report, shown: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> pd.DataFrame:
    """Every column of every sheet. Columns: sheet, column, name, definition, reference."""
    found = rows_of(definitions.codebook(report.db))
    known = {(row["table_name"], row["column_name"]): (row["definition"], row["reference"]) for row in found}
    rows = []
    for key, frame in shown.items():
        for column in map(str, frame.columns):
            definition, reference = _defined(column, key=key, known=known, language=report.language)
            rows.append((names[key], column, _named(column, language=report.language), definition, reference))
    return pd.DataFrame(rows, columns=["sheet", "column", "name", "definition", "reference"])


def _defined(
    column: str, *, key: str, known: Mapping[tuple[str, str], tuple[str, str]], language: str
) -> tuple[str, str]:
    """What a column means, and where that is said: in the words of the codebook, else in our own."""
    if column.endswith("_label"):
        return say(language, "reports.means_label", column=re.sub("_label$", "", column)), ""
    ours = (f"reports.means_{key}_{column}", f"reports.means_{column}", f"question.{column}")
    own, general = say_or(language, ours[0], otherwise=""), _first(ours[1:], language=language)
    codebook = next((known[(table, column)] for table in sheets.SHEETS[key].of if (table, column) in known), ("", ""))
    return (own, "") if own else codebook if codebook[0] else (general, "")


def _named(column: str, *, language: str) -> str:
    plain = re.sub("_label$", "", column)
    return _first((f"column.{plain}", f"reports.name_{plain}", f"question.{plain}"), language=language)


def _first(keys: Sequence[str], *, language: str) -> str:
    """The first of the sentences that there is; empty where there is none."""
    return next((found for key in keys if (found := say_or(language, key, otherwise=""))), "")


def _day(report: Report) -> str:
    return numbers.day(report.about.data_date, language=report.language)
