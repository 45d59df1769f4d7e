"""How fast the pages answer, beside an empty page, at two sizes, beside pandas, in a browser and among many people.

    python -m bench.pages                       # everything; about half an hour
    python -m bench.pages --quick               # fewer choices and passes, 6,000 commitments only
    python -m bench.pages --part reruns --page stalled --page themes
    python -m bench.pages --part reruns --without-pandas --passes 1
    python -m bench.pages --part browser
    python -m bench.pages --part crowd --seconds 60

Drives real servers on loopback (`streamlit run dashboard.py`) and ends them. Prints tables with ratios within this one
run, and whether each goal is met. Seconds are wall time; the processor time beside them says more on a busy machine.
"""

import argparse
import os
import platform
import signal
import sys
from dataclasses import dataclass

from bench import browser, crowd, large, reruns
from bench.reruns import PageTimes

PARTS = ("reruns", "browser", "crowd")


@dataclass(frozen=True)
class Goal:
    """A measured ratio and the most or the least that it should be."""

    name: str
    found: float
    bound: float
    at_most: bool = True

    @property
    def is_met(self) -> bool:
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def line(self) -> str:
        sign = "at most" if self.at_most else "at least"
        return f"| {self.name} | {self.found:.2f} | {sign} {self.bound:g} | {'met' if self.is_met else 'missed'} |"


def rerun_goals(times: PageTimes) -> list[Goal]:
    """The goals of one page."""
    small, empty = times.by_server["small"], times.by_server["empty"]
    name = f"/{times.page}"
    goals = [
        Goal(f"{name} warm, of an empty page", small.warm.median / empty.warm.median, 6),
        Goal(f"{name} cold, of an empty page", small.cold.median / empty.warm.median, 25),
        Goal(f"{name} most KB sent", max(small.cold.sent + small.warm.sent) / 1e3, 100),
    ]
    large_one = times.by_server.get("large")
    if large_one:
        goals.append(Goal(f"{name} warm, large of small", large_one.warm.median / small.warm.median, 3))
        goals.append(Goal(f"{name} cold, large of small", large_one.cold.median / small.cold.median, 3))
    for size in ("small", "large"):
        pandas = times.by_server.get(f"pandas_{size}")
        if pandas:
            ratio = pandas.warm.median / times.by_server[size].warm.median
            goals.append(Goal(f"{name} pandas, of ours, {size}", ratio, 4, at_most=False))
    return goals


def show_reruns(times: PageTimes) -> None:
    """One line a server: medians of the first time and of the times after, processor time, bytes."""
    for name, found in times.by_server.items():
        cold, warm = found.cold, found.warm
        took = " | ".join(f"{1e3 * seconds:.1f}" for seconds in (cold.median, warm.median))
        cpu = " | ".join(f"{1e3 * seconds:.1f}" for seconds in (cold.cpu_each, warm.cpu_each))
        sent = f"{max(cold.sent + warm.sent) / 1e3:.0f} | {found.first_visit / 1e3:.0f}"
        print(f"| /{times.page} | {name} | {took} | {cpu} | {sent} | {len(cold.seconds) + len(warm.seconds)} |")


def run_reruns(options: argparse.Namespace) -> list[Goal]:
    """Measures the pages asked for, and prints what each took."""
    databases = {"small": large.database(options.small)}
    pages = options.page if options.page is not None else reruns.page_list(databases["small"])
    if options.large:
        databases["large"] = large.database(options.large)
    tried = dict.fromkeys(reruns.TRIED, 2) if options.quick else reruns.TRIED
    goals: list[Goal] = []
    print(f"small: {options.small:,} commitments" + (f", large: {options.large:,}" if options.large else ""))
    print("\n| page | server | cold ms | warm ms | cold cpu ms | warm cpu ms | most KB | first visit KB | reruns |")
    print("|---|---|---|---|---|---|---|---|---|")
    for page in pages:
        times = reruns.measure(
            page.strip("/"), databases=databases, passes=options.passes, tried=tried,
            beside_pandas=not options.without_pandas,
        )  # fmt: skip
        show_reruns(times)
        goals += rerun_goals(times)
    return goals


def run_browser(options: argparse.Namespace) -> list[Goal]:
    """Measures what a visitor's browser shows first, and when."""
    try:
        found = browser.measure(large.database(options.small), repeat=1 if options.quick else 3)
    except browser.NoBrowser as missing:
        print(f"\nthe browser was left out: {missing}")
        return []
    print("\n| first | seconds | on a slow processor |\n|---|---|---|")
    for name, by_speed in found.items():
        print(f"| {name} | {by_speed['full']:.2f} | {by_speed['slow']:.2f} |")
    goals = []
    for speed, said in (("full", ""), ("slow", ", slow processor")):
        numbers, chart = found["numbers"][speed], found["chart"][speed]
        goals.append(Goal(f"first numbers, of an empty page's first text{said}", numbers / found["text"][speed], 1.3))
        goals.append(Goal(f"first chart, of a page with one chart{said}", chart / found["bare chart"][speed], 1.5))
    return goals


def run_crowd(options: argparse.Namespace) -> list[Goal]:
    """Measures many people on one process."""
    people = 6 if options.quick else options.people
    found = crowd.measure(
        large.database(options.small), people=people, seconds=options.seconds, reruns=80 if options.quick else 800
    )
    before, after = found.memory
    print(
        f"\n{people} people, {len(found.among_many)} reruns: 95th percentile {1e3 * found.percentile_95:.0f} ms, "
        f"alone {1e3 * found.median_alone:.0f} ms (median); memory {before / 1e6:.0f} MB, then {after / 1e6:.0f} MB"
    )
    return [
        Goal(f"{people} people, 95th percentile of one's median", found.percentile_95 / found.median_alone, 10),
        Goal("errors", found.errors, 0),
        Goal("memory after 800 reruns, of that before, in per cent", 100 * after / before, 105),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be given again")
    parser.add_argument("--page", action="append", help="only this page; '/' is the first; may be given again")
    parser.add_argument("--small", type=int, default=6_000, help="commitments in the smaller database")
    parser.add_argument("--large", type=int, default=600_000, help="commitments in the larger one; 0 for none")
    parser.add_argument("--passes", type=int, default=3, help="how often each choice is made again")
    parser.add_argument("--without-pandas", action="store_true", help="without the pages in pandas, which take longest")
    parser.add_argument("--people", type=int, default=crowd.PEOPLE)
    parser.add_argument("--seconds", type=float, default=60, help="how long the people keep changing filters")
    parser.add_argument("--quick", action="store_true", help="a short look: few choices, one pass, no larger database")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that servers end with it
    if options.quick:
        options.large, options.passes, options.seconds = 0, 1, min(options.seconds, 15)
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores{load}\n")
    goals: list[Goal] = []
    parts = {"reruns": run_reruns, "browser": run_browser, "crowd": run_crowd}
    for name in options.part or parts:
        goals += parts[name](options)
    print("\n| what | found | goal | |\n|---|---|---|---|")
    for goal in goals:
        print(goal.line())


if __name__ == "__main__":
    main()
