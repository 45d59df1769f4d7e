"""Cells become facts: codes, days, keys, or a reason why not. Every row can be found again in its sheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.clean import keys
from etl.clean.columns import Distinct, addresses, distinct
from etl.clean.corrections import correct
from etl.clean.dates import read_days
from etl.clean.labels import SPREADSHEET_ERROR
from etl.clean.ratings import read_ratings, read_themes
from etl.clean.sorting import sort_rows
from etl.clean.texts import CONTROL, LONGEST_CELL, UNTIDY, tidy
from etl.problems import Problem, quiet, say, shorten
from etl.recognise import Recognised, address
from etl.reference import fields, fold, unspecified

#: Text fields that become one line; the others keep their paragraphs.
ONE_LINE = ("ogp_id", "title", "short_title", "lead_institution", "supporting_institutions", "url", "number")
#: Fields in which "None specified" and the like mean that nothing is said.
MAY_BE_UNSPECIFIED = (
    "full_text",
    "title",
    "short_title",
    "lead_institution",
    "supporting_institutions",
    "url",
    "ogp_id",
)


@dataclass(frozen=True)
class Cleaned:
    """One sheet's records. Tables are keyed by `row`, the sheet's row number counted from 1.

    commitments: row, member_id, plan_number, number, ogp_id, year, end_year, duration, plan_starts, plan_ends, title,
    short_title, full_text, lead_institution, supporting_institutions, url, start_date, start_text, end_date, end_text
    ratings: row, variable, stage, scale, code, rank, label, missing, cell
    themes: row, theme_id, missing (null where tagged)
    answers: row, question, answer, flag, missing, cell (a process sheet has these instead of ratings and themes)
    """

    known: Recognised
    commitments: pa.Table
    ratings: pa.Table
    themes: pa.Table
    answers: pa.Table
    rows_read: int
    rows_rejected: int
    rows_skipped: int
    problems: list[Problem] = field(default_factory=list)


class Cells:
    """The mapped cells of the rows being read, column by column, and the problems met on the way."""

    def __init__(self, known: Recognised, rows: np.ndarray, problems: list[Problem]) -> None:
        self.known, self.rows, self.problems = known, rows, problems
        self._whole = len(rows) == known.sheet.table.num_rows - known.header.row - 1
        self._corrected: dict[int, pa.Array] = {}

    def column(self, at: int) -> pa.Array:
        """The raw text of one column for the rows being read, corrected where a known error is on record."""
        if at in self._corrected:
            return self._corrected[at]
        column = self.known.sheet.table.column(at).slice(self.known.header.row + 1).combine_chunks()
        return column if self._whole else column.take(pa.array(self.rows - self.known.header.row - 1))

    def replace(self, at: int, place: int, text: str) -> None:
        """Put `text` in place of what one cell says."""
        cells = self.column(at).to_pylist()
        cells[place] = text
        self._corrected[at] = pa.array(cells, pa.string())

    def narrowed(self, places: np.ndarray) -> "Cells":
        """The same cells for some of the rows only, corrections included."""
        fewer = Cells(self.known, self.rows[places], self.problems)
        fewer._corrected = {at: column.take(pa.array(places)) for at, column in self._corrected.items()}
        return fewer

    def distinct(self, name: str) -> Distinct | None:
        """The distinct texts of a field's column; None where the layout does not map the field."""
        at = self.known.fields.get(name)
        return None if at is None else distinct(self.column(at))

    def header(self, at: int) -> str:
        """The header of a column as the sheet writes it."""
        return self.known.header.names[at]

    def flag(self, severity: str, key: str, places: np.ndarray, at: int, *, words: str = "", **facts: Any) -> None:
        """Record problem `key` for the cells of column `at` in the given rows (places among the rows being read), in
        its own sentence or in that of `words`.
        """
        column = self.column(at)
        for place in places.tolist():
            value = column[place].as_py()
            cell = address(int(self.rows[place]), at)
            sheet, header = self.known.sheet.name, self.header(at)
            message = say(
                f"clean_{words or key}", sheet=sheet, cell=cell, header=shorten(header), value=shorten(value),
                layout=self.known.layout.id, **facts,
            )  # fmt: skip
            self.problems.append(Problem(severity, key, sheet, cell, header, value[:500], message))


def clean(known: Recognised, *, progress: Callable[[str, int], None] = quiet) -> Cleaned:
    """Read every record of a recognised sheet. Rows without a member or a plan, and rows of a text file that are torn,
    are rejected, with a problem each.
    """
    problems: list[Problem] = list(known.problems)
    records = sort_rows(known)
    problems += [*records.skipped, *records.moved]
    cells = Cells(known, records.kept, problems)
    whole = ~_ragged(cells)
    _uncached(cells)
    correct(cells)
    progress("keys", len(records.kept))
    found = _keys(cells)
    known_keys = np.array([m is not None and p is not None for m, p in zip(*found[:2], strict=True)], bool)
    accepted = np.nonzero(known_keys & whole)[0]
    rejected = len(records.kept) - len(accepted)
    if rejected:
        cells = cells.narrowed(accepted)
    pick = pa.array(accepted)
    members, plans = pa.array(found[0], pa.string()).take(pick), pa.array(found[1], pa.int32()).take(pick)
    columns: dict[str, Any] = {"row": pa.array(cells.rows + 1), "member_id": members, "plan_number": plans}
    progress("texts", len(accepted))
    for f in fields().values():
        if f.role == "plan":
            columns[f.name] = _plan_column(cells, f.name)
            if f.name == "year":
                _one_year_a_plan(cells, columns)
        elif f.role == "date":
            columns[f"{f.name}_date"], columns[f"{f.name}_text"] = _dates(cells, f.name)
        elif f.role == "text" or f.name in ("number", "ogp_id"):
            columns[f.name] = _texts(cells, f.name)
    if known.layout.kind == "commitments":
        columns["title"] = _titles(cells, columns)
        _dates_in_order(cells, columns)
    progress("ratings", len(accepted))
    ratings, answers = read_ratings(cells)
    tags = read_themes(cells)
    rows_read = len(records.kept) + len(records.skipped)
    return Cleaned(
        known, pa.table(columns), ratings, tags, answers, rows_read, rejected, len(records.skipped), problems
    )


def _keys(cells: Cells) -> tuple[list[str | None], list[int | None]]:
    """Member and plan number of each row, and a problem for each that cannot be known."""
    member, plan = cells.distinct("member"), cells.distinct("plan_number")
    assert member
    assert plan
    names = member.each(keys.member_id)
    member_ids = [names[i] for i in member.places]
    numbers = plan.each(keys.plan_number)
    plan_numbers = [numbers[i] for i in plan.places]
    codes, plan_codes = cells.distinct("member_code"), cells.distinct("plan_code")
    for place in [i for i, m in enumerate(member_ids) if m is None]:
        name = member.texts[member.places[place]]
        code = codes.texts[codes.places[place]] if codes else ""
        member_ids[place] = keys.member_id(name, code=code)
        at, here = cells.known.fields["member"], np.array([place])
        if member_ids[place]:
            words = "" if name.strip() else "member_blank_by_code"
            cells.flag("warning", "member_by_code", here, at, words=words, code=code, member=member_ids[place])
        elif fold(name) in unspecified():
            cells.flag("error", "member_missing", here, at)
        else:
            near = keys.nearest_member(name)
            cells.flag("error", "member_unknown", here, at, near=say("did_you_mean", near=near) if near else "")
    for place in [i for i, p in enumerate(plan_numbers) if p is None]:
        code = plan_codes.texts[plan_codes.places[place]] if plan_codes else ""
        plan_numbers[place] = keys.plan_number_from_code(code)
        at, here = cells.known.fields["plan_number"], np.array([place])
        if plan_numbers[place]:
            cells.flag("warning", "plan_by_code", here, at, code=code, plan=plan_numbers[place])
        else:
            cells.flag("error", "plan_missing", here, at)
    return member_ids, plan_numbers


def _plan_column(cells: Cells, name: str) -> pa.Array:
    """A year, a number of years or a day of the plan; null where missing, a problem where it cannot be read."""
    is_day = name in ("plan_starts", "plan_ends")
    kind = pa.date32() if is_day else pa.int32()
    column = cells.distinct(name)
    if column is None:
        return pa.nulls(len(cells.rows), kind)
    readers: dict[str, Callable[[str], Any]] = {"duration": keys.length, "year": keys.year, "end_year": keys.year}
    values: list[Any] = [day.day for day in read_days(column.counted())[0]] if is_day else column.each(readers[name])
    wrong = [v is None and fold(t) not in unspecified() for v, t in zip(values, column.texts, strict=True)]
    cells.flag("warning", "plan_fact_unreadable", column.rows_where(wrong), cells.known.fields[name])
    return column.spread(values, kind)


def _texts(cells: Cells, name: str) -> pa.Array:
    """A column of text, tidied; null where it says nothing."""
    at = cells.known.fields.get(name)
    if at is None:
        return pa.nulls(len(cells.rows), pa.string())
    column = cells.column(at)
    wrong = UNTIDY if name not in ONE_LINE else rf"{UNTIDY}|\n"
    untidy = np.array(pc.match_substring_regex(column, wrong), dtype=bool)
    too_long = np.nonzero(np.array(pc.greater(pc.utf8_length(column), LONGEST_CELL)))[0]
    cells.flag("note", "text_very_long", too_long, at, limit=LONGEST_CELL)
    controlled = np.nonzero(np.array(pc.match_substring_regex(column, CONTROL)))[0]
    cells.flag("note", "control_characters", controlled, at)
    before = column.filter(pa.array(untidy)).to_pylist()
    tidied = [tidy(text, lines=name not in ONE_LINE) for text in before]
    column = pc.replace_with_mask(column, pa.array(untidy), pa.array(tidied, pa.string())) if tidied else column
    short = pc.less_equal(pc.utf8_length(column), 40)
    shown = distinct(pc.if_else(short, column, "…"))
    broken = [bool(SPREADSHEET_ERROR.fullmatch(t)) for t in shown.texts]
    cells.flag("warning", "cell_error", shown.rows_where(broken), at)
    nothing = unspecified() if name in MAY_BE_UNSPECIFIED else {""}
    empty = [fold(t) in nothing or b for t, b in zip(shown.texts, broken, strict=True)]
    if name == "number":
        dated = [bool(keys.DATED_NUMBER.fullmatch(t)) for t in shown.texts]
        cells.flag("warning", "number_is_date", shown.rows_where(dated), at)
        numbers = shown.each(keys.commitment_number)
        return shown.spread([None if e else n for n, e in zip(numbers, empty, strict=True)], pa.string())
    return pc.if_else(shown.spread(empty, pa.bool_()), None, column)


def _dates(cells: Cells, name: str) -> tuple[pa.Array, pa.Array]:
    """The day and the text of a date column. What cannot be known keeps its text, and a problem says why."""
    column = cells.distinct(name)
    if column is None:
        return pa.nulls(len(cells.rows), pa.date32()), pa.nulls(len(cells.rows), pa.string())
    days, shown = read_days(column.counted())
    at = cells.known.fields[name]
    for doubt in ("date_ambiguous", "date_impossible", "date_serial"):
        places = column.rows_where([d.doubt == doubt for d in days])
        for place in places.tolist():
            found = days[column.places[place]]
            cells.flag(
                "warning", doubt, np.array([place]), at, words="date_swapped" if found.typed else "", day=found.day,
                typed=found.typed, month_first=shown.month_first, day_first=shown.day_first,
            )  # fmt: skip
    written = [d.typed or t for d, t in zip(days, column.texts, strict=True)]
    broken = [bool(SPREADSHEET_ERROR.fullmatch(t.strip())) for t in written]
    cells.flag("warning", "cell_error", column.rows_where(broken), at)
    texts = [None if b or not t.strip() else tidy(t, lines=False) for t, b in zip(written, broken, strict=True)]
    return column.spread([d.day for d in days], pa.date32()), column.spread(texts, pa.string())


def _dates_in_order(cells: Cells, columns: dict[str, Any]) -> None:
    """A warning for each commitment that ends before it starts. Both days stay as they are read."""
    turned = np.nonzero(np.array(pc.fill_null(pc.less(columns["end_date"], columns["start_date"]), False)))[0]
    for place in turned.tolist():
        start = columns["start_date"][place].as_py()
        cells.flag("warning", "dates_out_of_order", np.array([place]), cells.known.fields["end"], start=start)


def _titles(cells: Cells, columns: dict[str, Any]) -> pa.Array:
    """The title, else the short title; a warning where a commitment has neither."""
    title = pc.coalesce(columns["title"], columns["short_title"])
    untitled = np.nonzero(np.array(pc.is_null(title)))[0]
    at = cells.known.fields.get("title", cells.known.fields.get("short_title"))
    if at is not None:
        cells.flag("warning", "title_missing", untitled, at)
    return title


def _uncached(cells: Cells) -> None:
    """A warning for each mapped cell whose formula has no stored value: the cell is read as blank."""
    if not cells.known.sheet.uncached:
        return
    for at in {*cells.known.fields.values(), *cells.known.questions.values(), *cells.known.themes.values()}:
        where = addresses(at, cells.rows).to_pylist()
        here = [i for i, a in enumerate(where) if a in cells.known.sheet.uncached]
        cells.flag("warning", "formula_without_value", np.array(here, dtype=np.int64), at)


def _ragged(cells: Cells) -> np.ndarray:
    """Which records say something beyond the last header: all their cells may stand in wrong columns. An error for each
    of these, a warning for each other whose number of cells differs from that of most records (text files only).
    """
    sheet, names = cells.known.sheet, cells.known.header.names
    beyond = range(max(i for i, name in enumerate(names) if name) + 1, sheet.table.num_columns)
    torn = np.zeros(len(cells.rows), dtype=bool)
    for place in np.nonzero(np.isin(cells.rows + 1, sheet.ragged))[0].tolist():
        row = int(cells.rows[place])
        outside = [(i, text) for i in beyond if (text := sheet.table.column(i)[row].as_py()).strip()]
        if outside:
            torn[place] = True
            where, text = address(row, outside[0][0]), outside[0][1]
            message = say("clean_row_torn", sheet=sheet.name, row=row + 1, cell=where, value=shorten(text))
            cells.problems.append(Problem("error", "row_torn", sheet.name, where, "", text[:500], message))
        else:
            message = say("clean_row_ragged", sheet=sheet.name, row=row + 1)
            cells.problems.append(Problem("warning", "row_ragged", sheet.name, f"A{row + 1}", "", "", message))
    return torn


def _one_year_a_plan(cells: Cells, columns: dict[str, Any]) -> None:
    """A warning for each plan whose rows give no year of submission, or more than one, of which most rows decide."""
    at = cells.known.fields.get("year")
    sheet, header = cells.known.sheet.name, cells.header(at) if at is not None else "year"
    seen = pa.table({"member": columns["member_id"], "plan": columns["plan_number"], "year": columns["year"]})
    by_plan: dict[str, dict[int, int]] = {}
    for row in seen.group_by(["member", "plan", "year"]).aggregate([([], "count_all")]).to_pylist():
        years = by_plan.setdefault(f"{row['member']}-{row['plan']}", {})
        if row["year"] is not None:
            years[row["year"]] = row["count_all"]
    for plan, years in sorted(by_plan.items()):
        if not years:
            message = say("clean_plan_year_missing", sheet=sheet, header=header, plan=plan)
            cells.problems.append(Problem("warning", "plan_year_missing", sheet, "", header, plan, message))
        elif len(years) > 1:
            most = max(sorted(years), key=lambda y: years[y])
            listed = ", ".join(f"{y} ({years[y]})" for y in sorted(years))
            message = say("clean_plan_years_differ", sheet=sheet, header=header, plan=plan, years=listed, year=most)
            cells.problems.append(Problem("warning", "plan_years_differ", sheet, "", header, listed, message))
