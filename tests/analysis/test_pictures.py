"""A picture is as large as a projector, and says what it is."""

import pytest

from analysis import pictures
from analysis.figures import Picture, figure, room_above

ASKED = {"title": "How far?", "lines": ["n = 3 rated; 1 not rated."], "mark": "", "note": ""}


def drawn(height: int) -> dict:
    return figure([], picture=Picture("How far?", "IRM ratings"), height=height)


@pytest.mark.parametrize("height", [100, *range(300, 500, 7)])
def test_a_picture_fills_a_projector_to_the_pixel(height: int) -> None:
    made = pictures.laid_out(drawn(height), **ASKED)
    assert (int(made["width"] * made["scale"]), int(made["height"] * made["scale"])) == (1920, 1080)
    assert made["width"] <= 1056


def test_a_high_chart_keeps_its_height() -> None:
    made = pictures.laid_out(drawn(1200), **ASKED)
    top = room_above(made["layout"]["title"]) + 2 * pictures.EDGE
    assert (made["width"], made["height"], made["scale"]) == (960, 1200 + top, 2)


def test_the_plot_keeps_its_room_however_much_is_said_above_it() -> None:
    tall = drawn(1200)
    said = {**ASKED, "note": "word " * 200, "mark": "Demonstration"}
    for wanted in (ASKED, said):
        made = pictures.laid_out(tall, **wanted)
        margin, before = made["layout"]["margin"], tall["layout"]["margin"]
        plot = tall["layout"]["height"] - before["t"] - before["b"]
        assert made["height"] - margin["t"] - margin["b"] == plot


def test_what_a_picture_says_stands_in_order_and_letter_by_letter() -> None:
    asked = {"title": "A & <b>?", "lines": ["n = 3", "Filters: Kenya"], "mark": "Invented <i>", "note": "Notes; done"}
    title = pictures.laid_out(drawn(300), **asked)["layout"]["title"]
    assert title["text"] == "<b>A &amp; &lt;b&gt;?</b>"
    said = "n = 3<br>Filters: Kenya<br><b>Invented &lt;i&gt;</b><br>Notes; done"
    assert title["subtitle"]["text"] == said
