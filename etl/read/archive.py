"""Zipped workbooks, opened with distrust: checked before they are unpacked, counted while they are."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from etl.problems import Unusable, say, shorten
from etl.read.book import Limits, megabytes

#: Small enough to stay in the processor's cache while it is searched.
CHUNK = 256 * 1024
ENCRYPTED = 0x1
LOCAL_HEADER = 30


def opened(path: Path) -> zipfile.ZipFile:
    """The archive. Raises Unusable where its directory is missing or damaged, as in a file cut short."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, UnicodeError, IndexError) as error:
        raise Unusable(say("read_zip_damaged", path=path, reason=shorten(str(error)))) from error


def check(path: Path, archive: zipfile.ZipFile, *, limits: Limits) -> None:
    """Refuses too many parts, too much when unpacked, and a suspicious ratio, all as the directory declares them."""
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise Unusable(say("read_zip_parts", path=path, found=len(parts), limit=limits.parts))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        facts = {"found": megabytes(unpacked), "limit": megabytes(limits.unpacked_bytes)}
        raise Unusable(say("read_zip_size", path=path, **facts))
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > limits.ratio_from and ratio > limits.ratio:
        facts = {"ratio": f"{ratio:,.0f}", "limit": f"{limits.ratio:,}"}
        raise Unusable(say("read_zip_ratio", path=path, found=megabytes(unpacked), **facts))
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unusable(say("read_encrypted", path=path))


def unpack(path: Path, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one part, piece by piece. Raises Unusable as soon as it is longer than declared, or damaged.

    zipfile itself stops at the declared length and so cannot see that there is more; other readers go on.
    """
    left = part.compress_size
    if part.header_offset < 0:
        raise _damaged(path, part, "the directory places it before the file")
    with path.open("rb") as handle:
        handle.seek(part.header_offset)
        header = handle.read(LOCAL_HEADER)
        if len(header) < LOCAL_HEADER or header[:4] != b"PK\3\4":
            raise _damaged(path, part, "its header is missing")
        handle.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        inflate = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
        if inflate is None and part.compress_type != zipfile.ZIP_STORED:
            raise _damaged(path, part, f"it is packed by method {part.compress_type}")
        total, waiting = 0, b""
        while True:
            if not waiting and left:
                waiting = handle.read(min(CHUNK, left))
                left -= len(waiting)
                if not waiting:
                    raise _damaged(path, part, "it ends too early")
            if inflate is None:
                piece, waiting = waiting, b""
            else:
                try:
                    piece = inflate.decompress(waiting, CHUNK)
                except zlib.error as error:
                    raise _damaged(path, part, error) from error
                waiting = inflate.unconsumed_tail
            total += len(piece)
            if total > part.file_size:
                facts = {"part": part.filename, "declared": megabytes(part.file_size)}
                raise Unusable(say("read_zip_lies", path=path, **facts))
            if piece:
                yield piece
            elif inflate is not None and inflate.eof:
                return
            elif not left and not waiting:
                if inflate is not None:
                    raise _damaged(path, part, "it ends too early")
                return


def _damaged(path: Path, part: zipfile.ZipInfo, reason: object) -> Unusable:
    return Unusable(say("read_zip_damaged", path=path, reason=f"{part.filename}: {reason}"))
