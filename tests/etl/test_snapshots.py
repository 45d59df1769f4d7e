"""Snapshots: a database that is whole or as it was, whoever reads, writes or is killed; and the way back."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from etl.publish import snapshots
from tests.etl.conftest import Monitor, digest
from tests.golden.workbooks import release_2016, release_2024, write_csv

pytestmark = pytest.mark.usefixtures("read_here")

CLEAN = release_2024({})


def test_history_diff_and_rollback(monitor: Monitor, tmp_path: Path) -> None:
    assert monitor.run("history", "--db", monitor.db).status == 2
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN), "--as-of", "2020-01-01")
    more = release_2024({"Completion (End Of Term)": "Complete", "_CompletionEndTerm": 5}, {"Commitment Number": "2"})
    monitor.take(write_csv(tmp_path / "b.csv", more), "--as-of", "2021-01-01")
    ran = monitor.run("diff", "--db", monitor.db)
    assert "1 added, 0 removed" in ran.out
    assert "KEN-1-1  completion (final): substantial → complete" in ran.out
    assert monitor.run("rollback", 1, "--db", monitor.db).status == 0
    assert monitor.rows("SELECT count(*) FROM commitment") == [(1,)]
    shown = [line for line in monitor.run("history", "--db", monitor.db).out.splitlines() if "shown" in line]
    assert [line.split()[0] for line in shown] == ["1"]
    ran = monitor.run("rollback", 9, "--db", monitor.db)
    assert ran.status == 2
    assert "2, 1" in ran.err
    monitor.take(write_csv(tmp_path / "c.csv", release_2016({"Action Plan Number": 2})))
    assert monitor.rows("SELECT max(snapshot_id), count(*) FROM snapshot") == [(3, 2)]


def test_only_the_last_snapshots_are_kept(monitor: Monitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.importing import examine, publish

    assert snapshots.KEPT == 10
    monkeypatch.setattr(snapshots, "KEPT", 3)
    for n in range(5):
        table = release_2024(*({"Commitment Number": i} for i in range(n + 1)))
        publish([examine(str(write_csv(tmp_path / f"{n}.csv", table)))], db=monitor.db, as_of=date(2020, 1, 1 + n))
    names = sorted(p.name for p in monitor.db.with_name("monitor.duckdb.snapshots").iterdir())
    assert names == [f"{n:06d}.duckdb" for n in range(3, 6)]
    assert monitor.rows("SELECT count(*) FROM commitment") == [(5,)]


def test_an_import_waits_for_another_or_says_who_has_the_lock(monitor: Monitor, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", CLEAN)
    holder = (
        "import sys, time; from pathlib import Path; from etl.publish.snapshots import locked\n"
        "with locked(Path(sys.argv[1]), wait=1):\n    print('held', flush=True); time.sleep(float(sys.argv[2]))"
    )
    for seconds, wait, status in ((30, 0.2, 2), (2, 30, 0)):
        held = subprocess.Popen(
            [sys.executable, "-c", holder, str(monitor.db), str(seconds)],
            cwd=monitor.root,
            stdout=subprocess.PIPE,
        )
        try:
            assert held.stdout
            assert held.stdout.readline()
            ran = monitor.run("import", file, "--db", monitor.db, "--wait", wait)
        finally:
            held.kill()
            held.communicate()
        assert ran.status == status, ran
        if status:
            assert f"process {held.pid}" in ran.err
            assert not monitor.db.exists()


def test_a_killed_import_leaves_the_database_as_it_was(monitor: Monitor, tmp_path: Path) -> None:
    """Kill an import while it builds: the published file is untouched, and the next import works."""
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN))
    before = digest(monitor.db)
    other = write_csv(tmp_path / "b.csv", release_2016({"Action Plan Number": 3}))
    stuck = (
        "import sys, time; from pathlib import Path; from etl.importing import examine, publish\n"
        "def progress(step, rows):\n"
        "    if step == 'checks':\n        print('building', flush=True); time.sleep(60)\n"
        "publish([examine(sys.argv[1])], db=Path(sys.argv[2]), progress=progress)"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", stuck, str(other), str(monitor.db)], cwd=monitor.root, stdout=subprocess.PIPE
    )
    assert running.stdout
    assert running.stdout.readline().strip() == b"building"
    running.kill()
    running.communicate()
    assert digest(monitor.db) == before
    monitor.take(other)
    assert monitor.rows("SELECT count(*) FROM commitment") == [(2,)]


def test_a_place_that_cannot_be_written_is_one_message(monitor: Monitor, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", CLEAN)
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("not a folder", "utf-8")
    ran = monitor.run("import", file, "--db", in_the_way / "monitor.duckdb")
    assert ran.status == 2
    assert "cannot be written" in ran.err


def test_a_file_that_is_no_database_is_left_alone(monitor: Monitor, tmp_path: Path) -> None:
    monitor.db.write_text("my notes", "utf-8")
    ran = monitor.run("import", write_csv(tmp_path / "a.csv", CLEAN), "--db", monitor.db)
    assert ran.status == 2
    assert "not a database of this project" in ran.err
    assert monitor.db.read_text("utf-8") == "my notes"


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit on the size of files")
def test_a_full_disk_is_one_message_and_nothing_is_published(monitor: Monitor, tmp_path: Path) -> None:
    """A limit on the size of any file written stands in for a disk that fills up during the build."""
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN))
    before = digest(monitor.db)
    table = release_2024(*({"Commitment Number": i, "Full Text": os.urandom(1000).hex()} for i in range(500)))
    limited = (
        "import resource, signal, sys; from etl.__main__ import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000,) * 2)\n"
        "sys.argv = ['etl', *sys.argv[1:]]; run()"
    )
    words = ["import", str(write_csv(tmp_path / "b.csv", table)), "--db", str(monitor.db)]
    ran = subprocess.run(
        [sys.executable, "-c", limited, *words],
        cwd=monitor.root,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Nothing was published" in ran.stderr
    assert digest(monitor.db) == before
    leftovers = [p.name for p in monitor.db.with_name("monitor.duckdb.snapshots").iterdir()]
    assert leftovers == ["000001.duckdb"]


def test_a_reader_sees_the_old_or_the_new_snapshot_and_never_an_error(monitor: Monitor, tmp_path: Path) -> None:
    """Another process reads over and over while four snapshots are published."""
    from etl.importing import examine, publish

    def release(n: int) -> Path:
        return write_csv(tmp_path / f"{n}.csv", release_2024(*({"Commitment Number": i} for i in range(n + 1))))

    publish([examine(str(release(0)))], db=monitor.db, as_of=date(2020, 1, 1))
    reader = (
        "import json, sys, time, duckdb; from pathlib import Path; from etl.publish.snapshots import current\n"
        "seen = []; end = time.time() + 100\n"
        "while seen[-1:] != [5] and time.time() < end:\n"
        "    con = duckdb.connect(str(current(Path(sys.argv[1]))), read_only=True)\n"
        "    n = con.execute('SELECT count(*) FROM commitment_status').fetchall()[0][0]; con.close()\n"
        "    seen += [n] if seen[-1:] != [n] else []\n"
        "print(json.dumps(seen))"
    )
    reading = subprocess.Popen(
        [sys.executable, "-c", reader, str(monitor.db)],
        cwd=monitor.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)
    for n in range(1, 5):
        publish([examine(str(release(n)))], db=monitor.db, as_of=date(2020, 1, 1 + n))
    out, err = reading.communicate(timeout=120)
    assert reading.returncode == 0, err
    seen = json.loads(out)
    assert seen == sorted(seen)
    assert seen[-1] == 5
