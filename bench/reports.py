"""How long a deck takes, beside what python-pptx takes for the same charts with constant numbers.

    python bench/reports.py                 # on the demonstration data; about a minute
    python bench/reports.py --db PATH       # on a database of your own

Prints ratios within this one run:
ours: asking the published database everything and writing the file, 20 slides on the 12 members with most commitments;
(a)   python-pptx writing as many slides with the same titles, tables and native charts (types, rows, series), all
      numbers constant, nothing coloured or labelled, no notes.
Then the whole command, `python -m reports deck`, start of Python included, with its time and its largest memory.
"""

import argparse
import dataclasses
import io
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pptx import Presentation  # noqa: E402
from pptx.chart.data import CategoryChartData  # noqa: E402
from pptx.enum.chart import XL_CHART_TYPE  # noqa: E402
from pptx.util import Inches  # noqa: E402

from analysis import published  # noqa: E402
from analysis.deck import to_pptx  # noqa: E402
from analysis.slides.model import Chart, Deck, Table  # noqa: E402
from analysis.slides.presets import made  # noqa: E402

SLIDES, MEMBERS, GOAL = 20, 12, 3.0
SAMPLE_SECONDS = 0.05
TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "parts": XL_CHART_TYPE.BAR_STACKED_100,
    "sums": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_STACKED_100,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
BOX = (Inches(0.6), Inches(1.8), Inches(12), Inches(4.7))


def ours(database: Path, members: list[str]) -> Deck:
    """Everything asked, the first SLIDES slides of the region's deck."""
    connection = published.connect(published.current(database))
    deck = made(connection, preset="region", language="en", filters={"members": members})
    connection.close()
    if len(deck.slides) < SLIDES:
        raise SystemExit(f"the deck has {len(deck.slides)} slides; {SLIDES} are to be measured")
    return dataclasses.replace(deck, slides=deck.slides[:SLIDES])


def constant(deck: Deck) -> bytes:
    """The same number of slides, charts and tables by python-pptx alone, every number the same."""
    book = Presentation()
    for slide in deck.slides:
        page = book.slides.add_slide(book.slide_layouts[5])
        page.shapes.title.text_frame.text = slide.title
        body = slide.body
        if isinstance(body, Chart):
            data = CategoryChartData()
            data.categories = list(body.categories)
            for series in body.series:
                data.add_series(series.name, [0.5] * len(body.categories))
            page.shapes.add_chart(TYPES[body.kind], *BOX, data)
        elif isinstance(body, Table):
            table = page.shapes.add_table(len(body.rows) + 1, len(body.head), *BOX).table
            for place, row in enumerate((body.head, *body.rows)):
                for cell, text in zip(table.rows[place].cells, row, strict=True):
                    cell.text = text
        else:
            page.shapes.add_textbox(*BOX).text_frame.text = slide.rests_on
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def best(what: Callable[[], object], *, repeat: int) -> float:
    """The shortest of several times, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return min(times)


def most_commitments(database: Path) -> list[str]:
    """The members with the most commitments."""
    connection = published.connect(published.current(database))
    found = connection.execute(
        "SELECT member_id FROM commitment_status GROUP BY member_id ORDER BY count(*) DESC, member_id LIMIT $n",
        {"n": MEMBERS},
    ).fetchall()
    connection.close()
    return [str(row[0]) for row in found]


def command(database: Path, members: list[str], *, out: Path) -> tuple[float, int]:
    """Seconds and largest memory in bytes of the whole command, its children included."""
    words = ["-m", "reports", "deck", "--db", str(database), "--members", ",".join(members), "--preset", "region"]
    start, largest = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, *words, "--out", str(out), "--force"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            largest = max(largest, sum(p.memory_info().rss for p in (watched, *watched.children(recursive=True))))
        except psutil.NoSuchProcess:
            break
        time.sleep(SAMPLE_SECONDS)
    if process.wait():
        raise SystemExit(f"python {' '.join(words)} ended with status {process.returncode}")
    return time.perf_counter() - start, largest


def demonstration(folder: Path) -> Path:
    """The demonstration data, built for this run."""
    path = folder / "monitor.duckdb"
    subprocess.run([sys.executable, "-m", "etl", "demo", "--db", str(path)], cwd=ROOT, check=True, capture_output=True)
    return path


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument(
        "--db", type=Path, help="a published database; default: demonstration data made for this run"
    )
    arguments.add_argument("--repeat", type=int, default=5, help="the best of so many runs counts")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = given.db or demonstration(folder)
        members = most_commitments(database)
        deck = ours(database, members)  # the first time loads libraries and texts, for both
        constant(deck)
        whole = best(lambda: to_pptx(ours(database, members)), repeat=given.repeat)
        writing = best(lambda: to_pptx(deck), repeat=given.repeat)
        bare = best(lambda: constant(deck), repeat=given.repeat)
        seconds, memory = command(database, members, out=folder / "deck.pptx")
        size = (folder / "deck.pptx").stat().st_size
    charts = sum(isinstance(slide.body, Chart) for slide in deck.slides)
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores; best of {given.repeat}")
    print(f"{len(deck.slides)} slides on {len(members)} members, {charts} of them native charts")
    print(f"ours / (a): {whole / bare:.2f} (goal: at most {GOAL:g}): {'met' if whole / bare <= GOAL else 'missed'}")
    print(f"writing alone / (a): {writing / bare:.2f}")
    print(f"ours {whole:.2f} s, of it writing {writing:.2f} s; (a) {bare:.2f} s")
    print(f"the whole command: {seconds:.1f} s, {memory / 1e6:.0f} MB at most, a file of {size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
