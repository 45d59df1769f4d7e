"""Files that crash, exhaust or hold up the reader harm only the process that parses them."""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from etl.problems import Unusable
from etl.read import LIMITS, apart, read
from tests.etl.read import making

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process' memory reliably")


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, which every test here must leave empty."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    return making.packed(tmp_path / "a.xlsx", making.xlsx_parts(making.xlsx_row(1, "Country", "Plan")))


def far_apart(path: Path, last: str, *, quote: str = '"') -> Path:
    """A workbook of two cells, the second at `last`."""
    row = last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    data = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{last}"><v>1</v></c></row>'
    return making.packed(path, making.xlsx_parts(data.replace('"', quote)))


def test_crash_workbook_is_explained(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = far_apart(tmp_path / "a.xlsx", "XFD1048576")
    assert path.stat().st_size < 7_000
    with pytest.raises(Unusable, match=r"sheet “Sheet 1” has 1,048,576 rows; at most 600,000 are read"):
        read(path)
    assert capfd.readouterr() == ("", "")


def test_far_column_is_explained(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"sheet “Sheet 1” has 16,384 columns; at most 2,000 are read"):
        read(far_apart(tmp_path / "a.xlsx", "XFD500000"))


@LINUX
@pytest.mark.parametrize(("last", "quote"), [("BXX590000", '"'), ("XFD1048576", "'")])
def test_memory_limit(tmp_path: Path, last: str, quote: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = far_apart(tmp_path / "a.xlsx", last, quote=quote)
    started = time.monotonic()
    with pytest.raises(Unusable, match=r"needs more memory to be read than the 2,048 MB allowed"):
        read(path, limits=replace(LIMITS, memory_bytes=2048 * 1024**2))
    assert time.monotonic() - started < 30
    assert capfd.readouterr() == ("", "")


@LINUX
def test_memory_limit_of_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(("x" * 900_000 + ",y\n") * 100, encoding="utf-8")
    with pytest.raises(Unusable, match="needs more memory"):
        read(path, limits=replace(LIMITS, memory_bytes=400 * 1024**2))


def test_memory_that_the_machine_has_bounds_the_limit(monkeypatch: pytest.MonkeyPatch, simple: Path) -> None:
    assert apart.most_memory() > 100 * 1024**2
    monkeypatch.setattr(apart, "WORKER", "tests.etl.read.aborting")
    monkeypatch.setattr(apart, "most_memory", lambda: 100 * 1024**2)
    monkeypatch.setattr(apart, "OUT_OF_MEMORY", ("deep inside",))
    with pytest.raises(Unusable, match="than the 100 MB allowed"):
        read(simple)


def test_crash_without_explanation(
    simple: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(apart, "WORKER", "tests.etl.read.aborting")
    with pytest.raises(Unusable, match="made the reader stop") as caught:
        read(simple)
    assert "deep inside" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_time_limit_ends_the_process(simple: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WORKER", "tests.etl.read.sleeping")
    told: list[int] = []
    with pytest.raises(Unusable, match="could not be read within 3 seconds"):
        read(simple, limits=replace(LIMITS, seconds=3), progress=lambda step, done: told.append(done))
    assert told == [5]
    assert not psutil.pid_exists(int(simple.with_suffix(".pid").read_text()))


def test_interruption_ends_the_process(simple: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WORKER", "tests.etl.read.sleeping")

    def interrupt(step: str, done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(simple, progress=interrupt)
    assert not psutil.pid_exists(int(simple.with_suffix(".pid").read_text()))


def test_no_room_for_temporary_files(simple: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(Unusable, match="no temporary files could be written"):
        read(simple)


def test_tables_outlive_the_temporary_files(simple: Path, scratch: Path) -> None:
    table = read(simple).sheets[0].table
    assert list(scratch.iterdir()) == []
    assert table.to_pylist() == [{"A": "Country", "B": "Plan"}]


def test_tables_are_read_where_mapped_files_cannot_be_removed(simple: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CAN_REMOVE_MAPPED_FILES", False)
    assert read(simple).sheets[0].table.to_pylist() == [{"A": "Country", "B": "Plan"}]


def test_paths_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / "a folder; with “odd” ümläuts"
    odd.mkdir()
    making.packed(odd / "-x $(date).xlsx", making.xlsx_parts(making.xlsx_row(1, "x")))
    monkeypatch.chdir(odd)
    book = read(Path("-x $(date).xlsx"))
    assert (book.name, book.path) == ("-x $(date).xlsx", Path("-x $(date).xlsx"))
