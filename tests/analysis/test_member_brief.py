"""The brief: one document that says what it is, and in which nothing from a file is more than text."""

from html.parser import HTMLParser

from analysis.member_brief import Brief, Table, to_html

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'x' <img src=x onerror=alert(1)> </td></table> \ud800"


class Tags(HTMLParser):
    """Names of the tags, attributes that could do something, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said += data


def read(brief: Brief) -> Tags:
    tags = Tags()
    tags.feed(to_html(brief).decode("utf-8"))
    return tags


def test_hostile_text_stays_text_everywhere() -> None:
    table = Table(HOSTILE, (HOSTILE,), ((HOSTILE,),), HOSTILE)
    brief = Brief(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (table, Table(HOSTILE, (), (), HOSTILE)), (HOSTILE,))
    found = read(brief)
    assert not {"script", "img", "iframe", "a", "link", "object"} & set(found.names)
    assert found.names.count("table") == 1
    assert found.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "scope"}
    assert found.said.count("<script>alert(1)</script>") == 11


def test_it_says_what_it_is_and_leaves_out_what_is_empty() -> None:
    tables = (
        Table("Plans", ("Plan", "Share"), (("Plan 1", "2 of 3"),), "A note"),
        Table("Nothing at all", ("Plan",), ()),
        Table("Only a note", (), (), "Nothing was carried forward."),
    )
    found = read(Brief("fr", "Kenya", "5 plans", "Demonstration data", tables, ("Data of 1 October 2024",)))
    for sentence in ("Kenya", "5 plans", "Demonstration data", "2 of 3", "A note", "Nothing was carried forward.",
                     "Data of 1 October 2024"):  # fmt: skip
        assert sentence in found.said
    assert "Nothing at all" not in found.said
    assert b'<html lang="fr">' in to_html(Brief("fr", "", "", "", (), ()))


def test_it_needs_nothing_from_elsewhere_and_prints_on_a4() -> None:
    document = to_html(Brief("en", "Kenya", "", "", (), ())).decode("utf-8")
    assert "default-src 'none'" in document
    assert "size: A4" in document
    assert "http://" not in document
    assert "https://" not in document
    assert 'class="mark"' not in document
