"""What people type as filters, understood or refused with what they may have meant."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from analysis import published
from analysis.scope import Filters
from reports.messages import Unusable
from reports.wanted import understood
from tests.published import Commitment, Member, Snapshot, publish

KENYA_TO_SCOTLAND = ["KEN", "GBR-scotland", "GBR"]


def refused(db: duckdb.DuckDBPyConnection, **typed: tuple[str, ...]) -> str:
    with pytest.raises(Unusable) as error:
        understood(db, typed, language="en")
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("KEN",), ["KEN"]),
        (("ken, gbr-scotland",), ["KEN", "GBR-scotland"]),
        (("Kenya",), ["KEN"]),
        (("kenia", "Reino  unido"), ["KEN", "GBR"]),
        (("UK",), ["GBR"]),
        (("Scotland, United Kingdom",), ["GBR-scotland"]),
        (("Kenya,Scotland, United Kingdom,United Kingdom",), KENYA_TO_SCOTLAND),
        (("Kenya;Scotland, United Kingdom;GBR",), KENYA_TO_SCOTLAND),
        (("Kenya, KEN,", "kenya"), ["KEN"]),
    ],
)
def test_members_by_any_of_their_names(db: duckdb.DuckDBPyConnection, typed: tuple[str, ...], meant: list[str]) -> None:
    assert understood(db, {"members": typed}, language="fr") == {"members": meant}


@pytest.mark.parametrize(
    ("filters", "meant"),
    [
        ({"regions": ("Europe",)}, {"regions": ["europe"]}),
        ({"regions": ("AFRICA_AND_THE_MIDDLE_EAST", "Europa")}, {"regions": ["africa_and_the_middle_east", "europe"]}),
        ({"plans": ("1,3",)}, {"plans": [1, 3]}),
        ({"plans": ("1-5",)}, {"plans": [1, 3, 5]}),
        ({"years": ("2014-2018",)}, {"years": [2014, 2018]}),
        ({"years": ("2014", "2021 – 2024")}, {"years": [2014, 2021, 2024]}),
        ({"themes": ("open data",)}, {"themes": ["open_data"]}),
        ({"themes": ("open_data_2016",)}, {"themes": ["open_data_2016"]}),
        ({"themes": ("Education",)}, {"themes": ["education_2016"]}),
        ({"level": ("Local",)}, {"level": ["local"]}),
        ({"era": ("midterm and final,results_report",)}, {"era": ["midterm_and_final", "results_report"]}),
        ({}, {}),
    ],
)
def test_other_filters(db: duckdb.DuckDBPyConnection, filters: dict[str, tuple[str, ...]], meant: Filters) -> None:
    assert understood(db, filters, language="en") == meant


def test_an_unknown_member_is_refused_with_the_nearest_names(db: duckdb.DuckDBPyConnection) -> None:
    assert refused(db, members=("Kenja",)) == (
        "--members: found “Kenja”; expected a country or local government that has commitments in the database, by its "
        "name or its code (KEN, GBR-scotland). Did you mean “Kenya” (KEN)? Correct it, or leave --members out for all "
        "of them."
    )
    assert "Did you mean “United Kingdom” (GBR), “Scotland, United Kingdom” (GBR-scotland)?" in refused(
        db, members=("Untied Kingdom",)
    )
    assert "Did you mean" not in refused(db, members=("Xyzzy",))


def test_a_member_that_is_known_and_has_no_commitments_is_named_as_such(tmp_path: Path) -> None:
    publish(tmp_path / "m.duckdb", [Commitment("K1")], snapshot=Snapshot(member_names=(("GHA", "en", "Ghana"),)))
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        for typed in ("Ghana", "gha", "Republic of Ghana"):
            assert "(GHA) has no commitments in the database." in refused(db, members=(typed,))


def test_everything_that_is_wrong_is_said_at_once(db: duckdb.DuckDBPyConnection) -> None:
    message = refused(
        db, members=("Kenja,Narnia", "KEN"), regions=("Europ",), plans=("2",), years=("2016-2014", "next"),
        themes=("Opendata",), level=("regional",), era=("final",),
    )  # fmt: skip
    lines = message.splitlines()
    assert [line.split("; expected")[0] for line in lines] == [
        "--members: found “Kenja”",
        "--members: found “Narnia”",
        "--regions: found “Europ”",
        "--plans: found “2”",
        "--years: found “2016-2014”",
        "--years: found “next”",
        "--themes: found “Opendata”",
        "--level: found “regional”",
        "--era: found “final”",
    ]
    assert "(1 to 6), such as 2, or 1-3" in lines[3]
    assert "(2014 to 2024)" in lines[4]
    assert "Did you mean “Open data” (open_data)?" in lines[6]
    assert "(local, national)" in lines[7]
    assert "“Final only, 2018” (final_only)" in lines[8]


@pytest.mark.parametrize("typed", ["", " ", ",", "; ,"])
@pytest.mark.parametrize("name", ["members", "years", "themes"])
def test_an_option_without_a_value_is_refused(db: duckdb.DuckDBPyConnection, name: str, typed: str) -> None:
    assert f"--{name}: found “nothing”; expected" in refused(db, **{name: (typed,)})


def test_hostile_values_are_only_names_that_are_not_known(db: duckdb.DuckDBPyConnection) -> None:
    for value in ("'); DROP TABLE member; --", "KEN' OR '1'='1", "{path}", "x" * 100_000, "\x1b[31m", "9" * 5_000):
        for name in ("members", "years"):
            assert "\x1b" not in refused(db, **{name: (value,)})


def test_filters_that_nothing_fits_say_which_and_what_would_widen_them(db: duckdb.DuckDBPyConnection) -> None:
    assert refused(db, members=("Kenya",), years=("2021",)) == (
        "No commitment fits all of these: --members Kenya, --years 2021. Without --members there are 2. Without "
        "--years there are 4. Leave one of these out, or widen it."
    )
    assert refused(db, members=("Kenya",), regions=("Europe",), years=("2014",), level=("local",)).endswith(
        "It is not enough to leave out one of them. Leave out two or more."
    )


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two members of which the name of one begins with that of the other."""
    path = tmp_path_factory.mktemp("published") / "m.duckdb"
    members = (Member("GEO", "Georgia"), Member("USA", "United States"), Member("USA-x", "Georgia, United States"))
    publish(path, [Commitment(m.member_id, member=m.member_id) for m in members], members=members)
    with published.connect(published.current(path)) as db:
        yield db


def test_the_longest_name_is_meant_unless_a_semicolon_or_another_order_says_otherwise(
    twins: duckdb.DuckDBPyConnection,
) -> None:
    for typed, meant in (
        (("Georgia, United States",), ["USA-x"]),
        (("Georgia; United States",), ["GEO", "USA"]),
        (("United States,Georgia",), ["USA", "GEO"]),
        (("Georgia", "United States"), ["GEO", "USA"]),
    ):
        assert understood(twins, {"members": typed}, language="en") == {"members": meant}
