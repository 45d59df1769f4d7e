"""Delimited text: separators, letters, quotation marks, ragged records, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.problems import Unusable
from etl.read import Limits, Sheet, delimited, read


def only(path: Path) -> Sheet:
    """The one sheet of a file."""
    (sheet,) = read(path).sheets
    return sheet


def rows(sheet: Sheet) -> list[list[str]]:
    """The cells of a sheet, row by row."""
    return [list(row.values()) for row in sheet.table.to_pylist()]


def written(path: Path, text: str | bytes) -> Path:
    """A file with this content."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_records_become_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "release.csv", 'Country,Title\r\nGhana,"Open, and\nsaid ""so"""\r\n\r\n ND ,007\r\n')
    sheet = only(path)
    assert (sheet.name, sheet.visible, sheet.errors, sheet.uncached, sheet.merged) == (
        "release", True, {}, frozenset(), (),
    )  # fmt: skip
    assert sheet.table.column_names == ["A", "B"]
    assert rows(sheet) == [["Country", "Title"], ["Ghana", 'Open, and\nsaid "so"'], ["", ""], [" ND ", "007"]]
    assert sheet.ragged == ()


def test_ragged_records_are_padded_and_named(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "a.csv", "a,b,c\n1,2,3\n1,2\n4,5,6\n\n1,2,3,4\n"))
    assert sheet.ragged == (3, 6)
    assert rows(sheet)[2] == ["1", "2", "", ""]
    assert rows(sheet)[5] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ('title;text\n1;"a, b, c"\n2;d, e\n', ";"),
        ("a,b,c\nx; y,z; w,v; u\n", ","),
        ("Commitments as of 2016\n\na,b,c\n1,2,3\n4,5,6\n", ","),
        ("one column\nonly\n", ","),
        ("x\ty,z\tw\n1\t2\t3\n", "\t"),
    ],
)
def test_delimiter_is_decided_by_the_records(tmp_path: Path, text: str, delimiter: str) -> None:
    assert delimited.delimiter_of(written(tmp_path / "a.csv", text), encoding="utf-8-sig") == delimiter


def test_semicolons_tabs_and_bars_in_a_csv(tmp_path: Path) -> None:
    for delimiter in ";\t|":
        path = written(tmp_path / "a.csv", f"Country{delimiter}Plan\nGhana{delimiter}2,5\n")
        assert rows(only(path)) == [["Country", "Plan"], ["Ghana", "2,5"]]


def test_tsv(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "a.tsv", 'a\tb, c\n"1\n2"\t3\n'))
    assert rows(sheet) == [["a", "b, c"], ["1\n2", "3"]]


def test_tsv_without_tabs(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"is separated by semicolons, not by tabs. Rename it to a\.csv"):
        read(written(tmp_path / "a.tsv", "a;b\n1;2\n"))
    assert rows(only(written(tmp_path / "b.tsv", "title\nonly one column\n"))) == [["title"], ["only one column"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_letters(tmp_path: Path, encoding: str, name: str) -> None:
    text = "Côte d’Ivoire|Ελλάδα\nمصر|🏛️\n".replace("|", "\t" if name == "a.tsv" else ",")
    sheet = only(written(tmp_path / name, text.encode(encoding)))
    assert rows(sheet) == [["Côte d’Ivoire", "Ελλάδα"], ["مصر", "🏛️"]]


def test_big_endian_utf_16(tmp_path: Path) -> None:
    content = b"\xfe\xff" + "a,é\n1,2\n".encode("utf-16-be")
    assert rows(only(written(tmp_path / "a.csv", content))) == [["a", "é"], ["1", "2"]]


def test_wrong_encoding_names_byte_and_record(tmp_path: Path) -> None:
    content = b'Country,Plan\nGhana,"two\nlines"\n' + "Côte d’Ivoire,2\n".encode("cp1252")
    with pytest.raises(Unusable) as caught:
        read(written(tmp_path / "a.csv", content))
    message = str(caught.value)
    assert f"byte {content.index(0xF4) + 1} (0xF4), in record 3, is not a letter" in message
    assert "save it again as “CSV UTF-8”" in message


def test_wrong_encoding_far_into_a_file(tmp_path: Path) -> None:
    content = b"a,b\n" * 200_000 + b"a,\xe9\n"
    with pytest.raises(Unusable, match=r"byte 800,003 \(0xE9\), in record 200001"):
        read(written(tmp_path / "a.csv", content))


def test_half_a_letter_at_the_end(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"\(0xC3\), in record 2"):
        read(written(tmp_path / "a.csv", b"a,b\n1,\xc3"))
    with pytest.raises(Unusable, match=r"is not a letter|cannot be decoded"):
        read(written(tmp_path / "b.csv", "a,b\n1,2".encode("utf-16") + b"\0"))


def test_quotation_mark_never_closed(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="quotation mark in record 2 is never closed"):
        read(written(tmp_path / "a.csv", 'a,b\n1,"2\n3,4\n5,6\n'))


def test_quotation_mark_inside_a_cell(tmp_path: Path) -> None:
    assert rows(only(written(tmp_path / "a.csv", 'a,b\n5" pipe,say "x" twice\n')))[1] == ['5" pipe', 'say "x" twice']


def test_odd_texts_survive_exactly(tmp_path: Path) -> None:
    texts = [
        "x" * 100_000,
        "a\x01b\x00c\x7f",
        "\u202eعربي\u202c",
        "broken \ufffd",
        "no\u00a0break",
        "=cmd|' /C'!A0",
        "\u2028",
    ]
    content = "\n".join(f'1,"{text}"' for text in texts)
    assert only(written(tmp_path / "a.csv", content)).table.column("B").to_pylist() == texts


def test_limits(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", f"a,b,c\n1,2,{'x' * 30}\n3,4,5\n")
    with pytest.raises(Unusable, match="has more than 2 records; at most 2 are read"):
        read(path, limits=Limits(rows=2))
    with pytest.raises(Unusable, match="record 1 has 3 cells; at most 2 columns are read"):
        read(path, limits=Limits(columns=2))
    with pytest.raises(Unusable, match="record 2 has a cell with more than 29 characters; at most 29 are read"):
        read(path, limits=Limits(characters=29))
    assert len(rows(read(path, limits=Limits(rows=3, columns=3, characters=30)).sheets[0])) == 3


def test_only_separators_is_not_content(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="none of its sheets"):
        read(written(tmp_path / "a.csv", ",,,\n,,,\n"))


def test_more_records_than_one_batch(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "".join(f"{i},row {i}\n" for i in range(5_001)))
    told: list[int] = []
    sheet = read(path, progress=lambda step, done: told.append(done)).sheets[0]
    assert sheet.table.column("B")[5_000].as_py() == "row 5000"
    assert told == [2_000, 4_000, 5_001]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=4),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_is_read(records: list[list[str]]) -> None:
    # Without a process of its own: the same functions that it calls.
    import csv
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tsv"
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(records)
        (found,) = delimited.sheets(path, kind="tsv", limits=Limits())
        batches = [batch.to_pylist() for batch in found.batches]
    width = found.columns
    given_rows = [(record + [""] * width)[:width] for record in records]
    assert [list(row.values()) for batch in batches for row in batch] == (given_rows if width else [])
