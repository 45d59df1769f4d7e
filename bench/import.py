"""How long an import takes and how much memory, beside what reading the same workbook takes at the least.

    python bench/import.py                        # 6,000 and 60,000 rows; about 15 minutes, most of it (b)
    python bench/import.py --rows 6000 --without-pandas

Builds workbooks in the layout of 2024 with invented content, and runs, each in a process of its own:
ours: `python -m etl import`, everything from cells to the published database;
(a) python-calamine reading all the cells and doing nothing with them;
(b) pandas.read_excel with openpyxl, which is what people write instead.
Prints a table and the ratios. Memory is the largest sum, over a process and its children, of what they hold.
"""

import argparse
import csv
import datetime
import itertools
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import psutil
import yaml

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "data" / "reference"
LAYOUT = "irm_2024"
COLUMNS = 171
LARGE = 60_000
GENERATOR = "3"  # part of the cached files' names: change it with the content
ODD = 0.003  # the share of labels that no scale knows, as real releases have a few
SAMPLE_SECONDS = 0.05
WORKBOOKS = Path(tempfile.gettempdir()) / "monitor-bench-workbooks"

CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
sheet = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
print(len(sheet.to_python(skip_empty_area=False)))
"""
PANDAS = """
import sys
import pandas
print(len(pandas.read_excel(sys.argv[1], engine="openpyxl")))
"""
WORDS = """
open data budget council citizens access records public service review draft law agency contracts register
portal training reform audit forum consult report publish participation institution local health school water
policy transparency information procurement justice parliament monitor standard indicator evidence ministry
datos presupuesto ciudadanía información gestión participación acceso données budget accès citoyens réforme
""".split()

Value = str | int | datetime.date


@dataclass(frozen=True)
class Run:
    """What one process took: seconds, and the largest memory of it and its children at one time, in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Goal:
    """A ratio and its bound, if it has one: the most or the least that is allowed."""

    name: str
    ratio: float
    bound: float | None
    at_most: bool

    def line(self) -> str:
        if self.bound is None:
            return f"{self.name}: {self.ratio:.2f}"
        met = self.ratio <= self.bound if self.at_most else self.ratio >= self.bound
        sign = "at most" if self.at_most else "at least"
        return f"{self.name}: {self.ratio:.2f} (goal: {sign} {self.bound:g}): {'met' if met else 'missed'}"


# The workbook


def reference_rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def workbook(rows: int, folder: Path) -> Path:
    """The workbook of so many rows, built once and kept in `folder`."""
    path = folder / f"{LAYOUT}-{rows}-v{GENERATOR}.xlsx"
    if path.exists():
        return path
    print(f"building a workbook of {rows:,} rows", file=sys.stderr)
    columns = list(cells_by_header(random.Random(2024)).items())
    if len(columns) != COLUMNS:
        raise SystemExit(f"the layout {LAYOUT} has {len(columns)} columns, not {COLUMNS}")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Commitments")
    sheet.append([header for header, _ in columns])
    for place in itertools.islice(places(), rows):
        sheet.append([cell(place) for _, cell in columns])
    unfinished = path.with_suffix(".part")
    book.save(unfinished)
    unfinished.replace(path)
    return path


@dataclass(frozen=True)
class Place:
    """Where a row stands: its commitment's member, plan and number."""

    index: int
    member: str
    plan: int
    number: int
    year: int


def places() -> Iterator[Place]:
    """Commitments without end: all members' plans 1 to 6 with 1, 2, 3… commitments each."""
    names = [m["name"] for m in reference_rows("members.csv") if m["level"] == "national"]
    index = 0
    for number in itertools.count(1):
        for plan in range(1, 7):
            for member in names:
                yield Place(index, member, plan, number, 2010 + 2 * plan)
                index += 1


def cells_by_header(rng: random.Random) -> dict[str, Callable[[Place], Value]]:
    """How each column of the layout is filled, by its header, in an order like the release's."""
    layout = yaml.safe_load((REFERENCE / "vintages" / f"{LAYOUT}.yml").read_text(encoding="utf-8"))
    plain = [text(rng, 60_000, line_breaks=False) for _ in range(20)]
    broken = [text(rng, 60_000, line_breaks=True) for _ in range(20)]

    def long_text(least: int, most: int, *, usual: int, untidy: float) -> Callable[[Place], str]:
        # A slice of a long text, behind the row's number: no two alike, quick to make. The usual length of
        # its cells, the longest, and the share of untidy ones are like those of real releases.
        skew = (most - least) / (usual - least) - 1

        def cell(place: Place) -> str:
            length = int(least + (most - least) * rng.random() ** skew)
            start = rng.randrange(50_000)
            page = rng.choice(broken if rng.random() < untidy else plain)
            return f"{place.index}. {page[start : start + length]}"[:most].strip()

        return cell

    def date(years_later: int) -> Callable[[Place], str | datetime.date]:
        def cell(place: Place) -> str | datetime.date:
            if rng.random() < 0.1:
                return rng.choice(["Ongoing", "NR", "30/6/2015", "4/5/2015", str(place.year + years_later)])
            return datetime.date(place.year + years_later, rng.randint(1, 12), rng.randint(1, 28))

        return cell

    institutions = [f"Ministry of {text(rng, 30, line_breaks=False).strip()}" for _ in range(4_000)]
    own: dict[str, Callable[[Place], Value]] = {
        "ogp_id": lambda p: f"BE{p.index:06d}",
        "member": lambda p: p.member,
        "member_code": choosing(rng, ["ND"]),
        "plan_number": lambda p: p.plan,
        "plan_code": lambda p: f"AP_{p.member[:3].upper()}{p.plan:02d}",
        "number": lambda p: p.number,
        "year": lambda p: p.year,
        "end_year": lambda p: p.year + 2,
        "duration": choosing(rng, [2]),
        "title": long_text(40, 600, usual=80, untidy=0.05),
        "short_title": long_text(20, 80, usual=50, untidy=0.02),
        "full_text": long_text(300, 2_000, usual=1_500, untidy=0.65),
        "supporting_institutions": long_text(20, 2_000, usual=170, untidy=0.15),
        "lead_institution": choosing(rng, institutions),
        "start": date(0),
        "end": date(2),
        "url": lambda p: f"https://www.example.org/members/commitments/BE{p.index:06d}/",
    }
    filled: dict[str, Callable[[Place], Value]] = {}
    for field, column in layout["fields"].items():
        if isinstance(column, dict) and "code" in column:
            labelled(rng, filled, field=field, column=column)
            continue
        answers: list[Value] = ["Yes", "No", "NR"] if field == "verifiable" else [0, 0, 0, 1, "NR", "ND"]
        header = column if isinstance(column, str) else column["header"]
        filled[header] = own.get(field) or choosing(rng, answers)
    for theme in reference_rows(f"themes/{LAYOUT}.csv"):
        filled[theme["label"]] = choosing(rng, [0] * 12 + [1])
    for header in layout["ignore"]:
        filled[header] = choosing(rng, [0, 1, "NR", "ND"])
    return filled


def labelled(
    rng: random.Random,
    filled: dict[str, Callable[[Place], Value]],
    *,
    field: str,
    column: dict[str, Any],
) -> None:
    """Adds the column of a rating's label and the column of its code, which agree save for odd labels."""
    scale = {"completion_midterm": "completion", "completion_final": "completion"}.get(field, field)
    labels: dict[str, str] = {}
    for row in reference_rows(f"scales/{scale}.csv"):
        labels.setdefault(row["code"], row["label"])
    pairs: list[tuple[str, str | int]] = [("NR", "NR"), ("ND", "ND")]
    for code, meaning in column["codes"].items():
        pairs.append((labels[meaning if isinstance(meaning, str) else meaning[0]], int(code)))
    chosen: dict[int, tuple[str, str | int]] = {}

    def label(place: Place) -> str:
        chosen.clear()
        chosen[place.index] = rng.choice(pairs) if rng.random() > ODD else ("Mostly done", "NR")
        return chosen[place.index][0]

    filled[column["header"]] = label
    filled[column["code"]] = lambda place: chosen[place.index][1]


def choosing(rng: random.Random, values: Sequence[Value]) -> Callable[[Place], Value]:
    """Any of `values`, whatever the row."""
    return lambda _place: rng.choice(values)


def text(rng: random.Random, length: int, *, line_breaks: bool) -> str:
    """Words and sentences, `length` characters of them; with line breaks among blanks, as pasted text has."""
    parts: list[str] = []
    size = 0
    while size < length:
        ends = rng.random() < 0.1
        parts.append(rng.choice(WORDS) + ("." if ends else "") + ("\n" if ends and line_breaks else ""))
        size += len(parts[-1]) + 1
    return " ".join(parts)[:length]


# The clock


def measured(command: list[str]) -> Run:
    """Runs `command` and watches it with its children. Raises SystemExit with its output where it fails."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        watched = psutil.Process(process.pid)
        memory = 0
        while process.poll() is None:
            memory = max(memory, held(watched))
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - started
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")[-4_000:]
            raise SystemExit(f"{' '.join(command[:4])}… ended with {process.returncode}:\n{said}")
    return Run(seconds=seconds, memory=memory)


def held(process: psutil.Process) -> int:
    """Resident memory of a process and its children, in bytes. A process that has just ended holds none."""
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for one in family:
        try:
            total += one.memory_info().rss
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
    return total


def measured_import(path: Path, rows: int) -> Run:
    """Our import into an empty place, and a look whether every row arrived."""
    folder = Path(tempfile.mkdtemp(prefix="monitor-bench-"))
    try:
        database = folder / "monitor.duckdb"
        run = measured([sys.executable, "-m", "etl", "import", str(path), "--db", str(database)])
        with duckdb.connect(str(database), read_only=True) as connection:
            found = connection.execute("select count(*) from commitment").fetchone()
        if found != (rows,):
            raise SystemExit(f"{rows:,} rows went in, {found} commitments came out")
    finally:
        shutil.rmtree(folder)
    return run


def best(runs: list[Run]) -> Run:
    """The least of each: what else the machine does can only add."""
    return Run(seconds=min(r.seconds for r in runs), memory=min(r.memory for r in runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[6_000, LARGE], help="sizes of the workbooks")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the best one counts")
    parser.add_argument("--without-pandas", action="store_true", help="leave out (b), which takes minutes")
    parser.add_argument("--keep", type=Path, default=WORKBOOKS, help="where built workbooks are kept")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)

    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    print(f"{machine}; the best of {options.repeat} run(s)\n")
    print("| rows | file | what | seconds | memory |\n|---|---|---|---|---|")
    ours: dict[int, Run] = {}
    goals: list[Goal] = []
    for rows in options.rows:
        path = workbook(rows, options.keep)
        calamine, mine, pandas = [], [], []
        for _ in range(options.repeat):
            calamine.append(measured([sys.executable, "-c", CALAMINE, str(path)]))
            mine.append(measured_import(path, rows))
            if not options.without_pandas:
                pandas.append(measured([sys.executable, "-c", PANDAS, str(path)]))
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        table = {"ours: the whole import": mine, "(a) calamine reads": calamine, "(b) pandas reads": pandas}
        for what, runs in table.items():
            if runs:
                seconds, memory = f"{best(runs).seconds:.1f}", f"{best(runs).memory / 1e6:,.0f} MB"
                print(f"| {rows:,} | {size} | {what} | {seconds} | {memory} |", flush=True)
        ours[rows] = best(mine)
        time_a, memory_a = best(calamine).seconds, best(calamine).memory
        # A small workbook is mostly the start of processes: the goals are about the large one.
        slowest, largest, fastest = (2, 1.5, 5) if rows >= LARGE else (None, None, None)
        slower, larger = ours[rows].seconds / time_a, ours[rows].memory / memory_a
        goals.append(Goal(f"{rows:,} rows, time, ours / (a)", slower, slowest, at_most=True))
        goals.append(Goal(f"{rows:,} rows, memory, ours / (a)", larger, largest, at_most=True))
        if pandas:
            ratio = best(pandas).seconds / ours[rows].seconds
            goals.append(Goal(f"{rows:,} rows, time, (b) / ours", ratio, fastest, at_most=False))
    small, large = min(ours), max(ours)
    if small != large:
        growth = ours[large].seconds / ours[small].seconds / (large / small)
        goals.append(Goal(f"time a row, {large:,} / {small:,} rows", growth, 1.2, at_most=True))
    print()
    for goal in goals:
        print(goal.line())


if __name__ == "__main__":
    main()
