"""Cells of workbooks: what they say, at their address, in every format."""

import datetime
import hashlib
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.problems import Unusable
from etl.read import Limits, Sheet, read
from etl.read.texts import text_of
from etl.read.workbook import as_text
from tests.etl.read import making


def only(path: Path) -> Sheet:
    """The one sheet of a file."""
    (sheet,) = read(path).sheets
    return sheet


def rows(sheet: Sheet) -> list[list[str]]:
    """The cells of a sheet, row by row."""
    return [list(row.values()) for row in sheet.table.to_pylist()]


def started(name: str = "Data") -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook of openpyxl with its first sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    return book, sheet


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("007", "007"),
        ("N/A", "N/A"),
        ("  kept ", "  kept "),
        (1.0, "1"),
        (4.1, "4.1"),
        (4.1 * 3 / 3, "4.1"),
        (-0.0, "0"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
        (2.0**53, "9007199254740992"),
        (1e20, "100000000000000000000"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime.date(2014, 6, 1), "2014-06-01"),
        (datetime.datetime(2014, 6, 1), "2014-06-01"),
        (datetime.datetime(2014, 6, 1, 10, 30), "2014-06-01T10:30:00"),
        (datetime.datetime(2014, 6, 1, 10, 29, 59, 999_600), "2014-06-01T10:30:00"),
        (datetime.datetime(2014, 5, 31, 23, 59, 59, 999_600), "2014-06-01"),
        (datetime.time(10, 30), "10:30:00"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        (-datetime.timedelta(minutes=90), "-01:30:00"),
    ],
)
def test_text_of(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (("a", "", "1.0"), ["a", "", "1.0"]),
        ((1.0, -2.0, 0.0), ["1", "-2", "0"]),
        ((1.0, 4.1), ["1", "4.1"]),
        ((1.0, 1e20), ["1", "100000000000000000000"]),
        ((1.0, "", "NR"), ["1", "", "NR"]),
        ((1.0, True, "x"), ["1", "TRUE", "x"]),
        ((True, False), ["TRUE", "FALSE"]),
        ((float("inf"), float("nan"), 1.5), ["inf", "nan", "1.5"]),
        ((3, 1.0), ["3", "1"]),
    ],
)
def test_columns_of_every_mixture(values: tuple[Any, ...], texts: list[str]) -> None:
    assert as_text(values).to_pylist() == texts


def test_cells_keep_their_address_where_the_sheet_begins_late(tmp_path: Path) -> None:
    book, sheet = started()
    sheet["C4"], sheet["E6"] = "first", 2
    book.save(tmp_path / "a.xlsx")
    read_sheet = only(tmp_path / "a.xlsx")
    assert read_sheet.table.column_names == ["A", "B", "C", "D", "E"]
    assert rows(read_sheet) == [
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "", "first", "", ""],
        ["", "", "", "", ""],
        ["", "", "", "", "2"],
    ]


def test_late_beginning_in_ods_xls_and_xlsb(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    making.ods(
        tmp_path / "a.ods",
        making.ods_table(
            "Data", making.ods_row("<table:table-cell/>", repeated=2), making.ods_row(empty, making.ods_text("x"))
        ),
    )
    making.xls(tmp_path / "a.xls", {"Data": [[], [], [None, None, "x"]]})
    making.xlsb(tmp_path / "a.xlsb", [[], [], [None, None, "x"]])
    for ending in ("ods", "xls", "xlsb"):
        sheet = only(tmp_path / f"a.{ending}")
        assert rows(sheet) == [["", "", ""], ["", "", ""], ["", "", "x"]], ending
        assert sheet.name == "Data"


def test_every_format_says_the_same(tmp_path: Path) -> None:
    cells: list[list[making.Cell]] = [
        ["Country", "Number", "Rated", "Formula"],
        ["Côte d’Ivoire", 4.1, True, "#N/A"],
        ["Ghana", 2.0, False, "#DIV/0!"],
    ]
    making.xls(tmp_path / "a.xls", {"Data": cells})
    making.xlsb(tmp_path / "a.xlsb", cells)
    book, sheet = started()
    for row in cells:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    book.save(tmp_path / "a.xlsm")

    def ods_cell(cell: making.Cell) -> str:
        if isinstance(cell, bool):
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell).lower()}"/>'
        if isinstance(cell, float):
            return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
        if str(cell).startswith("#"):
            return (
                '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
                f' calcext:value-type="error"><text:p>{cell}</text:p></table:table-cell>'
            )
        return making.ods_text(str(cell))

    making.ods(tmp_path / "a.ods", making.ods_table("Data", *(making.ods_row(*map(ods_cell, row)) for row in cells)))
    expected = [
        ["Country", "Number", "Rated", "Formula"],
        ["Côte d’Ivoire", "4.1", "TRUE", "#N/A"],
        ["Ghana", "2", "FALSE", "#DIV/0!"],
    ]
    for ending in ("xlsx", "xlsm", "xlsb", "xls", "ods"):
        sheet_read = only(tmp_path / f"a.{ending}")
        assert rows(sheet_read) == expected, ending
        assert sheet_read.errors == {"D2": "#N/A", "D3": "#DIV/0!"}, ending
        assert sheet_read.uncached == frozenset(), ending


def test_hidden_and_very_hidden_sheets_are_not_visible(tmp_path: Path) -> None:
    book, first = started("Shown")
    first["A1"] = "x"
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet["A1"], sheet.sheet_state = "x", state
    book.save(tmp_path / "a.xlsx")
    found = {sheet.name: sheet.visible for sheet in read(tmp_path / "a.xlsx").sheets}
    assert found == {"Shown": True, "hidden": False, "veryHidden": False}
    making.xls(tmp_path / "a.xls", {"Shown": [["x"]], "Not": [["x"]]}, hidden=["Not"])
    assert [sheet.visible for sheet in read(tmp_path / "a.xls").sheets] == [True, False]


def test_chart_sheets_are_left_out(tmp_path: Path) -> None:
    book, sheet = started()
    sheet["A1"] = "x"
    book.create_chartsheet("Chart")
    book.save(tmp_path / "a.xlsx")
    assert [s.name for s in read(tmp_path / "a.xlsx").sheets] == ["Data"]


def test_merged_cells(tmp_path: Path) -> None:
    book, sheet = started()
    sheet["B2"], sheet["A4"] = "group", "x"
    sheet.merge_cells("B2:D3")
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx").merged == ((1, 1, 2, 3),)
    making.xlsb(tmp_path / "a.xlsb", [["x", "y", "z"]], merged=[(0, 1, 0, 2)])
    assert only(tmp_path / "a.xlsb").merged == ((0, 1, 0, 2),)
    wide = (
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"'
        ' office:value-type="string"><text:p>group</text:p></table:table-cell><table:covered-table-cell/>'
    )
    making.ods(tmp_path / "a.ods", making.ods_table("Data", making.ods_row(making.ods_text("x"), wide)))
    assert only(tmp_path / "a.ods").merged == ((0, 1, 2, 2),)


def test_odd_texts_survive_exactly(tmp_path: Path) -> None:
    texts = [
        "x" * 32_767,
        "\u202eعربي עברית\u202c",
        "broken \ufffd here",
        "no\u00a0break\u2007space",
        "line\nbreak and \ttab",
        " leading and trailing ",
        "=SUM(A1)",
        "emoji 🏛️ and Ελληνικά",
        "<br/>&amp;<script>",
    ]
    data = "".join(making.xlsx_row(i, text) for i, text in enumerate(texts, start=1))
    sheet = only(making.packed(tmp_path / "a.xlsx", making.xlsx_parts(data)))
    assert sheet.table.column("A").to_pylist() == texts
    making.xls(tmp_path / "a.xls", {"Data": [[text[:4_000]] for text in texts]})
    assert only(tmp_path / "a.xls").table.column("A").to_pylist() == [text[:4_000] for text in texts]


def test_control_characters_survive(tmp_path: Path) -> None:
    # XML cannot hold them; Excel writes them as _x0001_. The older format holds them as they are.
    making.xls(tmp_path / "a.xls", {"Data": [["a\x01b\x00c\x1fd"]]})
    assert only(tmp_path / "a.xls").table.column("A").to_pylist() == ["a\x01b\x00c\x1fd"]
    row = making.xlsx_row(1, "a_x0001_b_x000D_c")
    sheet = only(making.packed(tmp_path / "a.xlsx", making.xlsx_parts(row)))
    assert sheet.table.column("A").to_pylist() == ["a\x01b\rc"]


def test_text_of_a_hundred_thousand_characters(tmp_path: Path) -> None:
    long = "commitment " * 10_000
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_parts(making.xlsx_row(1, "x", long)))
    assert only(path).table.column("B").to_pylist() == [long]


def test_limits_of_rows_columns_and_characters(tmp_path: Path) -> None:
    data = making.xlsx_row(1, "a", "b", "c") + making.xlsx_row(5, "x", "é" * 50)
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_parts(data))
    with pytest.raises(Unusable, match=r"sheet “Sheet 1” has 5 rows; at most 4 are read"):
        read(path, limits=Limits(rows=4))
    with pytest.raises(Unusable, match=r"sheet “Sheet 1” has 3 columns; at most 2 are read"):
        read(path, limits=Limits(columns=2))
    with pytest.raises(Unusable, match=r"cell Sheet 1!B5 holds 50 characters; at most 49 are read"):
        read(path, limits=Limits(characters=49))
    assert read(path, limits=Limits(rows=5, columns=3, characters=50)).sheets[0].table.num_rows == 5


def test_more_rows_than_one_batch(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for i in range(4_500):
        sheet.append([i, f"row {i}", None if i % 3 else i / 4])
    book.save(tmp_path / "a.xlsx")
    told: list[tuple[str, int]] = []
    found = read(tmp_path / "a.xlsx", progress=lambda step, done: told.append((step, done)))
    table = found.sheets[0].table
    assert table.column("A").to_pylist() == [str(i) for i in range(4_500)]
    assert table.column("C")[4_497].as_py() == "1124.25"
    assert table.column("C")[4_498].as_py() == ""
    assert told == [("read", 2_000), ("read", 4_000), ("read", 4_500)]


def openpyxl_text(value: object) -> str:
    """What openpyxl read, as our tables would say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    return text_of(value)


def test_both_readers_agree(tmp_path: Path) -> None:
    choice = random.Random(7)
    pool: list[object] = [
        None, "", "007", "N/A", "text", "é\nü", 0, 1, 12.5, 4.1, 1e-7, 123_456_789, True, False, "#N/A", "#REF!",
        datetime.date(2019, 2, 28), datetime.datetime(2020, 2, 29, 23, 59, 58), datetime.time(8, 15),
        datetime.timedelta(hours=49, minutes=1),
    ]  # fmt: skip
    book, sheet = started()
    for row in range(1, 301):
        for column in range(1, 21):
            sheet.cell(row + 2, column + 1).value = choice.choice(pool)  # type: ignore[assignment]
    book.save(tmp_path / "a.xlsx")
    ours = only(tmp_path / "a.xlsx")
    theirs = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[0]
    expected = [
        [openpyxl_text(theirs.cell(r, c).value) for c in range(1, ours.table.num_columns + 1)]
        for r in range(1, ours.table.num_rows + 1)
    ]
    assert rows(ours) == expected
    errors = {cell.coordinate: cell.value for line in theirs.iter_rows() for cell in line if cell.data_type == "e"}
    assert ours.errors == errors
    assert len(errors) > 300


def test_book_says_what_it_is(tmp_path: Path) -> None:
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_parts(making.xlsx_row(1, "x")))
    first, second = read(path), read(path)
    assert (first.name, first.format, first.path, first.address) == ("a.xlsx", "xlsx", path, None)
    assert len(first.sha256) == 64
    assert first.sha256 == second.sha256
    (tmp_path / "b.csv").write_bytes(b"a,b\n")
    assert read(tmp_path / "b.csv").sha256 == hashlib.sha256(b"a,b\n").hexdigest()
