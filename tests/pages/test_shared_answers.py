"""Everyone gets the same answer object, so no page may change one."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.framed import ROOT
from ui import session

PAGES = sorted(path.stem for path in ROOT.glob("pages/*/*.py"))


def written(answer: object) -> str:
    """All that an answer says."""
    return f"{answer.dtypes} {answer.to_csv()}" if isinstance(answer, pd.DataFrame) else repr(answer)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_changes_an_answer(page: str, opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    before: list[tuple[str, Any, str]] = []

    def noted(snapshot: Any, asked: Any) -> Any:
        answer = remembered(snapshot, asked)
        before.append((asked.key, answer, written(answer)))
        return answer

    remembered = session._answer
    monkeypatch.setattr(session, "_answer", noted)
    opened(page, members="KEN")
    assert before
    for key, answer, as_it_was in before:
        assert written(answer) == as_it_was, key
