"""python -m etl: check, import, history, diff, rollback, demo."""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from etl.draft import as_unknown, write_draft
from etl.importing import Examined, Outcome, Progress, Published, examine, outcomes_of, publish, ready_for_demo
from etl.problems import SEVERITIES, Unusable, say
from etl.publish import differences, snapshots

#: How many problems of each kind are shown; the report has them all.
SHOWN = 5
DONE, PROBLEMS, UNUSABLE = 0, 1, 2


def _date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(say("cli_not_a_date", value=value)) from error
    return found


db_option = click.option("--db", type=click.Path(path_type=Path), help=say("cli_help_db"))
wait_option = click.option(
    "--wait", type=click.FloatRange(min=0), default=10.0, show_default=True, help=say("cli_help_wait")
)
report_option = click.option("--report", type=click.Path(path_type=Path), help=say("cli_help_report"))
files_argument = click.argument("files", nargs=-1, required=True, metavar="FILE…")


@click.group(help=say("cli_help"), context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The commands of the import."""


@main.command(help=say("cli_help_check"))
@files_argument
@click.option("--draft", type=click.Path(path_type=Path), help=say("cli_help_draft"))
@report_option
def check(files: Sequence[str], draft: Path | None, report: Path | None) -> None:
    """Exit 0 where nothing is wrong, 1 where problems were found, 2 where a file cannot be used."""
    examined = _examine(files)
    outcomes = [o for e in examined for o in outcomes_of(e)]
    for outcome in outcomes:
        _show(outcome)
    if draft:
        _draft(examined, draft)
    if report:
        _report(report, None, outcomes)
    refused = [e for e in examined if e.refusal]
    for e in refused:
        click.echo(e.refusal, err=True)
    if any(e.is_unusable for e in refused):
        sys.exit(UNUSABLE)
    sys.exit(PROBLEMS if refused or _in_doubt(outcomes) else DONE)


@main.command(name="import", help=say("cli_help_import"))
@files_argument
@db_option
@click.option("--as-of", callback=_date, metavar="DATE", help=say("cli_help_as_of"))
@click.option("--strict", is_flag=True, help=say("cli_help_strict"))
@report_option
@wait_option
def import_(
    files: Sequence[str], db: Path | None, as_of: date | None, strict: bool, report: Path | None, wait: float
) -> None:
    """Exit 0 where the files are published, 1 where --strict refused them, 2 where one cannot be used."""
    target = snapshots.database(db)
    examined = _examine(files)
    refused = [e.refusal for e in examined if e.refusal]
    outcomes = [o for e in examined for o in outcomes_of(e)] if refused or strict else []
    if refused or _in_doubt(outcomes):
        if report:
            _report(report, None, outcomes)
        for outcome in outcomes:
            _show(outcome)
        for refusal in refused:
            click.echo(refusal, err=True)
        if not refused:
            click.echo(say("cli_strict_refused", count=_in_doubt(outcomes)), err=True)
        click.echo(say("cli_nothing_published", db=target), err=True)
        sys.exit(UNUSABLE if refused else PROBLEMS)
    with _Bar() as progress:
        published = publish(examined, db=target, as_of=as_of, wait=wait, progress=progress)
    for outcome in published.outcomes:
        _show(outcome)
    if report:
        _report(report, published.snapshot_id, published.outcomes)
    _say_published(published, target)


@main.command(help=say("cli_help_history"))
@db_option
def history(db: Path | None) -> None:
    """One line per snapshot, newest first."""
    there = snapshots.history(snapshots.database(db))
    if not there:
        raise Unusable(say("cli_no_history", db=snapshots.database(db)))
    for s in there:
        mark = say("cli_shown") if s.is_current else ""
        demo = say("cli_demo") if s.is_demo else ""
        when = s.published_at.isoformat(sep=" ", timespec="minutes")
        click.echo(
            say(
                "cli_history_line",
                id=s.snapshot_id,
                when=when,
                date=s.data_date,
                note=s.note,
                mark=mark,
                demo=demo,
            )
        )


@main.command(help=say("cli_help_diff"))
@click.argument("before", type=int, required=False, metavar="[A")
@click.argument("after", type=int, required=False, metavar="[B]]")
@db_option
def diff(before: int | None, after: int | None, db: Path | None) -> None:
    """What changed between two snapshots; without numbers, between the one shown and the one before it."""
    target = snapshots.database(db)
    one, other = differences.pair(target, before, after)
    found = differences.between(one.path, other.path)
    click.echo(say("cli_diff_head", before=one.snapshot_id, after=other.snapshot_id))
    click.echo(say("cli_diff_commitments", added=found.added, removed=found.removed, reworded=found.reworded))
    click.echo(say("cli_diff_ratings", changed=len(found.ratings)))
    for change in found.ratings:
        click.echo(say("cli_diff_rating", **asdict(change)))


@main.command(help=say("cli_help_rollback"))
@click.argument("snapshot", type=int)
@db_option
@wait_option
def rollback(snapshot: int, db: Path | None, wait: float) -> None:
    """Show an earlier snapshot again; a later import builds on it."""
    target = snapshots.database(db)
    back = snapshots.rollback(target, snapshot, wait=wait)
    click.echo(say("cli_rolled_back", id=back.snapshot_id, date=back.data_date, db=target))


@main.command(help=say("cli_help_demo"))
@db_option
@wait_option
def demo(db: Path | None, wait: float) -> None:
    """Generate the demonstration workbooks and import them, oldest first, one snapshot each."""
    from etl.demo import write_workbooks

    target = snapshots.database(db)
    ready_for_demo(target)  # before the minute that the workbooks may take
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as folder, _Bar() as progress:
        progress("demo", 0)
        for release in write_workbooks(Path(folder), today=date.today()):
            examined = examine(str(release.path), progress=progress)
            if examined.refusal:
                raise Unusable(examined.refusal)
            published = publish([examined], db=target, as_of=release.as_of, wait=wait, progress=progress)
    _say_published(published, target)


def _examine(files: Sequence[str]) -> list[Examined]:
    with _Bar() as progress:
        return [examine(f, progress=progress) for f in files]


def _in_doubt(outcomes: Sequence[Outcome]) -> int:
    """How many errors and warnings there are; notes do not count."""
    return sum(p.severity != "note" for o in outcomes for p in o.problems)


def _draft(examined: list[Examined], path: Path) -> None:
    unknown = [(e, u) for e in examined if e.recognition for u in e.recognition.unknown]
    unknown += [(e, as_unknown(r)) for e in examined if e.recognition for r in e.recognition.recognised if r.blocked]
    if not unknown:
        click.echo(say("cli_draft_not_needed"), err=True)
        return
    try:
        write_draft(unknown[0][1], path, as_of=date.today().isoformat())
    except OSError as error:
        raise Unusable(say("cli_cannot_write", path=path, reason=error.strerror)) from error
    click.echo(say("cli_draft_written", path=path, name=unknown[0][0].given))


def _show(outcome: Outcome) -> None:
    """A sheet's counts, and the first problems of each kind."""
    c = outcome.counts
    if outcome.vintage:
        click.echo(say("cli_sheet", path=outcome.path, sheet=outcome.sheet, vintage=outcome.vintage, **asdict(c)))
    else:
        click.echo(say("cli_no_sheet", path=outcome.path))
    by_code = Counter((p.severity, p.code) for p in outcome.problems)
    for severity, code in sorted(by_code, key=lambda k: (SEVERITIES.index(k[0]), -by_code[k], k[1])):
        click.echo(say("cli_problem_kind", severity=severity, code=code, count=by_code[(severity, code)]))
        these = [p for p in outcome.problems if (p.severity, p.code) == (severity, code)]
        most = len(these) if code.startswith(("header", "theme_unknown", "layout")) else SHOWN
        for problem in these[:most]:
            click.echo(f"    {problem.message}")
        if len(these) > most:
            click.echo(say("cli_more", count=len(these) - most))


def _say_published(published: Published, db: Path) -> None:
    if published.snapshot_id is None:
        click.echo(say("cli_nothing_new", db=db))
    else:
        click.echo(say("cli_published", id=published.snapshot_id, db=db))


def _report(path: Path, snapshot_id: int | None, outcomes: Sequence[Outcome]) -> None:
    """Write the report of the contract as JSON."""
    files: list[dict[str, Any]] = []
    for o in outcomes:
        counts = {f"rows_{name}": n for name, n in asdict(o.counts).items()}
        about = {"path": o.path, "sha256": o.sha256, "vintage": o.vintage, "kind": o.kind, "sheet": o.sheet}
        files.append({**about, **counts, "problems": [asdict(p) for p in o.problems]})
    try:
        path.write_text(json.dumps({"snapshot": snapshot_id, "files": files}, ensure_ascii=False, indent=1), "utf-8")
    except OSError as error:
        raise Unusable(say("cli_cannot_write", path=path, reason=error.strerror)) from error


class _Bar(ExitStack):
    """A progress bar on a terminal, with the step and the rows done; nothing in a pipe."""

    def __enter__(self) -> Progress:  # type: ignore[override]
        super().__enter__()
        bar = self.enter_context(tqdm(unit="", leave=False, disable=None, bar_format="{desc}: {n_fmt} [{elapsed}]"))

        def tell(step: str, rows: int) -> None:
            if bar.disable:
                return
            bar.set_description_str(say(f"step_{step}"), refresh=False)
            bar.n = rows
            bar.refresh()

        return tell


def run(command: Callable[..., Any] = main) -> None:
    """Run a command; what cannot be used becomes one message and exit status 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        command.main(standalone_mode=False)  # type: ignore[attr-defined]
    except Unusable as error:
        click.echo(str(error), err=True)
        sys.exit(UNUSABLE)
    except click.ClickException as error:
        error.show()
        sys.exit(UNUSABLE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("cli_stopped"), err=True)
        sys.exit(UNUSABLE)


if __name__ == "__main__":
    run()
