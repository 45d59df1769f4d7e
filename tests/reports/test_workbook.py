"""The workbook for researchers, opened again and read."""

import csv
import zipfile
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from analysis import queries
from analysis.cells import LONGEST_CELL
from analysis.text import LANGUAGES, say
from reports import workbook
from reports.__main__ import main
from reports.asked import Asked, opened
from tests.analysis.conftest import COMMITMENTS, SNAPSHOT
from tests.published import Commitment, Rating, Snapshot, publish
from tests.reports.conftest import said

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "$x$ $$", "<script>alert(1)</script>", "a\x00b\x1f",
    "x" * 40_000,
)  # fmt: skip


def make(database: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["workbook", "--db", str(database), "--out", str(out), *words])


@pytest.fixture(scope="module")
def explained(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seven commitments with the project's own codebook and a plan of the process file."""
    with (root / "data" / "reference" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        codebook = [(row["table_name"], row["column_name"], row["definition"]) for row in csv.DictReader(file)]
    path = tmp_path_factory.mktemp("published") / "m.duckdb"
    facts = {
        **vars(SNAPSHOT),
        "codebook": codebook,
        "process": (("KEN-1", "regular_forum", "Yes", True, None),),
        "process_years": {"KEN-1": 2014},
    }
    publish(path, COMMITMENTS, snapshot=Snapshot(**facts))
    return path


@pytest.fixture(scope="module", params=list(LANGUAGES))
def book(request: pytest.FixtureRequest, explained: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook in each language, with texts."""
    out = tmp_path_factory.mktemp("made") / "a.xlsx"
    done = make(explained, out, "--language", str(request.param), "--texts")
    assert done.exit_code == 0, said(done)
    made = load_workbook(out)
    made.language = request.param
    return made


def rows(book: Workbook, key: str) -> list[dict[str, object]]:
    """The rows of a tidy sheet by column."""
    head, *found = book[say(book.language, f"reports.sheet_{key}")].values
    return [dict(zip(head, row, strict=True)) for row in found]


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    keys = (
        "cover", "notes", "codebook", "commitments", "ratings", "plans", "members", "tags", "by_year", "by_member",
        "by_region", "by_theme", "ladder", "stalled", "process", "changes", "sources",
    )  # fmt: skip
    assert book.sheetnames == [say(book.language, f"reports.sheet_{key}") for key in keys]


def test_the_cover_says_what_it_is_and_leads_to_every_sheet(book: Workbook) -> None:
    cover = book.worksheets[0]
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None]
    language = book.language
    assert texts[0] == say(language, "reports.title")
    for text in ("2024-10-01", say(language, "about.licence_data"), say(language, "chart.filtered", n="7", of="7")):
        assert text in texts
    assert any("0" * 64 in text for text in texts)
    assert say(language, "reports.sheet_problems") in texts  # without rows it has no sheet, and is named all the same
    links = {cell.value: cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
    assert {link.strip("'").split("'!")[0] for link in links.values()} == set(book.sheetnames[1:])


def test_every_column_of_every_sheet_is_explained(book: Workbook) -> None:
    explained = rows(book, "codebook")
    assert [row for row in explained if not row["definition"] or not row["name"]] == []
    there = {(sheet.title, cell.value) for sheet in book.worksheets[3:] for cell in sheet[1]}
    assert {(row["sheet"], row["column"]) for row in explained} == there


def test_names_stand_beside_codes(book: Workbook) -> None:
    first = next(row for row in rows(book, "commitments") if row["commitment_id"] == "K2")
    assert (first["completion"], first["completion_label"]) == ("limited", say(book.language, "code.limited"))
    assert first["stall_state_label"] == say(book.language, "state.stalled_likely")
    rating = next(row for row in rows(book, "ratings") if row["commitment_id"] == "K3")
    assert (rating["code"], rating["missing_label"]) == (None, say(book.language, "missing.not_reviewed"))
    assert (rating["file_name"], rating["sheet"], rating["cell"]) == ("release.xlsx", "Commitments", "K2")


def test_the_numbers_are_those_of_the_pages(book: Workbook, db: duckdb.DuckDBPyConnection) -> None:
    asked = queries.share_by_year(db, indicator="high_completion").to_dict("records")
    found = [row for row in rows(book, "by_year") if row["indicator"] == "high_completion"]
    assert [(r["year"], r["era"], r["yes"], r["n"], r["missing"]) for r in found] == [
        (r["year"], r["era"], r["yes"], r["n"], r["missing"]) for r in asked
    ]
    assert {row["stall_state"]: row["count"] for row in rows(book, "ladder")}["stalled_likely"] == 1
    assert [row["regular_forum"] for row in rows(book, "process")] == ["yes"]


def test_a_share_of_fewer_than_five_is_left_to_its_counts(book: Workbook) -> None:
    for key in ("by_year", "by_member", "by_region", "by_theme", "plans"):
        for row in rows(book, key):
            assert (row["share"] is None) == (row["n"] < 5), (key, row)


def test_sheets_are_ready_to_work_with(book: Workbook) -> None:
    for sheet in book.worksheets[2:]:
        assert (sheet.freeze_panes[1:], sheet.print_title_rows) == ("2", "$1:$1")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
    plans = book[say(book.language, "reports.sheet_plans")]
    assert plans.cell(2, [c.value for c in plans[1]].index("elapsed_share") + 1).number_format == "0.0%"
    ends = plans.cell(2, [c.value for c in plans[1]].index("ends_on") + 1)
    assert (ends.is_date, ends.number_format) == (True, "yyyy-mm-dd")


def test_texts_are_there_only_where_asked_for(book: Workbook, explained: Path, tmp_path: Path) -> None:
    assert rows(book, "commitments")[0]["full_text"] == "Schools publish their budgets"
    make(explained, tmp_path / "b.xlsx", "--language", book.language)
    assert "full_text" not in [cell.value for cell in load_workbook(tmp_path / "b.xlsx").worksheets[3][1]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    commitments = [
        Commitment(f"K{n:02}", number=str(n), title=text, full_text=text, lead=text, url=text, ratings=(
            Rating("completion", "midterm", "limited", label=text, cell="K2"),
        ))
        for n, text in enumerate(HOSTILE)
    ]  # fmt: skip
    publish(folder / "m.duckdb", commitments, snapshot=Snapshot(file_name="=cmd.xlsx", is_demo=True))
    done = make(folder / "m.duckdb", folder / "a.xlsx", "--texts")
    assert done.exit_code == 0, said(done)
    return folder / "a.xlsx"


def test_no_text_becomes_a_formula_or_a_link_outwards(hostile: Path) -> None:
    seen = set()
    for sheet in load_workbook(hostile).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t")):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
                    seen.add(cell.value)
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "=cmd.xlsx"} <= seen
    with zipfile.ZipFile(hostile) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<f " in part for part in parts.values())
    assert not any(b'TargetMode="External"' in part for part in parts.values())


def test_long_texts_and_control_characters_are_survived(hostile: Path) -> None:
    head, *found = load_workbook(hostile)["Commitments"].values
    titles = [row[head.index("title")] for row in found]
    assert "a b " in titles
    assert max(len(title) for title in titles) == LONGEST_CELL


def test_demonstration_data_is_marked_on_every_sheet(hostile: Path) -> None:
    book = load_workbook(hostile)
    mark = say("en", "frame.demo_mark")
    assert book.worksheets[0]["A1"].value.startswith(mark)
    for sheet in book.worksheets:
        assert (sheet.oddFooter.left.text.startswith(mark), sheet.sheet_properties.tabColor is None) == (True, False)
    for sheet in book.worksheets[3:]:
        assert [sheet["A1"].value, sheet["A2"].value] == ["is_demo", True], sheet.title


def test_more_rows_than_a_sheet_holds_are_cut_and_said_to_be(explained: Path, tmp_path: Path) -> None:
    asked = Asked((), (), (), (), (), (), (), "en", explained)
    with opened(asked) as report:
        workbook.write(report, tmp_path / "a.xlsx", most=3)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book["Commitments"].max_row == 4
    said_of = {row[0].value: (row[1].value, row[2].value) for row in book["Cover"].iter_rows() if row[0].value}
    assert "Only the first 3, because a sheet cannot hold more" in said_of["Commitments"][0]
    assert said_of["Commitments"][1] == "7 rows"
    assert "Only the first" not in said_of["Members"][0]


def test_filters_narrow_the_sheets_and_are_said(explained: Path, tmp_path: Path) -> None:
    done = make(explained, tmp_path / "a.xlsx", "--members", "Reino Unido", "--language", "es")
    assert "2 of 7 commitments (Reino Unido)" in done.output
    book = load_workbook(tmp_path / "a.xlsx")
    assert [row[0] for row in list(book["Compromisos"].values)[1:]] == ["G1", "G2"]
    assert "2 de 7 compromisos" in [cell.value for cell in book["Portada"]["B"]]
    assert "Reino Unido" in [cell.value for cell in book["Portada"]["B"]]


def test_a_workbook_that_is_there_stays_unless_forced(explained: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_text("mine")
    assert "is there already" in said(make(explained, out))
    assert out.read_text() == "mine"
    assert make(explained, out, "--force").exit_code == 0
    assert load_workbook(out).sheetnames[0] == "Cover"
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]
