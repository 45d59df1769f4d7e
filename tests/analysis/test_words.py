"""What is searched for, and where it stands in a text."""

import pytest

from analysis import words
from analysis.words import Part


def said(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("open  Budget", ["open", "budget"]),
        ('"open  data" Éducation', ["open data", "education"]),
        ("«données ouvertes» “datos abiertos”", ["donnees ouvertes", "datos abiertos"]),
        ('unclosed "open data', ["unclosed", "open", "data"]),
        ("budget BUDGET büdget", ["budget"]),
        ('"" " ', []),
        ("a b c d e f g h i j", list("abcdefgh")),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert words.terms(text) == terms


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("Éducation ouverte", ["education"], "[Éducation] ouverte"),
        ("E\u0301ducation", ["education"], "[E\u0301ducation]"),
        ("Open budgets, budget", ["budget"], "Open [budget]s, [budget]"),
        ("open\n\n budget", ["open budget"], "[open budget]"),
        ("open data", ["open d", "data"], "[open data]"),
        ("nothing", ["unicorn"], "nothing"),
        ("", ["a"], ""),
        ("<b>$x$ **bold**</b>", ["bold"], "<b>$x$ **[bold]**</b>"),
    ],
)
def test_what_is_marked_is_the_text_itself(text: str, terms: list[str], marked: str) -> None:
    assert said(words.marked(text, terms=terms)) == marked


def test_a_passage_is_cut_between_words_around_the_first_hit() -> None:
    text = f"{'before ' * 40}the budget {'after ' * 40}"
    shown = said(words.passage(text, terms=["budget"]))
    assert shown.startswith("… before ")
    assert "the [budget] after" in shown
    assert shown.endswith("after …")
    assert 150 < len(shown) < 2 * words.AROUND + 30
    assert said(words.passage("short budget", terms=["budget"])) == "short [budget]"
    assert said(words.passage(f"{'x' * 400}budget{'y' * 400}", terms=["budget"])).count("[budget]") == 1
    assert words.passage(text, terms=["unicorn"]) == []


def test_the_beginning_of_a_word_is_marked_before_the_inside_of_one() -> None:
    def hits(text: str) -> list[str]:
        return [part.text for part in words.marked(text, terms=["publica"]) if part.is_hit]

    assert hits("La República publica datos públicamente") == ["publica", "pública"]
    assert hits("La República informa") == ["pública"]
