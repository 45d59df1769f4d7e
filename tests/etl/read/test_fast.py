"""The fast reader says what the slower one says, and leaves to it what it could not tell."""

import datetime
import threading
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.problems import Unusable
from etl.read import LIMITS, Book, apart, fast, marks, read, reading, workbook
from etl.read.texts import text_of
from tests.etl.read import making


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Which readers were started: True for the fast one."""
    started: list[bool] = []
    parse = apart.parse

    def noting(path: Path, *, fast: bool, **rest: object) -> list[apart.Parsed]:
        started.append(fast)
        return parse(path, fast=fast, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(apart, "parse", noting)
    return started


def slowly(path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The book as the slower reader reads it."""
    with monkeypatch.context() as patched:
        patched.setattr(reading, "FAST", ())
        return read(path)


def of_cells(path: Path, *cells: str, styles: str = "", workbook_settings: str = "", shared: str = "") -> Path:
    """A workbook with these cells in its first row, and these formats and shared strings."""
    row = "".join(cell.replace("<c", f'<c r="{chr(65 + i)}1"', 1) for i, cell in enumerate(cells))
    parts = making.xlsx_parts(f'<row r="1">{row}</row>')
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    for i, name in enumerate(("styles", "sharedStrings")):
        relations = relations.replace(
            "</Relationships>",
            f'<Relationship Id="x{i}" Type="{making.OFFICE}/{name}" Target="{name}.xml"/></Relationships>',
        )
    parts["xl/_rels/workbook.xml.rels"] = relations
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", f"{workbook_settings}<sheets>")
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{making.MAIN}">{styles or FORMATS}</styleSheet>'
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{making.MAIN}">{shared}</sst>'
    return making.packed(path, parts)


#: s="0" is no format, "1" a day, "2" a day with its time.
FORMATS = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
DURATIONS = (
    '<numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
)
TODAY = "<c s='1'><v>41791</v></c>"


def row_of(book: Book) -> list[str]:
    """The first row of the first sheet."""
    return [str(text) for text in book.sheets[0].table.slice(0, 1).to_pylist()[0].values()]


def test_three_readers_agree_on_every_type_of_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: list[bool]
) -> None:
    path = tmp_path / "a.xlsx"
    values: list[object] = [
        "007", "N/A", "", None, "  kept ", "TRUE", "True", "é\nü", "x" * 32_767, "=not a formula", "0.3333333333333333",
        "signed on 2014-06-01 10:30:15", "1e-7", "e-government 2-0", 0, 7, -3, 4.1, 0.25, 123_456.789012,
        12_345_678_901_234_568, 1e21, True, False, "#N/A", "#DIV/0!", datetime.date(2014, 6, 1),
        datetime.datetime(2014, 6, 1, 10, 30), datetime.datetime(2014, 6, 1, 18), datetime.time(12),
        datetime.time(8, 15),
    ]  # fmt: skip
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for i, value in enumerate(values):
        for row in range(3):  # each type under each other
            sheet.cell(row + 4, (i + 5 * row) % len(values) + 2).value = value  # type: ignore[assignment]
    for cell in (c for line in sheet.iter_rows() for c in line if isinstance(c.value, str) and c.value[:1] == "="):
        cell.data_type = "s"
    sheet.merge_cells("A1:C2")
    book.create_sheet("Empty")
    book.create_sheet("Hidden").sheet_state = "veryHidden"
    book["Hidden"]["C3"] = "x"
    book.save(path)

    ours, old = read(path), slowly(path, monkeypatch)
    assert readers == [True, False]
    assert [s.name for s in ours.sheets] == ["Sheet", "Empty", "Hidden"]
    assert ours == old
    theirs = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    table = ours.sheets[0].table
    for r, line in enumerate(table.to_pylist(), start=1):
        for c, text in enumerate(line.values(), start=1):
            value = theirs.cell(r, c).value
            assert text == ("" if value is None else text_of(value)), (r, c)
    assert ours.sheets[0].merged == ((0, 0, 1, 2),)
    assert [s.visible for s in ours.sheets] == [True, True, False]


BLURRED = [
    ("<c t='inlineStr'><is><t>true</t></is></c>", "true"),
    ("<c t='str'><f>x</f><v>false</v></c>", "false"),
    ("<c t='inlineStr'><is><t>2014-06-01 00:00:00</t></is></c>", "2014-06-01 00:00:00"),
    ("<c t='inlineStr'><is><t>2014-06-01 10:30:15.500</t></is></c>", "2014-06-01 10:30:15.500"),
    ("<c t='d'><v>2014-06-01T00:00:00</v></c>", "2014-06-01"),
    ("<c><v>0.33333333333333331</v></c>", "0.3333333333333333"),
    ("<c><f>1/3</f><v>0.33333333333333331</v></c>", "0.3333333333333333"),
    ("<c><v>0.30000000000000004</v></c>", "0.30000000000000004"),
    ("<c><v>1.5e-12</v></c>", "0.0000000000015"),
    ("<c><v>98765432.1</v></c>", "98765432.1"),
    ("<c><v>9.87654321E7</v></c>", "98765432.1"),
    ("<c><v>-0</v></c>", "0"),
    ("<c><v>-0.00</v></c>", "0"),
    ("<c t='str'><f>x</f><v>a_x000D_b</v></c>", "a\rb"),
]


@pytest.mark.parametrize(("cell", "text"), BLURRED)
def test_cells_that_the_fast_reader_cannot_tell(tmp_path: Path, readers: list[bool], cell: str, text: str) -> None:
    path = of_cells(tmp_path / "a.xlsx", TODAY, "<c t='b'><v>1</v></c>", cell)
    assert row_of(read(path)) == ["2014-06-01", "TRUE", text]
    assert readers == [True, False]


@pytest.mark.parametrize(
    ("settings", "cell", "text"),
    [
        ({"shared": "<si><t>true</t></si>"}, "<c t='s'><v>0</v></c>", "true"),
        ({"shared": "<si><t>2014-06-01 00:00:00</t></si>"}, "<c t='s'><v>0</v></c>", "2014-06-01 00:00:00"),
        ({"styles": DURATIONS}, "<c s='2'><v>1.25</v></c>", "30:00:00"),
        ({"workbook_settings": "<workbookPr date1904='1'/>"}, "<c s='1'><v>0.5</v></c>", "12:00:00"),
    ],
)
def test_workbooks_that_the_fast_reader_cannot_tell(
    tmp_path: Path, readers: list[bool], settings: dict[str, str], cell: str, text: str
) -> None:
    assert row_of(read(of_cells(tmp_path / "a.xlsx", cell, **settings))) == [text]
    assert readers == [True, False]


def test_durations_beyond_all_bounds(tmp_path: Path) -> None:
    path = of_cells(tmp_path / "a.xlsx", "<c s='2'><v>1000000000</v></c>", styles=DURATIONS)
    with pytest.raises(Unusable, match=r"cannot be read: sheet “Sheet 1”: .*1000000000"):
        read(path)


@pytest.mark.parametrize(
    ("value", "text"),
    [("2958466", "2958466"), ("100000000", "100000000"), ("-5", "00:00:00"), ("0.999999999", "00:00:00")],
)
def test_dates_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, text: str) -> None:
    path = of_cells(tmp_path / "a.xlsx", TODAY, f"<c s='1'><v>{value}</v></c>")
    with pytest.raises(fast.NotFast):
        [list(sheet.batches) for sheet in fast.sheets(path, limits=LIMITS)]
    assert row_of(read(path)) == ["2014-06-01", text]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>4.0999999999999996</v></c>", "4.1"),
        ("<c><v>1.5E3</v></c>", "1500"),
        ("<c><v>123456.789012345</v></c>", "123456.789012345"),
        ("<c><v>25E-2</v></c>", "0.25"),
        ("<c><v>1E-7</v></c>", "0.0000001"),
        ("<c><v>0.000001</v></c>", "0.000001"),
        ("<c><v>12345678</v></c>", "12345678"),
        ("<c><v>1E+21</v></c>", "1000000000000000000000"),
        ("<c t='inlineStr'><is><t>0.33333333333333331</t></is></c>", "0.33333333333333331"),
        ("<c t='inlineStr'><is><t>-0</t></is></c>", "-0"),
        ("<c t='inlineStr'><is><t>e-7</t></is></c>", "e-7"),
        ("<c t='inlineStr'><is><t>TRUE</t></is></c>", "TRUE"),
        ("<c t='inlineStr'><is><t>true story</t></is></c>", "true story"),
        ("<c t='inlineStr'><is><t>on 2014-06-01 10:30:15</t></is></c>", "on 2014-06-01 10:30:15"),
        ("<c t='inlineStr'><is><t>a_x000D_b</t></is></c>", "a\rb"),
        ("<c s='2'><v>41791.4375</v></c>", "2014-06-01T10:30:00"),
        ("<c s='2'><v>41791.12345</v></c>", "2014-06-01T02:57:46"),
        ("<c s='1'><v>0.5</v></c>", "12:00:00"),
    ],
)
def test_cells_that_only_look_alike(tmp_path: Path, readers: list[bool], cell: str, text: str) -> None:
    assert row_of(read(of_cells(tmp_path / "a.xlsx", cell))) == [text]
    assert readers == [True]


def test_columns_that_begin_with_blanks_and_change_their_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: list[bool]
) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for i in range(2_500):
        late = [None, True, 7, "text", datetime.date(2014, 6, 1), 0.25, "#N/A"][i % 7] if i > 2_000 else None
        sheet.append(["", None, late, "x", "Country" if i < 2 else i])
    book.save(tmp_path / "a.xlsx")
    ours = read(tmp_path / "a.xlsx")
    assert ours == slowly(tmp_path / "a.xlsx", monkeypatch)
    assert readers == [True, False]
    assert ours.sheets[0].table.num_columns == 5
    assert set(ours.sheets[0].table.column("B").to_pylist()) == {""}
    assert ours.sheets[0].table.column("C").slice(2_001, 7).to_pylist() == [
        "#N/A", "", "TRUE", "7", "text", "2014-06-01", "0.25",
    ]  # fmt: skip


def test_merged_cells_after_many_others(tmp_path: Path, readers: list[bool]) -> None:
    areas = "".join(f'<mergeCell ref="A{i}:B{i + 1}"/>' for i in range(1, 20_001, 2))
    sheet = f'<worksheet xmlns="{making.MAIN}"><sheetData>{making.xlsx_row(1, "x")}</sheetData><mergeCells>{areas}'
    parts = making.xlsx_with_sheets(sheet + '<mergeCell ref="C3"/></mergeCells></worksheet>')
    (found,) = read(making.packed(tmp_path / "a.xlsx", parts)).sheets
    assert found.merged[:2] == ((0, 0, 1, 1), (2, 0, 3, 1))
    assert (len(found.merged), found.merged[-1], readers) == (10_001, (2, 2, 2, 2), [True])


@pytest.mark.parametrize(
    "sheet",
    [
        '<worksheet xmlns="{0}"><sheetData>{1}</sheetData><mergeCells></worksheet>',
        '<worksheet xmlns="{0}"><cols></worksheet><sheetData>{1}</sheetData></worksheet>',
        '<!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{0}"><sheetData>{1}</sheetData></worksheet>',
        '<worksheet xmlns="{0}"><sheetData>{1}</sheetData>\xff</worksheet>',
    ],
)
def test_damage_around_the_cells_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: list[bool], sheet: str
) -> None:
    content = sheet.format(making.MAIN, making.xlsx_row(1, "x")).encode("latin-1")
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_with_sheets(content))

    def outcome(slow: bool) -> str | Book:
        try:
            return slowly(path, monkeypatch) if slow else read(path)
        except Unusable as error:
            return str(error)

    assert outcome(slow=False) == outcome(slow=True)
    assert readers == [True, False, False]


def test_damage_is_told_in_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = of_cells(tmp_path / "a.xlsx", "<c t='s'><v>5</v></c>")
    with pytest.raises(Unusable) as ours:
        read(path)
    with pytest.raises(Unusable) as old:
        slowly(path, monkeypatch)
    assert "cannot be read: " in str(ours.value)
    assert str(ours.value) == str(old.value)


def test_a_name_like_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: list[bool]) -> None:
    (tmp_path / "~").mkdir()
    of_cells(tmp_path / "~" / "a.xlsx", "<c><v>1</v></c>")
    monkeypatch.chdir(tmp_path)
    assert row_of(read(Path("~/a.xlsx"))) == ["1"]
    assert readers == [True]


def test_columns_as_written() -> None:
    column = pa.array(["true", None, "false", "True", "2014-06-01 00:00:00", "2014-06-01 10:29:59.600", "x" * 20])
    assert fast.as_written(column).to_pylist() == [
        "TRUE", "", "FALSE", "True", "2014-06-01", "2014-06-01T10:30:00", "x" * 20,
    ]  # fmt: skip
    assert fast.as_written(pa.array([], pa.string())).to_pylist() == []
    assert fast.as_written(pa.array([None, None], pa.string())).to_pylist() == ["", ""]


NUMBERS = st.one_of(
    st.integers(-(10**17), 10**17).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(-(10**9), 10**9, places=6).map(str),
    st.floats(0, 60_000).map(lambda value: f"{value:.17g}"),
)
#: Beyond them, days are so far away that no reader survives them.
DAYS = st.one_of(st.integers(-(10**9), 10**9).map(str), st.floats(0, 60_000).map(repr))
TEXTS = st.sampled_from(["a", "true", "TRUE", "2014-06-01 10:00:00", "2014-06-01", "-0", "1e-7", "0.12345678901"])
CELLS = st.one_of(
    NUMBERS.map(lambda number: f"<c><v>{number}</v></c>"),
    st.tuples(st.sampled_from("12"), DAYS).map(lambda given: "<c s='{}'><v>{}</v></c>".format(*given)),
    TEXTS.map(lambda text: f"<c t='inlineStr'><is><t>{text}</t></is></c>"),
    TEXTS.map(lambda text: f"<c t='str'><v>{text}</v></c>"),
    st.sampled_from(["<c t='b'><v>1</v></c>", "<c t='e'><v>#N/A</v></c>", "<c/>", "<c><f>1</f></c>"]),
)


@given(cells=st.lists(CELLS, min_size=1, max_size=6))
def test_whatever_is_not_told_apart_is_noticed(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    path = of_cells(tmp_path_factory.getbasetemp() / "any.xlsx", *cells)
    search = marks.Search(path, LIMITS, threading.Event())
    marks.find(search, kind="xlsx")
    slow = [pa.Table.from_batches(s.batches) for s in workbook.sheets(path, limits=LIMITS) if s.columns]
    try:
        quick = [pa.Table.from_batches(s.batches) for s in fast.sheets(path, limits=LIMITS) if s.columns]
    except fast.NotFast:
        return
    assert search.blurs.is_set() or [t.to_pylist() for t in quick] == [t.to_pylist() for t in slow]
