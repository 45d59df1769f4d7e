"""How long a deck takes, beside what python-pptx takes for the same charts with constant numbers.

    python bench/reports.py                 # on the demonstration data; about a minute
    python bench/reports.py --db PATH       # on a database of your own

Prints ratios within this one run:
ours: asking the published database everything and writing the file, 20 slides on the 12 members with most commitments;
(a)   python-pptx by its own calls writing the same slides with constant numbers: titles, tables, native charts in the
      same colours with labels and legends, what stands around them, notes. Without what it has no call for: intervals,
      labels of a small mark, a bar's colour of its own;
(b)   the same with charts and tables as they come: nothing coloured or labelled, nothing around them, no notes.
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
from pptx.chart.chart import Chart as NativeChart  # noqa: E402
from pptx.chart.data import CategoryChartData  # noqa: E402
from pptx.dml.color import RGBColor  # noqa: E402
from pptx.enum.chart import XL_CHART_TYPE  # noqa: E402
from pptx.text.text import TextFrame  # noqa: E402
from pptx.util import Inches, Pt  # noqa: E402

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


def constant(deck: Deck, *, is_bare: bool) -> bytes:
    """The same number of slides, charts and tables by python-pptx alone, every number the same."""
    book = Presentation()
    for number, slide in enumerate(deck.slides, start=1):
        page = book.slides.add_slide(book.slide_layouts[5])
        page.shapes.title.text_frame.text = slide.title
        body = slide.body
        if isinstance(body, Chart):
            native = page.shapes.add_chart(TYPES[body.kind], *BOX, constant_numbers(body)).chart
            if not is_bare:
                dress(native, body)
        elif isinstance(body, Table):
            table = page.shapes.add_table(len(body.rows) + 1, len(body.head), *BOX).table
            for place, row in enumerate((body.head, *body.rows)):
                for cell, text in zip(table.rows[place].cells, row, strict=True):
                    cell.text = text
                    if not is_bare:
                        set_like(cell.text_frame, size=16)
        else:
            page.shapes.add_textbox(*BOX).text_frame.text = slide.rests_on
        if not is_bare:
            for text in (slide.rests_on, deck.source, str(number), deck.mark):
                around = page.shapes.add_textbox(*BOX).text_frame
                around.text = text
                set_like(around, size=11)
            page.notes_slide.notes_text_frame.text = "\n".join((slide.title, *slide.notes, *slide.numbers))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def constant_numbers(chart: Chart) -> CategoryChartData:
    """The chart's categories and series, each value one half."""
    data = CategoryChartData(number_format="0%")
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, [0.5] * len(chart.categories))
    return data


def dress(native: NativeChart, chart: Chart) -> None:
    """Colours, labels, legend and type as ours has them, by python-pptx's own calls."""
    native.font.size = Pt(18)
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.include_in_layout = False
        native.legend.font.size = Pt(16)
    for axis in (native.category_axis, native.value_axis):
        axis.has_major_gridlines = False
        axis.tick_labels.font.size = Pt(16)
    for drawn, series in zip(native.plots[0].series, chart.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string(series.colour.removeprefix("#"))
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0%", False
        labels.font.size = Pt(14)
        labels.font.color.rgb = RGBColor(0, 0, 0)


def set_like(frame: TextFrame, *, size: int) -> None:
    """The text's size and colour."""
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = RGBColor(0, 0, 0)


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
        constant(deck, is_bare=False)
        whole = best(lambda: to_pptx(ours(database, members)), repeat=given.repeat)
        writing = best(lambda: to_pptx(deck), repeat=given.repeat)
        alike = best(lambda: constant(deck, is_bare=False), repeat=given.repeat)
        bare = best(lambda: constant(deck, is_bare=True), repeat=given.repeat)
        seconds, memory = command(database, members, out=folder / "deck.pptx")
        size = (folder / "deck.pptx").stat().st_size
    charts = sum(isinstance(slide.body, Chart) for slide in deck.slides)
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores; best of {given.repeat}")
    print(f"{len(deck.slides)} slides on {len(members)} members, {charts} of them native charts")
    print(f"ours / (a): {whole / alike:.2f} (goal: at most {GOAL:g}): {'met' if whole / alike <= GOAL else 'missed'}")
    print(f"ours / (b): {whole / bare:.2f}")
    print(f"writing alone / (a): {writing / alike:.2f}, / (b): {writing / bare:.2f}")
    print(f"ours {whole:.2f} s, of it writing {writing:.2f} s; (a) {alike:.2f} s, (b) {bare:.2f} s")
    print(f"the whole command: {seconds:.1f} s, {memory / 1e6:.0f} MB at most, a file of {size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
