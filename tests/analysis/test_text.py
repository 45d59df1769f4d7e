"""The text files: complete in every language, every sentence used, the same facts in each."""

import ast
import re
import string
from pathlib import Path

import pytest

from analysis.figures import wrapped
from analysis.tables import CODES
from analysis.text import LANGUAGES, on_one_line, say, sentences, several

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
#: What ends like this is the name of a file.
FILES = (".css", ".js", ".py", ".svg", ".yml")
#: Chart titles stand on one line of a narrow screen.
CHART_TITLES = ("overview.completion", "overview.ambition", "overview.map", "stalled.ladder", "stalled.followed")


def code() -> list[ast.Module]:
    files = [
        ROOT / "dashboard.py",
        *(path for room in ("pages", "ui", "analysis", "reports") for path in (ROOT / room).rglob("*.py")),
    ]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def named() -> tuple[set[str], set[str]]:
    """Keys written out in the code, and beginnings of keys that end in a code ("state." of f"state.{code}")."""
    keys, beginnings = set(), {"theme.", *(f"{kind}." for kind in CODES.values())}
    nodes = [node for module in code() for node in ast.walk(module)]
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in (node for node in nodes if id(node) not in pieces):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            keys.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            head = str(node.values[0].value)
            if re.fullmatch(r"[a-z_]+\.([a-z_]+)?", head):
                beginnings.add(head)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("in_words", "name_of", "_in_words"):
            kinds = [a for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
            beginnings.update(f"{a.value}." for a in kinds if isinstance(a.value, str) and a.value)
    return keys, beginnings


def test_every_language_has_every_sentence() -> None:
    for language in LANGUAGES:
        assert set(sentences(language)) == set(sentences("en")), language


def test_a_sentence_names_the_same_facts_in_every_language() -> None:
    for key, english in sentences("en").items():
        for language in LANGUAGES:
            assert _facts(sentences(language)[key]) == _facts(english), (language, key)


def test_no_sentence_is_missing_and_none_is_left_over() -> None:
    keys, beginnings = named()
    there = set(sentences("en"))
    rooms = {key.split(".")[0] for key in there}
    wanted = {key for key in keys if key.split(".")[0] in rooms and not key.endswith(FILES)}
    assert wanted - there == set()
    assert {key for key in there - wanted if not key.startswith(tuple(beginnings))} == set()


def test_chart_titles_stay_on_one_line() -> None:
    for language in LANGUAGES:
        for key in CHART_TITLES:
            assert "<br>" not in wrapped(sentences(language)[key], width=44), (language, key)


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", "1", "1 commitment"), ("en", "0", "All 0 commitments"), ("en", "1,001", "All 1,001 commitments"),
        ("es", "1", "1 compromiso"), ("es", "21", "Los 21 compromisos"),
        ("fr", "1", "1 engagement"), ("fr", "0", "0 engagement"), ("fr", "1\u202f001", "Les 1\u202f001 engagements"),
    ],
)  # fmt: skip
def test_a_word_agrees_with_its_number(language: str, n: str, said: str) -> None:
    assert say(language, "filter.showing_all", n=n) == said


def test_what_is_no_number_goes_with_many() -> None:
    assert say("en", "filter.showing_all", n="–") == "All – commitments"
    assert say("en", "filter.showing_all", n=1) == "1 commitment"


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("1 of 1", "1 of 1 commitment"),
        ("1 of 12", "1 of 12 commitments"),
        ("1,035 of 1,900", "1,035 of 1,900 commitments"),
        ("11 of 1", "11 of 1 commitment"),
    ],
)
def test_of_two_numbers_the_second_chooses_the_word(of: str, said: str) -> None:
    assert say("en", "measure.all_commitments", of=of) == said


def test_a_choice_by_number_has_two_words_in_every_language() -> None:
    specs = [
        (language, key, spec)
        for language in LANGUAGES
        for key, sentence in sentences(language).items()
        for _, _, spec, _ in string.Formatter().parse(sentence)
        if spec
    ]
    assert specs
    assert [found for found in specs if found[2].count("|") != 1] == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ghana"], "Ghana"),
        (["Ghana", "Kenya", "Malawi"], "Ghana; Kenya; Malawi"),
        (["Ghana", "Kenya", "Malawi", "Togo"], "Ghana; Kenya et 2 autres"),
    ],
)
def test_one_name_more_is_named_and_several_are_counted(names: list[str], said: str) -> None:
    assert several(names, most=2, language="fr") == said


@pytest.mark.parametrize(
    ("language", "key", "said"),
    [
        ("en", "overview.title", "What became of the commitments?"),
        ("es", "column.interval", "Intervalo 95\u00a0%"),
        ("es", "overview.title", "¿Qué fue de los compromisos?"),
        ("fr", "overview.title", "Que sont devenus les engagements\u202f?"),
        ("fr", "column.interval", "Intervalle 95\u00a0%"),
        ("fr", "stalled.followed_missing", "\u202f; non notés à la fin\u00a0: {missing}"),
        ("fr", "compare.only_era", "Ne garder que «\u00a0{era}\u00a0»"),
        ("fr", "filter.showing", "{n} {n:engagement|engagements} sur {of}\u00a0: {filters}"),
    ],
)
def test_no_line_begins_with_a_sign_or_ends_with_a_quotation_mark(language: str, key: str, said: str) -> None:
    assert sentences(language)[key] == said
    assert [key for key, said in sentences(language).items() if re.search(r" [»%]|« ", said)] == []


def test_a_text_on_one_line_keeps_the_blanks_beside_signs() -> None:
    assert on_one_line(" Où\u202f?\n\u2028 95\u00a0%  \t et après ") == "Où\u202f? 95\u00a0% et après"


def test_french_sets_no_plain_blank_before_a_sign() -> None:
    assert [key for key, said in sentences("fr").items() if re.search(r" [:;?!]", said)] == []


def test_the_mechanism_has_its_spanish_name_in_spanish() -> None:
    assert [key for key, said in sentences("es").items() if re.search(r"\bIRM\b", said)] == []
