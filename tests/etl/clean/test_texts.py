"""Texts lose what spreadsheets and web pages left in them, and nothing that people wrote."""

import sys
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean.texts import CONTROL, UNTIDY, tidy


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("\u00a0 one \u00a0 two ", "one two"),
        ("one\r\n\r\n two", "one\ntwo"),
        ("a\x00b\x07c", "abc"),
        ("fish &amp; chips", "fish & chips"),
        ("5 < 6 and <script>alert(1)</script>", "5 < 6 and <script>alert(1)</script>"),
        ("=1+1", "=1+1"),
        ("مفتوح", "مفتوح"),
        ("caf\ufffd", "caf\ufffd"),
        ("\uf0b7\uf020one\n\uf0d8 two\uf02dthree", "• one\n• two-three"),
    ],
)
def test_tidy(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


def test_a_title_is_one_line() -> None:
    assert tidy("one<br/>two", lines=False) == "one two"


def test_control_characters_are_seen() -> None:
    seen = pc.match_substring_regex(pa.array(["a\x07b", "a\x9fb", "a\n\tb", "caf\u00e9"]), CONTROL)
    assert seen.to_pylist() == [True, True, False, False]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_what_is_not_untidy_needs_no_tidying(text: str) -> None:
    """Clean cells are left alone in bulk: the quick pattern must see everything that `tidy` would change."""
    untidy = pc.match_substring_regex(pa.array([text]), UNTIDY)[0].as_py()
    assert untidy or tidy(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="<&"), max_size=60))
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_every_format_character_goes_and_joiners_stay() -> None:
    """The list in the module is that of Unicode's category Cf as this Python knows it."""
    every = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Cf"]
    assert [c for c in every if tidy(f"a{c}b") != "ab"] == ["\u200c", "\u200d"]
