"""Where reports go: nothing is overwritten unasked, nothing is half-written."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.messages import Unusable
from reports.targets import writing_file, writing_folder


def write_file(path: Path, *, text: str = "new", force: bool = False) -> None:
    with writing_file(path, suffix=".xlsx", force=force) as file:
        file.write_text(text)


def write_folder(path: Path, *, text: str = "new", force: bool = False) -> None:
    with writing_folder(path, force=force) as folder:
        (folder / "a.csv").write_text(text)
        (folder / "datapackage.json").write_text(json.dumps({"resources": [{"path": "a.csv"}]}))


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "Report.XLSX")
    assert (names(tmp_path), (tmp_path / "Report.XLSX").read_text()) == (["Report.XLSX"], "new")


def test_a_file_that_is_there_is_replaced_only_with_force(tmp_path: Path) -> None:
    there = tmp_path / "a.xlsx"
    there.write_text("old")
    with pytest.raises(Unusable, match=r"a\.xlsx is there already and was left as it was\. Add --force"):
        write_file(there)
    assert (names(tmp_path), there.read_text()) == (["a.xlsx"], "old")
    write_file(there, force=True)
    assert (names(tmp_path), there.read_text()) == (["a.xlsx"], "new")


def test_a_file_that_came_meanwhile_is_not_replaced_either(tmp_path: Path) -> None:
    there = tmp_path / "a.xlsx"

    def meanwhile() -> None:
        with writing_file(there, suffix=".xlsx", force=False) as file:
            file.write_text("new")
            there.write_text("of somebody else")

    with pytest.raises(Unusable, match="is there already"):
        meanwhile()
    assert (names(tmp_path), there.read_text()) == (["a.xlsx"], "of somebody else")


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    there = tmp_path / "a.xlsx"
    there.write_text("old")

    def failing() -> None:
        with writing_file(there, suffix=".xlsx", force=True) as file:
            file.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert (names(tmp_path), there.read_text()) == (["a.xlsx"], "old")


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"found .*a\.pdf; expected the name of a file that ends in \.xlsx"):
        write_file(tmp_path / "a.pdf")
    with pytest.raises(Unusable, match=r"ends in \.xlsx"):
        write_file(tmp_path / "a")
    assert names(tmp_path) == []


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    for force in (False, True):
        with pytest.raises(Unusable, match=r"a\.xlsx is a folder; expected the name of a file"):
            write_file(tmp_path / "a.xlsx", force=force)
    assert names(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize("write", [write_file, write_folder])
def test_a_place_that_is_not_there_is_refused(tmp_path: Path, write: Callable[[Path], None]) -> None:
    with pytest.raises(Unusable, match=r"there is no folder .*missing to write a\.xlsx into"):
        write(tmp_path / "missing" / "a.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match=r"there is no folder .*file to write a\.xlsx into"):
        write(tmp_path / "file" / "a.xlsx")
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("write", [write_file, write_folder])
def test_a_name_that_the_system_refuses_is_refused_in_words(tmp_path: Path, write: Callable[[Path], None]) -> None:
    with pytest.raises(Unusable, match=r"cannot be written: .+\. Check the permissions"):
        write(tmp_path / f"{'x' * 300}.xlsx")
    assert names(tmp_path) == []


@pytest.mark.parametrize(("write", "making"), [(write_file, "touch"), (write_folder, "mkdir")])
def test_a_place_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], making: str
) -> None:
    def refusing(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, making, refusing)
    with pytest.raises(Unusable, match=r"a\.xlsx cannot be written: Permission denied\. Check"):
        write(tmp_path / "a.xlsx")
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["a.xlsx", "folder"])
def test_a_place_that_fails_at_the_end_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target, write = tmp_path / name, write_file if name.endswith("xlsx") else write_folder
    write(target, text="old")
    real, calls = os.replace, []

    def failing(source: Path, to: Path) -> None:
        """The last renaming onto the target fails once, as when the file is open in another program."""
        if Path(to) == target and not calls:
            calls.append(to)
            raise PermissionError(13, "It is open elsewhere")
        real(source, to)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(Unusable, match="cannot be written: It is open elsewhere"):
        write(target, text="new", force=True)
    assert names(tmp_path) == [name]
    assert (target if target.is_file() else target / "a.csv").read_text() == "old"


def test_a_folder_is_written_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty")
    assert (names(tmp_path), names(tmp_path / "new")) == (["empty", "new"], ["a.csv", "datapackage.json"])
    assert names(tmp_path / "empty") == ["a.csv", "datapackage.json"]


def test_an_earlier_export_is_replaced_only_with_force(tmp_path: Path) -> None:
    write_folder(tmp_path / "data", text="old")
    (tmp_path / "data" / "README.txt").write_text("ours too")
    with pytest.raises(Unusable, match="is there already"):
        write_folder(tmp_path / "data")
    write_folder(tmp_path / "data", force=True)
    assert (names(tmp_path), names(tmp_path / "data")) == (["data"], ["a.csv", "datapackage.json"])


def test_a_folder_with_anything_else_is_never_replaced(tmp_path: Path) -> None:
    write_folder(tmp_path / "data")
    (tmp_path / "data" / "thesis.docx").write_text("years of work")
    with pytest.raises(Unusable, match=r"something else than an earlier export \(thesis\.docx\)"):
        write_folder(tmp_path / "data", force=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "datapackage.json").write_text("[]")
    (tmp_path / "other" / "a.csv").write_text("of somebody else")
    with pytest.raises(Unusable, match=r"something else than an earlier export"):
        write_folder(tmp_path / "other", force=True)
    assert (tmp_path / "data" / "thesis.docx").exists()
    assert names(tmp_path / "other") == ["a.csv", "datapackage.json"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("old")
    with pytest.raises(Unusable, match="data is a file; expected the name of a folder"):
        write_folder(tmp_path / "data", force=True)
    assert (tmp_path / "data").read_text() == "old"
