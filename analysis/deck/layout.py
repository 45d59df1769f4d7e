"""Where things stand on a slide of 13.33 by 7.5 inches (1280 by 720 pixels), and in which size and colour."""

from dataclasses import dataclass

from pptx.dml.color import RGBColor
from pptx.util import Inches, Length, Pt


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

INK, QUIET, FAINT_LINE = RGBColor(0x1C, 0x26, 0x30), RGBColor(0x51, 0x5E, 0x6A), RGBColor(0xD0, 0xD7, 0xDD)
PALE, WHITE = RGBColor(0xF2, 0xF5, 0xF7), RGBColor(0xFF, 0xFF, 0xFF)
FONT = "Calibri"
COVER_PT = Pt(40)
#: Sizes of a title by its letters, so that it keeps to two lines: up to so many, this size.
TITLE_PTS = ((125, Pt(28)), (150, Pt(24)), (10_000, Pt(20)))
TEXT_PT, SMALL_PT, FOOT_PT = Pt(18), Pt(14), Pt(11)


def rgb(colour: str) -> RGBColor:
    """A colour of analysis.theme, "#1F77A8"."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def pale(colour: str, *, strength: float = 0.42) -> RGBColor:
    """The colour mixed with white, for marks that rest on few cases."""
    parts = (int(colour.removeprefix("#")[at : at + 2], 16) for at in (0, 2, 4))
    return RGBColor(*(round(255 - (255 - part) * strength) for part in parts))


def title_size(text: str) -> Length:
    """The size in which a title keeps to two lines."""
    return next(size for most, size in TITLE_PTS if len(text) <= most)


def is_dark(colour: str) -> bool:
    """Whether words on the colour are to be white (relative luminance, WCAG 2)."""
    parts = [int(colour.removeprefix("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < 0.19
