"""The one bridge to Streamlit's state and caches: which snapshot is open, answers, sentences, and what was chosen."""

import gc
import os
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
import streamlit as st

from analysis import facets, numbers, offers, published, queries
from analysis.figures import Picture
from analysis.once import Drawn, once
from analysis.published import Snapshot
from analysis.scope import Filters
from analysis.text import LANGUAGES, say, say_or

P = ParamSpec("P")
R = TypeVar("R")
LISTS = offers.FILTERS
#: Widgets of the list of commitments alone, by their name in the address.
OF_THE_LIST = ("q", "completion", "state", "ambition")


_language: ContextVar[str] = ContextVar("language", default="")
_chosen: ContextVar[Filters | None] = ContextVar("chosen", default=None)
#: Threads that ask ahead, for everyone.
_others = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="ask")
#: Answers that are remembered; most take a few kilobytes.
MOST_ANSWERS = 2_000


@dataclass(frozen=True)
class _Asked:
    """A question with its facts. Told apart by `key`, which is quicker to compare than what it is made of.

    One that `asks_others` gets, as `remembered`, what answers these on the same snapshot.
    """

    key: str
    query: Callable[..., Any] = field(compare=False)
    facts: dict[str, Any] = field(compare=False)
    asks_others: bool = field(default=False, compare=False)


class _Answer:
    """The place of one answer: whoever comes first works it out, whoever comes meanwhile waits for that."""

    def __init__(self, snapshot: Snapshot, asked: _Asked) -> None:
        self.asked, self.seconds, self._is_there = asked, 0.0, False
        self._connection, self._lock = _held(snapshot).connection, Lock()
        self._others = {"remembered": partial(_remembered, snapshot)} if asked.asks_others else {}
        self._found: Any = None

    def found(self) -> Any:
        """The answer. Raises what the question raises, and asks anew the next time."""
        with self._lock:
            if not self._is_there:
                start = time.perf_counter()
                found = self.asked.query(self._connection.cursor(), **self.asked.facts, **self._others)
                self.seconds = time.perf_counter() - start
                self._found = Drawn(found) if type(found) is dict else found
                self._is_there = True
        return self._found

    def ahead(self) -> None:
        """Has another thread work it out, unless it is there."""
        if not self._is_there:
            _others.submit(self.found)


@dataclass
class _Run:
    """What a run keeps to, beside the session's state, which takes longer to look into: what it has asked, and what it
    says in many places.
    """

    snapshot: Snapshot
    about: queries.About
    asked: dict[_Asked, None] = field(default_factory=dict)
    said: dict[Hashable, Any] = field(default_factory=dict)


_run: ContextVar[_Run] = ContextVar("run")


@dataclass(frozen=True)
class _Held:
    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot


def open_snapshot() -> Snapshot:
    """Looks which snapshot is published now, and keeps to it for the rest of this run. Raises NotPublished."""
    snapshot = published.current(published.default_path())
    facts = _answer(snapshot, _asked(queries.about, {})).found()
    st.session_state["_on"] = snapshot, facts
    _run.set(_Run(snapshot, facts))
    return snapshot


def ask(query: Callable[..., R], **facts: Any) -> R:
    """The answer of a question of `analysis` on the open snapshot, remembered for everyone until a new one comes.

    Everyone gets the same object: an answer is never changed.
    """
    return cast("R", _answer_of(_asked(query, facts)).found())


def ask_ahead(page: str) -> None:
    """Has other threads ask what this page asked in its last run, now for the filters as they are: DuckDB answers
    while this run draws. What took longest comes first. What an answer would raise is raised when the page asks.
    """
    kept: dict[str, dict[_Asked, None]] = st.session_state.setdefault("_asked", {})
    last, kept[page] = kept.get(page, {}), _run.get().asked
    was: dict[str, Any] = st.session_state.get("_chosen_before", {})
    now: dict[str, Any] = {**chosen()}
    st.session_state["_chosen_before"] = now
    if was == now:
        return
    snapshot = _run.get().snapshot
    for one in sorted(last, key=lambda one: _answer(snapshot, one).seconds, reverse=True):
        follow = {name: now[name] for name in now if name in one.facts and one.facts[name] == was.get(name)}
        _answer(snapshot, _asked(one.query, {**one.facts, **follow}, asks_others=one.asks_others)).ahead()


def ask_together(**questions: tuple[Callable[..., Any], dict[str, Any]]) -> dict[str, Any]:
    """The answers of several questions (each with its facts) by name, asked side by side."""
    answers = {name: _answer_of(_asked(query, facts)) for name, (query, facts) in questions.items()}
    for answer in answers.values():
        answer.ahead()
    return {name: answer.found() for name, answer in answers.items()}


def ask_through(query: Callable[..., R], **facts: Any) -> R:
    """`ask`, for a question that asks others in its turn: by its argument `remembered`, in whatever thread."""
    return cast("R", _answer_of(_asked(query, facts, asks_others=True)).found())


def once_a_run(work: Callable[P, R]) -> Callable[P, R]:
    """`work` on filters and the like, done once in a run for the same ones; what comes back is never changed."""

    @wraps(work)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        said, key = _this_run().said, (work, repr((args, kwargs)))
        if key not in said:
            said[key] = work(*args, **kwargs)
        return cast("R", said[key])

    return kept


def in_this_language(work: Callable[[], R]) -> Callable[[], R]:
    """`work`, to be called after this run is over, when nothing else of it is known than the reader's language."""
    context = Context()
    context.run(_language.set, language())
    return partial(context.run, work)


def later(query: Callable[..., R], **facts: Any) -> Callable[[], R]:
    """`ask`, to be called after this run is over, as a download's contents are. Answers on the same snapshot.

    Such an answer may be as long as the database, so it is not remembered.
    """
    snapshot = _this_run().snapshot
    return lambda: query(_held(snapshot).connection.cursor(), **facts)


def about() -> queries.About:
    """What the open snapshot says of itself."""
    return _this_run().about


def language() -> str:
    """The reader's language: en, es or fr."""
    return _language.get() or str(st.session_state.get("language", "en"))


def page_at(address: str) -> st.Page:
    """The page at an address of the menu. A link by its file would look for the file on the disk, in every run."""
    menu: dict[str, list[st.Page]] = st.session_state["_menu"][language()]
    return next(page for section in menu.values() for page in section if page.url_path == address)


def settle_language() -> None:
    """Holds on to the language for the rest of this run: a page asks for it hundreds of times."""
    _language.set(str(st.session_state["language"]))


def settle_filters() -> None:
    """Holds on to the shared filters for the rest of this run, in which nothing changes them."""
    _chosen.set(_as_set_now())


def once_in_language(work: Callable[P, R]) -> Callable[P, R]:
    """`once`, for work on a frame that says something in the reader's language."""
    return once(work, under=language)


def t(key: str, /, **facts: object) -> str:
    """The sentence `key` in the reader's language."""
    return say(language(), key, **facts)


def name_of(kind: str, code: object, /, *, otherwise: str | None = None) -> str:
    """A code in words, such as name_of("code", "limited"); the code itself where the text files do not know it."""
    return say_or(language(), f"{kind}.{code}", otherwise=otherwise if otherwise is not None else str(code))


def chosen() -> Filters:
    """The shared filters of this run. Never changed."""
    return _chosen.get() or _as_set_now()


def _as_set_now() -> Filters:
    return cast("Filters", {name: list(st.session_state.get(name) or []) for name in LISTS})


def picture(title: str) -> Picture:
    """What stands in a chart's picture: its question, its source with the data date, the demonstration mark."""
    facts = about()
    return Picture(
        title=title,
        source=t("chart.source_line", day=published_day()),
        mark=t("frame.demo_mark") if facts.is_demo else "",
    )


def published_day() -> str:
    """The data date of the open snapshot, in words."""
    return numbers.day(about().data_date, language=language())


def sources_in_words() -> list[str]:
    """The imported files by name, each with its data date in words, the newest first."""
    return [f"{name} ({numbers.day(day, language=language())})" for name, day in about().sources]


def warm() -> None:
    """Answers once what the first page asks, so that the first visitor does not wait for it. Raises NotPublished."""
    snapshot = published.current(published.default_path())
    empty: dict[str, Any] = {name: [] for name in LISTS}
    asked = [
        _asked(queries.about, {}),
        *(_asked(offers.offers, {"language": code}) for code in LANGUAGES),
        _asked(facets.plans, {"themes": []}),
        *(_asked(question, empty) for question in (queries.measured, queries.completion_by_year)),
        _asked(queries.share_by_year, {"indicator": "ambitious", **empty}),
    ]
    for one in asked:
        _answer(snapshot, one).found()
    gc.collect()
    gc.freeze()


def _is_still_there(held: _Held) -> bool:
    """False where another file took the name; the old connection is then closed, or DuckDB would keep to it."""
    try:
        seen = held.snapshot.path.stat()
    except FileNotFoundError:  # an old snapshot, pruned while it is read: it stays whole until it is closed
        return True
    if (seen.st_size, seen.st_mtime_ns) == (held.snapshot.size, held.snapshot.changed):
        return True
    held.connection.close()
    return False


@st.cache_resource(
    max_entries=2,
    show_spinner=False,
    validate=_is_still_there,
    on_release=lambda held: held.connection.close(),
    hash_funcs={Snapshot: lambda snapshot: str(snapshot.path)},
)
def _held(snapshot: Snapshot) -> _Held:
    return _Held(published.connect(snapshot), snapshot)


def _asked(query: Callable[..., Any], facts: dict[str, Any], *, asks_others: bool = False) -> _Asked:
    return _Asked(f"{query.__module__}.{query.__qualname__} {sorted(facts.items())!r}", query, facts, asks_others)


def _remembered(snapshot: Snapshot, query: Callable[..., Any], /, **facts: Any) -> Any:
    return _answer(snapshot, _asked(query, facts)).found()


def _this_run() -> _Run:
    """What this run keeps to; for a callback, which comes before its run, what the run before kept to."""
    return _run.get(None) or _Run(*st.session_state["_on"])


def _answer_of(asked: _Asked) -> _Answer:
    run = _this_run()
    run.asked[asked] = None
    return _answer(run.snapshot, asked)


_kept = lru_cache(maxsize=MOST_ANSWERS)(_Answer)
_looking = Lock()


def _answer(snapshot: Snapshot, asked: _Asked) -> _Answer:
    """The place of an answer, the same one for all who come at once."""
    with _looking:
        return _kept(snapshot, asked)
