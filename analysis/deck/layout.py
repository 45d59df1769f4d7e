"""Where things stand on a slide of 13.33 by 7.5 inches (1280 by 720 pixels), and in which size and colour."""

from dataclasses import dataclass

from pptx.util import Inches, Length, Pt

from analysis import theme


@dataclass(frozen=True)
class Box:
    """A rectangle in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width, height as python-pptx takes them."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


WIDTH, HEIGHT = 13.333, 7.5
LEFT, INSIDE = 0.6, 12.133
RULE = Box(LEFT, 0.42, 0.9, 0.06)
MARK = Box(7.6, 0.2, 5.133, 0.36)
TITLE = Box(LEFT, 0.58, INSIDE, 1.08)
BODY = Box(LEFT, 1.78, INSIDE, 4.72)
RESTS_ON = Box(LEFT, 6.52, INSIDE, 0.4)
SOURCE = Box(LEFT, 6.98, 10.6, 0.32)
NUMBER = Box(11.733, 6.98, 1.0, 0.32)
COVER_TITLE = Box(LEFT, 1.5, INSIDE, 1.6)
COVER_BODY = Box(LEFT, 3.3, INSIDE, 3.1)


def code(colour: str) -> str:
    """A colour of analysis.theme, "#1F77A8", as DrawingML writes it."""
    return colour.removeprefix("#")


#: Colours as DrawingML writes them.
INK, QUIET, FAINT_LINE, PALE, WHITE = "1C2630", "515E6A", "D0D7DD", "F2F5F7", "FFFFFF"
ACCENT, SECOND = code(theme.ACCENT), code(theme.SECOND)
INTERVAL = "1B5E8C"

COVER_PT, CARD_PT, LINES_PT = Pt(40), Pt(40), Pt(20)
TEXT_PT, CELL_PT, HEAD_PT, SMALL_PT, FOOT_PT = Pt(18), Pt(16), Pt(15), Pt(14), Pt(11)
#: Sizes of a title by its letters, so that it keeps to two lines: up to so many, this size.
TITLE_PTS = ((125, Pt(28)), (150, Pt(24)), (10_000, Pt(20)))


def title_size(text: str) -> Length:
    """The size in which a title keeps to two lines."""
    return next(size for most, size in TITLE_PTS if len(text) <= most)
