"""Members: every name leads to one member, every code is a country's."""

import re
from collections.abc import Callable, Iterator

import pycountry
import pytest

from etl.reference import fold_name

Rows = list[dict[str, str]]

REGIONS = {"africa_and_the_middle_east", "americas", "asia_and_the_pacific", "europe"}
MEMBER_HEADER = {"irm_2016": "Country", "irm_2024": "Country/Locality", "irm_process_2016": "Country name"}


def names(member: dict[str, str]) -> Iterator[str]:
    """Every name of a member, folded as the import folds names."""
    yield fold_name(member["name"])
    yield from (fold_name(alias) for alias in member["also_known_as"].split("|") if alias)


@pytest.fixture(scope="module")
def members(table: Callable[[str], Rows]) -> dict[str, dict[str, str]]:
    """Each member by its id; the ids are unique."""
    rows = table("members.csv")
    found = {row["member_id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_a_name_leads_to_one_member(members: dict[str, dict[str, str]]) -> None:
    """No name stands twice, not even under the same member."""
    owners: dict[str, list[str]] = {}
    for member_id, member in members.items():
        for name in names(member):
            owners.setdefault(name, []).append(member_id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1 or not name} == {}


def test_codes_are_countries(members: dict[str, dict[str, str]]) -> None:
    """Every code is in ISO 3166-1, but for Kosovo, whose XKX is the common one."""
    codes = {member["iso3"] for member in members.values()}
    assert codes - {country.alpha_3 for country in pycountry.countries} == {"XKX"}


def test_a_country_is_its_own_code(members: dict[str, dict[str, str]]) -> None:
    """The id of a national member is its code; it lies under nobody."""
    national = [m for m in members.values() if m["level"] == "national"]
    assert len(national) > 75
    assert [m for m in national if m["member_id"] != m["iso3"] or m["parent_id"]] == []


def test_a_local_member_lies_in_its_country(members: dict[str, dict[str, str]]) -> None:
    """Its id, code, region and name are those of its country, and its country is a member."""
    local = [m for m in members.values() if m["level"] == "local"]
    assert len(local) > 100
    for member in local:
        country = members[member["parent_id"]]
        assert country["level"] == "national"
        assert re.fullmatch(rf"{country['iso3']}(-[a-z0-9]+)+", member["member_id"]), member
        assert (member["iso3"], member["region"]) == (country["iso3"], country["region"])
        assert member["name"].endswith(f", {country['name']}")


def test_levels_and_regions(members: dict[str, dict[str, str]]) -> None:
    """Two levels, OGP's four regions."""
    assert {member["level"] for member in members.values()} == {"national", "local"}
    assert {member["region"] for member in members.values()} == REGIONS


@pytest.mark.parametrize(
    ("name", "member_id"),
    [
        ("Macedonia", "MKD"),
        ("FYROM", "MKD"),
        ("Slovakia", "SVK"),
        ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("USA", "USA"),
        ("United States of America", "USA"),
        ("Kyrgyzstan", "KGZ"),
        ("Ivory Coast", "CIV"),
        ("COTE D’IVOIRE", "CIV"),
        ("Cape Verde", "CPV"),
        ("Czechia", "CZE"),
        ("Türkiye", "TUR"),
        ("The Netherlands", "NLD"),
        ("Kosovo*", "XKX"),
        ("Georgia", "GEO"),
        ("Scotland", "GBR-scotland"),
        ("Scotland, UK", "GBR-scotland"),
        ("Kaduna State", "NGA-kaduna-state"),
        ("Sao Paulo, Brazil", "BRA-sao-paulo"),
        ("Austin, United States", "USA-austin"),
        ("Elgeyo-Marakwet County, Kenya", "KEN-elgeyo-marakwet"),
        ("Seoul, South Korea", "KOR-seoul"),
        ("Madrid", "ESP-madrid"),
    ],
)
def test_other_names(name: str, member_id: str, members: dict[str, dict[str, str]]) -> None:
    """Former names, abbreviations and spellings lead to the member as it is called now."""
    assert [m["member_id"] for m in members.values() if fold_name(name) in names(m)] == [member_id]


@pytest.mark.real_files
@pytest.mark.parametrize("layout", MEMBER_HEADER)
def test_every_name_of_the_real_files_resolves(
    layout: str, real_rows: Callable[[str], Rows], members: dict[str, dict[str, str]]
) -> None:
    """No name of the three real files is unknown."""
    known = {name for member in members.values() for name in names(member)}
    found = {row[MEMBER_HEADER[layout]] for row in real_rows(layout)}
    assert sorted(name for name in found if fold_name(name) not in known) == []


@pytest.mark.real_files
def test_codes_regions_and_levels_of_the_release(
    real_rows: Callable[[str], Rows], members: dict[str, dict[str, str]]
) -> None:
    """The release of 2024 says the same region, level and, for countries, code of every member."""
    by_name = {name: member for member in members.values() for name in names(member)}
    for row in real_rows("irm_2024"):
        member = by_name[fold_name(row["Country/Locality"])]
        assert member["region"] == row["Region"].lower().replace(" ", "_"), row["Country/Locality"]
        assert (member["level"] == "local") == (row["National Or Local"] == "Legacy Local")
        assert member["level"] == "local" or member["member_id"] == row["Code"]
