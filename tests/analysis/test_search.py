"""Finding commitments by words, phrases and facets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from analysis import published, search
from analysis.facets import size
from analysis.scope import asking_on
from tests.published import Commitment, publish, rated


def ids(db: DuckDBPyConnection, text: str = "", **more: object) -> list[str]:
    return search.found(db, text=text, **more)["commitment_id"].tolist()  # type: ignore[arg-type]


def test_every_word_counts_and_titles_come_first(db: DuckDBPyConnection) -> None:
    assert ids(db, "budget") == ["K2", "K4", "S1", "K1"]
    assert ids(db, "budget treasury") == ["K2"]
    assert ids(db, "budget unicorns") == []


def test_accents_capitals_and_signs_are_letters_like_others(db: DuckDBPyConnection) -> None:
    assert ids(db, "EDUCATION") == ["K1"]
    assert ids(db, "éducation") == ["K1"]
    assert ids(db, "100%") == ["G2"]
    assert ids(db, "contracts_") == ["G2"]
    assert ids(db, "'; DROP TABLE commitment; --") == []
    assert ids(db, "(.*") == []


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """One word in every place, in every alphabet, named for what it is worth."""
    path: Path = tmp_path_factory.mktemp("ranked") / "monitor.duckdb"
    made = {
        "title_whole": {"title": "Open budget now"},
        "title_part": {"title": "Openness and budgeting"},
        "institution_whole": {"title": "A", "lead": "Budget office"},
        "institution_part": {"title": "B", "support": "Budgeting office"},
        "text_whole": {"title": "C", "full_text": "About a budget\nportal"},
        "text_part": {"title": "D", "full_text": "Of budgets"},
        "greek": {"title": "Ανοικτός προϋπολογισμός"},
        "cyrillic": {"title": "Відкритий БЮДЖЕТ"},
        "arabic": {"title": "الموازنة المفتوحة"},
        "georgian": {"title": "ღია ბიუჯეტი"},
        "french": {"title": "L’État dépensier"},
    }
    publish(path, [Commitment(id, number=str(n), **said) for n, (id, said) in enumerate(made.items())])  # type: ignore[arg-type]
    db = published.connect(published.current(path))
    yield db
    db.close()


def test_places_and_whole_words_decide_the_order(ranked: DuckDBPyConnection) -> None:
    assert ids(ranked, "budget") == [
        "title_whole", "title_part", "institution_whole", "institution_part", "text_whole", "text_part",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ΠΡΟΫΠΟΛΟΓΙΣΜΟΣ", ["greek"]),
        ("προυπολογισμός", ["greek"]),
        ("бюджет", ["cyrillic"]),
        ("الموازنة", ["arabic"]),
        ("ბიუჯეტი", ["georgian"]),
        ("etat", ["french"]),
    ],
)
def test_words_of_any_alphabet_are_found(ranked: DuckDBPyConnection, text: str, expected: list[str]) -> None:
    assert ids(ranked, text) == expected


def test_words_in_quotes_stand_together_even_over_a_line_break(ranked: DuckDBPyConnection) -> None:
    assert ids(ranked, "budget open") == ["title_whole", "title_part"]
    assert ids(ranked, '"open budget"') == ["title_whole"]
    assert ids(ranked, "“budget portal” about") == ["text_whole"]
    assert ids(ranked, '"budget open"') == []
    assert ids(ranked, '"') == ids(ranked)


def test_numbers_sort_as_people_count(db: DuckDBPyConnection) -> None:
    assert ids(db, members=["KEN"], plans=[1]) == ["K1", "K2", "K3"]


def test_facets_narrow_each_other_and_name_their_numbers(db: DuckDBPyConnection) -> None:
    every = search.counts(db)
    assert every["completion"] == {"substantial": 1, "limited": 1, "withdrawn": 1, "complete": 1, "not_rated": 3}
    assert every["state"] == {
        "nearly": 1, "stalled_likely": 1, "blind_spot": 2, "withdrawn": 1, "complete": 1, "running_unrated": 1,
    }  # fmt: skip
    assert every["ambition"] == {
        "ambitious_potential_impact": 1, "other_potential_impact": 1, "ambitious_potential_for_results": 1,
        "other_potential_for_results": 1, "not_rated": 3,
    }  # fmt: skip
    assert (every["themes"], every["all"]) == ({"open_data": 2, "education_2016": 1}, {"all": 7})
    some = search.counts(db, text="budget", facets={"completion": ["limited", "not_rated"]}, members=["KEN"])
    assert some["completion"] == {"substantial": 1, "limited": 1, "withdrawn": 1}
    assert (some["state"], some["all"]) == ({"stalled_likely": 1}, {"all": 1})


def test_every_facet_finds_as_many_as_it_says(db: DuckDBPyConnection) -> None:
    beside = {"themes": ["open_data"]}
    for name, counts in search.counts(db, **beside).items():  # type: ignore[arg-type]
        for code, n in counts.items():
            if name in search.FACETS:
                assert len(ids(db, facets={name: [code]}, **beside)) == n, (name, code)
            elif name == "themes":
                assert len(ids(db, themes=[code])) == n, code
    assert search.counts(db, **beside)["themes"] == {"open_data": 2, "education_2016": 1}  # type: ignore[arg-type]


def test_an_ambitious_commitment_is_found_where_the_chart_counts_it(db: DuckDBPyConnection) -> None:
    assert ids(db, facets={"ambition": ["ambitious_potential_impact"]}, years=[2014]) == ["K1"]
    assert ids(db, facets={"ambition": ["other_potential_impact", "not_rated"]}, years=[2014]) == ["K2", "K3"]


def test_pages_of_rows_do_not_overlap(db: DuckDBPyConnection) -> None:
    assert ids(db, most=4) + ids(db, most=4, skip=4) == ids(db)
    assert search.how_many_in_all(db) == size(asking_on(db))["of"] == 7


def test_no_long_text_in_a_list_and_themes_by_name(db: DuckDBPyConnection) -> None:
    rows = search.found(db, language="es")
    assert list(rows.columns) == ["commitment_id", *search.COLUMNS]
    assert rows.set_index("commitment_id").loc["K2", "themes"] == "Datos abiertos"


def test_texts_for_passages(db: DuckDBPyConnection) -> None:
    assert search.texts(db, ids=["K1"]) == {
        "K1": {
            "title": "Éducation ouverte",
            "short_title": "",
            "institutions": "Ministry of Finance",
            "text": "Schools publish their budgets",
        }
    }


def test_a_short_title_is_a_text_of_its_own_where_it_says_something_else(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    said = (("A", "Datos abiertos", "Open Data "), ("B", "Open data", "OPEN DATA "), ("C", "Open data", ""))
    publish(path, [Commitment(id, title=title, short_title=short) for id, title, short in said])
    with published.connect(published.current(path)) as db:
        assert sorted(search.found(db, text="open data")["commitment_id"]) == ["A", "B", "C"]
        found = search.texts(db, ids=["A", "B", "C"])
    assert {id: texts["short_title"] for id, texts in found.items()} == {"A": "Open Data", "B": "", "C": ""}


def test_without_a_rating_scale_there_is_no_ambition(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    publish(path, [Commitment("A", ratings=(rated("completion", "final", "complete"),))])
    with published.connect(published.current(path)) as db:
        assert search.counts(db)["ambition"] == {"not_rated": 1}
