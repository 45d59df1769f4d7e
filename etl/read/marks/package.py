"""Which part of a zipped workbook holds which sheet, and the check that the other parts are as long as declared."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree
from xml.parsers import expat

from etl.problems import Unusable, say
from etl.read import archive
from etl.read.guard import small_part
from etl.read.marks.found import Search

READ_BY_PARSERS = (".xml", ".rels", ".bin")
FIRST = ("sharedstrings", "styles")


def parts_by_name(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by their name in lower case, with slashes forward, as programs look them up."""
    return {part.filename.replace("\\", "/").lower(): part for part in opened.infolist()}


def xml_of(search: Search, part: zipfile.ZipInfo) -> ElementTree.Element:
    """A small part as XML. Raises Unusable where it is none, or declares entities, which no workbook needs."""
    content = small_part(search.path, part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise damaged(search.path, f"{part.filename} declares a document type")
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged(search.path, f"{part.filename}: {error}") from error


def main_part(search: Search, parts: dict[str, zipfile.ZipInfo]) -> str:
    """The name of the part that lists the sheets, as the package's relations say."""
    if "_rels/.rels" in parts:
        for relation in xml_of(search, parts["_rels/.rels"]):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/").lower()
    raise damaged(search.path, "no part is the workbook")


def related(search: Search, parts: dict[str, zipfile.ZipInfo], *, name: str) -> dict[str, str]:
    """The parts that the part `name` relates to, by the relation's id."""
    folder, base = posixpath.split(name)
    relations = parts.get(posixpath.join(folder, "_rels", base + ".rels"))
    if relations is None:
        return {}
    found = {}
    for relation in xml_of(search, relations):
        target = relation.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[relation.get("Id", "")] = posixpath.normpath(path).lower()
    return found


def part_of(search: Search, parts: dict[str, zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    """The part of that name. Raises Unusable where it is not there."""
    if name not in parts:
        raise damaged(search.path, f"{name} is missing")
    return parts[name]


def check_lengths(search: Search, parts: dict[str, zipfile.ZipInfo], *, besides: set[str]) -> None:
    """Unpacks all parts that parsers read, `besides` some, for their true length. Raises Unusable where one lies."""
    for name in sorted(parts, key=lambda n: not any(first in n for first in FIRST)):
        if name.endswith(READ_BY_PARSERS) and name not in besides:
            for _ in pieces(search, parts[name]):
                pass


class Walk(Protocol):
    """What hears of the elements and texts of a part on the way through it."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, said: str) -> None: ...


def walk(search: Search, part: zipfile.ZipInfo, heard: Walk, *, joined: bool = False) -> None:
    """Goes through a part's XML as a stream; `joined` texts come whole. Raises Unusable where it is damaged.

    A part that declares a document type, and with it entities of its own, is refused.
    """

    def doctype(name: str, *_about: object) -> None:
        raise damaged(search.path, f"{part.filename} declares a document type ({name})")

    parser = expat.ParserCreate()
    parser.buffer_text = joined
    parser.StartElementHandler = heard.start
    parser.EndElementHandler = heard.end
    parser.CharacterDataHandler = heard.text
    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces(search, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(search.path, f"{part.filename}: {error}") from error


def pieces(search: Search, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, until the search is called off."""
    for piece in archive.unpack(search.path, part):
        search.go_on()
        yield piece


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return re.sub(r"^\{.*\}", "", name)


def damaged(path: Path, reason: object) -> Unusable:
    """The refusal of a workbook whose parts do not fit together."""
    return Unusable(say("read_zip_damaged", path=path, reason=reason))
