"""The command line of reports: what every command shares, tried with a command that writes what it was given."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from reports.__main__ import UNUSABLE, force_option, main, out_option, run
from reports.asked import Asked, asking, opened, summary
from reports.messages import sentences
from reports.targets import writing_file
from tests.published import Commitment, Snapshot, publish
from tests.reports.conftest import said


@click.command()
@asking
@out_option
@force_option
def probe(asked: Asked, out: Path, force: bool) -> None:
    """Writes down what a report would be made from."""
    with writing_file(out, suffix=".txt", force=force) as file, opened(asked) as report:
        file.write_text(json.dumps([report.filters, report.language, report.chosen, report.n, report.of]))
    click.echo(summary(report, path=out))


def test_a_command_gets_filters_language_and_counts(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    words = ["--db", database, "--out", out, "--members", "Kenia,Scotland", "--members", "UK", "--years", "2014-2021"]
    done = CliRunner().invoke(probe, [*map(str, words), "--plans", "1,5", "--language", "es"])
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text()) == [
        {"members": ["KEN", "GBR-scotland", "GBR"], "plans": [1, 5], "years": [2014, 2018, 2021]},
        "es",
        "Kenia; Scotland, United Kingdom; Reino Unido · Plan 1; Plan 5 · 2014; 2018; 2021",
        5,
        7,
    ]
    assert done.output == (
        f"Wrote {out}: 5 of 7 commitments (Kenia; Scotland, United Kingdom; Reino Unido · Plan 1; Plan 5 · 2014; 2018; "
        "2021), data of 2024-10-01, snapshot 2.\n"
    )


def test_the_database_is_that_of_the_environment_where_none_is_named(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DB", str(database))
    done = CliRunner().invoke(probe, ["--out", str(tmp_path / "a.txt")])
    assert (done.exit_code, "7 of 7 commitments (no filters)" in done.output) == (0, True)


def test_demonstration_data_is_said_to_be_so(tmp_path: Path) -> None:
    publish(tmp_path / "m.duckdb", [Commitment("K1")], snapshot=Snapshot(is_demo=True))
    done = CliRunner().invoke(probe, ["--db", str(tmp_path / "m.duckdb"), "--out", str(tmp_path / "a.txt")])
    assert "The ratings in it are demonstration data: invented, and marked as such." in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--language", "de"], "'de' is not one of 'en', 'es', 'fr'"),
        (["--members", "Narnia"], "--members: found “Narnia”; expected a country or local government"),
        (["--members", "KEN", "--years", "2021"], "No commitment fits all of these: --members Kenya, --years 2021."),
        (["--verbose"], "No such option"),
    ],
)
def test_arguments_that_cannot_be_used_write_nothing(
    database: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    done = CliRunner().invoke(probe, ["--db", str(database), "--out", str(tmp_path / "a.txt"), *words])
    assert message in said(done)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_there_is_said_with_how_to_make_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(probe, ["--db", str(tmp_path / "no.duckdb"), "--out", str(tmp_path / "a.txt")])
    assert said(done).startswith(f"There is no database at {tmp_path / 'no.duckdb'}. Import a release with")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["text", "truncated", "folder", "empty database", "no snapshot"])
def test_a_database_that_is_none_is_said_to_be_unusable(database: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "m.duckdb"
    if kind == "folder":
        path.mkdir()
    elif kind in ("text", "truncated"):
        path.write_bytes(b"PK\x03\x04 not a database" if kind == "text" else database.read_bytes()[:20_000])
    else:
        with duckdb.connect(str(path)) as made:
            made.execute("CREATE TABLE snapshot (snapshot_id INTEGER, data_date DATE, is_demo BOOLEAN)")
            if kind == "empty database":
                made.execute("DROP TABLE snapshot")
    done = CliRunner().invoke(probe, ["--db", str(path), "--out", str(tmp_path / "a.txt")])
    assert said(done).startswith(f"The database {path} cannot be used: ")
    assert not (tmp_path / "a.txt").exists()


def test_what_cannot_be_used_ends_with_a_message_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, message in (
        (["--db", str(tmp_path / "no.duckdb"), "--out", str(tmp_path / "a.txt")], "There is no database"),
        (["--out", str(tmp_path / "a.pdf")], "ends in .txt"),
        ([], "Missing option '--out'"),
    ):
        monkeypatch.setattr(sys, "argv", ["probe", *words])
        with pytest.raises(SystemExit) as ended:
            run(probe)
        out, err = capsys.readouterr()
        assert (ended.value.code, out, message in err) == (UNUSABLE, "", True)


def test_a_command_that_is_ended_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    @out_option
    def ended(out: Path) -> None:
        with writing_file(out, suffix=".txt", force=False) as file:
            file.write_text("half")
            signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["ended", "--out", str(tmp_path / "a.txt")])
    try:
        with pytest.raises(SystemExit) as stopped:
            run(ended)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (stopped.value.code, capsys.readouterr().err.strip()) == (UNUSABLE, "Stopped. Nothing was written.")
    assert list(tmp_path.iterdir()) == []


def test_the_commands_run_in_a_process_of_their_own(root: Path) -> None:
    for words, status in ((["--help"], 0), (["nothing"], UNUSABLE)):
        done = subprocess.run(
            [sys.executable, "-m", "reports", *words],
            cwd=root,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr


def test_every_option_has_its_help(root: Path) -> None:
    for command in (probe, *main.commands.values()):
        for option in command.params:
            assert isinstance(option, click.Option)
            assert option.help, option.name


def test_no_sentence_is_left_over(root: Path) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "reports").glob("*.py"))
    built = ("expected_", "help_")
    assert [key for key in sentences() if f'"{key}"' not in code and not key.startswith(built)] == []
