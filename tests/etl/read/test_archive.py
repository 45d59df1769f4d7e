"""Zip bombs and archives that lie are refused before they fill memory."""

import threading
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from etl.problems import Unusable
from etl.read import LIMITS, archive, read
from tests.etl.read import making

CONTENT = b"<c>0</c>" * 1024 * 128  # a megabyte that packs a thousandfold


def bomb(path: Path, *, megabytes: int) -> Path:
    """A workbook whose only sheet has so many megabytes unpacked."""
    parts = making.xlsx_parts("")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            if "sheet1" not in name:
                opened.writestr(name, content)
        with opened.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{making.MAIN}"><sheetData>'.encode())
            for _ in range(megabytes):
                sheet.write(CONTENT)
            sheet.write(b"</sheetData></worksheet>")
    return path


def with_declared_size(path: Path, *, part: str, size: int) -> Path:
    """Rewrites the length that the directory declares for a part, there and before the part itself."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        info = opened.getinfo(part)
    true = info.file_size.to_bytes(4, "little")
    at = content.index(b"PK\1\2")
    while content[at + 46 : at + 46 + len(part)] != part.encode():
        at = content.index(b"PK\1\2", at + 4)
    for where in (at + 24, info.header_offset + 22):
        assert content[where : where + 4] == true
        content[where : where + 4] = size.to_bytes(4, "little")
    path.write_bytes(content)
    return path


def largest_memory(seconds: float, stop: threading.Event) -> int:
    """The most that this process' children held at any time until `stop`, in bytes."""
    most = 0
    while not stop.wait(seconds):
        for child in psutil.Process().children(recursive=True):
            try:
                most = max(most, child.memory_info().rss)
            except psutil.Error:
                continue
    return most


def test_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.xlsx", megabytes=300)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Unusable, match=r"unpacked it would have 300 MB, [\d,]+ times its size; at most 150 times"):
        read(path)


def test_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.xlsx", megabytes=30)
    limits = replace(LIMITS, unpacked_bytes=20 * 1024 * 1024)
    with pytest.raises(Unusable, match="unpacked it would have 30 MB; at most 20 MB are read"):
        read(path, limits=limits)


def test_small_workbook_may_be_packed_well(tmp_path: Path) -> None:
    rows = "".join(making.xlsx_row(i, "same") for i in range(1, 20_000))
    path = making.packed(tmp_path / "a.xlsx", making.xlsx_parts(rows))
    assert read(path).sheets[0].table.num_rows == 19_999


def test_too_many_parts(tmp_path: Path) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x")) | {f"xl/media/{i}.png": b"" for i in range(30)}
    path = making.packed(tmp_path / "a.xlsx", parts)
    with pytest.raises(Unusable, match="has 35 parts inside; at most 20 are read"):
        read(path, limits=replace(LIMITS, parts=20))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_archive_that_lies_is_refused_before_it_fills_memory(tmp_path: Path, part: str) -> None:
    path = bomb(tmp_path / "a.xlsx", megabytes=700 if "sheet1" in part else 1)
    if "sheet1" not in part:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened, opened.open(part, "w") as strings:
            for _ in range(700):
                strings.write(CONTENT)
    with_declared_size(path, part=part, size=100_000)
    stop, seen = threading.Event(), list[int]()
    watch = threading.Thread(target=lambda: seen.append(largest_memory(0.02, stop)))
    watch.start()
    try:
        with pytest.raises(Unusable, match=f"its part {part} is longer than the 0.1 MB that the file declares"):
            read(path)
    finally:
        stop.set()
        watch.join()
    assert seen[0] < 400 * 1024 * 1024


def test_unpack_gives_what_was_packed(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20_000
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("packed", content, zipfile.ZIP_DEFLATED)
        opened.writestr("stored", content, zipfile.ZIP_STORED)
        opened.writestr("empty", b"", zipfile.ZIP_DEFLATED)
    with archive.opened(path) as opened:
        for name, expected in (("packed", content), ("stored", content), ("empty", b"")):
            assert b"".join(archive.unpack(path, opened.getinfo(name))) == expected


def test_unpack_notices_an_early_end(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    packed = zlib.compress(b"abc" * 10_000, 9)[2:-4]
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("x", b"abc" * 10_000, zipfile.ZIP_DEFLATED)
    with archive.opened(path) as opened:
        info = opened.getinfo("x")
        info.compress_size = len(packed) // 2
        with pytest.raises(Unusable, match="x: it ends too early"):
            list(archive.unpack(path, info))


def test_unknown_packing_is_named(tmp_path: Path) -> None:
    parts = making.xlsx_parts(making.xlsx_row(1, "x"))
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    with pytest.raises(Unusable, match="is packed by method 12"):
        read(path)
