"""Slides written as a PowerPoint file."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from analysis import theme
from analysis.deck import charts, layout
from analysis.deck.layout import Box
from analysis.slides.model import Cards, Chart, Deck, Lines, Slide, Table, shown

_TITLE_ONLY = 5
#: Inches of a table's row, which is as high as its text where that is higher.
_TALLEST_ROW = 0.66
_SPEECH = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR"}


def to_pptx(deck: Deck) -> bytes:
    """The file's bytes: one slide each, its charts native, its notes filled."""
    book = Presentation()
    book.slide_width, book.slide_height = Inches(layout.WIDTH), Inches(layout.HEIGHT)
    title_only = book.slide_layouts[_TITLE_ONLY]
    for placeholder in (*book.slide_master.placeholders, *title_only.placeholders):
        _widen(placeholder)
    facts = book.core_properties
    facts.title, facts.author, facts.subject = shown(deck.title), "", shown(deck.source)
    facts.comments, facts.language = shown(deck.mark), _SPEECH[deck.language]
    facts.created = facts.modified = datetime.now(UTC).replace(tzinfo=None)
    for number, slide in enumerate(deck.slides, start=1):
        page = book.slides.add_slide(title_only)
        is_cover = isinstance(slide.body, Lines) and slide.body.is_cover
        _title(page, slide.title, is_cover=is_cover, language=deck.language)
        _body(page, slide, is_cover=is_cover, language=deck.language)
        _frame(page, slide, deck=deck, number=number)
        said = (slide.title, slide.rests_on, *slide.notes, *slide.numbers, deck.source, deck.mark)
        page.notes_slide.notes_text_frame.text = "\n".join(shown(line) for line in said if line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widen(placeholder: Any) -> None:
    """The default template is for slides of 10 by 7.5 inches; its placeholders keep their share of the width."""
    for name in ("left", "width"):
        setattr(placeholder, name, Emu(int(getattr(placeholder, name) * layout.WIDTH / 10)))


def _title(page: Any, text: str, *, is_cover: bool, language: str) -> None:
    shape = page.shapes.title
    box = layout.COVER_TITLE if is_cover else layout.TITLE
    shape.left, shape.top, shape.width, shape.height = box.emu()
    size = layout.COVER_PT if is_cover else layout.title_size(text)
    _fill(shape.text_frame, [text], size=size, bold=True, language=language, anchor=MSO_ANCHOR.MIDDLE)


def _body(page: Any, slide: Slide, *, is_cover: bool, language: str) -> None:
    body = slide.body
    if isinstance(body, Chart):
        charts.add(page, body, box=layout.BODY, language=language, alt=shown("; ".join((slide.title, *slide.numbers))))
    elif isinstance(body, Table):
        _table(page, body, language=language)
    elif isinstance(body, Cards):
        _cards(page, body, language=language)
    else:
        box = layout.COVER_BODY if is_cover else layout.BODY
        _words(page, "Text", body.lines, box=box, size=Pt(20), language=language, after=Pt(8))


def _table(page: Any, table: Table, *, language: str) -> None:
    box = layout.BODY
    row_height = min(_TALLEST_ROW, box.height / (len(table.rows) + 1))
    frame = page.shapes.add_table(
        len(table.rows) + 1,
        len(table.head),
        *Box(box.left, box.top, box.width, row_height * (len(table.rows) + 1)).emu(),
    )
    frame.name = "Table"
    native = frame.table
    native.horz_banding = False
    for column, width in zip(native.columns, table.widths, strict=True):
        column.width = Inches(box.width * width)
    for place, row in enumerate((table.head, *table.rows)):
        for cell, text in zip(native.rows[place].cells, row, strict=True):
            cell.fill.solid()
            cell.fill.fore_color.rgb = layout.rgb(theme.ACCENT) if not place else layout.WHITE
            cell.margin_top = cell.margin_bottom = Inches(0.05)
            cell.margin_left = cell.margin_right = Inches(0.08)
            colour = layout.WHITE if not place else layout.INK
            size = Pt(15) if not place else Pt(16)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            _fill(cell.text_frame, [text], size=size, bold=not place, colour=colour, language=language, is_cell=True)
            if place:
                _underline(cell)


def _underline(cell: Any) -> None:
    """Thin lines above and beneath a cell, of which python-pptx knows nothing."""
    properties = cell._tc.get_or_add_tcPr()
    for place, side in enumerate(("lnT", "lnB")):
        fill = f'<a:solidFill><a:srgbClr val="{layout.FAINT_LINE}"/></a:solidFill>'
        properties.insert(place, parse_xml(f'<a:{side} {nsdecls("a")} w="9525">{fill}</a:{side}>'))


def _cards(page: Any, cards: Cards, *, language: str) -> None:
    box, across = layout.BODY, 3 if len(cards.cards) <= 6 else 4
    gap = 0.25
    down = -(-len(cards.cards) // across)
    width, height = (box.width - gap * (across - 1)) / across, min(2.2, (box.height - gap * (down - 1)) / down)
    for place, card in enumerate(cards.cards):
        left = box.left + (place % across) * (width + gap)
        top = box.top + (place // across) * (height + gap)
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(left, top, width, height).emu())
        shape.name = f"Card {place + 1}"
        _flat(shape, layout.PALE)
        frame = shape.text_frame
        sizes = ((card.label, layout.TEXT_PT, layout.QUIET), (card.value, Pt(40), layout.INK),
                 (card.beneath, layout.TEXT_PT, layout.QUIET))  # fmt: skip
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        for index, (text, size, colour) in enumerate(sizes):
            paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            _run(paragraph, text, size=size, bold=index == 1, colour=colour, language=language)


def _flat(shape: Any, colour: RGBColor) -> None:
    """One colour: no outline, and none of the shadow that a shape's style would bring."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _frame(page: Any, slide: Slide, *, deck: Deck, number: int) -> None:
    """What stands on every slide: what it rests on, source and data date, number, demonstration mark."""
    rule = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *layout.RULE.emu())
    rule.name = "Rule"
    _flat(rule, layout.rgb(theme.ACCENT))
    words = partial(_words, page, colour=layout.QUIET, language=deck.language)
    if slide.rests_on:
        words("Rests on", [slide.rests_on], box=layout.RESTS_ON, size=layout.SMALL_PT)
    words("Source", [deck.source], box=layout.SOURCE, size=layout.FOOT_PT)
    place = words("Number", [""], box=layout.NUMBER, size=layout.FOOT_PT)
    paragraph = place.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="{_SPEECH[deck.language]}" sz="1100"><a:solidFill><a:srgbClr val="{layout.QUIET}"/>'
            f"</a:solidFill></a:rPr><a:t>{number}</a:t></a:fld>"
        )
    )
    if deck.mark:
        orange = layout.rgb(theme.SECOND)
        mark = words("Demonstration", [deck.mark], box=layout.MARK, size=layout.SMALL_PT, colour=orange, bold=True)
        mark.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _words(
    page: Any,
    name: str,
    lines: Sequence[str],
    *,
    box: Box,
    size: Any,
    language: str,
    colour: RGBColor = layout.INK,
    bold: bool = False,
    after: Any = None,
) -> Any:
    shape = page.shapes.add_textbox(*box.emu())
    shape.name = name
    _fill(shape.text_frame, lines, size=size, colour=colour, bold=bold, language=language, after=after)
    return shape


def _fill(
    frame: Any,
    lines: Sequence[str],
    *,
    size: Any,
    language: str,
    colour: RGBColor = layout.INK,
    bold: bool = False,
    after: Any = None,
    anchor: Any = MSO_ANCHOR.TOP,
    is_cell: bool = False,
) -> None:
    frame.word_wrap = True
    if not is_cell:
        frame.vertical_anchor = anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        if after is not None:
            paragraph.space_after = after
        _run(paragraph, line, size=size, bold=bold, colour=colour, language=language)


def _run(paragraph: Any, text: str, *, size: Any, bold: bool, colour: RGBColor, language: str) -> None:
    if not text:
        return
    run = paragraph.add_run()
    run.text = shown(text)
    run.font.name, run.font.size, run.font.bold = layout.FONT, size, bold
    run.font.color.rgb = colour
    run._r.get_or_add_rPr().set("lang", _SPEECH[language])
