"""python -m reports deck, from the command line to the file."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pptx import Presentation

from reports.__main__ import main
from tests.reports.conftest import said


def titles(path: Path) -> list[str]:
    return [page.shapes.title.text_frame.text for page in Presentation(str(path)).slides]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ([], "Open government commitments: all members"),
        (["--members", "Kenya"], "Open government commitments: Kenya"),
        (["--members", "KEN", "--language", "es"], "Compromisos de gobierno abierto: Kenia"),
        (["--preset", "stalled", "--language", "fr"], "Qu’est-ce qui est bloqué\u202f? — tous les membres"),
        (["--preset", "compare", "--indicator", "stalled"], "How do members and regions compare? — all members"),
        (["--themes", "open_data"], "What became of commitments on a theme: Open data"),
    ],
)
def test_the_deck_that_fits_is_written(database: Path, tmp_path: Path, words: list[str], first: str) -> None:
    out = tmp_path / "deck.pptx"
    done = CliRunner().invoke(main, ["deck", "--db", str(database), "--out", str(out), *words])
    assert done.exit_code == 0, done.output
    assert titles(out)[0] == first
    assert f"{len(titles(out))} slides." in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--members", "Keny"], "Did you mean “Kenya” (KEN)?"),
        (["--members", "KEN", "--years", "2021"], "No commitment fits all of these"),
        (["--preset", "minutes"], "'minutes' is not one of"),
        (
            ["--preset", "themes", "--indicator", "stalled"],
            "the slides of themes can be on: high_completion, ambitious",
        ),
        (["--indicator", "stalled"], "none (only those of compare, themes are on one indicator)"),
    ],
)
def test_what_cannot_be_used_writes_nothing(database: Path, tmp_path: Path, words: list[str], message: str) -> None:
    done = CliRunner().invoke(main, ["deck", "--db", str(database), "--out", str(tmp_path / "a.pptx"), *words])
    assert message in said(done)
    assert list(tmp_path.iterdir()) == []


def test_a_deck_that_is_there_stays_unless_it_is_to_be_replaced(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    out.write_text("mine")
    words = ["deck", "--db", str(database), "--out", str(out)]
    assert "is there already" in said(CliRunner().invoke(main, words))
    assert out.read_text() == "mine"
    assert CliRunner().invoke(main, [*words, "--force"]).exit_code == 0
    assert titles(out)
