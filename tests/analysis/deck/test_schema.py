"""A deck keeps to the schemas of Office Open XML, so that PowerPoint opens it without mending it first."""

import io
import re
import zipfile
from pathlib import Path

from openxml_audit import OpenXmlValidator

from analysis.deck import to_pptx
from tests.analysis.deck.test_deck import BARS, LINES, PARTS, TABLE, deck, slide

#: python-pptx numbers the axes of every chart so. PowerPoint takes the numbers as they are.
AXES = re.compile(r"/(?:axId|crossAx)\[\d\]: Invalid value for attribute 'val': Value -\d+ is less than minimum 0")


def faults(file: bytes, folder: Path) -> list[str]:
    path = folder / "deck.pptx"
    path.write_bytes(file)
    found = [str(error) for error in OpenXmlValidator(max_errors=0).validate(path).errors]
    return [error for error in found if not AXES.search(error)]


def test_every_kind_of_slide_keeps_to_the_schema(tmp_path: Path) -> None:
    file = to_pptx(deck(*(slide(body) for body in (PARTS, BARS, LINES, TABLE))))
    assert faults(file, tmp_path) == []


def test_what_stands_in_the_wrong_place_is_found(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(to_pptx(deck(slide(BARS))))) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if re.fullmatch(r"ppt/charts/chart\d+\.xml", name):
                labels = re.search(rb"<c:dLbls>.*?</c:dLbls>", content, re.DOTALL)
                assert labels
                content = content.replace(labels[0], b"").replace(b"</c:ser>", labels[0] + b"</c:ser>")
            bad.writestr(name, content)
    assert faults(out.getvalue(), tmp_path)
