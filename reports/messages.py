"""What the command line of reports says to the person who typed, and the one error that stops it."""

from functools import cache
from pathlib import Path

import yaml

SENTENCES = Path(__file__).resolve().parent.parent / "text" / "reports.en.yml"


class Unusable(Exception):
    """An argument, a database or a place on disk that cannot be used. The message is written for whoever typed."""


@cache
def sentences() -> dict[str, str]:
    """Every sentence of the command line by its key, from text/reports.en.yml."""
    loaded = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def say(key: str, /, **facts: object) -> str:
    """The sentence `key` with its facts filled in. Raises KeyError for a sentence that does not exist."""
    return sentences()[key].format(**facts)


def on_one_line(text: object, *, most: int = 80) -> str:
    """`text` without control characters or line breaks, at most `most` letters, for use inside a message."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1] + "…"
