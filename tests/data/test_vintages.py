"""Layouts: exhaustive both ways, and their code columns mean what the real files show."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from etl.reference import fold

Rows = list[dict[str, str]]
Document = Callable[[str], Any]

LAYOUTS = ("irm_2016", "irm_2024", "irm_process_2016")
COMMITMENTS = ("irm_2016", "irm_2024")

#: Rows whose code disagrees with its label. Anything not listed has none.
DISAGREEMENTS = {
    ("irm_2016", "specificity"): 19,
    ("irm_2016", "potential_impact"): 13,
    ("irm_2016", "completion_midterm"): 4,
    ("irm_process_2016", "advance_notice"): 1,
    ("irm_process_2016", "online_consultation"): 1,
}
#: Cells that are no label of their scale.
UNKNOWN_LABELS = {
    ("irm_2024", "verifiable"): {"1": 1},
    ("irm_process_2016", "self_assessment_comments_received"): {"Unclear": 2},
}


def columns(layout: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each field and question of a layout with its column, written in full."""
    found = {**layout["fields"], **layout.get("questions", {})}
    return {name: {"header": c} if isinstance(c, str) else c for name, c in found.items()}


def headers(layout: dict[str, Any]) -> Iterator[str]:
    """Every header that a layout maps or ignores, without the themes between the first and the last."""
    for column in columns(layout).values():
        yield column["header"]
        if "code" in column:
            yield column["code"]
    yield from layout["ignore"]


def meanings(table: Callable[[str], Rows], scale: str) -> dict[str, str]:
    """The code or the kind of missing of each folded label of `scale`."""
    rows = table("scales/missing.csv") + table(f"scales/{scale}.csv")
    return {fold(row["label"]): row.get("code") or row["missing"] for row in rows}


def label(cell: str) -> str:
    """A cell as labels are compared: folded, without the letter of a list."""
    return re.sub(r"^[a-z]\.\s*", "", fold(cell))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_header_is_named_once(name: str, document: Document) -> None:
    """No header is mapped twice, or mapped and ignored."""
    counted = Counter(fold(header) for header in headers(document(f"vintages/{name}.yml")))
    assert {header: n for header, n in counted.items() if n > 1} == {}


@pytest.mark.parametrize("name", LAYOUTS)
def test_must_have_headers_are_mapped_or_ignored(name: str, document: Document) -> None:
    """What makes a sheet this layout is part of the layout, and tells it from every other."""
    own = {fold(h) for h in headers(document(f"vintages/{name}.yml"))}
    wanted = {fold(h) for h in document(f"vintages/{name}.yml")["recognise"]["must_have"]}
    assert wanted <= own
    for other in set(LAYOUTS) - {name}:
        assert not wanted <= {fold(h) for h in headers(document(f"vintages/{other}.yml"))}


@pytest.mark.parametrize("name", COMMITMENTS)
def test_every_rating_is_mapped_or_absent(
    name: str, document: Document, table: Callable[[str], Rows]
) -> None:
    """A rating field is mapped or said to be absent, not both; there are no fields besides those we know."""
    layout = document(f"vintages/{name}.yml")
    mapped, absent = set(layout["fields"]), set(layout["absent"])
    assert mapped & absent == set()
    assert {f["field"] for f in table("fields.csv") if f["role"] == "rating"} <= mapped | absent
    assert mapped | absent <= {f["field"] for f in table("fields.csv")}


@pytest.mark.parametrize("name", LAYOUTS)
def test_codes_stand_for_codes_of_the_scale(
    name: str, document: Document, table: Callable[[str], Rows]
) -> None:
    """A code column's meanings are codes of the field's scale, or a state of missing."""
    scales = {f["field"]: f["scale"] for f in table("fields.csv")}
    for field, column in columns(document(f"vintages/{name}.yml")).items():
        assert ("code" in column) == ("codes" in column), field
        if "codes" not in column:
            continue
        known = set(meanings(table, scales.get(field) or column["type"]).values())
        for meaning in column["codes"].values():
            assert set(meaning if isinstance(meaning, list) else [meaning]) <= known, field


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_says_where_it_comes_from(name: str, document: Document) -> None:
    """Its id is its file's name; it has a title, a date and an address."""
    layout = document(f"vintages/{name}.yml")
    assert layout["id"] == name
    assert layout["title"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", layout["as_of"])
    assert layout["reference"].startswith("https://")


def test_question_codes_are_short_names(document: Document) -> None:
    """Process questions are lower_snake_case, and each has a known kind of answer."""
    questions = document("vintages/irm_process_2016.yml")["questions"]
    assert [q for q in questions if not re.fullmatch(r"[a-z][a-z0-9_]{2,45}", q)] == []
    assert {q["type"] for q in questions.values()} == {"yes_no", "flag", "choice", "number", "text"}


@pytest.mark.real_files
@pytest.mark.parametrize(("name", "n"), [("irm_2016", 1927), ("irm_2024", 558), ("irm_process_2016", 116)])
def test_the_real_files_have_as_many_rows(name: str, n: int, real_rows: Callable[[str], Rows]) -> None:
    """What the tests below look at is the whole file."""
    assert len(real_rows(name)) == n


@pytest.mark.real_files
@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_is_exhaustive_both_ways(
    name: str, document: Document, real_rows: Callable[[str], Rows]
) -> None:
    """Every header of the real file is mapped, ignored or a theme, and each of the layout's is there."""
    layout = document(f"vintages/{name}.yml")
    there = list(real_rows(name)[0])
    named = {fold(header) for header in headers(layout)}
    if "themes" in layout:
        first, last = there.index(layout["themes"]["from"]), there.index(layout["themes"]["to"])
        block = {fold(header) for header in there[first : last + 1]}
        assert block & named == set()
        named |= block
    assert {fold(header) for header in there} == named


@pytest.mark.real_files
@pytest.mark.parametrize("name", COMMITMENTS)
def test_theme_block_is_the_taxonomy(
    name: str, document: Document, real_rows: Callable[[str], Rows], table: Callable[[str], Rows]
) -> None:
    """The headers from the first to the last theme are the labels of the taxonomy, in its order."""
    themes = document(f"vintages/{name}.yml")["themes"]
    there = list(real_rows(name)[0])
    block = there[there.index(themes["from"]) : there.index(themes["to"]) + 1]
    assert block == [row["label"] for row in table(f"themes/{themes['taxonomy']}.csv")]


@pytest.mark.real_files
@pytest.mark.parametrize("name", LAYOUTS)
def test_labels_and_codes_of_the_real_file(
    name: str, document: Document, real_rows: Callable[[str], Rows], table: Callable[[str], Rows]
) -> None:
    """Labels are all known but those listed, and codes disagree with them as often as listed."""
    scales = {f["field"]: f["scale"] for f in table("fields.csv")}
    states = meanings(table, "flag")
    for field, column in columns(document(f"vintages/{name}.yml")).items():
        scale = scales.get(field) or column.get("type", "")
        if scale not in ("yes_no", "flag") and not scales.get(field):
            continue
        known, codes = meanings(table, scale), column.get("codes", {})
        unknown: Counter[str] = Counter()
        wrong = 0
        for row in real_rows(name):
            cell = row[column["header"]]
            means = known.get(label(cell))
            unknown += Counter([cell] if means is None and cell.strip() else [])
            if "code" in column:
                code = row[column["code"]]
                stands_for = codes.get(code) or states.get(fold(code), "")
                wrong += means not in (stands_for if isinstance(stands_for, list) else [stands_for])
        assert dict(unknown) == UNKNOWN_LABELS.get((name, field), {}), field
        assert wrong == DISAGREEMENTS.get((name, field), 0), field


def test_no_disagreement_was_listed_in_vain(document: Document) -> None:
    """Every listed disagreement is about a column that has codes."""
    for name, field in DISAGREEMENTS:
        assert "code" in columns(document(f"vintages/{name}.yml"))[field]
