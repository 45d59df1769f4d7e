"""A chart as a picture to take away: as large as a projector's, with all in it that says what it is.

The picture is drawn by the browser that shows the chart (ui/pictures.js). Here is said how.
"""

import math
from typing import Any

from analysis.figures import Figure, plain, room_above, titled, wrapped

#: Pixels of a projector.
WIDE, HIGH = 1920, 1080
#: Pixels that a picture is laid out in, before it is enlarged to a projector's: few, so that its letters come out
#: large. A chart that needs more than the most keeps its height, and its picture is higher than a projector.
LEAST_HEIGHT, MOST_HEIGHT, TALL_WIDTH = 450, 648, 960
#: Pixels of an average letter, rounded up, of the title and of the lines beneath it.
TITLE_LETTER, LETTER = 10.0, 6.4
#: Pixels that stay free along the edges.
EDGE = 14


def laid_out(figure: Figure, *, title: str, lines: list[str], mark: str, note: str) -> dict[str, Any]:
    """What is different about `figure` as a picture: its width, height and scale, and `layout` to put over its own.

    `title` is the question without line breaks; beneath it stand `lines`, `mark` in bold and `note`.
    """
    layout, margin = figure["layout"], figure["layout"]["margin"]
    # What is said makes the picture higher, and with that either wider or, past the most, as wide as TALL_WIDTH.
    room = min(_size(layout["height"])[0], TALL_WIDTH) - 2 * EDGE
    letters = int(room / LETTER)
    beneath = [wrapped(line, width=letters) for line in lines]
    beneath += [f"<b>{plain(mark)}</b>"] if mark else []
    beneath += [wrapped(note, width=letters)] if note else []
    head = titled(wrapped(title, width=int(room / TITLE_LETTER)), beneath="<br>".join(beneath))
    more = room_above(head) - room_above(layout["title"])
    width, height = _size(layout["height"] + more + 2 * EDGE)
    return {
        "width": width,
        "height": height,
        "scale": _scale(width),
        "layout": {
            "title": head | {"pad": {"l": EDGE, "t": head["pad"]["t"] + EDGE}},
            "margin": {side: pixels + EDGE for side, pixels in margin.items()} | {"t": margin["t"] + more + EDGE},
            "legend": layout["legend"] | {"x": EDGE / width, "y": EDGE / height},
        },
    }


def _size(needed: int) -> tuple[int, int]:
    """Width and height to lay a picture out in: as a projector's, but for a chart that is too high for one."""
    if needed > MOST_HEIGHT:
        return TALL_WIDTH, needed
    steps = math.ceil(max(LEAST_HEIGHT, needed) / 9)
    return 16 * steps, 9 * steps


def _scale(width: int) -> float:
    """How much `width` is enlarged; never a hair less than WIDE, which a browser would round down."""
    scale = WIDE / width
    return scale if scale * width >= WIDE else math.nextafter(scale, math.inf)
