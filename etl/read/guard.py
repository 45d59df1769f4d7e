"""What a file is, by its content and not by its name, and whether it may be parsed at all."""

import difflib
import re
import stat
import zipfile
from pathlib import Path

from etl.problems import Unusable, say
from etl.read import archive
from etl.read.book import Limits, megabytes

WORKBOOKS = ("xlsx", "xlsm", "xlsb", "xls", "ods")
DELIMITED = ("csv", "tsv")
KINDS = WORKBOOKS + DELIMITED
#: Written the same way inside; programs mix up the names, and nothing is lost by that.
SAME = {"xlsm": "xlsx", "xltx": "xlsx", "xltm": "xlsx"}

HEAD = 64 * 1024
SMALL_PART = 8 * 1024 * 1024
ZIP, CFB = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PARTS = {
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"ms-excel.sheet.macroEnabled.main+xml": "xlsm",
    b"spreadsheetml.template.main+xml": "xlsx",
    b"ms-excel.template.macroEnabled.main+xml": "xlsm",
    b"ms-excel.sheet.binary.macroEnabled.main": "xlsb",
}
#: First bytes of what people give by mistake, and what to call it.
OTHERS = {
    b"%PDF": "a PDF document", b"\x89PNG": "an image", b"\xff\xd8\xff": "an image", b"GIF8": "an image",
    b"\x1f\x8b": "a gzip archive: unpack it first", b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"Rar!": "a rar archive: unpack it first", b"BZh": "a bzip2 archive: unpack it first",
    b"SQLite format 3": "a SQLite database", b"PAR1": "a Parquet file", b"{\\rtf": "a text document (RTF)",
    b"\x09\x00\x04\x00": "a workbook of Excel 2: open it in a spreadsheet program and save it as .xlsx",
    b"\x09\x02\x06\x00": "a workbook of Excel 3: open it in a spreadsheet program and save it as .xlsx",
    b"\x09\x04\x06\x00": "a workbook of Excel 4: open it in a spreadsheet program and save it as .xlsx",
}  # fmt: skip
SAVED_PAGE = "a web page: open it in a spreadsheet program and save it as .xlsx"
XML_2003 = "an Excel 2003 XML file: open it in a spreadsheet program and save it as .xlsx"
CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r")


def kind_of(path: Path, *, limits: Limits) -> str:
    """The format of a file: one of KINDS. Raises Unusable where it cannot be read or is not what its name says."""
    try:
        return _kind_of(path, limits=limits)
    except OSError as error:
        raise Unusable(say("read_no_permission", path=path, reason=error.strerror or error)) from error


def _kind_of(path: Path, *, limits: Limits) -> str:
    size = _size(path)
    if size > limits.file_bytes:
        facts = {"found": megabytes(size), "limit": megabytes(limits.file_bytes)}
        raise Unusable(say("read_file_too_large", path=path, **facts))
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unusable(say("read_empty_file", path=path))
    named = path.suffix.lower().lstrip(".")
    if head.startswith(ZIP):
        found = _kind_of_zip(path, limits=limits)
    elif head.startswith(CFB):
        found = _kind_of_cfb(path)
    else:
        found = _kind_of_text(path, head, named=named)
    if SAME.get(found, found) != SAME.get(named, named):
        raise _misnamed(path, found)
    return found


def _size(path: Path) -> int:
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        near = _near(path)
        hint = say("read_did_you_mean", near=near) if near else ""
        raise Unusable(say("read_missing", path=path, hint=hint)) from error
    except ValueError as error:  # a NUL in the path
        raise Unusable(say("read_no_permission", path=path, reason=error)) from error
    if stat.S_ISDIR(about.st_mode):
        inside = sorted(p.name for p in _inside(path) if p.suffix.lower().lstrip(".") in KINDS)
        hint = say("read_folder_holds", names=", ".join(inside[:5])) if inside else ""
        raise Unusable(say("read_folder", path=path, hint=hint))
    if not stat.S_ISREG(about.st_mode):
        raise Unusable(say("read_not_a_file", path=path))
    if not about.st_size:
        raise Unusable(say("read_empty_file", path=path))
    return about.st_size


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []  # only used for hints


def _near(path: Path) -> str:
    """The most similar name in the same folder, or nothing."""
    names = {p.name.casefold(): p.name for p in _inside(path.parent)}
    found = difflib.get_close_matches(path.name.casefold(), names, n=1, cutoff=0.6)
    same_stem = [name for name in names.values() if Path(name).stem.casefold() == path.stem.casefold()]
    return names[found[0]] if found else min(same_stem, default="")


def _kind_of_zip(path: Path, *, limits: Limits) -> str:
    with archive.opened(path) as opened:
        archive.check(path, opened, limits=limits)
        names = {part.filename: part for part in opened.infolist()}
        if "[Content_Types].xml" in names:
            types = small_part(path, names["[Content_Types].xml"])
            for mark, kind in MAIN_PARTS.items():
                if mark in types:
                    return kind
            if b"wordprocessingml" in types:
                raise _other(path, "a Word document")
            if b"presentationml" in types:
                raise _other(path, "a PowerPoint presentation")
        if "mimetype" in names:
            declared = small_part(path, names["mimetype"]).decode("ascii", "replace").strip()
            if declared.startswith("application/vnd.oasis.opendocument.spreadsheet"):
                _refuse_encrypted_ods(path, names)
                return "ods"
            raise _other(path, f"another kind of document ({declared[:80]})")
        if any(name.endswith(".iwa") for name in names):
            raise _other(path, "an Apple Numbers document: export it as .xlsx")
        inside = [n for n in names if n.lower().rsplit(".", 1)[-1] in KINDS]
        what = f"a zip archive with {inside[0]} inside" if inside else "a zip archive"
        raise _other(path, f"{what}: unpack it first")


def small_part(path: Path, part: zipfile.ZipInfo) -> bytes:
    """The content of a part that only says what the others are. Raises Unusable where it is far too large for that."""
    if part.file_size > SMALL_PART:
        facts = {"part": part.filename, "found": megabytes(part.file_size), "limit": megabytes(SMALL_PART)}
        raise Unusable(say("read_zip_part_size", path=path, **facts))
    return b"".join(archive.unpack(path, part))


def _refuse_encrypted_ods(path: Path, names: dict[str, zipfile.ZipInfo]) -> None:
    manifest = names.get("META-INF/manifest.xml")
    if manifest and b"encryption-data" in small_part(path, manifest):
        raise Unusable(say("read_encrypted", path=path))


def _kind_of_cfb(path: Path) -> str:
    """What an OLE file is, by the names in its directory."""
    names = _directory_names(path.read_bytes())
    if "EncryptedPackage" in names:
        raise Unusable(say("read_encrypted", path=path))
    if names & {"Workbook", "Book"}:
        return "xls"
    if "WordDocument" in names:
        raise _other(path, "a Word document")
    if "PowerPoint Document" in names:
        raise _other(path, "a PowerPoint presentation")
    raise _other(path, "an old Office file without a workbook, or one cut short: copy or download it again")


def _directory_names(content: bytes) -> set[str]:
    """Names of the streams of an OLE file: entries are 128 bytes, at multiples of 128 from the file's start."""
    found = set()
    for name in (b"EncryptedPackage", b"Workbook", b"Book", b"WordDocument", b"PowerPoint Document"):
        entry = name.decode("ascii").encode("utf-16-le")
        for match in re.finditer(re.escape(entry) + b"\0\0", content):
            at = match.start()
            if at % 128 == 0 and content[at + 64 : at + 66] == (len(entry) + 2).to_bytes(2, "little"):
                found.add(name.decode("ascii"))
    return found


def _kind_of_text(path: Path, head: bytes, *, named: str) -> str:
    for start, what in OTHERS.items():
        if head.startswith(start):
            raise _other(path, what)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")) or (text.startswith(b"<") and b"<table" in text):
        raise _other(path, SAVED_PAGE)
    if text.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise _other(path, XML_2003)
    if text.startswith((b"<?xml", b"<!doctype")):
        raise _other(path, "an XML document")
    if len(head.translate(None, CONTROLS)) < len(head) * 0.95:
        raise _other(path, "neither a workbook nor text; if it is text, save it as “CSV UTF-8”")
    return "tsv" if named == "tsv" else "csv" if named == "csv" else _text_other_name(path, head, named=named)


def _text_other_name(path: Path, head: bytes, *, named: str) -> str:
    first = head.split(b"\n", 1)[0]
    kind = "tsv" if b"\t" in first else "csv"
    if named in KINDS or any(mark in first for mark in (b",", b";", b"\t")):
        return kind
    raise _other(path, "text without columns")


def _other(path: Path, what: str) -> Unusable:
    return Unusable(say("read_not_a_spreadsheet", path=path, found=what, known=", ".join(f".{k}" for k in KINDS)))


def _misnamed(path: Path, found: str) -> Unusable:
    what = say(f"read_kind_{found}")
    return Unusable(say("read_misnamed", path=path, found=what, new=path.with_suffix(f".{found}").name))
