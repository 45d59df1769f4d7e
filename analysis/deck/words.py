"""Words as the elements of DrawingML (ECMA-376 part 1, section 21.1), a shape at a time.

Written as one text and parsed once: property by property, through python-pptx's objects, writing a deck took nearly
twice as long. Every word is escaped here, whatever it comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Length

from analysis.deck import layout
from analysis.deck.layout import Box
from analysis.slides.model import shown

_ALIGN = {"left": "l", "right": "r"}


@dataclass(frozen=True)
class Style:
    """How words are set. `after` is the space under a paragraph in points; colours are of layout."""

    size: Length
    speech: str
    colour: str = layout.INK
    is_bold: bool = False
    align: str = "left"
    after: int = 0


def solid(colour: str) -> str:
    """The element that fills something with one colour."""
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def paragraph(text: str, style: Style, *, field: str = "") -> str:
    """One paragraph; with `field`, what PowerPoint fills in itself, such as the slide's number."""
    rpr = (
        f'lang="{style.speech}" sz="{round(style.size.pt * 100)}" b="{int(style.is_bold)}" dirty="0">'
        f"{solid(style.colour)}"
    )
    said = f"<a:t>{escape(shown(text))}</a:t>"
    run = f"<a:r><a:rPr {rpr}</a:rPr>{said}</a:r>" if text else ""
    if field:
        run = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="{field}"><a:rPr {rpr}</a:rPr>{said}</a:fld>'
    space = f'<a:spcAft><a:spcPts val="{style.after * 100}"/></a:spcAft>' if style.after else ""
    return f'<a:p><a:pPr algn="{_ALIGN[style.align]}">{space}</a:pPr>{run}</a:p>'


def box(
    page: Any, name: str, paragraphs: Sequence[str], *, at: Box, fill: str = "", inset: float = 0, anchor: str = "t"
) -> None:
    """A rectangle with words, or without; `fill` is its colour, `inset` the inches between its edge and the words."""
    number = max(int(id) for id in page.shapes._spTree.xpath("//@id") if str(id).isdigit()) + 1
    colour = f"{solid(fill)}" if fill else "<a:noFill/>"
    is_text = "" if fill else ' txBox="1"'
    page.shapes._spTree.append(
        parse_xml(
            f"<p:sp {nsdecls('p', 'a')}>"
            f'<p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr{is_text}/><p:nvPr/></p:nvSpPr>'
            f"<p:spPr>{_place(at)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{colour}<a:ln><a:noFill/></a:ln></p:spPr>'
            f"<p:txBody>{_body(paragraphs, inset=inset, anchor=anchor)}</p:txBody></p:sp>"
        )
    )


def title(page: Any, text: str, style: Style, *, at: Box) -> None:
    """Fills the slide's own title, which outlines and screen readers look for."""
    element = page.shapes.title._element
    made = parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:spPr>{_place(at)}</p:spPr>"
        f"<p:txBody>{_body([paragraph(text, style)], inset=0, anchor='ctr')}</p:txBody></p:sp>"
    )
    element.replace(element.spPr, made.spPr)
    element.replace(element.txBody, made.txBody)


def table(rows: Sequence[Sequence[str]], *, widths: Sequence[float], at: Box, head: Style, body: Style) -> Any:
    """The element of a table whose first row is its header; widths are shares of the box's."""
    columns = "".join(f'<a:gridCol w="{_emu(at.width * width)}"/>' for width in widths)
    height = _emu(at.height / len(rows))
    cells = [
        [_cell(text, body if place else head, is_head=not place) for text in row] for place, row in enumerate(rows)
    ]
    lines = "".join(f'<a:tr h="{height}">{"".join(row)}</a:tr>' for row in cells)
    return parse_xml(f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl>')


def _cell(text: str, style: Style, *, is_head: bool) -> str:
    if is_head:
        style = replace(style, colour=layout.WHITE, is_bold=True)
    line = f'w="9525">{solid(layout.FAINT_LINE)}'
    lines = "" if is_head else f"<a:lnT {line}</a:lnT><a:lnB {line}</a:lnB>"
    fill = layout.ACCENT if is_head else layout.WHITE
    inset = f'marL="{_emu(0.08)}" marR="{_emu(0.08)}" marT="{_emu(0.05)}" marB="{_emu(0.05)}" anchor="ctr"'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph(text, style)}</a:txBody>"
        f"<a:tcPr {inset}>{lines}{solid(fill)}</a:tcPr></a:tc>"
    )


def _body(paragraphs: Sequence[str], *, inset: float, anchor: str) -> str:
    edges = "".join(f' {edge}="{_emu(inset)}"' for edge in ("lIns", "tIns", "rIns", "bIns"))
    said = "".join(paragraphs)
    return f'<a:bodyPr wrap="square"{edges} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{said}'


def _place(at: Box) -> str:
    left, top, width, height = (int(edge) for edge in at.emu())
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _emu(inches: float) -> int:
    return round(inches * 914_400)
