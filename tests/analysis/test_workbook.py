"""A workbook to take away, opened again."""

import io
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.workbook import to_xlsx


def reopened(
    frame: pd.DataFrame, *, language: str = "en", about: tuple[tuple[str, str], ...] = ()
) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, about=about, language=language)))


def test_the_first_sheet_says_what_the_second_holds() -> None:
    frame = pd.DataFrame({"year": [2014, 2015], "completion_label": ["Limited", None], "share": [0.25, float("nan")]})
    book = reopened(frame, about=(("Filters", "Kenya\nplan 2"), ("Data date", "2024-10-01")))
    assert book.sheetnames == ["About", "Data"]
    assert [[cell.value for cell in row[:2]] for row in book["About"].iter_rows()] == [
        ["Filters", "Kenya plan 2"],
        ["Data date", "2024-10-01"],
        [None, None],
        ["Columns", None],
        ["year", "Year"],
        ["completion_label", "Completion, in words"],
        ["share", "Share"],
    ]
    assert list(book["Data"].values) == [
        ("year", "completion_label", "share"),
        (2014, "Limited", 0.25),
        (2015, None, None),
    ]
    assert (book["Data"]["C2"].number_format, book["Data"].auto_filter.ref) == ("0.0%", "A1:C3")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "\t=1", '=HYPERLINK("http://x")'])
def test_a_text_is_never_a_formula(text: str) -> None:
    book = reopened(pd.DataFrame({text: [text]}), about=((text, text),))
    for cell in (book["About"]["A1"], book["About"]["B1"], book["Data"]["A1"], book["Data"]["A2"]):
        assert (cell.data_type, cell.quotePrefix, cell.value.strip()) == ("s", True, text.strip())


def test_values_keep_their_kind_and_bad_letters_go() -> None:
    row = {
        "a": np.int64(3), "b": True, "c": datetime(2024, 1, 2, 3, 4), "d": date(2024, 1, 2), "e": ["x", "=y"],
        "f": "bell\x07", "g": "x" * 40_000, "h": pd.NaT, "i": pd.NA,
    }  # fmt: skip
    found = list(reopened(pd.DataFrame({k: pd.Series([v], dtype=object) for k, v in row.items()}))["Data"].values)[1]
    assert found[:3] == (3, True, datetime(2024, 1, 2, 3, 4))
    assert found[3] in (date(2024, 1, 2), datetime(2024, 1, 2))
    assert found[4:6] == ("x; =y", "bell ")
    assert (len(found[6]), found[7:]) == (32_000, (None, None))


def test_a_frame_without_rows_or_columns_is_a_file_too() -> None:
    assert list(reopened(pd.DataFrame({"n": []}))["Data"].values) == [("n",)]
    assert reopened(pd.DataFrame(), language="fr").sheetnames == ["À propos", "Données"]
