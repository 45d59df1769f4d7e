"""What comes from a file stays letters, wherever Streamlit would read more into it."""

import pytest

from ui.components import markdown, web_address

HOSTILE = ("$x$", "<script>", "[x](javascript:alert(1))", ":red[x]", "**b**", "`c`", "# h", "http://x.y", "a_b_c", "|")


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_signs_are_escaped(text: str) -> None:
    escaped = markdown(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text
    assert not any(
        sign in "$<>[]():*`#_|/" and (place == 0 or escaped[place - 1] != "\\") for place, sign in enumerate(escaped)
    )


@pytest.mark.parametrize("text", ["http://x.y", "HTTPS://x.y", "www.x.y", "a@x.y", "mailto:a@x.y"])
def test_nothing_looks_like_an_address_to_a_browser(text: str) -> None:
    assert "\u2060" in markdown(text)
    assert "\u2060" not in markdown("Ministry of Works")


def test_line_breaks_do_not_start_a_new_block() -> None:
    assert markdown("a\n\n# b") == r"a \# b"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "", "https://x y", "//x"])
def test_only_web_addresses_pass(address: str) -> None:
    assert web_address(address) is None


def test_a_web_address_passes() -> None:
    assert web_address(" https://www.opengovpartnership.org/x?a=1 ") == "https://www.opengovpartnership.org/x?a=1"
