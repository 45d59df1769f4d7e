"""Files that cannot be used: one clear message each, before anything is parsed."""

import gzip
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from etl.problems import Unusable
from etl.read import LIMITS, Limits, read
from tests.etl.read import making


def refusal(path: Path, *, limits: Limits = LIMITS) -> str:
    """What is said about a file that cannot be read: one line."""
    with pytest.raises(Unusable) as caught:
        read(path, limits=limits)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def simple(path: Path) -> Path:
    return making.packed(path, making.xlsx_parts(making.xlsx_row(1, "Country", "Plan")))


def test_missing_file_suggests_the_nearest_name(tmp_path: Path) -> None:
    simple(tmp_path / "commitments_2024.xlsx")
    message = refusal(tmp_path / "comitments_2024.xlsx")
    assert "does not exist" in message
    assert "Did you mean commitments_2024.xlsx?" in message


def test_missing_file_with_another_ending_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n")
    assert "Did you mean a.csv?" in refusal(tmp_path / "a.xlsx")


def test_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    assert "does not exist. Check the path." in refusal(tmp_path / "nowhere" / "a.csv")


def test_file_used_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n")
    assert "does not exist" in refusal(tmp_path / "a.csv" / "b.csv")


def test_folder_names_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n")
    message = refusal(tmp_path)
    assert "is a folder; expected a file. It holds a.csv." in message


def test_device(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"is a device or a pipe; expected a file|is empty"):
        read(Path(os.devnull))


def test_unreadable_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = simple(tmp_path / "a.xlsx")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: Permission denied. Check the permissions" in refusal(path)


def test_path_that_no_system_can_have(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        read(tmp_path / ("x" * 5_000 + ".csv"))
    with pytest.raises(Unusable, match=r"cannot be read|does not exist"):
        read(Path(f"{tmp_path}/a\0b.csv"))


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.ods"])
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\n", b"\xff\xfe"])
def test_empty_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert "is empty" in refusal(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "a gzip archive: unpack it first"),
        (b"SQLite format 3\0" + bytes(100), "a SQLite database"),
        (bytes(range(32)) * 50, "neither a workbook nor text"),
        ("a,b\n1,2\n".encode("utf-16-le"), "neither a workbook nor text"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "a web page"),
        (b"<table><tr><td>1</td></tr></table>", "a web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
         b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "an Excel 2003 XML file"),
        (b"<?xml version='1.0'?><a/>", "an XML document"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.xlsx"])
def test_not_a_spreadsheet(tmp_path: Path, content: bytes, what: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(path)
    assert f"is not a spreadsheet: found {what}" in message
    assert ".xlsx" in message


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"[Content_Types].xml": "x.wordprocessingml.document.main+xml"}, "a Word document"),
        ({"[Content_Types].xml": "x.presentationml.presentation.main+xml"}, "a PowerPoint presentation"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "another kind of document"),
        ({"Index/Document.iwa": "x"}, "an Apple Numbers document"),
        ({"data/release.csv": "a,b"}, "a zip archive with data/release.csv inside: unpack it first"),
        ({"readme.txt": "x"}, "a zip archive: unpack it first"),
    ],
)
def test_other_zipped_files(tmp_path: Path, parts: dict[str, str], what: str) -> None:
    assert f"found {what}" in refusal(making.packed(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize(
    ("stream", "what"),
    [("WordDocument", "a Word document"), ("PowerPoint Document", "a PowerPoint"), ("Other", "an old Office file")],
)
def test_other_ole_files(tmp_path: Path, stream: str, what: str) -> None:
    assert f"found {what}" in refusal(making.ole(tmp_path / "a.xls", {stream: b"x"}))


def test_text_without_columns_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("To whom it may concern\n")
    assert "found text without columns" in refusal(path)


def test_workbook_named_csv(tmp_path: Path) -> None:
    message = refusal(simple(tmp_path / "a.csv"))
    assert "holds an Excel workbook, which its name does not say. Rename it to a.xlsx." in message


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.txt"])
def test_text_named_otherwise(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Country,Plan\nGhana,2\n")
    assert "holds text separated by commas or semicolons" in refusal(path)
    path.write_text("Country\tPlan\nGhana\t2\n")
    assert "holds text separated by tabs" in refusal(path)
    assert "Rename it to a.tsv" in refusal(path)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods", "a.zip", "a"])
def test_workbook_with_another_ending(tmp_path: Path, name: str) -> None:
    assert "Rename it to a.xlsx" in refusal(simple(tmp_path / name))


def test_ods_and_xls_with_another_ending(tmp_path: Path) -> None:
    making.ods(tmp_path / "b.xlsx", making.ods_table("Data", making.ods_row(making.ods_text("x"))))
    assert "holds an OpenDocument workbook" in refusal(tmp_path / "b.xlsx")
    making.xls(tmp_path / "c.xlsx", {"Data": [["x"]]})
    assert "holds an Excel 97-2003 workbook" in refusal(tmp_path / "c.xlsx")
    making.xlsb(tmp_path / "d.xlsx", [["x"]])
    assert "Rename it to d.xlsb" in refusal(tmp_path / "d.xlsx")


def test_upper_case_ending_is_an_ending(tmp_path: Path) -> None:
    assert read(simple(tmp_path / "A.XLSX")).format == "xlsx"


def test_macro_workbook_may_be_named_xlsx(tmp_path: Path) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x"), content_type=making.MACRO_TYPE)
    assert read(making.packed(tmp_path / "a.xlsx", parts)).format == "xlsm"
    assert read(making.packed(tmp_path / "a.xlsm", parts)).format == "xlsm"


def test_encrypted_workbook(tmp_path: Path) -> None:
    path = making.ole(tmp_path / "a.xlsx", {"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 9_000})
    assert "is protected by a password" in refusal(path)


def test_encrypted_ods(tmp_path: Path) -> None:
    table = making.ods_table("Data", making.ods_row(making.ods_text("x")))
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert "is protected by a password" in refusal(making.ods(tmp_path / "a.ods", table, manifest=manifest))


def test_encrypted_zip_part(tmp_path: Path) -> None:
    path = simple(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    path.write_bytes(content)
    assert "is protected by a password" in refusal(path)


def test_the_word_for_encryption_in_a_cell_is_only_a_word(tmp_path: Path) -> None:
    path = making.xls(tmp_path / "a.xls", {"Data": [["EncryptedPackage"]]})
    assert read(path).sheets[0].table.to_pylist() == [{"A": "EncryptedPackage"}]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_zip(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["x"] * 50)  # type: ignore[union-attr]
    book.save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "is damaged or was cut short" in refusal(path)


def test_directory_that_points_before_the_file(tmp_path: Path) -> None:
    path = simple(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    end = content.index(b"PK\5\6")
    start = int.from_bytes(content[end + 16 : end + 20], "little")
    content[end + 16 : end + 20] = (start + 50).to_bytes(4, "little")
    path.write_bytes(content)
    assert "is damaged" in refusal(path)


def test_damaged_zip_content(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = "".join(making.xlsx_row(i, f"cell {i * i}") for i in range(1, 2_000))
    making.packed(path, making.xlsx_parts(rows))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[at + 200 : at + 300] = b"\xff" * 100
    path.write_bytes(content)
    message = refusal(path)
    assert "is damaged" in message or "cannot be read" in message


def test_empty_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Second")
    book.save(tmp_path / "a.xlsx")
    assert "none of its sheets (2) has a cell with content" in refusal(tmp_path / "a.xlsx")
    making.ods(tmp_path / "b.ods", making.ods_table("Data", making.ods_row("<table:table-cell/>")))
    assert "none of its sheets (1)" in refusal(tmp_path / "b.ods")


def test_one_empty_sheet_among_others_is_fine(tmp_path: Path) -> None:
    parts = making.xlsx_parts("", making.xlsx_row(1, "x"))
    first, second = read(making.packed(tmp_path / "a.xlsx", parts)).sheets
    assert (first.table.num_rows, second.table.num_rows) == (0, 1)
    assert first.table.slice(0, 60).to_pylist() == []


def test_too_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n" * 1_000_000)
    message = refusal(path, limits=replace(LIMITS, file_bytes=1024 * 1024))
    assert "has 3.8 MB; at most 1.0 MB are read" in message
