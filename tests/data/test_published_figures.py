"""Published figures to set beside ours: each has its address, its release and its words."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from analysis import reproduced
from analysis.process import FORUM, STEPS
from analysis.text import LANGUAGES, sentences

ROOT = Path(__file__).resolve().parents[2]
WHAT = {"plans_yes", "plan_steps", "rated", "cells"}


def test_each_figure_names_its_page_and_its_release(document: Callable[[str], Any]) -> None:
    figures = reproduced.known()
    vintages = {path.stem for path in (ROOT / "data" / "reference" / "vintages").glob("*.yml")}
    assert max(Counter(figure.id for figure in figures).values()) == 1
    for figure in figures:
        assert figure.address.startswith("https://"), figure.id
        assert figure.vintage in vintages, figure.id
        assert figure.said, figure.id
        assert 0 <= figure.exact <= figure.near, figure.id
        assert figure.unit in {"share", "number", "count"}, figure.id
        assert figure.count["what"] in WHAT, figure.id
    assert len(document("published_figures.yml")) == len(figures)


def test_each_figure_has_a_name_in_every_language() -> None:
    for language in LANGUAGES:
        for figure in reproduced.known():
            assert f"quality.figure_{figure.words}" in sentences(language), (language, figure.id)


def test_every_kind_of_problem_has_a_name() -> None:
    """The import names its problems after its own sentences: clean_label_unknown is the kind label_unknown."""
    said = yaml.safe_load((ROOT / "text" / "import.en.yml").read_text(encoding="utf-8"))
    kinds = {key.split("_", 1)[1] for key in said if key.startswith(("clean_", "link_"))}
    # Words within the sentence of another, and further sentences of date_ambiguous, label_unknown, member_by_code.
    kinds -= {"code_unknown", "date_swapped", "label_is_number", "member_blank_by_code"}
    for language in LANGUAGES:
        assert {kind for kind in kinds if f"problem.{kind}" not in sentences(language)} == set(), language


def test_every_question_of_a_layout_has_words() -> None:
    """What is offered on the page is named there: questions with yes or no, steps and levels."""
    layout = yaml.safe_load(
        (ROOT / "data" / "reference" / "vintages" / "irm_process_2016.yml").read_text(encoding="utf-8")
    )
    questions = {code: entry["type"] for code, entry in layout["questions"].items()}
    assert {FORUM, *STEPS} <= set(questions)
    offered = {code for code, kind in questions.items() if kind in ("yes_no", "flag")}
    for language in LANGUAGES:
        assert {code for code in offered if f"question.{code}" not in sentences(language)} == set(), language
