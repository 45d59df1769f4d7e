"""Texts lose what spreadsheets and web pages left in them, and nothing that people wrote."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean.texts import UNTIDY, has_control_characters, tidy


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
    ],
)
def test_tidy(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


def test_a_title_is_one_line() -> None:
    assert tidy("one<br/>two", lines=False) == "one two"


def test_control_characters_are_seen() -> None:
    assert has_control_characters("a\x07b")
    assert not has_control_characters("a\n\tb")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_what_is_not_untidy_needs_no_tidying(text: str) -> None:
    """Clean cells are left alone in bulk: the quick pattern must see everything that `tidy` would change."""
    untidy = pc.match_substring_regex(pa.array([text]), UNTIDY)[0].as_py()
    assert untidy or tidy(text) == text
