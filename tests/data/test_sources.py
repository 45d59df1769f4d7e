"""Sources and institutions: addresses that the import knows by name, and names that changed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from etl.reference import fold

Rows = list[dict[str, str]]
Document = Callable[[str], Any]


def test_sources_are_addresses(document: Document) -> None:
    """Each public source has a title, a kind, a licence and an https address without a blank."""
    sources = document("sources.yml")
    assert "ogp:commitments" in sources
    for name, source in sources.items():
        assert set(source) == {"title", "address", "kind", "licence"}, name
        assert source["kind"] in ("commitments", "process")
        parts = urlsplit(source["address"])
        assert (parts.scheme, bool(parts.hostname), " " in source["address"]) == ("https", True, False)


def test_an_institution_has_one_name(table: Callable[[str], Rows]) -> None:
    """An alias stands once per member and leads to a name that is no alias itself."""
    rows = table("institutions.csv")
    aliases = [(row["member_id"], fold(row["alias"])) for row in rows]
    assert len(set(aliases)) == len(aliases)
    assert {(row["member_id"], fold(row["name"])) for row in rows} & set(aliases) == set()
    assert {row["member_id"] for row in rows} <= {row["member_id"] for row in table("members.csv")}
