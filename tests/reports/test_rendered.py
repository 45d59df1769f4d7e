"""Decks as LibreOffice draws them: nothing outside, nothing cut into what is beneath, no words upon words."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from analysis.deck import layout
from reports.__main__ import main
from tests.published import Commitment, Snapshot, publish, rated

NO_LIBREOFFICE = "no LibreOffice found: install it (soffice on the PATH) to run the tests that draw decks"
POINTS = 72
#: Inches that a letter may reach over a border, and the part of a text that may lie on another.
SLACK, OVERLAP = 0.04, 0.25
LONG = "A commitment whose title goes on and on, as titles in action plans do, past what a line of a slide has room for"
MINISTRY = (
    "Ministry of Finance, Economic Planning, Regional Development, Digital Transformation and Public Administration"
)
#: Where one part of a slide ends and the next begins, from top to bottom.
BORDERS = (
    layout.TITLE.top + layout.TITLE.height,
    layout.BODY.top + layout.BODY.height,
    layout.SOURCE.top,
)


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice's program. Skips the test where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip(NO_LIBREOFFICE)
    return program


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which every name is long."""
    path = tmp_path_factory.mktemp("crowded") / "monitor.duckdb"
    commitments = [
        Commitment(
            f"{member}-{place}", member=member, plan=place % 12 + 1, year=2011 + place % 12, number=f"{place}.1.6A",
            title=f"{LONG} {place}", lead=f"{MINISTRY} {place % 9}", themes=("open_data",),
            ratings=(
                rated("completion", "midterm", ("limited", "substantial", "not_started")[place % 3]),
                rated("completion", "final", ("complete", "substantial", "limited", "not_started")[place % 4]),
                rated("potential_impact", "design", ("moderate", "minor")[place % 2]),
                rated("relevance", "design", "yes"),
                rated("carried_forward", "final", "yes"),
            ),
        )
        for member in ("KEN", "GHA", "GBR", "GBR-scotland", "XKX")
        for place in range(36)
    ]  # fmt: skip
    publish(path, commitments, snapshot=Snapshot(is_demo=True))
    return path


@pytest.fixture(scope="module")
def real_2016(tmp_path_factory: pytest.TempPathFactory, shared_data: Path, root: Path) -> Path:
    """The real release of 2016, published."""
    path = tmp_path_factory.mktemp("real") / "monitor.duckdb"
    files = [str(shared_data / name) for name in ("irm_commitments_2016.csv", "irm_process_2016.csv")]
    subprocess.run(
        [sys.executable, "-m", "etl", "import", *files, "--db", str(path)], cwd=root, check=True, capture_output=True
    )
    return path


def drawn(soffice: str, folder: Path, *decks: Path) -> None:
    """Turns decks into PDF files of the same names; its own profile lets it run beside an open LibreOffice."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder),
         *map(str, decks)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip


def texts(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom in inches, and the words."""
    height = page.get_height()
    found = page.get_textpage()
    for place in range(found.count_rects()):
        left, bottom, right, top = found.get_rect(place)
        words = found.get_text_bounded(left, bottom, right, top).strip()
        if words:
            yield left / POINTS, (height - top) / POINTS, right / POINTS, (height - bottom) / POINTS, words


def faults(pdf: Path) -> list[str]:
    """What a person would be ashamed of, page by page."""
    said = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        here = list(texts(page))
        for left, top, right, bottom, words in here:
            if left < 0 or top < 0 or right > layout.WIDTH + SLACK or bottom > layout.HEIGHT + SLACK:
                said.append(f"slide {number}: outside: {words}")
            if number > 1 and any(top < border - SLACK and bottom > border + SLACK for border in BORDERS):
                said.append(f"slide {number}: runs into what is beneath: {words}")
        for place, one in enumerate(here):
            for other in here[place + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                smaller = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
                # A sign that the font lacks is drawn with another one, as a text of its own inside its line.
                is_inside = other[4] in one[4] or one[4] in other[4]
                if wide > 0 and high > 0 and wide * high > OVERLAP * smaller and not is_inside:
                    said.append(f"slide {number}: {one[4]} lies on {other[4]}")
    document.close()
    return said


def deck(database: Path, out: Path, *words: str) -> Path:
    done = CliRunner().invoke(main, ["deck", "--db", str(database), "--out", str(out), *words])
    assert done.exit_code == 0, done.output
    return out


def test_long_names_run_into_nothing(soffice: str, crowded: Path, tmp_path: Path) -> None:
    decks = [
        deck(crowded, tmp_path / "region.pptx", "--language", "fr"),
        deck(crowded, tmp_path / "country.pptx", "--members", "GBR-scotland", "--language", "es"),
        deck(crowded, tmp_path / "theme.pptx", "--themes", "open_data"),
    ]
    drawn(soffice, tmp_path, *decks)
    assert {path.stem: faults(path.with_suffix(".pdf")) for path in decks} == {"region": [], "country": [], "theme": []}


@pytest.mark.real_files
def test_a_region_of_2016_runs_into_nothing_and_is_drawn_whole(soffice: str, real_2016: Path, tmp_path: Path) -> None:
    made = deck(real_2016, tmp_path / "europe.pptx", "--regions", "europe", "--language", "fr")
    drawn(soffice, tmp_path, made)
    pdf = made.with_suffix(".pdf")
    assert faults(pdf) == []
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 18
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("L")
        assert picture.getextrema()[0] < 80, "a slide without a dark mark"
    document.close()
