"""Which snapshot a page sees, what is remembered, and what is said when there is nothing to open."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analysis import queries
from tests.framed import COMMITMENTS, FRAME
from tests.published import Commitment, Snapshot, publish
from ui import first_start, session


def count(app: AppTest) -> str:
    return next(str(metric.value) for metric in app.metric if metric.label == "Commitments")


def test_a_new_snapshot_is_seen_at_the_next_run(opened: Callable[..., AppTest], published: Path) -> None:
    app = opened()
    assert count(app) == "8"
    publish(published, [Commitment("A1")], snapshot=Snapshot(snapshot_id=2))
    assert count(app.run()) == "1"


def test_a_replaced_file_without_snapshots_is_seen_too(opened: Callable[..., AppTest], published: Path) -> None:
    os.utime(published, ns=(1, 1))
    app = opened()
    assert count(app) == "8"
    publish(published, COMMITMENTS[:3], snapshot=Snapshot(snapshot_id=2))
    os.utime(published, ns=(2, 2))
    assert count(app.run()) == "3"


def test_a_file_that_is_no_database_is_one_message(opened: Callable[..., AppTest], published: Path) -> None:
    published.write_text("not a database")
    app = AppTest.from_file(str(FRAME), default_timeout=30).run()
    assert not app.exception
    assert [error.value.split(":")[0] for error in app.error] == ["The database cannot be read"]


def test_with_no_database_the_first_visit_builds_one(
    opened: Callable[..., AppTest], published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = published.read_bytes()
    (published.parent / "kept").write_bytes(kept)
    published.unlink()
    builder = "import os, shutil; shutil.copy('{}', os.environ['MONITOR_DB'])".format(published.parent / "kept")
    monkeypatch.setattr(first_start, "COMMAND", (sys.executable, "-c", builder))
    assert count(opened()) == "8"


def test_a_build_that_fails_says_so_and_what_to_type(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published.unlink()
    failing = (sys.executable, "-c", "raise SystemExit('no space left')")
    monkeypatch.setattr(first_start, "COMMAND", failing)
    app = AppTest.from_file(str(FRAME), default_timeout=30).run()
    assert not app.exception
    assert [error.value.split(".")[0] for error in app.error] == ["The demonstration data could not be built"]
    assert [text.value for text in app.text] == ["no space left"]
    assert app.button[0].label == "Try again"


def test_demonstration_data_is_marked_on_the_page_and_in_the_pictures(
    opened: Callable[..., AppTest], published: Path
) -> None:
    publish(published, COMMITMENTS, snapshot=Snapshot(snapshot_id=2, is_demo=True))
    app = opened()
    assert [warning.value for warning in app.warning] == [
        "Demonstration data: the ratings are invented and describe no country."
    ]
    for chart in app.get("plotly_chart"):
        assert "Demonstration data: invented ratings" in chart.proto.spec


class Noted:
    """In place of other threads: what is asked of them, done at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, found: Callable[[], object]) -> None:
        asked = found.__self__.asked  # type: ignore[attr-defined]
        self.asked.append(f"{asked.query.__name__} {asked.facts.get('members')}")
        found()


def test_what_a_page_asked_is_asked_ahead_for_the_next_filters(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    others = Noted()
    monkeypatch.setattr(session, "_others", others)
    app = opened()
    assert not others.asked
    session._kept.cache_clear()
    app.multiselect(key="pick_members").select("KEN").run()
    assert count(app) == "6"
    assert {"changes ['KEN']", "measured ['KEN']", "completion_by_year ['KEN']"} <= set(others.asked)
    before = session._kept.cache_info().misses
    app.run()
    assert session._kept.cache_info().misses == before


def test_a_question_that_fails_ahead_fails_where_it_is_asked_and_is_asked_anew(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    real = queries.ask_chosen

    def failing(*_given: object, **_facts: object) -> None:
        raise duckdb.IOException("disk gone")

    monkeypatch.setattr(queries, "ask_chosen", failing)
    app.multiselect(key="pick_members").select("GBR").run()
    assert [error.value.split(":")[0] for error in app.error] == ["The database cannot be read"]
    monkeypatch.setattr(queries, "ask_chosen", real)
    assert count(app.run()) == "1"


def test_work_for_later_is_done_in_the_language_of_its_run() -> None:
    session._language.set("fr")
    later = session.in_this_language(session.language)
    session._language.set("en")
    assert (later(), session.language()) == ("fr", "en")
    session._language.set("")


def test_a_callback_asks_what_the_run_before_kept_to(published: Path) -> None:
    def script() -> None:
        from contextvars import copy_context

        import streamlit as st

        from analysis import facets
        from ui import session

        def before_the_run() -> None:
            session._run.set(None)  # type: ignore[arg-type]
            st.text(str(facets.size(session.ask)["commitments"]))

        session.open_snapshot()
        copy_context().run(before_the_run)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "8"
