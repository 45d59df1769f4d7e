"""What the parent tells the child process, and where the child leaves what it found."""

import json
from dataclasses import asdict, dataclass

from etl.read.book import Limits

BOOK = "book.json"


@dataclass(frozen=True)
class Task:
    """What the child process is to read, into which folder."""

    path: str
    kind: str
    folder: str
    limits: Limits
    #: Whether to use the reader that does not tell all cells apart; see etl/read/marks/blur.py.
    fast: bool = False


def as_json(task: Task) -> str:
    """The task as an argument of a command."""
    return json.dumps(asdict(task))


def from_json(text: str) -> Task:
    """The task of `as_json`."""
    facts = json.loads(text)
    return Task(facts["path"], facts["kind"], facts["folder"], Limits(**facts["limits"]), facts["fast"])
