"""What both releases of commitments share: names, numbers, texts, dates, themes and labels, as cells."""

from datetime import date
from functools import cache

from etl.demo.commitments import Commitment
from etl.demo.facts import chance_of, facts
from etl.demo.known import MISSING, Edition
from etl.reference import REFERENCE
from etl.reference import rows as reference_rows

Cell = str | int | float | date
Row = dict[str, Cell]

#: Tags that came with the plans of this year; before, they are ND.
YOUNG_TAGS = ("Digital Participation", "Mainstreaming Participation", "Digital Transformation")
YOUNG_TAGS_SINCE = 2022
#: A tag of 2016 that was never filled in.
NEVER_TAGGED = "Marginalized Communities"
FLAGS: dict[str, Cell] = {"yes": 1, "no": 0}


@cache
def theme_headers(taxonomy: str) -> tuple[str, ...]:
    """The headers of the tags of `taxonomy`, in the order of the reference file."""
    return tuple(row["label"] for row in reference_rows(REFERENCE / "themes" / f"{taxonomy}.csv"))


def headers(layout: str) -> list[str]:
    """All headers of a layout of commitments, in order."""
    found: list[str] = []
    for header, fact in facts("layouts")[layout].items():
        found += theme_headers(fact) if header == "@themes" else [header]
    return found


def row(layout: str, known_facts: Row, tags: Row) -> Row:
    """One row by header. Raises KeyError for a fact of layouts.yml that the release does not work out."""
    cells: Row = {}
    for header, fact in facts("layouts")[layout].items():
        if header == "@themes":
            cells |= {name: tags[name] for name in theme_headers(fact)}
        elif str(fact).startswith("="):
            cells[header] = as_number(fact[1:])
        else:
            cells[header] = known_facts[fact]
    return cells


def as_number(text: str) -> Cell:
    """`text` as the number that a spreadsheet would make of it, else as it is."""
    if text.isdigit():
        return int(text)
    whole, dot, part = text.partition(".")
    return float(text) if dot and whole.isdigit() and part.isdigit() else text


def numbered(commitment: Commitment, *, edition: Edition) -> Cell:
    """The commitment's number in `edition`."""
    old = any(edition.precedes(c) for c in commitment.changed if c.startswith("renumbered"))
    return as_number(commitment.old_number if old else commitment.number)


def titled(commitment: Commitment, *, edition: Edition) -> str:
    """The commitment's title in `edition`."""
    old = any(edition.precedes(c) for c in commitment.changed if c.startswith("renamed"))
    return commitment.wording.old_title if old else commitment.wording.title


def labelled(view: dict[str, str], *, layout: str) -> Row:
    """Each rating's label as the release writes it, under its field, and the code beside it under "field#".

    Flags are 1 and 0. What is missing is the same mark in both columns.
    """
    labels, codes = facts("labels")[layout], facts("labels")["codes"]
    cells: Row = {}
    for name, code in view.items():
        if code in MISSING:
            cells[name] = cells[f"{name}#"] = code
        elif name in labels:
            cells[name] = labels[name][code]
            cells[f"{name}#"] = codes[name][code] if name in codes else code
        else:
            cells[name] = FLAGS.get(code, code)
    return cells


def change(view: dict[str, str]) -> tuple[Cell, Cell]:
    """The change in completion from midterm to final, in words and steps, or the mark of what is missing."""
    steps = facts("labels")["codes"]["completion_final"]
    midterm, final = view["completion_midterm"], view["completion_final"]
    for rating in (final, midterm):
        if rating in MISSING:
            mark = rating or "ND"
            return mark, mark
    by = int(steps[final]) - int(steps[midterm])
    return "Increase" if by > 0 else "Decrease" if by < 0 else "No Change", by


def tags(commitment: Commitment, *, taxonomy: str, seed: int) -> Row:
    """1 or 0 under each tag of `taxonomy`, ND or NR where the tag did not exist for the plan."""
    named = set(commitment.topic["tags_2016" if taxonomy == "irm_2016" else "tags_2024"])
    everything = theme_headers(taxonomy)
    rng = chance_of(seed, "tags", commitment.ogp_id)
    if rng.random() < 0.15:
        named.add(rng.choice(everything))
    cells: Row = {name: int(name in named) for name in everything}
    if taxonomy == "irm_2016":
        cells[NEVER_TAGGED] = "NR"
    elif commitment.plan.year < YOUNG_TAGS_SINCE:
        cells |= dict.fromkeys(YOUNG_TAGS, "ND")
    return cells
