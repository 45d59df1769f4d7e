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
        ("b c f g h i j k m n", list("bcfghijk")),
        ("Ministry of the Interior", ["ministry", "interior"]),
        ("of the", ["of", "the"]),
        ('"of the" law', ["of the", "law"]),
        ("women’s open–data -", ["women's", "open-data"]),
        ("budget - open", ["budget", "open"]),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert [term.text for term in words.terms(text)] == terms


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ministry  of Finance", "ministry of finance"),
        ("budget", None),
        ("open-data", None),
        ('"open data" law', None),
        ("", None),
    ],
)
def test_a_phrase_is_all_that_was_typed(text: str, phrase: str | None) -> None:
    found = words.phrase(text)
    assert (found.text if found else None) == phrase


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("Éducation ouverte", "education", "[Éducation] ouverte"),
        ("E\u0301ducation", "education", "[E\u0301ducation]"),
        ("Open budgets, budget", "budget", "Open [budget]s, [budget]"),
        ("open\n\n budget", '"open budget"', "[open budget]"),
        ("open data", '"open data" data', "[open data]"),
        ("nothing", "unicorn", "nothing"),
        ("", "a", ""),
        ("<b>$x$ **bold**</b>", "bold", "<b>$x$ **[bold]**</b>"),
        ("An RTI law for participation", "rti", "An [RTI] law for participation"),
        ("Women’s, women's", "women's", "[Women’s], [women's]"),
        ("Co-creation, cocreation", "cocreation", "[Co-creation], [cocreation]"),
        ("Open-data, open data, opendata", "open-data", "[Open-data], [open data], [opendata]"),
        ("Η διαφάνειας ΠΡΟΣ", "διαφανειας", "Η [διαφάνειας] ΠΡΟΣ"),
    ],
)
def test_what_is_marked_is_the_text_itself(text: str, terms: str, marked: str) -> None:
    assert said(words.marked(text, terms=words.terms(terms))) == marked


def test_a_passage_is_cut_between_words_around_the_first_hit() -> None:
    text = f"{'before ' * 40}the budget {'after ' * 40}"
    shown = said(words.passage(text, terms=words.terms("budget")))
    assert shown.startswith("… before ")
    assert "the [budget] after" in shown
    assert shown.endswith("after …")
    assert 150 < len(shown) < 2 * words.AROUND + 30
    assert said(words.passage("short budget", terms=words.terms("budget"))) == "short [budget]"
    assert said(words.passage(f"{'x' * 400}budget{'y' * 400}", terms=words.terms("budget"))).count("[budget]") == 1
    assert words.passage(text, terms=words.terms("unicorn")) == []


def test_a_passage_shows_where_most_of_the_words_stand_together() -> None:
    text = f"A budget {'before ' * 60}open the budget of citizens {'after ' * 60} open"
    shown = said(words.passage(text, terms=words.terms("open budget citizens")))
    assert "[open] the [budget] of [citizens]" in shown
    assert shown.startswith("… before")


def test_the_beginning_of_a_word_is_marked_before_the_inside_of_one() -> None:
    def hits(text: str) -> list[str]:
        return [part.text for part in words.marked(text, terms=words.terms("publica")) if part.is_hit]

    assert hits("La República publica datos públicamente") == ["publica", "pública"]
    assert hits("La República informa") == ["pública"]
