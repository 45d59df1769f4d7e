"""The window over a page: what it lists, how much of it, and where it opens."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analysis import compare
from ui import behind
from ui.behind import Wanted

WANTED = Wanted(
    "Kenya: 3 of 6 *b*", compare.behind, {"indicator": "high_completion", "language": "en", "members": ["KEN"]}
)


def window(app: AppTest) -> tuple[list[str], int]:
    """The captions of the window, and the rows of its table."""
    said = [caption.value for caption in app.caption if caption.value.startswith("Commitments: ")]
    tables = [frame.value for frame in app.dataframe if "holds" in frame.value.columns]
    return said, sum(map(len, tables))


def test_a_window_lists_what_was_clicked_once(opened: Callable[..., AppTest]) -> None:
    app = opened("about")
    app.session_state["_behind"] = WANTED
    app.run()
    assert not app.exception
    assert window(app) == (["Commitments: 6. Choose a row to read the commitment."], 6)
    app.run()
    assert window(app) == ([], 0)


def test_a_long_list_is_cut_on_the_screen_and_says_so(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "MOST_ROWS", 2)
    app = opened("about")
    app.session_state["_behind"] = WANTED
    app.run()
    assert window(app) == (
        ["Commitments: 6. Choose a row to read the commitment. The first 2 are shown, the file has all."], 2,
    )  # fmt: skip
