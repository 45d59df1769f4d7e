"""What is made of an answer is made once, is never another answer's, and goes with the answer."""

import gc
import weakref

import duckdb
import pandas as pd
import pytest

from analysis import once as kept
from analysis.once import Drawn, once, rows_of


class Counter:
    """A piece of work that counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

        @once
        def work(frame: pd.DataFrame, *, language: str, colours: object = None) -> dict[str, object]:
            self.done += 1
            return {"rows": len(frame), "language": language}

        self.work = work


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"n": [1, 2]})


def test_the_same_arguments_are_worked_on_once(frame: pd.DataFrame) -> None:
    counter = Counter()
    first = counter.work(frame, language="en", colours={"a": ["red"]})
    assert counter.work(frame, language="en", colours={"a": ["red"]}) is first
    assert first == {"rows": 2, "language": "en"}
    assert counter.done == 1


def test_another_argument_is_another_piece_of_work(frame: pd.DataFrame) -> None:
    counter = Counter()
    assert counter.work(frame, language="en")["language"] == "en"
    assert counter.work(frame, language="fr")["language"] == "fr"
    assert counter.work(frame.copy(), language="en")["language"] == "en"
    assert counter.work(frame, language="en", colours=1) is not counter.work(frame, language="en", colours=True)
    assert counter.done == 5


def test_an_equal_frame_is_not_the_same_frame(frame: pd.DataFrame) -> None:
    counter = Counter()
    assert counter.work(frame, language="en")["rows"] == 2
    assert counter.work(frame.head(1), language="en")["rows"] == 1


def test_what_cannot_be_compared_is_worked_on_every_time(frame: pd.DataFrame) -> None:
    counter = Counter()
    counter.work(frame, language="en", colours={1, 2})
    counter.work(frame, language="en", colours={1, 2})
    assert counter.done == 2


def test_a_frame_inside_an_argument_is_not_told_apart_by_an_identity_that_nobody_watches(frame: pd.DataFrame) -> None:
    counter, other = Counter(), pd.DataFrame({"n": [3]})
    counter.work(frame, language="en", colours=[other])
    counter.work(frame, language="en", colours=[other])
    assert counter.done == 2


def test_results_go_with_their_frame() -> None:
    frame = pd.DataFrame({"n": [1, 2]})
    result = weakref.ref(Counter().work(frame, language="en"))
    gc.collect()
    assert isinstance(result(), Drawn)
    del frame
    gc.collect()
    assert result() is None


def test_a_frame_that_is_its_own_result_is_not_held() -> None:
    same = once(lambda frame: frame)
    frame = pd.DataFrame({"n": [1]})
    gone = weakref.ref(frame)
    assert same(frame) is frame
    del frame
    gc.collect()
    assert gone() is None


def test_results_are_bounded(frame: pd.DataFrame) -> None:
    counter = Counter()
    for n in range(3 * kept.MOST_RESULTS):
        counter.work(frame, language=str(n))
    assert len(kept._made[id(frame)][1]) <= kept.MOST_RESULTS


def test_rows_are_those_of_pandas_for_every_kind_of_column() -> None:
    with duckdb.connect() as db:
        frame = db.execute(
            """SELECT * FROM (VALUES (1, 2.5, 'a', true, DATE '2024-01-31', [1, 2], 1::UTINYINT),
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t(i, f, s, b, d, l, u)"""
        ).df()
    assert repr(rows_of(frame)) == repr(frame.to_dict("records"))
    assert rows_of(frame.head(0)) == rows_of(pd.DataFrame()) == []
