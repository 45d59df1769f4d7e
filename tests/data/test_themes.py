"""Themes: two taxonomies and how they relate."""

import re
from collections.abc import Callable

import pytest

from etl.reference import fold

Rows = list[dict[str, str]]

TAXONOMIES = {"irm_2016": 43, "irm_2024": 86}


@pytest.mark.parametrize(("name", "tags"), TAXONOMIES.items())
def test_each_label_and_id_stands_once(name: str, tags: int, table: Callable[[str], Rows]) -> None:
    """As many tags as the release has, no label and no id twice."""
    rows = table(f"themes/{name}.csv")
    assert len(rows) == tags
    assert len({fold(row["label"]) for row in rows}) == tags
    assert len({row["theme_id"] for row in rows}) == tags
    assert [r["theme_id"] for r in rows if not re.fullmatch(r"[a-z][a-z0-9_]*", r["theme_id"])] == []


def test_ids_tell_the_taxonomies_apart(table: Callable[[str], Rows]) -> None:
    """Tags of 2016 end in _2016, those of 2024 do not: an id belongs to one taxonomy."""
    assert all(row["theme_id"].endswith("_2016") for row in table("themes/irm_2016.csv"))
    assert not any(row["theme_id"].endswith("_2016") for row in table("themes/irm_2024.csv"))


@pytest.mark.parametrize("name", TAXONOMIES)
def test_parents_are_tags_of_the_same_list(name: str, table: Callable[[str], Rows]) -> None:
    """A parent is there, and has no parent itself: two levels."""
    rows = table(f"themes/{name}.csv")
    top = {row["theme_id"] for row in rows if not row["parent_id"]}
    assert {row["parent_id"] for row in rows if row["parent_id"]} <= top
    assert len(top) < len(rows)


def test_crosswalk_ids_exist(table: Callable[[str], Rows]) -> None:
    """The crosswalk leads from tags of 2016 to tags of 2024, each pair once."""
    old, new = ({r["theme_id"] for r in table(f"themes/{name}.csv")} for name in TAXONOMIES)
    rows = table("themes/crosswalk.csv")
    assert {row["theme_id_from"] for row in rows} <= old
    assert {row["theme_id_to"] for row in rows} <= new
    assert {row["relation"] for row in rows} == {"same", "broader", "narrower", "related"}
    assert len({(row["theme_id_from"], row["theme_id_to"]) for row in rows}) == len(rows)
    assert old - {row["theme_id_from"] for row in rows} == {"ogp_2016"}


def test_the_same_tag_has_one_counterpart(table: Callable[[str], Rows]) -> None:
    """The relation `same` is one to one, and every name that both lists share has it."""
    same = [r for r in table("themes/crosswalk.csv") if r["relation"] == "same"]
    pairs = {row["theme_id_from"]: row["theme_id_to"] for row in same}
    assert len(pairs) == len(set(pairs.values())) == len(same)
    labels = [{fold(r["label"]): r["theme_id"] for r in table(f"themes/{name}.csv")} for name in TAXONOMIES]
    shared = labels[0].keys() & labels[1].keys()
    assert len(shared) == 21
    assert {labels[0][name]: labels[1][name] for name in shared}.items() <= pairs.items()


def test_seventeen_names_are_spelt_alike(table: Callable[[str], Rows]) -> None:
    """17 names are common to the last letter; 4 more differ in capitals only."""
    names = [{row["label"] for row in table(f"themes/{name}.csv")} for name in TAXONOMIES]
    assert len(names[0] & names[1]) == 17


@pytest.mark.real_files
@pytest.mark.parametrize("name", TAXONOMIES)
def test_whoever_has_the_child_has_the_parent(
    name: str, table: Callable[[str], Rows], real_rows: Callable[[str], Rows]
) -> None:
    """In the real file, every row that carries a tag carries its parent too."""
    rows = table(f"themes/{name}.csv")
    labels = {row["theme_id"]: row["label"] for row in rows}
    alone = [
        (row["label"], labels[row["parent_id"]])
        for row in rows
        if row["parent_id"]
        for cells in real_rows(name)
        if cells[row["label"]] == "1" and cells[labels[row["parent_id"]]] != "1"
    ]
    assert alone == []
