"""The workbook for a meeting, opened again and read."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.workbook import Workbook as Book

from analysis import meeting_workbook
from analysis.cells import LONGEST_CELL, LONGEST_NAME, sheet_names

HOSTILE = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u00a0@x")
#: As a workbook gives them back: XML knows no carriage return inside a text.
READ_BACK = {"\r=1+1": ("\r=1+1", "\n=1+1", "=1+1")}


def rows(
    *texts: str,
    member: str = "KEN",
    institution: str = "Treasury",
    running: bool = False,
    state: str = "stalled_confirmed",
) -> pd.DataFrame:
    """One row per text, which stands in its title, reason why and themes."""
    return pd.DataFrame(
        {
            "commitment_id": [f"{member}{n}" for n in range(len(texts))],
            "state": state,
            "stall_state": "■ Stalled, confirmed",
            "member_id": member,
            "member": {"KEN": "Kenya", "GBR": "United Kingdom"}[member],
            "plan_number": 2,
            "commitment": list(texts),
            "lead_institution": institution,
            "since": pd.Timestamp(2016, 6, 30),
            "why": list(texts),
            "file_name": "release.xlsx",
            "overlays": "",
            "themes": list(texts),
            "elapsed_share": pd.array([0.5 if running else None] * len(texts), dtype="Float64"),
            "due": pd.Timestamp(2025, 6, 30) if running else pd.NaT,
            "since_is_estimated": False,
            "due_is_estimated": running,
        }
    )


def opened(frame: pd.DataFrame, *, mark: str = "", most: int = 40, language: str = "en") -> Book:
    cover = [("Filters", "=HYPERLINK(1)"), ("As of", "3 July 2024")]
    made = meeting_workbook.build(frame, cover=cover, mark=mark, footer="Data of 2024", language=language, most=most)
    return load_workbook(io.BytesIO(made))


def test_the_cover_says_what_it_is_and_where_everything_is() -> None:
    book = opened(pd.concat([rows("A", "B"), rows("C", member="GBR")]), mark="Demonstration data")
    assert book.sheetnames == ["Cover", "KEN Treasury", "GBR Treasury"]
    assert [[c.value for c in row if c.value is not None] for row in book["Cover"].iter_rows()] == [
        ["Commitments for discussion"],
        ["Demonstration data"],
        [],
        ["Filters", "=HYPERLINK(1)"],
        ["As of", "3 July 2024"],
        [],
        [
            "Sheet", "Lead institution", "Commitments", "Stalled, confirmed", "Stalled, likely", "At risk",
            "Other states",
        ],
        ["KEN Treasury", "Treasury · Kenya", 2, 2, 0, 0, 0],
        ["GBR Treasury", "Treasury · United Kingdom", 1, 1, 0, 0, 0],
    ]  # fmt: skip
    assert book["Cover"]["A8"].hyperlink.location == "'KEN Treasury'!A1"
    assert book["Cover"]["B4"].data_type == "s"


def test_sheets_with_the_most_to_talk_about_come_first() -> None:
    frame = pd.concat(
        [
            rows("A", "B", "C", institution="Done", state="complete"),
            rows("D", institution="Watch", state="at_risk"),
            rows("E", institution="Stuck", state="stalled_likely"),
            rows("F", "G", institution="Stuck"),
            rows("H", institution="Also", state="at_risk"),
            rows("I", institution="Watch", state="nearly"),
        ]
    )
    book = opened(frame)
    assert book.sheetnames == ["Cover", "Stuck", "Watch", "Also", "Done"]
    listed = [[cell.value for cell in row][2:] for row in book["Cover"].iter_rows(min_row=6)][1:]
    assert listed == [[3, 2, 1, 0, 0], [2, 0, 0, 1, 1], [1, 0, 0, 1, 0], [3, 0, 0, 0, 3]]


def test_a_sheet_has_its_rows_and_empty_columns_to_fill_in() -> None:
    sheet = opened(rows("Open registers"), mark="Demonstration data")["Treasury"]
    assert [c.value for c in sheet[4]] == [
        "State", "Plan", "Commitment", "Since", "Why", "Also", "Themes", "File", "Reason", "Next step", "Owner", "Date",
        "Id",
    ]  # fmt: skip
    assert [c.value for c in sheet[5]] == [
        "■ Stalled, confirmed", 2, "Open registers", pd.Timestamp(2016, 6, 30).to_pydatetime(), "Open registers", None,
        "Open registers", "release.xlsx", None, None, None, None,
        "KEN0",
    ]  # fmt: skip
    assert (sheet["A1"].value, sheet["A2"].value) == ("Treasury · Kenya", "Demonstration data")


def test_a_running_plan_has_two_columns_more() -> None:
    sheet = opened(rows("A", running=True))["Treasury"]
    found = {head.value: cell for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert (found["Due"].value.date(), found["Time passed"].value) == (date(2025, 6, 30), 0.5)
    assert found["Time passed"].number_format == "0%"


def test_a_day_that_is_estimated_is_marked_and_stays_a_day() -> None:
    sheet = opened(rows("A", running=True))["Treasury"]
    found = {head.value: cell for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert (found["Since"].number_format, found["Due"].number_format) == ("yyyy-mm-dd", '"≈ "yyyy-mm-dd')
    assert found["Due"].value.date() == date(2025, 6, 30)


def test_a_sheet_is_ready_to_print() -> None:
    for sheet in opened(rows("A"), mark="Demonstration data").worksheets[1:]:
        assert sheet.freeze_panes == "A5"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text == "Demonstration data · Data of 2024"
        assert sheet["C5"].alignment.wrap_text
        assert all(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKL")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    frame = rows(text, institution=text)
    book = opened(frame)
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    cell = book.worksheets[1]["C5"]
    assert cell.value in READ_BACK.get(text, (text,))
    assert cell.quotePrefix
    assert not book.worksheets[1]["A5"].quotePrefix


def test_nothing_in_the_file_is_a_formula_or_a_link_outwards() -> None:
    made = meeting_workbook.build(rows(*HOSTILE), cover=[], mark="", footer="&D", language="en")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<f " in part for part in parts.values())
    assert not any(b'TargetMode="External"' in part for part in parts.values())


def test_control_characters_and_endless_texts_are_survived() -> None:
    sheet = opened(rows("A\x00B\x1f", "x" * 100_000))["Treasury"]
    assert sheet["C5"].value == "A B "
    assert len(sheet["C6"].value) == LONGEST_CELL


def test_very_many_institutions_share_a_sheet_that_says_so() -> None:
    frame = pd.concat([rows("A", "B", institution="Big"), *(rows("C", institution=f"Small {n}") for n in range(5))])
    book = opened(frame, most=3)
    assert book.sheetnames == ["Cover", "Big", "Small 0", "Small 1", "Other institutions"]
    rest = book["Other institutions"]
    assert rest["A1"].value == "3 other institutions"
    assert [rest.cell(4, n).value for n in (1, 2)] == ["Member", "Lead institution"]
    assert [rest.cell(n, 2).value for n in (5, 6, 7)] == ["Small 2", "Small 3", "Small 4"]
    listed = [[cell.value for cell in row] for row in book["Cover"].iter_rows(min_row=7)]
    assert listed[-1] == ["Other institutions", "3 other institutions", 3, 3, 0, 0, 0]
    assert sum(int(n) for _, _, n, *_ in listed) == len(frame)


def test_every_language_has_its_headings() -> None:
    assert opened(rows("A"), language="es")["Treasury"]["I4"].value == "Motivo"
    assert opened(rows("A"), language="fr").sheetnames == ["Couverture", "Treasury"]


def test_sheet_names_are_told_apart() -> None:
    long = "Ministry of Finance and Economic Planning"
    assert sheet_names(["Cover", long, f"{long} 2", "a/b:c", "A B C", "'x'", "", "History"]) == [
        "Cover", "Ministry of Finance and Economi", "Ministry of Finance and Eco (2)", "a b c", "A B C (2)", "x", "-",
        "History -",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_names_can_be_sheets(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    book = Workbook()
    for name in names:
        assert 1 <= len(name) <= LONGEST_NAME
        assert book.create_sheet(name).title == name
