"""Rating, answer and theme columns: labels through their scales, codes beside them only compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from etl.clean.columns import Distinct, addresses, distinct
from etl.clean.labels import NUMBER, SPREADSHEET_ERROR, read_label, suggest
from etl.problems import say
from etl.reference import Column, Rating, Scale, fields, fold, missing_labels, scale

if TYPE_CHECKING:
    from etl.clean import Cells

#: A cell that says something, but nothing that its scale knows: neither a rating nor one of the kinds of missing.
UNREADABLE = Rating(None, None, "unreadable")
_RATINGS = {"row": pa.int64(), "variable": pa.string(), "stage": pa.string(), "scale": pa.string(),
            "code": pa.string(), "rank": pa.int32(), "label": pa.string(), "missing": pa.string(),
            "cell": pa.string()}  # fmt: skip
_ANSWERS = {"row": pa.int64(), "question": pa.string(), "answer": pa.string(), "flag": pa.bool_(),
            "missing": pa.string(), "cell": pa.string()}  # fmt: skip
_THEMES = {"row": pa.int64(), "theme_id": pa.string(), "missing": pa.string()}


def read_ratings(cells: Cells) -> tuple[pa.Table, pa.Table]:
    """The ratings of a commitments sheet and the answers of a process sheet; see Cleaned for their columns."""
    known, layout = cells.known, cells.known.layout
    ratings, answers = [_empty(_RATINGS)], [_empty(_ANSWERS)]
    for name, at in known.fields.items():
        about = fields()[name]
        if about.role != "rating":
            continue
        read_through = scale(layout.fields[name].scale or about.scale)
        column, meaning = _read(cells, at, read_through, layout.fields[name], known.codes.get(name))
        ratings.append(_table(_RATINGS, cells, at, column, {
            "variable": about.variable, "stage": about.stage, "scale": read_through.name,
            "code": [m.code for m in meaning], "rank": [m.rank for m in meaning], "label": column.texts,
            "missing": [m.missing for m in meaning],
        }))  # fmt: skip
    for name, at in known.questions.items():
        question = layout.questions[name]
        if question.type in ("yes_no", "flag"):
            column, meaning = _read(cells, at, scale(question.type), question, known.codes.get(name))
            flags = [None if m.code is None else m.code == "yes" for m in meaning]
        else:
            column = distinct(cells.column(at))
            meaning = [missing_labels().get(fold(t), Rating(None, None, None)) for t in column.texts]
            flags = [None] * len(meaning)
        answers.append(_table(_ANSWERS, cells, at, column, {
            "question": name, "answer": column.texts, "flag": flags, "missing": [m.missing for m in meaning],
        }))  # fmt: skip
    return pa.concat_tables(ratings), pa.concat_tables(answers)


def read_themes(cells: Cells) -> pa.Table:
    """Rows tagged with a theme, and rows where it is not known whether they are (with the kind of missing)."""
    found = [_empty(_THEMES)]
    flag = scale("flag")
    for theme_id, at in cells.known.themes.items():
        column, meaning = _read(cells, at, flag, None, None)
        places = column.rows_where([m.code != "no" for m in meaning])
        missing = [meaning[i].missing for i in column.places[places]]
        found.append(
            pa.table({
                "row": pa.array(cells.rows[places] + 1, pa.int64()),
                "theme_id": pa.array([theme_id] * len(places), pa.string()),
                "missing": pa.array(missing, pa.string()),
            })
        )  # fmt: skip
    return pa.concat_tables(found)


def _read(
    cells: Cells, at: int, through: Scale, column: Column | None, code_at: int | None
) -> tuple[Distinct, list[Rating]]:
    """The distinct labels of a column with what each means; problems for unknown labels and disagreeing codes."""
    shown = distinct(cells.column(at))
    meaning = shown.each(lambda text: read_label(text, through))
    broken = [
        m is None and bool(SPREADSHEET_ERROR.fullmatch(t.strip())) for t, m in zip(shown.texts, meaning, strict=True)
    ]
    cells.flag("warning", "cell_error", shown.rows_where(broken), at)
    for i, text in enumerate(shown.texts):
        if meaning[i] is None and not broken[i]:
            near = suggest(text, through)
            places = shown.rows_where([j == i for j in range(len(shown.texts))])
            cells.flag(
                "error", "label_unknown", places, at, expected=", ".join(through.canonical), scale=through.name,
                words="label_is_number" if NUMBER.fullmatch(text) else "",
                near=say("did_you_mean", near=near) if near else "",
            )  # fmt: skip
    settled = [m or UNREADABLE for m in meaning]
    if column is not None and code_at is not None:
        _compare_codes(cells, at, shown, settled, column, code_at)
    return shown, settled


def _compare_codes(
    cells: Cells, at: int, labels: Distinct, meaning: list[Rating], column: Column, code_at: int
) -> None:
    """A warning for each cell whose code says something else than its label. The label counts."""
    codes = distinct(cells.column(code_at))
    pairs, places = np.unique(labels.places.astype(np.int64) * len(codes.texts) + codes.places, return_inverse=True)
    for i, pair in enumerate(pairs.tolist()):
        label, code = divmod(pair, len(codes.texts))
        if meaning[label] is not UNREADABLE and not _agree(meaning[label], codes.texts[code], column):
            cells.flag(
                "warning", "code_disagrees", np.nonzero(places == i)[0], at,
                code=codes.texts[code], code_header=cells.header(code_at),
                means=_in_words(codes.texts[code], column),
            )  # fmt: skip


def _in_words(code: str, column: Column) -> str:
    """What a code means by the release's own table, or which kind of missing it stands for."""
    missing = missing_labels().get(fold(code))
    found = [missing.missing or ""] if missing else column.meanings(code.strip())
    return ", ".join(found) or say("clean_code_unknown")


def _agree(rating: Rating, code: str, column: Column) -> bool:
    missing = missing_labels().get(fold(code))
    if missing:
        return missing.missing == "blank" or rating.missing == missing.missing
    return rating.code is not None and rating.code in column.meanings(code.strip())


def _table(kinds: dict[str, pa.DataType], cells: Cells, at: int, column: Distinct, values: dict[str, Any]) -> pa.Table:
    """One row per cell of a column: constants repeated, lists (one entry a distinct text) spread over the rows."""
    arrays: dict[str, Any] = {"row": pa.array(cells.rows + 1, pa.int64()), "cell": addresses(at, cells.rows)}
    for name, value in values.items():
        spread = column.spread(value, kinds[name]) if isinstance(value, list) else None
        arrays[name] = spread if spread is not None else pa.repeat(pa.scalar(value, kinds[name]), len(cells.rows))
    return pa.table({name: arrays[name] for name in kinds})


def _empty(kinds: dict[str, pa.DataType]) -> pa.Table:
    return pa.schema(kinds).empty_table()
