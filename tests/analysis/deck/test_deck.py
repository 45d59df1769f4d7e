"""A deck as a file: native charts with the very numbers, notes, marks, and nothing that runs."""

import io
import zipfile

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Emu

from analysis.deck import layout, to_pptx
from analysis.slides.model import Card, Cards, Chart, Deck, Lines, Series, Slide, Table

HOSTILE = "=1+1\x00 <script>alert(1)</script> $x$ [a](javascript:b)"
PARTS = Chart(
    "parts",
    ("Kenya (10)", HOSTILE),
    (
        Series("Complete", "#1D6FA5", (0.4, 0.5), ("40%", "1"), (False, True)),
        Series("@SUM(A1)", "#C4581D", (0.6, 0.5), ("", "1"), (False, True)),
    ),
)
BARS = Chart(
    "bars",
    ("Kenya (18 of 20)", "Kosovo (1 of 2)"),
    (Series("High completion", "#A9CFE6", (0.9, 0.5), ("90%", "1 of 2"), (False, True), (0.699, None), (0.972, None)),),
)
LINES = Chart(
    "lines",
    ("2013\n20", "2015\n3", "2021\n9"),
    (
        Series("Older", "#1F77A8", (0.5, 0.33, None), ("50%", "1 of 3", ""), (False, True, False)),
        Series("Newer", "#C2571A", (None, None, 0.2), ("", "", "20%"), (False, False, False)),
    ),
    groups=(("Midterm and final", 2), ("Results report", 1)),
)
TABLE = Table(("Member", "Title"), (("Kenya", HOSTILE), ("-2+3", "x")), (0.3, 0.7))


def slide(body: object, *, title: str = "A finding") -> Slide:
    return Slide(
        "id", title, body, "n = 20 rated; 2 not rated.", ("Question: ?", "Method: m", "Filters: none"), ("Kenya: 90%",)
    )  # type: ignore[arg-type]


def deck(*slides: Slide, mark: str = "Demonstration data", language: str = "en") -> Deck:
    return Deck("A deck", language, "Source: IRM, data of 1 October 2024", mark, slides)


@pytest.fixture(scope="module")
def whole() -> bytes:
    bodies = (Lines(("One", "Two"), is_cover=True), PARTS, BARS, LINES, TABLE, Cards((Card("Rated", "90%", HOSTILE),)))
    return to_pptx(deck(*(slide(body) for body in bodies), slide(Lines(("Three",)), title=HOSTILE)))


def charts_of(file: bytes) -> list[object]:
    return [s.chart for page in Presentation(io.BytesIO(file)).slides for s in page.shapes if s.has_chart]  # type: ignore[attr-defined]


def test_charts_are_native_and_hold_the_numbers(whole: bytes) -> None:
    parts, bars, lines = charts_of(whole)
    assert [(s.name, tuple(s.values)) for s in parts.plots[0].series] == [  # type: ignore[attr-defined]
        ("Complete", (0.4, 0.5)),
        ("'@SUM(A1)", (0.6, 0.5)),
    ]
    assert list(bars.plots[0].categories) == ["Kenya (18 of 20)", "Kosovo (1 of 2)"]  # type: ignore[attr-defined]
    eras = [level[0].label for level in lines.plots[0].categories.levels[1:]]  # type: ignore[attr-defined]
    assert eras == ["Midterm and final"]
    assert [tuple(s.values) for s in lines.plots[0].series] == [(0.5, 0.33, None), (None, None, 0.2)]  # type: ignore[attr-defined]


def test_no_line_leads_into_the_first_year_of_an_era(whole: bytes) -> None:
    newer = charts_of(whole)[2]._chartSpace.xpath("//c:ser")[0]  # type: ignore[attr-defined]
    without = newer.xpath("c:dPt[c:spPr/a:ln/a:noFill]/c:idx/@val")
    assert without == ["2"]


def test_what_is_edited_in_a_chart_is_a_workbook_without_formulas(whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        books = [name for name in package.namelist() if name.endswith(".xlsx")]
        assert len(books) == 3
        for name in books:
            for row in openpyxl.load_workbook(io.BytesIO(package.read(name))).active.iter_rows():  # type: ignore[union-attr]
                assert all(cell.data_type != "f" for cell in row)


def test_shares_are_labelled_by_their_numbers_and_small_ones_by_counts(whole: bytes) -> None:
    xml = charts_of(whole)[1]._chartSpace.xml  # type: ignore[attr-defined]
    assert 'formatCode="0%"' in xml
    assert "1 of 2" in xml
    assert xml.count("<c:errBars>") == 1
    assert "0.072000" in xml  # from 0.9 up to 0.972
    assert 'ptCount val="2"' in xml


def test_spanish_and_french_set_a_blank_before_the_sign() -> None:
    xml = charts_of(to_pptx(deck(slide(BARS), language="fr")))[0]._chartSpace.xml  # type: ignore[attr-defined]
    assert 'formatCode="0\u00a0%"' in xml


def test_every_slide_bears_n_source_number_mark_and_notes(whole: bytes) -> None:
    for number, page in enumerate(Presentation(io.BytesIO(whole)).slides, start=1):
        texts = {shape.name: shape.text_frame.text for shape in page.shapes if shape.has_text_frame}
        assert texts["Rests on"] == "n = 20 rated; 2 not rated."
        assert texts["Source"] == "Source: IRM, data of 1 October 2024"
        assert texts["Demonstration"] == "Demonstration data"
        notes = page.notes_slide.notes_text_frame.text.split("\n")
        assert notes[1:] == [
            "n = 20 rated; 2 not rated.", "Question: ?", "Method: m", "Filters: none", "Kenya: 90%",
            "Source: IRM, data of 1 October 2024", "Demonstration data",
        ]  # fmt: skip
        assert 'type="slidenum"' in next(s for s in page.shapes if s.name == "Number")._element.xml
        assert number


def test_without_demonstration_data_there_is_no_mark() -> None:
    page = Presentation(io.BytesIO(to_pptx(deck(slide(TABLE), mark="")))).slides[0]
    assert "Demonstration" not in [shape.name for shape in page.shapes]


def test_hostile_texts_stay_letters(whole: bytes) -> None:
    pages = Presentation(io.BytesIO(whole)).slides
    assert pages[6].shapes.title is not None
    said = "=1+1 <script>alert(1)</script> $x$ [a](javascript:b)"
    assert pages[6].shapes.title.text_frame.text == said
    table = next(shape.table for shape in pages[4].shapes if shape.has_table)  # type: ignore[attr-defined]
    assert [cell.text for cell in table.rows[1].cells] == ["Kenya", said]
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        links = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    assert not any("javascript" in text or 'TargetMode="External"' in text for text in links)


def test_nothing_stands_outside_a_slide_or_on_something_else(whole: bytes) -> None:
    for page in Presentation(io.BytesIO(whole)).slides:
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in page.shapes]
        for name, left, top, right, bottom in boxes:
            assert min(left, top) >= 0, name
            assert right <= Emu(int(layout.WIDTH * 914400)) + 914, name
            assert bottom <= Emu(int(layout.HEIGHT * 914400)), name
        for place, (name, left, top, right, bottom) in enumerate(boxes):
            for other, l2, t2, r2, b2 in boxes[place + 1 :]:
                assert right <= l2 or r2 <= left or bottom <= t2 or b2 <= top, f"{name} lies on {other}"


def test_a_chart_says_itself_in_words(whole: bytes) -> None:
    for page in Presentation(io.BytesIO(whole)).slides:
        for shape in page.shapes:
            if shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "A finding; Kenya: 90%"


def test_every_bar_has_its_name_in_a_room_of_its_own(whole: bytes) -> None:
    parts, bars, lines = charts_of(whole)
    for chart in (parts, bars):
        assert chart._chartSpace.xpath("//c:catAx/c:tickLblSkip/@val") == ["1"]  # type: ignore[attr-defined]
        place = chart._chartSpace.xpath("//c:plotArea/c:layout/c:manualLayout")[0]  # type: ignore[attr-defined]
        left, width = (float(place.xpath(f"c:{edge}/@val")[0]) for edge in "xw")
        assert left > 0.1
        assert left + width <= 1
    assert lines._chartSpace.xpath("//c:tickLblSkip") == []  # type: ignore[attr-defined]


def test_labels_of_shares_stand_in_a_column_where_no_interval_crosses_them(whole: bytes) -> None:
    space = charts_of(whole)[1]._chartSpace  # type: ignore[attr-defined]
    width = float(space.xpath("//c:plotArea/c:layout/c:manualLayout/c:w/@val")[0])
    moved = [float(at) for at in space.xpath("//c:ser//c:dLbl/c:layout/c:manualLayout/c:x/@val")]
    assert moved == [pytest.approx(width + 0.01)] * 2
    assert 'c15:showLeaderLines val="0"' in space.xml  # no line from the bar to its label


def test_years_are_not_set_upright_and_one_alone_stands_above_its_era() -> None:
    one = Chart(
        "columns", ("2013\n20",), (Series("Complete", "#1D6FA5", (1.0,), ("100%",)),), (("Midterm and final", 1),)
    )
    years, alone = charts_of(to_pptx(deck(slide(LINES), slide(one))))
    assert years._chartSpace.xpath("//c:catAx/c:txPr/a:bodyPr/@rot") == ["0"]  # type: ignore[attr-defined]
    assert [category.label for category in alone.plots[0].categories] == ["2013\n20\nMidterm and final"]  # type: ignore[attr-defined]
