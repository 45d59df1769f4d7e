"""What stands around the cells of a sheet in xlsx and xlsm: merged cells; and whether it is all well-formed.

The fast reader passes over it. A sheet that is not well-formed there is left to the slower reader, which refuses it,
or reads what can be read.
"""

import codecs
import re
from collections.abc import Iterable
from xml.parsers import expat

from etl.read.book import place
from etl.read.marks.found import Marks

AREA = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?")


class Letters:
    """Looks whether pieces of a part are UTF-8 as they pass."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def are_in(self, piece: bytes) -> bool:
        """Whether this piece goes on in UTF-8."""
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            return False
        return True


def _parser() -> expat.XMLParserType:
    def doctype(*_about: object) -> None:
        raise expat.ExpatError("it declares a document type")  # whose entities may grow without end

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    return parser


def is_well_formed(pieces: Iterable[bytes]) -> bool:
    """Whether a part is a whole XML document."""
    parser = _parser()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        return False
    return True


def look_around(marks: Marks, frame: bytes) -> None:
    """Marks merged cells in a sheet without its cells; calls for the slower reader where that is not well-formed."""

    def start(name: str, attributes: dict[str, str]) -> None:
        area = AREA.fullmatch(attributes.get("ref", "")) if name.rpartition(":")[2] == "mergeCell" else None
        if area:
            marks.merged.append((*place(area[1]), *place(area[2] or area[1])))

    parser = _parser()
    parser.StartElementHandler = start
    try:
        parser.Parse(frame, True)
    except expat.ExpatError:
        marks.search.blurs.set()
