"""Error cells and formulas without a value, which the parser does not tell, and lengths that lie on the way."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from etl.problems import Unusable
from etl.read import LIMITS, Sheet, read
from etl.read.marks import xlsx
from tests.etl.read import making


def sheet_of(tmp_path: Path, *sheets: str) -> Sheet:
    """The first sheet of a workbook with these whole sheets."""
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_with_sheets(*sheets))
    return read(path).sheets[0]


def worksheet(data: str) -> str:
    """A sheet's XML with these rows."""
    return f'<worksheet xmlns="{making.MAIN}"><sheetData>{data}</sheetData></worksheet>'


def test_errors_stand_in_the_table_and_in_the_marks(tmp_path: Path) -> None:
    data = (
        making.xlsx_row(1, "a")
        + '<row r="2"><c r="B2" t="e"><v>#NAME?</v></c><c r="C2" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    sheet = sheet_of(tmp_path, worksheet(data))
    assert sheet.errors == {"B2": "#NAME?", "C2": "#DIV/0!"}
    assert sheet.table.to_pylist() == [{"A": "a", "B": "", "C": ""}, {"A": "", "B": "#NAME?", "C": "#DIV/0!"}]


def test_a_sheet_of_errors_alone(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, worksheet('<row r="3"><c r="B3" t="e"><v>#N/A</v></c></row>'))
    assert sheet.table.to_pylist() == [{"A": "", "B": ""}, {"A": "", "B": ""}, {"A": "", "B": "#N/A"}]


def test_texts_that_look_like_errors_are_texts(tmp_path: Path) -> None:
    row = making.xlsx_row(1, '<c r="A9" t="e"><v>#N/A</v></c>', "#N/A", 't="e"')
    sheet = sheet_of(tmp_path, worksheet(row))
    assert sheet.errors == {}
    assert sheet.table.column("B").to_pylist() == ["#N/A"]


@pytest.mark.parametrize(
    ("cell", "is_uncached"),
    [
        ('<c r="A2"><f>1+1</f></c>', True),
        ('<c r="A2"><f>1+1</f><v/></c>', True),
        ('<c r="A2"><f>1+1</f><v></v></c>', True),
        ('<c r="A2"><f t="shared" si="0"/></c>', True),
        ('<c r="A2" t="str"><f>x</f></c>', True),
        ('<c r="A2" t="str"><f>""</f><v></v></c>', False),
        ('<c r="A2"><f>1+1</f><v>2</v></c>', False),
        ('<c r="A2" t="inlineStr"><f>x</f><is><t>y</t></is></c>', False),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', False),
        ('<c r="A2"/>', False),
    ],
)
def test_formulas_without_a_value(tmp_path: Path, cell: str, is_uncached: bool) -> None:
    data = making.xlsx_row(1, "x") + f'<row r="2">{cell}</row>'
    assert ("A2" in sheet_of(tmp_path, worksheet(data)).uncached) is is_uncached
    counted = data.replace(' r="A2"', "").replace("</sheetData>", "")
    # Without addresses the sheet is counted; an error without one makes sure of that.
    counted += '<row r="3"><c t="e"><v>#N/A</v></c></row>'
    sheet = sheet_of(tmp_path, worksheet(counted))
    assert sheet.errors["A3"] == "#N/A"
    assert ("A2" in sheet.uncached) is is_uncached


def test_what_openpyxl_writes_has_no_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "x", "=1+1"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").sheets[0].uncached == frozenset({"B1"})


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    data = (
        '<row><c t="inlineStr"><is><t>a</t></is></c><c t="e"><v>#REF!</v></c></row>'
        "<row/>"
        '<row><c/><c><f>1</f></c><c r="F3" t="e"><v>#N/A</v></c><c t="e"><v>#NUM!</v></c></row>'
    )
    sheet = sheet_of(tmp_path, worksheet(data))
    assert sheet.errors == {"B1": "#REF!", "F3": "#N/A", "G3": "#NUM!"}
    assert sheet.uncached == frozenset({"B3"})
    assert sheet.table.column("A").to_pylist() == ["a", "", ""]


def test_prefixed_elements_and_single_quotes(tmp_path: Path) -> None:
    prefixed = (
        f'<x:worksheet xmlns:x="{making.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="B1" t="e"><x:v>#N/A</x:v></x:c><x:c r="C1"><x:f>1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    sheet = sheet_of(tmp_path, prefixed)
    assert (sheet.errors, sheet.uncached) == ({"B1": "#N/A"}, frozenset({"C1"}))
    single = worksheet("<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1'><f>1</f></c></row>")
    sheet = sheet_of(tmp_path, single)
    assert (sheet.errors, sheet.uncached) == ({"A1": "#N/A"}, frozenset({"B1"}))


def test_errors_in_every_place_of_a_long_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Pieces of a sheet end anywhere, also within a cell: an error on every row meets all the cuts.
    rows, expected = [], {}
    for i in range(1, 6_001):
        rows.append(
            f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{"word " * (i % 97)}</t></is></c>'
            f'<c r="B{i}" t="e"><v>#N/A</v></c><c r="C{i}"><f>A{i}</f></c></row>'
        )
        expected[f"B{i}"] = "#N/A"
    monkeypatch.setattr("etl.read.archive.CHUNK", 1_013)
    sheet = sheet_of(tmp_path, worksheet("".join(rows)))
    assert sheet.errors == expected
    assert len(sheet.uncached) == 6_000
    assert sheet.table.column("B").to_pylist() == ["#N/A"] * 6_000


def test_each_sheet_has_its_own_marks(tmp_path: Path) -> None:
    parts = making.xlsx_parts(
        making.xlsx_row(1, "x"), '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', making.xlsx_row(1, "y")
    )
    sheets = read(making.packed(tmp_path / "a.xlsx", parts)).sheets
    assert [(s.name, s.errors) for s in sheets] == [("Sheet 1", {}), ("Sheet 2", {"A1": "#N/A"}), ("Sheet 3", {})]


def test_sheets_are_found_by_their_relations_not_by_their_number(tmp_path: Path) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x"), '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    relations = "xl/_rels/workbook.xml.rels"
    crossed = str(parts[relations]).replace("sheet1", "sheetX").replace("sheet2", "sheet1").replace("sheetX", "sheet2")
    crossed = crossed.replace("worksheets/sheet1.xml", "/xl/worksheets/SHEET1.xml")
    sheets = read(making.packed(tmp_path / "a.xlsx", parts | {relations: crossed})).sheets
    assert [s.errors for s in sheets] == [{"A1": "#N/A"}, {}]


def test_too_many_marks_are_refused(tmp_path: Path) -> None:
    data = "".join(f'<row r="{i}"><c r="A{i}" t="e"><v>#N/A</v></c></row>' for i in range(1, 20))
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_parts(data))
    with pytest.raises(Unusable, match="sheet “Sheet 1” has more than 10 cells with an error"):
        read(path, limits=replace(LIMITS, marks=10))


def test_entities_are_refused(tmp_path: Path) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x"))
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>' + str(parts["xl/workbook.xml"])
    path = making.packed(tmp_path / "a.xlsx", parts | {"xl/workbook.xml": bomb})
    with pytest.raises(Unusable, match="declares a document type"):
        read(path)
    table = '<!DOCTYPE a [<!ENTITY b "c">]>'
    path = making.ods(tmp_path / "a.ods", making.ods_table("Data", making.ods_row(making.ods_text("x"))))
    content = table + "<office:document-content/>"
    path = making.packed(tmp_path / "a.ods", {"mimetype": making.ODS_TYPE, "content.xml": content})
    with pytest.raises(Unusable, match=r"declares a document type|cannot be read"):
        read(path)


@pytest.mark.parametrize("missing", ["_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_missing_parts(tmp_path: Path, missing: str) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x"))
    del parts[missing]
    with pytest.raises(Unusable, match=r"is damaged or was cut short|cannot be read"):
        read(making.packed(tmp_path / "a.xlsx", parts))


def test_ods_cells_that_the_parser_gets_wrong(tmp_path: Path) -> None:
    cells = [
        '<table:table-cell office:value-type="boolean" office:boolean-value="false"'
        ' table:number-columns-repeated="2"/>',
        '<table:table-cell office:value-type="time" office:time-value="PT30H05M00S"/>',
        making.ods_text("PT30H05M00S"),
        '<table:table-cell table:formula="of:=A1"/>',
        '<table:table-cell table:formula="of:=A1"><text:p/></table:table-cell>',
        '<table:table-cell table:formula="of:=x" office:value-type="string">'
        "<text:p>Err:508</text:p></table:table-cell>",
    ]
    path = making.ods(tmp_path / "a.ods", making.ods_table("Data", making.ods_row(*cells)))
    (sheet,) = read(path).sheets
    assert list(sheet.table.to_pylist()[0].values())[:4] == ["FALSE", "FALSE", "30:05:00", "PT30H05M00S"]
    assert sheet.uncached == frozenset({"E1"})
    assert sheet.errors == {"G1": "Err:508"}


def test_ods_repetitions_beyond_all_limits(tmp_path: Path) -> None:
    error = (
        '<table:table-cell table:number-columns-repeated="999999999" table:formula="of:=1/0"'
        ' office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    path = making.ods(tmp_path / "a.ods", making.ods_table("Data", making.ods_row(error, repeated=999_999_999)))
    with pytest.raises(Unusable):
        read(path, limits=replace(LIMITS, memory_bytes=1024**3))


def test_patterns_reach_to_the_limits() -> None:
    known = xlsx.patterns(b"", quotes=b'"', rows=600_000, columns=2_000)
    assert known.far_row.search(b'<row r="600001">')
    assert known.far_column.search(b'<c r="XFD1">')
    assert not known.far_column.search(b'<c r="ZZ1">')
