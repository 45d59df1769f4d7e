"""python -m reports: what to take along, as files."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reports.messages import Unusable, say

UNUSABLE = 2

out_option = click.option("--out", type=click.Path(path_type=Path), required=True, help=say("help_out"))
force_option = click.option("--force", is_flag=True, help=say("help_force"))


@click.group(help=say("help"), context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The commands of the reports."""


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
        click.echo(say("stopped"), err=True)
        sys.exit(UNUSABLE)


if __name__ == "__main__":
    run()
