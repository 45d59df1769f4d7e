"""What the filters offer and how a choice is told."""

from duckdb import DuckDBPyConnection

from analysis import offers
from analysis.offers import Offer


def test_offers_are_named_counted_and_in_the_readers_order(db: DuckDBPyConnection) -> None:
    found = offers.offers(db, language="es")
    assert found["members"] == {
        "KEN": Offer("Kenia", "Kenia (4)"),
        "GBR": Offer("Reino Unido", "Reino Unido (2)"),
        "GBR-scotland": Offer("Scotland, United Kingdom", "Scotland, United Kingdom (1)"),
    }
    assert [offer.label for offer in found["themes"].values()] == ["Datos abiertos (2)", "Education (1)"]
    assert list(found["years"]) == [2014, 2018, 2021, 2024]


def test_a_choice_in_words_stays_short(db: DuckDBPyConnection) -> None:
    found = offers.offers(db, language="en")
    said = offers.in_words(found, filters={"members": ["KEN", "GBR"], "plans": [3]}, language="en")
    assert said == "Kenya; United Kingdom · Plan 3"
    many = offers.in_words(found, filters={"years": [2014, 2018, 2021, 2024]}, language="en", most=2)
    assert many == "2014; 2018 and 2 more"
    assert offers.in_words(found, filters={"members": []}, language="en") == ""
    for_a_file = offers.in_words(found, filters={"members": ["KEN"], "years": [2014]}, language="fr", with_labels=True)
    assert for_a_file.replace("\u00a0", " ") == "Membres : Kenya · Année de soumission : 2014"
