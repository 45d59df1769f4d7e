"""python -m reports: what to take along, as files."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reports import data as export
from reports import deck as slides
from reports import workbook as tables
from reports.asked import Asked, asking, opened, summary
from reports.messages import Unusable, say
from reports.targets import writing_file, writing_folder

UNUSABLE = 2

out_option = click.option("--out", type=click.Path(path_type=Path), required=True, help=say("help_out"))
force_option = click.option("--force", is_flag=True, help=say("help_force"))


@click.group(help=say("help"), context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The commands of the reports."""


@main.command(help=say("help_deck"))
@asking
@out_option
@click.option("--preset", type=click.Choice(slides.PRESET_NAMES), help=say("help_preset"))
@click.option("--indicator", type=click.Choice(slides.INDICATORS), help=say("help_indicator"))
@force_option
def deck(asked: Asked, out: Path, preset: str | None, indicator: str | None, force: bool) -> None:
    """Exit 0 where the file is written, 2 where an argument cannot be used."""
    with opened(asked) as report:
        with writing_file(out, suffix=".pptx", force=force) as file:
            n = slides.write(report, file, preset=preset, indicator=indicator)
        click.echo(summary(report, path=out))
        click.echo(say("written_slides", n=n))


@main.command(help=say("help_workbook"))
@asking
@out_option
@click.option("--texts", is_flag=True, help=say("help_texts"))
@force_option
def workbook(asked: Asked, out: Path, texts: bool, force: bool) -> None:
    """Exit 0 where the file is written, 2 where an argument cannot be used."""
    with opened(asked) as report:
        with writing_file(out, suffix=".xlsx", force=force) as file:
            tables.write(report, file, with_texts=texts)
        click.echo(summary(report, path=out))


@main.command(help=say("help_data"))
@asking
@out_option
@click.option(
    "--format", "kind", type=click.Choice(export.FORMATS), default="csv", show_default=True, help=say("help_format")
)
@force_option
def data(asked: Asked, out: Path, kind: str, force: bool) -> None:
    """Exit 0 where the folder is written, 2 where an argument cannot be used."""
    with opened(asked) as report:
        with writing_folder(out, force=force) as folder:
            export.write(report, folder, kind=kind)
        click.echo(summary(report, path=out))


def run(command: Callable[..., Any] = main) -> None:
    """Run a command; what cannot be used becomes one message and exit status 2, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is half-written goes, as after Ctrl+C
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
        click.echo(say("stopped"), err=True)
        sys.exit(UNUSABLE)


if __name__ == "__main__":
    run()
