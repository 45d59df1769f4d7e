"""What a change of a filter takes on each page: beside an empty page, at two sizes, and beside pandas.

Everything that is compared runs in one go, turn by turn, on fresh servers for each page: a machine that is busy is so
for all of them. Beside the seconds stands the processor time of the servers, which other work disturbs less.
"""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from analysis.text import say
from bench import visitor
from bench.servers import BASELINES, DASHBOARD, Server, server
from bench.visitor import Rerun, Visitor, WentWrong, counted

#: Pickers of the shared filters, and how many of their options are tried.
TRIED = {"pick_members": 6, "pick_regions": 4, "pick_years": 4}
#: Pages about one member: only a choice of members changes them.
OF_ONE_MEMBER = ("member",)
#: Pages that are written with pandas and plotly.express too.
IN_PANDAS = ("", "stalled", "themes", "ambition", "commitments")


@dataclass
class Took:
    """The reruns of one kind on one server: seconds and bytes of each, and the server's processor seconds for all."""

    seconds: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.seconds)


@dataclass
class Tried:
    """One page on one server: first-time choices, and the same choices again."""

    cold: Took = field(default_factory=Took)
    warm: Took = field(default_factory=Took)
    first_visit: int = 0
    changed: int = 0


@dataclass(frozen=True)
class PageTimes:
    """All that was measured for one page, by server: `small`, `large`, `empty`, `pandas_small`, `pandas_large`."""

    page: str
    by_server: dict[str, Tried]


def page_list(database: Path) -> list[str]:
    """The addresses of the dashboard's pages, from its own navigation; '' is the first."""
    with server(DASHBOARD, database=database) as there:
        return asyncio.run(paths(there.address))


def measure(
    page: str, *, databases: dict[str, Path], passes: int, tried: dict[str, int] = TRIED, beside_pandas: bool = True
) -> PageTimes:
    """Changes of filters on `page`, at each size of `databases` (`small`, `large`), turn by turn with the baselines."""
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(server(DASHBOARD, database=database)) for name, database in databases.items()
        }
        if beside_pandas and page in IN_PANDAS:
            for name, database in databases.items():
                baseline = server(BASELINES / "in_pandas.py", database=database)
                servers[f"pandas_{name}"] = stack.enter_context(baseline)
        any_database = next(iter(databases.values()))
        servers["empty"] = stack.enter_context(server(BASELINES / "empty.py", database=any_database))
        times = asyncio.run(_measure(page, servers, passes=passes, tried=tried))
        for name, one in servers.items():
            if one.alarms():
                raise WentWrong(f"{name}, page /{page}: {one.log.read_text(encoding='utf-8')[-4_000:]}")
    return times


async def paths(address: str) -> list[str]:
    """The addresses of the pages, from the menu that the server sends."""
    there = await visitor.open_page(address)
    await there.close()
    return list(there.paths)


async def _measure(page: str, servers: dict[str, Server], *, passes: int, tried: dict[str, int]) -> PageTimes:
    found = {name: Tried() for name in servers}
    visitors: dict[str, Visitor] = {}
    for name, there in servers.items():
        visitors[name] = await visitor.open_page(there.address, "" if name == "empty" else page)
        found[name].first_visit = visitors[name].last.sent
    keys = {key: n for key, n in tried.items() if page not in OF_ONE_MEMBER or key == "pick_members"}
    for turn in range(passes + 1):
        for key, most in keys.items():
            options = len(visitors["small"].last.picker(key).options)
            for place in spread(options, most):
                for name, one in visitors.items():
                    kind = found[name].warm if turn else found[name].cold
                    await _one(servers[name], kind, _change(one, found[name], key=key, place=place, name=name))
            for name, one in visitors.items():
                if name != "empty":
                    await one.rerun(picked={key: []})
    for one in visitors.values():
        await one.close()
    return PageTimes(page, found)


def spread(options: int, most: int) -> list[int]:
    """Places of at most `most` of so many options, evenly over all of them."""
    return sorted({place * options // most for place in range(most)} if options > most else set(range(options)))


def _change(one: Visitor, found: Tried, *, key: str, place: int, name: str) -> Callable[[], Awaitable[Rerun]]:
    """The choice of one option in place of the last; for the empty page, any rerun."""
    if name == "empty":
        return one.rerun
    option = one.last.picker(key).options[place]

    async def change() -> Rerun:
        before = one.last
        rerun = await one.rerun(picked={key: [option]})
        check(rerun, option=option)
        found.changed += rerun.charts() != before.charts() or rerun.texts() != before.texts()
        return rerun

    return change


async def _one(at: Server, took: Took, change: Callable[[], Awaitable[Rerun]]) -> None:
    before = at.cpu_seconds()
    rerun = await change()
    took.cpu += at.cpu_seconds() - before
    took.seconds.append(rerun.seconds)
    took.sent.append(rerun.sent)


def check(rerun: Rerun, *, option: str) -> None:
    """That the page answers for the option which was picked, and for as many commitments as it promised."""
    summary = say("en", "filter.showing", n=f"{counted(option):,}", of="\n", filters="").split("\n")[0]
    if not any(text.startswith(summary) for text in rerun.texts()):
        raise WentWrong(f"picked {option!r}, but nothing on the page says {summary!r}…")
