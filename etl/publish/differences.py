"""What changed between two snapshots."""

from dataclasses import dataclass
from pathlib import Path

from etl.problems import Unusable, say
from etl.publish import snapshots
from etl.publish.snapshots import Snapshot, opened


@dataclass(frozen=True)
class Change:
    """A rating that differs; before and after are codes, or the kind of missing, or "–" where there was no rating."""

    commitment_id: str
    variable: str
    stage: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """Commitments added, removed and reworded (numbers of them), and every rating that differs."""

    added: int
    removed: int
    reworded: int
    ratings: tuple[Change, ...]


def pair(db: Path, before: int | None, after: int | None) -> tuple[Snapshot, Snapshot]:
    """The snapshots to compare: as numbered, else the one shown and the one before it. Raises Unusable without two."""
    there = snapshots.history(db)
    shown = next((s for s in there if s.is_current), None)
    if shown is None or (before is None and not any(s.snapshot_id < shown.snapshot_id for s in there)):
        raise Unusable(say("cli_nothing_to_compare", db=db))
    other = snapshots.find(db, after) if after is not None else shown
    if before is not None:
        return snapshots.find(db, before), other
    return max((s for s in there if s.snapshot_id < shown.snapshot_id), key=lambda s: s.snapshot_id), other


def between(before: Path, after: Path) -> Differences:
    """Compare two snapshot files."""
    said = "SELECT commitment_id, title, full_text, lead_institution, number FROM commitment"
    rated = "SELECT commitment_id, variable, stage, coalesce(code, missing, '–') FROM rating"
    with opened(before) as con:
        old = {row[0]: row[1:] for row in con.execute(said).fetchall()}
        old_ratings = {row[:3]: row[3] for row in con.execute(rated).fetchall()}
    with opened(after) as con:
        new = {row[0]: row[1:] for row in con.execute(said).fetchall()}
        new_ratings = {row[:3]: row[3] for row in con.execute(rated).fetchall()}
    both = old.keys() & new.keys()
    changes = [
        Change(key[0], key[1], key[2], old_ratings.get(key, "–"), new_ratings.get(key, "–"))
        for key in sorted(old_ratings.keys() | new_ratings.keys())
        if key[0] in both and old_ratings.get(key, "–") != new_ratings.get(key, "–")
    ]
    reworded = sum(old[c] != new[c] for c in both)
    return Differences(len(new.keys() - old.keys()), len(old.keys() - new.keys()), reworded, tuple(changes))
