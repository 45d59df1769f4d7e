"""The commands as people type them: exit status, message, report."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl.demo import MARK, Release
from etl.demo.workbook import Sheet, prose, write
from tests.etl.conftest import Monitor, digest
from tests.golden.workbooks import release_2016, release_2024, write_csv, write_xlsx

pytestmark = pytest.mark.usefixtures("read_here")

CLEAN = release_2024({})


def test_check_writes_nothing_and_says_what_is_wrong(monitor: Monitor, tmp_path: Path) -> None:
    clean = write_csv(tmp_path / "clean.csv", CLEAN)
    assert monitor.run("check", clean).status == 0
    doubtful = write_csv(tmp_path / "doubtful.csv", release_2024({"Completion (End Of Term)": "Substancial"}))
    ran = monitor.run("check", doubtful)
    assert ran.status == 1
    assert "Did you mean “Substantial”?" in ran.out
    twice = write_csv(tmp_path / "twice.csv", release_2024({}, {"Commitment Title": "Another", "Full Text": "Another"}))
    ran = monitor.run("check", twice)
    assert ran.status == 1
    assert "occurs more than once in plan KEN-1" in ran.out
    assert list(monitor.db.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [([{"Action Plan Number": "2018-2020"}, {"Action Plan Number": "2018-2020"}], "none of its 2 rows"),
     ([], "no row below its header")],
    ids=["all rejected", "header only"],
)  # fmt: skip
def test_a_file_none_of_whose_rows_can_be_read_publishes_nothing(
    monitor: Monitor, tmp_path: Path, rows: list[dict[str, str]], said: str
) -> None:
    file = write_csv(tmp_path / "a.csv", release_2024(*rows))
    assert monitor.run("check", file).status == 2
    ran = monitor.run("import", file, "--db", monitor.db)
    assert ran.status == 2
    assert said in ran.err
    assert "found “2018-2020”; expected the number of an action plan" in ran.err or not rows
    assert list(monitor.db.parent.iterdir()) == []


def test_import_publishes_one_snapshot_for_all_files(monitor: Monitor, tmp_path: Path) -> None:
    one = write_csv(tmp_path / "one.csv", release_2016({}, {"Comm No": "2", "Full Text": "Another text."}))
    other = write_xlsx(tmp_path / "other.xlsx", {"Data": release_2024({"Year Of Submission": 2014})})
    report = monitor.report(one, other)
    assert report["snapshot"] == 1
    assert [(f["vintage"], f["rows_read"], f["rows_new"], f["rows_updated"]) for f in report["files"]] == [
        ("irm_2016", 2, 2, 0), ("irm_2024", 1, 0, 1),
    ]  # fmt: skip
    assert monitor.rows("SELECT commitment_id, ogp_id FROM commitment ORDER BY 1") == [
        ("KEN-1-1", "KE0001"),
        ("KEN-1-2", None),
    ]
    assert monitor.rows("SELECT as_of::VARCHAR FROM source ORDER BY as_of") == [
        ("2016-07-31",),
        ("2024-07-03",),
    ]
    for f in report["files"]:
        others = ("rows_new", "rows_updated", "rows_unchanged", "rows_rejected", "rows_skipped")
        assert f["rows_read"] == sum(f[name] for name in others)


def test_sheets_of_one_date_that_disagree_are_told(monitor: Monitor, tmp_path: Path) -> None:
    """An archive behind the current sheet would take its place without a word."""
    old = release_2024({"Completion (End Of Term)": "Limited", "_CompletionEndTerm": 3})
    book = write_xlsx(tmp_path / "a.xlsx", {"Current": CLEAN, "Archive": old, "Copy of archive": old})
    assert "sheet “Current” says “Substantial” of the same commitment" in monitor.run("check", book).out
    report = monitor.report(book)
    found = [(p["sheet"], p["code"], p["value"]) for f in report["files"] for p in f["problems"]]
    assert found == [("Archive", "sheets_disagree", "Limited"), ("Copy of archive", "sheets_disagree", "Limited")]
    assert monitor.rows("SELECT completion FROM commitment_status") == [("limited",)]


def test_the_same_file_again_changes_nothing(monitor: Monitor, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv", release_2024({}, {"Commitment Number": "1"}, {"Completion (End Of Term)": "huh"})
    )
    monitor.take(file)
    before = digest(monitor.db)
    report = monitor.report(file)
    assert report["snapshot"] is None
    assert report["files"][0]["rows_unchanged"] == 3
    assert digest(monitor.db) == before


def test_a_later_release_updates_and_its_differences_are_recorded(monitor: Monitor, tmp_path: Path) -> None:
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN), "--as-of", "2020-01-01")
    later = release_2024({"Completion (End Of Term)": "Complete", "_CompletionEndTerm": 5})
    monitor.take(write_csv(tmp_path / "b.csv", later), "--as-of", "2021-01-01")
    assert monitor.rows("SELECT variable, stage, before, after, snapshot_id FROM change") == [
        ("completion", "final", "substantial", "complete", 2)
    ]
    assert monitor.rows("SELECT code FROM rating_history WHERE variable = 'completion' AND stage = 'final'") == [
        ("substantial",)
    ]
    assert monitor.rows("SELECT rows_updated FROM source ORDER BY as_of") == [(0,), (1,)]


def test_an_older_release_never_overwrites_a_newer_one(monitor: Monitor, tmp_path: Path) -> None:
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN), "--as-of", "2021-01-01")
    older = release_2024(
        {"Completion (End Of Term)": "Limited", "_CompletionEndTerm": 3, "Commitment Title": "Old title"}
    )
    monitor.take(write_csv(tmp_path / "b.csv", older), "--as-of", "2020-01-01")
    assert monitor.rows("SELECT title, completion FROM commitment_status") == [
        ("Publish the register of licences", "substantial")
    ]
    assert monitor.rows("SELECT count(*) FROM change") == [(0,)]
    assert monitor.rows("SELECT title FROM commitment_history") == [("Old title",)]


def test_a_blank_in_a_newer_release_takes_nothing_away_but_no_data_does(monitor: Monitor, tmp_path: Path) -> None:
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN), "--as-of", "2020-01-01")
    cells = {
        "Completion (End Of Term)": "",
        "_CompletionEndTerm": "",
        "Potential Impact": "ND",
        "_Potential Impact": "ND",
    }
    monitor.take(write_csv(tmp_path / "b.csv", release_2024(cells)), "--as-of", "2021-01-01")
    assert monitor.rows("SELECT completion_final, ambition FROM commitment_status") == [("substantial", None)]


def test_a_database_of_an_earlier_version_is_built_on_or_refused_in_one_message(
    monitor: Monitor, tmp_path: Path
) -> None:
    import shutil

    import duckdb

    file = write_csv(tmp_path / "a.csv", CLEAN)
    monitor.take(file)
    with duckdb.connect(str(monitor.db)) as con:  # a version that had one column less and defined things otherwise
        con.execute(
            "ALTER TABLE commitment_status DROP COLUMN institution; DELETE FROM model WHERE name = 'institution'"
        )
    assert monitor.report(file)["snapshot"] == 2
    with duckdb.connect(str(monitor.db)) as con:
        con.execute("DROP TABLE action_plan_version")
    shutil.rmtree(monitor.db.with_name("monitor.duckdb.snapshots"))
    ran = monitor.run("import", file, "--db", monitor.db)
    assert ran.status == 2
    assert "another version" in ran.err


def test_strict_refuses_what_is_in_doubt(monitor: Monitor, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", release_2024({"Completion (End Of Term)": "huh"}))
    ran = monitor.run("import", file, "--strict", "--db", monitor.db)
    assert ran.status == 1
    assert not monitor.db.exists()
    assert monitor.run("import", write_csv(tmp_path / "b.csv", CLEAN), "--strict", "--db", monitor.db).status == 0


def test_one_unusable_file_keeps_all_out(monitor: Monitor, tmp_path: Path) -> None:
    monitor.take(write_csv(tmp_path / "a.csv", CLEAN))
    before = digest(monitor.db)
    good = write_csv(tmp_path / "good.csv", release_2016({}))
    for bad in (
        tmp_path / "missing.csv",
        tmp_path,
        write_csv(tmp_path / "odd.csv", [["x", "y", "z"], ["1", "2", "3"]]),
    ):
        ran = monitor.run("import", good, bad, "--db", monitor.db)
        assert ran.status == 2, ran
        assert "Nothing was published" in ran.err
        assert digest(monitor.db) == before


@pytest.mark.parametrize(
    "words", [["import"], ["rollback", "x"], ["import", "a.csv", "--as-of", "yesterday"], ["nonsense"]]
)
def test_wrong_arguments_are_one_message(monitor: Monitor, words: list[str]) -> None:
    ran = monitor.run(*words)
    assert ran.status == 2
    assert ran.err


def test_a_pipe_sees_no_progress_bar_and_a_terminal_does(monitor: Monitor, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", CLEAN)
    assert monitor.take(file).err == ""
    if os.name == "nt":
        return  # no pseudo-terminals; the pipe is tested
    import fcntl
    import pty
    import select
    import struct
    import termios

    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    words = [sys.executable, "-m", "etl", "check", str(file)]
    running = subprocess.Popen(words, cwd=monitor.root, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    out, _ = running.communicate(timeout=60)
    shown = ""
    while select.select([main_end], [], [], 1)[0]:
        try:
            shown += os.read(main_end, 100_000).decode("utf-8", "replace")
        except OSError:  # Linux says so where nobody holds the other end any more
            break
    os.close(main_end)
    assert "Reading" in shown
    assert b"Reading" not in out


def test_a_file_may_be_an_address(monitor: Monitor, tmp_path: Path) -> None:
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    write_csv(tmp_path / "release.csv", CLEAN)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/release.csv"
        monitor.take(address)
        missing = monitor.run("import", address.replace("release", "nothing"), "--db", monitor.db)
    finally:
        server.shutdown()
        server.server_close()
    assert monitor.rows("SELECT address, as_of = current_date OR as_of = current_date - 1 FROM source") == [
        (address, True)
    ]
    assert missing.status == 2
    assert "404" in missing.err
    gone = monitor.run("import", address, "--db", monitor.db)
    assert gone.status == 2
    assert monitor.run("import", "ogp:nothing", "--db", monitor.db).status == 2


def test_demonstration_data_and_real_data_never_mix(
    monitor: Monitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_one_sheet(folder: Path, *, today: date) -> list[Release]:
        write(folder / "demo.xlsx", [prose(MARK, ["Invented."]), Sheet("Data", CLEAN)], as_of=today)
        return [Release(folder / "demo.xlsx", today)]

    file = write_csv(tmp_path / "a.csv", CLEAN)
    monkeypatch.setattr("etl.demo.write_workbooks", of_one_sheet)
    assert monitor.run("demo", "--db", monitor.db).status == 0
    assert monitor.rows("SELECT bool_and(is_demo) FROM source") == [(True,)]
    monitor.take(file)
    assert monitor.rows("SELECT file_name, is_demo FROM source") == [("a.csv", False)]
    assert monitor.rows("SELECT arg_max(is_demo, snapshot_id) FROM snapshot") == [(False,)]
    before = digest(monitor.db)
    monkeypatch.setattr("etl.demo.write_workbooks", None)  # refused before anything is made
    ran = monitor.run("demo", "--db", monitor.db)
    assert ran.status == 2
    assert "holds real data" in ran.err
    assert digest(monitor.db) == before
