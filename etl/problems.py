"""What the import says to people: problems found in a file, and the one error that stops it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ROOT / "text" / "import.en.yml"

#: From worst to mildest. An error costs a rating or a row, a warning leaves something in doubt, a note only informs.
SEVERITIES = ("error", "warning", "note")


class Unusable(Exception):
    """A file, an argument or a place on disk that cannot be used. The message is written for the person who typed."""


@dataclass(frozen=True)
class Problem:
    """One thing found in one file. `cell` is an address such as K412, or empty where no single cell is meant."""

    severity: str
    code: str
    sheet: str
    cell: str
    header: str
    value: str
    message: str


@cache
def sentences() -> dict[str, str]:
    """Every sentence of the import by its key, from text/import.en.yml."""
    loaded = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def say(key: str, /, **facts: object) -> str:
    """The sentence `key` with its facts filled in. Raises KeyError for a sentence that does not exist."""
    return sentences()[key].format(**facts)


def quiet(step: str, rows: int) -> None:
    """Progress that nobody watches."""


def shorten(value: str, *, most: int = 80) -> str:
    """`value` on one line, control characters shown as spaces, cut to `most` characters for use inside a message."""
    line = " ".join("".join(c if c.isprintable() else " " for c in value[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1] + "…"
