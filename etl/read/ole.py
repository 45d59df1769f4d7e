"""Streams of an OLE file, the container of xls ([MS-CFB]): small, read whole, and only as far as xls needs it."""

import struct

END = 0xFFFFFFFA  # this and above: not a sector
SMALL = 4096


class Broken(Exception):
    """The file does not hold together."""


def stream(content: bytes, *names: str) -> bytes | None:
    """The first stream of one of these names, or None. Raises Broken."""
    try:
        return _stream(content, names)
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise Broken(str(error)) from error


def _stream(content: bytes, names: tuple[str, ...]) -> bytes | None:
    sector_size, small_size = 1 << min(content[30], 20), 1 << min(content[32], 20)
    (directory_at,) = struct.unpack_from("<I", content, 48)
    (small_fat_at,) = struct.unpack_from("<I", content, 60)
    fat = _table(content, sector_size)

    def whole(first: int) -> bytes:
        return b"".join(content[(s + 1) * sector_size : (s + 2) * sector_size] for s in _chain(fat, first))

    directory = whole(directory_at)
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        first, size = struct.unpack_from("<II", directory, at + 116)
        if kind in (2, 5) and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le")
            entries.setdefault("" if kind == 5 else name, (first, size))
    for name in names:
        if name in entries:
            first, size = entries[name]
            if size >= SMALL:
                return whole(first)[:size]
            small = whole(entries[""][0]) if "" in entries else b""
            small_fat = _numbers(whole(small_fat_at))
            return b"".join(small[s * small_size : (s + 1) * small_size] for s in _chain(small_fat, first))[:size]
    return None


def _table(content: bytes, sector_size: int) -> list[int]:
    """For each sector, the one that follows it."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    more, seen = struct.unpack_from("<I", content, 68)[0], set[int]()
    while more < END and more not in seen:
        seen.add(more)
        numbers = _numbers(content[(more + 1) * sector_size : (more + 2) * sector_size])
        sectors += numbers[:-1]
        more = numbers[-1]
    fat: list[int] = []
    for sector in sectors:
        if sector < END:
            fat += _numbers(content[(sector + 1) * sector_size : (sector + 2) * sector_size])
    return fat


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _chain(table: list[int], first: int) -> list[int]:
    found, seen = [], set[int]()
    while first < END:
        if first in seen:
            raise Broken("its sectors go round in a circle")
        seen.add(first)
        found.append(first)
        first = table[first]
    return found
