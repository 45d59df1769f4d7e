"""The benchmark's workbook is what it says: the layout of 2024, no row lost. Nothing here is timed."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_import", root / "bench" / "import.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return module


def test_its_workbook_fits_the_layout(bench: ModuleType, root: Path, tmp_path: Path) -> None:
    path = bench.workbook(300, tmp_path)
    report = tmp_path / "report.json"
    run = subprocess.run(
        [sys.executable, "-m", "etl", "check", str(path), "--report", str(report)],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    [sheet] = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert (sheet["vintage"], sheet["rows_read"], sheet["rows_rejected"]) == ("irm_2024", 300, 0)
    assert not [p for p in sheet["problems"] if p["code"].startswith(("header", "layout", "theme"))]


def test_a_workbook_is_built_once(bench: ModuleType, tmp_path: Path) -> None:
    path = bench.workbook(3, tmp_path)
    before = path.stat().st_mtime_ns
    assert bench.workbook(3, tmp_path) == path
    assert path.stat().st_mtime_ns == before


def test_memory_counts_children_too(bench: ModuleType) -> None:
    hold = "import time; held = bytearray(120_000_000); time.sleep(1)"
    run = bench.measured(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"]
    )
    assert run.memory > 120_000_000
    assert run.seconds > 1


def test_a_failing_command_stops_the_benchmark(bench: ModuleType) -> None:
    with pytest.raises(SystemExit, match="no luck"):
        bench.measured([sys.executable, "-c", "raise SystemExit('no luck')"])
