"""Slides as HTML, every text letter by letter. How large and where: ui/stage.css."""

from collections.abc import Iterable
from html import escape

from analysis.slides import screen
from analysis.slides.model import Body, Cards, Chart, Deck, Lines, Slide, Table, shown
from ui.session import t

#: Letters up to which a title of each size keeps to two lines.
_TITLES = {"plain": 108, "long": 140, "longest": 10_000}
#: Letters that the cover has room for in its largest type.
_COVER = 90
#: Letters up to which a card's number of each size keeps to one line: it may be on two scales, "23 % | 1 de 2".
_FIGURES = {"plain": 8, "long": 14, "longest": 10_000}
#: Letters of a table's row on one line in larger type.
_LETTERS = 82


def head(slide: Slide, *, deck: Deck) -> str:
    """The demonstration mark and the title."""
    mark = f'<div class="slide-mark">{_text(deck.mark)}</div>' if deck.mark else ""
    return f'{mark}<h1 class="slide-title {_title_size(slide)}">{_text(slide.title)}</h1>'


def body(found: Body) -> str:
    """A table, cards or lines; of a chart its legend, which is empty where one series needs none."""
    if isinstance(found, Chart):
        return _legend(found)
    if isinstance(found, Table):
        return _table(found)
    if isinstance(found, Cards):
        cards = (
            f'{_text(one.label)}<b class="{_size(one.value, _FIGURES)}">{_text(one.value)}</b>{_text(one.beneath)}'
            for one in found.cards
        )
        return f'<div class="slide-cards">{"".join(f"<div>{card}</div>" for card in cards)}</div>'
    kind = " cover" if found.is_cover else ""
    return f'<div class="slide-lines{kind}">{_each("div", found.lines)}</div>'


def numbers(slide: Slide) -> str:
    """What a chart shows, in words, for screens on which it is small."""
    return f'<div class="slide-numbers">{_each("div", slide.numbers)}</div>'


def rests_on(slide: Slide, *, deck: Deck) -> str:
    """What the slide rests on, and the source with the data date."""
    return f'<div class="slide-rests">{_text(slide.rests_on)} <span>{_text(deck.source)}</span></div>'


def progress(place: int, *, of: int) -> str:
    """The thin bar at the bottom edge."""
    return f'<div class="slide-progress"><i style="width:{100 * place / of:.2f}%"></i></div>'


def place(number: int, *, of: int) -> str:
    """Which slide of how many: "7 / 26"."""
    return f'<div class="slide-place">{_text(t("present.place", place=number, of=of))}</div>'


def contents(deck: Deck) -> str:
    """Every slide by its title, with what it rests on."""
    rows = (f"<li><b>{_text(slide.title)}</b><br>{_text(slide.rests_on)}</li>" for slide in deck.slides)
    return f"<ol>{''.join(rows)}</ol>"


def notes(slide: Slide) -> str:
    """The presenter's notes: question, method, filters, the numbers."""
    return f'<div class="slide-notes">{_each("p", slide.notes)}{_each("div", slide.numbers)}</div>'


def _title_size(slide: Slide) -> str:
    if isinstance(slide.body, Lines) and slide.body.is_cover:
        return "cover" if len(slide.title) <= _COVER else "cover crowded"
    return _size(slide.title, _TITLES)


def _size(text: str, sizes: dict[str, int]) -> str:
    return next(name for name, most in sizes.items() if len(text) <= most)


def _legend(chart: Chart) -> str:
    names = (f'<span><i style="background:{colour}"></i>{_text(name)}</span>' for name, colour in screen.legend(chart))
    inside = "".join(names)
    return f'<div class="slide-legend">{inside}</div>' if inside else ""


def _table(table: Table) -> str:
    widths = "".join(f'<col style="width:{width * 100:.1f}%">' for width in table.widths)
    top = _each("th", table.head)
    rows = "".join(f"<tr>{_cells(row, head=table.head)}</tr>" for row in table.rows)
    kind = " airy" if all(_fits(row, table.widths) for row in (table.head, *table.rows)) else ""
    return (
        f'<table class="slide-table{kind}"><colgroup>{widths}</colgroup>'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cells(row: tuple[str, ...], *, head: tuple[str, ...]) -> str:
    """The cells of a row, each with the name of its column for screens that show rows as blocks."""
    pairs = zip(head, row, strict=True)
    return "".join(f'<td data-head="{_text(name)}"><div>{_text(cell)}</div></td>' for name, cell in pairs)


def _fits(row: tuple[str, ...], widths: tuple[float, ...]) -> bool:
    return all(len(cell) < width * _LETTERS for cell, width in zip(row, widths, strict=True))


def _each(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{_text(one)}</{tag}>" for one in texts)


def _text(text: str) -> str:
    return escape(shown(text))
