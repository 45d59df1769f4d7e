"""Slides written as a PowerPoint file."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.util import Emu, Inches

from analysis.deck import charts, layout, words
from analysis.deck.layout import Box
from analysis.deck.words import Style
from analysis.slides.model import Cards, Chart, Deck, Lines, Slide, Table, shown

_TITLE_ONLY = 5
_SPEECH = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR"}
#: Inches of a table's row, which is as high as its text where that is higher.
_TALLEST_ROW = 0.66
#: Inches between cards, and the tallest of them.
_GAP, _TALLEST_CARD = 0.25, 2.2


def to_pptx(deck: Deck) -> bytes:
    """The file's bytes: one slide each, its charts native, its notes filled."""
    book = Presentation()
    book.slide_width, book.slide_height = Inches(layout.WIDTH), Inches(layout.HEIGHT)
    title_only = book.slide_layouts[_TITLE_ONLY]
    for placeholder in (*book.slide_master.placeholders, *title_only.placeholders):
        _widen(placeholder)
    _facts(book, deck)
    for number, slide in enumerate(deck.slides, start=1):
        page = book.slides.add_slide(title_only)
        plain = Style(layout.LINES_PT, _SPEECH[deck.language])
        is_cover = isinstance(slide.body, Lines) and slide.body.is_cover
        size = layout.COVER_PT if is_cover else layout.title_size(slide.title)
        at = layout.COVER_TITLE if is_cover else layout.TITLE
        words.title(page, slide.title, replace(plain, size=size, is_bold=True), at=at)
        _body(page, slide, plain=plain, language=deck.language)
        _frame(page, slide, deck=deck, number=number, plain=plain)
        said = (slide.title, slide.rests_on, *slide.notes, *slide.numbers, deck.source, deck.mark)
        page.notes_slide.notes_text_frame.text = "\n".join(shown(line) for line in said if line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _facts(book: Any, deck: Deck) -> None:
    facts = book.core_properties
    facts.title, facts.author, facts.subject = shown(deck.title), "", shown(deck.source)
    facts.comments, facts.language = shown(deck.mark), _SPEECH[deck.language]
    facts.created = facts.modified = datetime.now(UTC).replace(tzinfo=None)


def _widen(placeholder: Any) -> None:
    """The default template is for slides of 10 by 7.5 inches; its placeholders keep their share of the width."""
    for name in ("left", "width"):
        setattr(placeholder, name, Emu(int(getattr(placeholder, name) * layout.WIDTH / 10)))


def _body(page: Any, slide: Slide, *, plain: Style, language: str) -> None:
    body = slide.body
    if isinstance(body, Chart):
        alt = shown("; ".join((slide.title, *slide.numbers)))
        charts.add(page, body, box=layout.BODY, language=language, alt=alt)
    elif isinstance(body, Table):
        _table(page, body, plain=plain)
    elif isinstance(body, Cards):
        _cards(page, body, plain=plain)
    else:
        lines = [words.paragraph(line, replace(plain, after=8)) for line in body.lines]
        words.box(page, "Text", lines, at=layout.COVER_BODY if body.is_cover else layout.BODY)


def _table(page: Any, table: Table, *, plain: Style) -> None:
    rows = (table.head, *table.rows)
    height = min(_TALLEST_ROW * len(rows), layout.BODY.height)
    at = Box(layout.BODY.left, layout.BODY.top, layout.BODY.width, height)
    frame = page.shapes.add_table(1, 1, *at.emu())
    frame.name = "Table"
    head, body = replace(plain, size=layout.HEAD_PT), replace(plain, size=layout.CELL_PT)
    old = frame.table._tbl
    old.getparent().replace(old, words.table(rows, widths=table.widths, at=at, head=head, body=body))


def _cards(page: Any, cards: Cards, *, plain: Style) -> None:
    box, across = layout.BODY, 3 if len(cards.cards) <= 6 else 4
    down = -(-len(cards.cards) // across)
    width = (box.width - _GAP * (across - 1)) / across
    height = min(_TALLEST_CARD, (box.height - _GAP * (down - 1)) / down)
    quiet = replace(plain, size=layout.TEXT_PT, colour=layout.QUIET)
    for place, card in enumerate(cards.cards):
        left, top = box.left + (place % across) * (width + _GAP), box.top + (place // across) * (height + _GAP)
        said = [
            words.paragraph(card.label, quiet),
            words.paragraph(card.value, replace(plain, size=layout.CARD_PT, is_bold=True)),
            words.paragraph(card.beneath, quiet),
        ]
        at = Box(left, top, width, height)
        words.box(page, f"Card {place + 1}", said, at=at, fill=layout.PALE, inset=0.15, anchor="ctr")


def _frame(page: Any, slide: Slide, *, deck: Deck, number: int, plain: Style) -> None:
    """What stands on every slide: what it rests on, source and data date, number, demonstration mark."""
    foot = replace(plain, size=layout.FOOT_PT, colour=layout.QUIET)
    small = replace(foot, size=layout.SMALL_PT)
    words.box(page, "Rule", [words.paragraph("", plain)], at=layout.RULE, fill=layout.ACCENT)
    if slide.rests_on:
        words.box(page, "Rests on", [words.paragraph(slide.rests_on, small)], at=layout.RESTS_ON)
    words.box(page, "Source", [words.paragraph(deck.source, foot)], at=layout.SOURCE)
    said = words.paragraph(str(number), replace(foot, align="right"), field="slidenum")
    words.box(page, "Number", [said], at=layout.NUMBER)
    if deck.mark:
        orange = replace(small, colour=layout.SECOND, is_bold=True, align="right")
        words.box(page, "Demonstration", [words.paragraph(deck.mark, orange)], at=layout.MARK)
