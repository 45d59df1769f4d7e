"""Which snapshot a page sees, what is remembered, and what is said when there is nothing to open."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.framed import COMMITMENTS, FRAME
from tests.published import Commitment, Snapshot, publish
from ui import first_start


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
