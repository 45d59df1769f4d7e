"""Many people on one process: how long a change of a filter takes among 60, and whether memory stays."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from bench import visitor
from bench.reruns import check
from bench.servers import DASHBOARD, Server, server
from bench.visitor import Rerun, Visitor

PEOPLE, EVERY_SECONDS = 60, 5.0
RERUNS = 800
#: Reruns before memory is looked at for the first time: what is loaded once is then loaded.
WARM_UP = 200
#: Members that people choose from; each has been chosen before the clock starts.
CHOICES = 12


@dataclass(frozen=True)
class Crowd:
    """Seconds of each rerun of one person alone and of each among many; errors logged; memory before and after."""

    alone: list[float]
    among_many: list[float]
    errors: int
    memory: tuple[int, int]

    @property
    def percentile_95(self) -> float:
        return statistics.quantiles(self.among_many, n=20)[-1]

    @property
    def median_alone(self) -> float:
        return statistics.median(self.alone)


def measure(database: Path, *, people: int = PEOPLE, seconds: float = 60, reruns: int = RERUNS) -> Crowd:
    """One server, first with one visitor, then with many, then under `reruns` reruns with an eye on its memory."""
    with server(DASHBOARD, database=database) as there:
        return asyncio.run(_measure(there, people=people, seconds=seconds, reruns=reruns))


async def _measure(there: Server, *, people: int, seconds: float, reruns: int) -> Crowd:
    first = await visitor.open_page(there.address)
    pages = list(first.paths)
    await first.close()
    alone: list[float] = []
    for page in pages:
        one = await visitor.open_page(there.address, page)
        for place in range(CHOICES):
            await choose(one, place)
        alone += [(await choose(one, place)).seconds for place in range(CHOICES)]
        await one.close()
    crowd = [await visitor.open_page(there.address, pages[i % len(pages)]) for i in range(people)]
    until = time.monotonic() + seconds
    among_many = [took for person in await asyncio.gather(*(_person(v, until) for v in crowd)) for took in person]
    for one in crowd[len(pages) :]:
        await one.close()
    memory = await _memory(there, crowd[: len(pages)], reruns=reruns)
    return Crowd(alone, among_many, there.alarms(), memory)


async def _person(one: Visitor, until: float) -> list[float]:
    """Changes a filter every few seconds; waits for an answer before the next."""
    found = []
    await asyncio.sleep(random.uniform(0, EVERY_SECONDS))
    while (started := time.monotonic()) < until:
        found.append((await choose(one, random.randrange(CHOICES))).seconds)
        await asyncio.sleep(max(0.0, started + EVERY_SECONDS * random.uniform(0.8, 1.2) - time.monotonic()))
    return found


async def _memory(there: Server, visitors: list[Visitor], *, reruns: int) -> tuple[int, int]:
    for turn in range(WARM_UP if reruns >= WARM_UP else reruns):
        await choose(visitors[turn % len(visitors)], turn % CHOICES)
    before = there.memory()
    for turn in range(reruns):
        await choose(visitors[turn % len(visitors)], turn % CHOICES)
    for one in visitors:
        await one.close()
    return before, there.memory()


async def choose(one: Visitor, place: int) -> Rerun:
    """Picks a member in place of the last. Raises WentWrong where the page does not answer for it."""
    option = one.last.picker("pick_members").options[place]
    rerun = await one.rerun(picked={"pick_members": [option]})
    check(rerun, option=option)
    return rerun
