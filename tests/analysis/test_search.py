"""Finding commitments by words, phrases and facets."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from analysis import published, search
from analysis.facets import size
from analysis.scope import asking_on
from tests.published import Commitment, Snapshot, publish, rated


def ids(db: DuckDBPyConnection, text: str = "", **more: object) -> list[str]:
    return search.found(db, text=text, **more)["commitment_id"].tolist()  # type: ignore[arg-type]


def test_every_word_counts_and_titles_come_first(db: DuckDBPyConnection) -> None:
    assert ids(db, "budget") == ["K4", "K2", "S1", "K1"]
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
    assert ids(ranked, "budget open") == ["title_whole"]
    assert ids(ranked, "budget opens") == []
    assert ids(ranked, "budget openn") == ["title_part"]
    assert ids(ranked, '"open budget"') == ["title_whole"]
    assert ids(ranked, "“budget portal” about") == ["text_whole"]
    assert ids(ranked, '"budget open"') == []
    assert ids(ranked, '"') == ids(ranked)


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """Names, abbreviations and spellings, each in a text alone unless its id says otherwise."""
    path: Path = tmp_path_factory.mktemp("spelled") / "monitor.duckdb"
    texts = {
        "acronym": "An RTI law.",
        "inside": "Participation of citizens",
        "curly": "Women’s rights",
        "straight": "Women's votes",
        "hyphen": "Co-creation against e-corruption in open-data portals",
        "joined": "Cocreation of opendata",
        "blank": "Open data, the government",
    }
    made = [Commitment(id, title="-", number=str(n + 50), full_text=text) for n, (id, text) in enumerate(texts.items())]
    made += [
        Commitment("KEN-7-1", title="-", number="SC17", plan=7, year=2020, lead="Ministry of Water"),
        Commitment("GBR-1-3", member="GBR", title="Commitment SC17 of 7", number="2.19", lead="Water office"),
        Commitment("later", title="Finance of the ministry", number="90", year=2020, plan=7, lead="Office"),
        Commitment("led", title="-", number="91", lead="Ministry of Finance"),
        Commitment("led_too", title="-", number="92", year=2016, plan=2, lead="Ministry of Finance, Ministry of Trade"),
    ]
    publish(
        path,
        [replace(one, lead="-") if one.lead == "Ministry of Finance" and one.id != "led" else one for one in made],
        snapshot=Snapshot(member_names=(("GBR", "es", "Reino Unido"),)),
    )
    db = published.connect(published.current(path))
    yield db
    db.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sc17", ["KEN-7-1", "GBR-1-3"]),
        ("SC1", []),
        ("2.19", ["GBR-1-3"]),
        ("gbr-1-3", ["GBR-1-3"]),
        ("Kenya water", ["KEN-7-1"]),
        ("reino water", ["GBR-1-3"]),
    ],
)
def test_numbers_identifiers_and_members_are_found(spelled: DuckDBPyConnection, text: str, expected: list[str]) -> None:
    assert ids(spelled, text) == expected
    assert search.counts(spelled, text=text)["all"] == {"all": len(expected)}


def test_an_identifier_of_ogp_is_found(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    publish(path, [Commitment("A", title="Of XX0002"), Commitment("B")])
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE commitment_status SET ogp_id = 'XX0002' WHERE commitment_id = 'B'")
        assert ids(db, "xx0002") == ["B", "A"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RTI", {"acronym"}),
        ("particip", {"inside"}),
        ('"women"', {"curly", "straight"}),
        ('"womens"', set()),
        ("women's", {"curly", "straight"}),
        ("women’s", {"curly", "straight"}),
        ("open-data", {"hyphen", "joined", "blank"}),
        ('"open data"', {"hyphen", "blank"}),
        ("opendata", {"hyphen", "joined"}),
        ("cocreation", {"hyphen", "joined"}),
        ("co-creation", {"hyphen", "joined"}),
        ("co–creation", {"hyphen", "joined"}),
        ("e-corruption", {"hyphen"}),
        ("e-government", set()),
        ('"particip"', set()),
    ],
)
def test_short_words_quotes_apostrophes_and_hyphens(spelled: DuckDBPyConnection, text: str, expected: set[str]) -> None:
    assert set(ids(spelled, text)) == expected


def test_words_as_they_were_typed_go_before_scattered_ones_and_small_words_say_nothing(
    spelled: DuckDBPyConnection,
) -> None:
    assert ids(spelled, "Ministry of Finance") == ["led", "led_too", "later"]
    assert ids(spelled, "the ministry finance of") == ["later", "led_too", "led"]
    assert ids(spelled, "of") == ["later", "GBR-1-3", "KEN-7-1", "led_too", "led", "inside", "joined"]


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("numbered") / "monitor.duckdb"
    made = [Commitment(f"K{n}", number=str(n)) for n in range(1, 14)]
    made += [
        Commitment("new", year=2021, plan=4, number="1", ratings=(rated("completion", "final", "limited"),)),
        Commitment("done", member="GBR", year=2012, ratings=(rated("completion", "final", "complete"),)),
    ]
    publish(path, made)
    db = published.connect(published.current(path))
    yield db
    db.close()


def test_a_list_has_an_order_of_its_own(numbered: DuckDBPyConnection) -> None:
    assert ids(numbered, most=1) == ids(numbered, sort="newest", most=1) == ["new"]
    assert ids(numbered, sort="member")[-2:] == ["new", "done"]
    assert ids(numbered, sort="completion", most=2) == ["done", "new"]
    assert sorted(ids(numbered, sort="newest")) == sorted(ids(numbered, sort="completion"))


def test_the_rule_of_a_star_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "m.duckdb"
    publish(path, [Commitment("A", ratings=(rated("starred", "final", "yes"),)), Commitment("B", number="2")])
    with published.connect(published.current(path)) as db:
        found = search.found(db, language="es")
        assert found["star_rule"].tolist() == ["Regla actual", ""]


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
