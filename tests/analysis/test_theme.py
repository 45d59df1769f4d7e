"""What can be read on what."""

import pytest

from analysis import compare, theme


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour.removeprefix("#"))]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("colours", "words"), [(theme.COMPLETION, theme.ON_COMPLETION), (theme.CORNERS, theme.ON_CORNERS)]
)
def test_words_on_a_colour_can_be_read(colours: dict[str, str], words: dict[str, str]) -> None:
    assert set(words) == set(colours)
    assert {code: contrast(colours[code], words[code]) >= 4.5 for code in words} == dict.fromkeys(words, True)


def test_every_rating_of_a_scale_has_a_colour_and_words_that_can_be_read_on_it() -> None:
    assert {name: tuple(colours) for name, colours in theme.SCALES.items()} == {
        name: scale.codes for name, scale in compare.SCALES.items()
    }
    for colours in theme.SCALES.values():
        assert len(set(colours.values())) == len(colours)
        assert all(contrast(colour, theme.ON[colour]) >= 4.5 for colour in colours.values())


@pytest.mark.parametrize("ground", ["#FFFFFF", "#0E1620"])
def test_marks_stand_out_on_light_and_on_dark(ground: str) -> None:
    for colour in (theme.ACCENT, theme.SECOND, theme.COMPLETION["withdrawn"], theme.CORNERS["ambitious_done"]):
        assert contrast(colour, ground) >= 3, colour
