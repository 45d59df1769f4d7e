"""The framed dashboard without a browser, on a small database."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from tests.published import Change, Commitment, Rating, Snapshot, publish, rated

ROOT = Path(__file__).resolve().parents[1]
FRAME = ROOT / "ui" / "frame.py"
COMMITMENTS = (
    *(
        Commitment(f"K{n}", number=str(n), title=f"Publish budget {n}", ratings=(rated("completion", "midterm", code),))
        for n, code in enumerate(("limited", "limited", "substantial", "complete", "complete", "not_started"), start=1)
    ),
    Commitment(
        "G1",
        short_title="A <b>second</b> title",
        member="GBR",
        plan=5,
        year=2021,
        title="Open contracts",
        url="https://example.org/g1",
        themes=("open_data",),
        ratings=(
            rated("potential_for_results", "design", "substantial", cell="DS7"),
            Rating("completion", "final", missing="not_reviewed", label="NR", cell="DX7"),
        ),
    ),
    Commitment("X1", member="XKX", plan=1, year=2021, title="Registers", url="javascript:alert(1)"),
)


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight commitments of three members at MONITOR_DB."""
    path = tmp_path / "monitor.duckdb"
    monkeypatch.setenv("MONITOR_DB", str(path))
    publish(
        path, COMMITMENTS, snapshot=Snapshot(changes=(Change("K1", "completion", "midterm", "complete", "limited"),))
    )
    return path


@pytest.fixture
def opened(published: Path) -> Callable[..., AppTest]:
    """Opens a page: opened("commitments", members=["KEN"]). Every run is without an exception and framed.

    `numbers` names the charts whose tables are opened.
    """
    st.cache_data.clear()
    st.cache_resource.clear()
    config.set_option("client.showErrorDetails", "full")

    def open_page(
        page: str = "overview",
        *,
        script: str = "ui/frame.py",
        numbers: tuple[str, ...] = (),
        **address: list[str] | str,
    ) -> AppTest:
        app = AppTest.from_file(str(ROOT / script), default_timeout=30)
        app.session_state["_has_started"] = True  # no browser needs a head start (docs/decisions/0012)
        for name in numbers:
            app.session_state[f"{name}_numbers"] = True
        for name, value in address.items():
            app.query_params[name] = value
        if page != "overview":
            app.switch_page(str(next(ROOT.glob(f"pages/*/{page}.py"))))
        app.run()
        assert not app.exception, app.exception[0].message
        assert app.title[0].value in {
            "Open Government Commitment Monitor",
            "Monitor de compromisos de gobierno abierto",
            "Suivi des engagements de gouvernement ouvert",
        }
        return app

    return open_page


def measures(app: AppTest) -> dict[str, str]:
    """The numbers on top of a page by their names."""
    return {metric.label: metric.value for metric in app.metric}


def beneath(app: AppTest) -> list[str]:
    """The lines under the numbers on top of a page."""
    return [metric.proto.delta_description for metric in app.metric]
