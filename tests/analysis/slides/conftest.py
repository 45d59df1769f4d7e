"""A region that is known by heart: what each slide has to say of it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from analysis import published
from analysis.slides.asked import Asked
from tests.published import MEMBERS, Commitment, Member, Snapshot, publish, rated

COMPLETIONS = ("complete", "substantial", "limited", "not_started")
Open = Callable[..., Asked]


def plan(member: str, *, year: int, counts: Sequence[int], number: int = 1, **more: object) -> list[Commitment]:
    """Commitments of one plan with so many final ratings of each of COMPLETIONS."""
    codes = [code for code, n in zip(COMPLETIONS, counts, strict=True) for _ in range(n)]
    return [
        Commitment(
            f"{member}-{number}-{place}",
            member=member,
            plan=number,
            year=year,
            number=str(place),
            title=f"Promise {place}",
            ratings=(rated("completion", "final", code),),
            **more,  # type: ignore[arg-type]
        )
        for place, code in enumerate(codes, start=1)
    ]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Publishes commitments and asks for a deck of them: opened(commitments, language="es", members=["KEN"])."""
    connections: list[duckdb.DuckDBPyConnection] = []

    def open_asked(
        commitments: Sequence[Commitment],
        *,
        language: str = "en",
        snapshot: Snapshot | None = None,
        members_known: Sequence[Member] = MEMBERS,
        **filters: list[object],
    ) -> Asked:
        path = tmp_path / f"monitor{len(connections)}.duckdb"
        publish(path, commitments, members=members_known, snapshot=snapshot or Snapshot())
        connections.append(published.connect(published.current(path)))
        return Asked(connections[-1], filters, language)  # type: ignore[arg-type]

    yield open_asked
    for connection in connections:
        connection.close()
