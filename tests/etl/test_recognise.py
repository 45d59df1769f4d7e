"""A release is known by its headers, wherever they stand, and every header is accounted for."""

from pathlib import Path
from typing import Any

import pytest

from etl.importing import Examined, examine
from etl.reference import layout_from
from tests.golden.workbooks import headers, release_2016, release_2024, write_csv, write_xlsx

pytestmark = pytest.mark.usefixtures("read_here")


def codes(examined: Examined) -> list[str]:
    return [p.code for p in (*examined.problems, *(p for s in examined.sheets for p in s.problems))]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["IRM data"], ["Downloaded in June"], []],
        [[str(i) for i in range(200)]],
        [["", "", "", "Ratings", "", ""]],
    ],
    ids=["at the top", "title and notes", "index row", "group row"],
)
def test_the_header_is_found_by_its_content(tmp_path: Path, above: list[list[Any]]) -> None:
    width = len(release_2024()[0])
    table = [(row + [""] * width)[:width] for row in above] + release_2024({}, {"Commitment Number": "2"})
    found = examine(str(write_csv(tmp_path / "a.csv", table)))
    assert [len(s.commitments) for s in found.sheets] == [2]
    assert codes(found) == []


def test_headers_match_despite_html_blanks_and_case(tmp_path: Path) -> None:
    table = release_2024({})
    table[0] = [f" {h.upper()}<br/>\u00a0" for h in table[0]]
    assert len(examine(str(write_csv(tmp_path / "a.csv", table))).sheets) == 1


@pytest.mark.parametrize("numbered", ["{}. {}", "({}) {}", "{} - {}"])
def test_headers_match_despite_a_number_before_them(tmp_path: Path, numbered: str) -> None:
    table = release_2024({})
    table[0] = [numbered.format(i, h) for i, h in enumerate(table[0], start=1)]
    found = examine(str(write_csv(tmp_path / "a.csv", table)))
    assert codes(found) == []
    assert [s.known.layout.id for s in found.sheets] == ["irm_2024"]


def test_of_two_numbered_columns_with_one_name_none_is_read_in_silence(tmp_path: Path) -> None:
    table = release_2024({})
    table[0] = [f"3. {h}" if h == "Completion (End Of Term)" else h for h in table[0]] + ["7. Completion (End Of Term)"]
    table[1] += ["Complete"]
    found = examine(str(write_csv(tmp_path / "a.csv", table)))
    assert [(p.code, p.header) for p in found.problems] == [("header_unknown", "7. Completion (End Of Term)")]


def test_prose_and_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(
        tmp_path / "a.xlsx",
        {
            "Read me": [["About this release"], ["One row per commitment."]],
            "Codes": [["Variable", "Values", "Meaning"], ["x", "1", "one"]],
            "Data": release_2016({}),
            "Old": release_2016({"Comm No": "9"}),
        },
    )
    book = load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    found = examine(str(path))
    assert [s.known.sheet.name for s in found.sheets] == ["Data"]
    assert sorted((p.code, p.sheet) for p in found.problems) == [
        ("sheet_hidden", "Old"),
        ("sheet_left_out", "Codes"),
    ]


def test_where_all_data_are_hidden_the_refusal_says_so(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(tmp_path / "a.xlsx", {"Read me": [["About this release"]], "Data": release_2024({})})
    book = load_workbook(path)
    book["Data"].sheet_state = "hidden"
    book.save(path)
    assert "every sheet that looks like data is hidden (Data)" in examine(str(path)).refusal


def test_a_codebook_that_names_variables_is_no_data(tmp_path: Path) -> None:
    """Also where the data beside it have headers of their own: the draft is for them."""
    codebook = [["Variable", "Codes", "Meaning"], ["Completion", "1-5", "how far"], ["Specificity", "0-3", "how clear"]]
    table = release_2024({})
    path = write_xlsx(tmp_path / "a.xlsx", {"Codebook": codebook, "Data": table})
    found = examine(str(path))
    assert [s.known.sheet.name for s in found.sheets] == ["Data"]
    assert codes(found) == ["sheet_left_out"]
    table[0] = ["UID" if h == "Commitment Unique Identifier" else h for h in table[0]]
    unknown = examine(str(write_xlsx(tmp_path / "b.xlsx", {"Codebook": codebook, "Data": table}))).recognition
    assert unknown
    assert [u.sheet.name for u in unknown.unknown] == ["Data"]


def test_two_data_sheets_both_come_in(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"2016": release_2016({}), "2024": release_2024({})})
    assert [s.known.layout.id for s in examine(str(path)).sheets] == ["irm_2016", "irm_2024"]


def test_grouped_and_merged_headers(tmp_path: Path) -> None:
    """The member and plan headers stand in the upper row, merged downwards; the other groups span their columns."""
    from openpyxl import Workbook

    names = headers("irm_2024")
    table = release_2024({})
    book = Workbook()
    sheet = book.worksheets[0]
    upper = {"Country/Locality", "Action Plan Number"}
    for c, name in enumerate(names, start=1):
        at_top = name in upper
        sheet.cell(1, c, name if at_top else ("Ratings" if c == len(upper) + 5 else None))
        sheet.cell(2, c, None if at_top else name)
        sheet.cell(3, c, table[1][c - 1])
        if at_top:
            sheet.merge_cells(start_row=1, start_column=c, end_row=2, end_column=c)
    book.save(tmp_path / "a.xlsx")
    found = examine(str(tmp_path / "a.xlsx"))
    assert codes(found) == []
    assert [len(s.commitments) for s in found.sheets] == [1]


@pytest.mark.parametrize("vertically", [True, False], ids=["all merged", "only groups merged"])
def test_a_column_under_a_group_is_drafted_with_its_group(tmp_path: Path, vertically: bool) -> None:
    """The group's name alone would be read as one stage for the other."""
    from openpyxl import Workbook

    from etl.draft import draft_layout

    upper = ["Unique ID", "Country", "Action Plan No.", "Commitment Title", "Completion", "", "Starred", ""]
    lower = ["", "", "", "", "Midterm", "End of term", "Midterm", "End of term"]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (upper, lower, ["KE0001", "Kenya", 1, "Publish", "Limited", "Complete", 0, 1]):
        sheet.append([value if value != "" else None for value in row])
    for area in ("E1:F1", "G1:H1", *(("A1:A2", "B1:B2", "C1:C2", "D1:D2") if vertically else ())):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    found = examine(str(tmp_path / "a.xlsx"))
    assert found.recognition
    messages = [p.message for p in found.problems if p.header == "Midterm (2)"]
    assert "`starred_midterm: Starred > Midterm`" in messages[0]
    lines = draft_layout(found.recognition.unknown[0], name="x", as_of="2022-06-30").splitlines()
    for line in ('completion_midterm: "Completion > Midterm"', 'completion_final: "Completion > End of term"',
                 'starred_midterm: "Starred > Midterm"', 'starred_final: "Starred > End of term"'):  # fmt: skip
        assert f"  {line}  # guessed: check" in lines


def test_rows_that_are_no_commitments_are_skipped_and_say_why(tmp_path: Path) -> None:
    table = release_2024({}, {"Commitment Number": "2"})
    width = len(table[0])
    rows = [table[0], table[1], [""] * width, list(table[0]), table[2], ["Total", "2", *[""] * (width - 2)],
            ["Source: the IRM", *[""] * (width - 1)], [""] * width, [""] * width]  # fmt: skip
    # The first mapped column of the layout is not the member: put the words where people put them.
    found = examine(str(write_csv(tmp_path / "a.csv", rows)))
    sheet = found.sheets[0]
    assert (sheet.rows_read, len(sheet.commitments), sheet.rows_skipped, sheet.rows_rejected) == (6, 2, 4, 0)
    assert codes(found) == ["row_blank", "row_repeats_header", "row_is_total", "row_is_note"]


@pytest.mark.parametrize("all_turned", [False, True], ids=["two columns", "most columns"])
def test_a_second_table_with_its_columns_in_another_order_stops_the_import(tmp_path: Path, all_turned: bool) -> None:
    """Read by the first header, its midterm ratings would be final ones."""
    table = release_2024({})
    names = list(table[0])
    ends = [names.index(h) for h in ("Completion (Progress Report)", "Completion (End Of Term)")]
    keys = [names.index(h) for h in ("Country/Locality", "Action Plan Number")]
    turned = [i for i in range(len(names)) if i not in keys] if all_turned else ends
    order = list(range(len(names)))
    for i, j in zip(turned, reversed(turned), strict=True):
        order[i] = j
    second = [[row[i] for i in order] for row in table]
    found = examine(str(write_csv(tmp_path / "a.csv", [*table, *second])))
    assert "in another order" in found.refusal
    assert "a!" in found.refusal
    assert codes(found).count("header_moved") == 1
    same = examine(str(write_csv(tmp_path / "b.csv", [*table, *table])))
    assert not same.refusal


def test_a_release_without_its_themes_is_told_so_once(tmp_path: Path) -> None:
    table = release_2024({})
    from etl.reference import themes

    gone = [i for i, h in enumerate(table[0]) if h.casefold() in themes("irm_2024")]
    table = [[c for i, c in enumerate(row) if i not in gone] for row in table]
    found = examine(str(write_csv(tmp_path / "a.csv", table)))
    assert [p.code for p in found.problems] == ["header_gone"]
    assert "“Anti-Corruption and Integrity” … “Money in Politics”" in found.problems[0].message


def test_an_unknown_header_stops_the_import_and_names_the_line_to_add(tmp_path: Path) -> None:
    found = examine(str(write_csv(tmp_path / "a.csv", release_2024({"Completion Rating (End Of Term)": "x"}))))
    assert not found.sheets
    problem = next(p for p in found.problems if p.code == "header_unknown")
    assert problem.header == "Completion Rating (End Of Term)"
    assert "completion_final: Completion Rating (End Of Term)" in problem.message
    assert "“Completion (End Of Term)” (completion_final)" in problem.message
    assert problem.cell in problem.message


def test_a_header_that_is_gone_stops_the_import(tmp_path: Path) -> None:
    found = examine(str(write_csv(tmp_path / "a.csv", release_2024({}, without=["Verifiable"]))))
    assert [(p.code, p.header) for p in found.problems] == [("header_gone", "Verifiable")]
    assert found.refusal
    assert not found.is_unusable


def test_a_filled_column_without_a_header_is_a_warning_an_empty_one_is_nothing(tmp_path: Path) -> None:
    table = release_2024({})
    table[0] += ["", ""]
    table[1] += ["", "a remark"]
    found = examine(str(write_csv(tmp_path / "a.csv", table)))
    assert codes(found) == ["header_blank"]


def test_a_draft_maps_what_can_be_guessed_and_needs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rename three headers and add one, draft a layout, decide what it left open, and the file comes in."""
    from etl import reference
    from etl.draft import write_draft

    table = release_2024({})
    renamed = {"Completion (End Of Term)": "Completion (End of the Term)", "Country/Locality": "Country / Locality",
               "Commitment Unique Identifier": "UID", "Early Results": "Early results (Results Report)"}  # fmt: skip
    table[0] = [renamed.get(h, h) for h in table[0]] + ["Reviewer remarks"]
    table[1] += ["none"]
    path = write_csv(tmp_path / "new.csv", table)
    found = examine(str(path))
    assert found.recognition
    draft = tmp_path / "irm_new.yml"
    write_draft(found.recognition.unknown[0], draft, as_of="2026-01-31")
    text = draft.read_text("utf-8")
    assert 'completion_final: {header: "Completion (End of the Term)"' in text
    assert 'early_results: {header: "Early results (Results Report)", code: "_Early Results"' in text
    for line in ('  member: "Country / Locality"  # guessed: check', '  ogp_id: "UID"  # guessed: check'):
        assert line in text.splitlines()
    with pytest.raises(reference.Unusable, match="Reviewer remarks"):
        layout_from(draft)
    decided = text[: text.index("undecided:")]
    draft.write_text(decided.replace("ignore: [", 'ignore: ["Reviewer remarks", ', 1), "utf-8")
    layout = layout_from(draft)
    monkeypatch.setattr("etl.recognise.layouts", lambda: (*reference.layouts(), layout))
    again = examine(str(path))
    assert codes(again) == []
    assert [s.known.layout.id for s in again.sheets] == ["irm_new"]
    assert again.sheets[0].commitments["ogp_id"].to_pylist() == ["KE0001"]


@pytest.mark.parametrize(
    "theirs",
    [
        {"member": "País", "plan_number": "Plan de acción", "completion_midterm": "Cumplimiento a medio término",
         "completion_final": "Cumplimiento final", "potential_impact": "Impacto potencial"},
        {"member": "Pays", "plan_number": "Plan d’action", "completion_midterm": "Achèvement (mi-parcours)",
         "completion_final": "Achèvement final", "early_results": "Premiers résultats"},
        {"member": "Country", "plan_number": "Action Plan", "completion_midterm": "Completion at Midterm",
         "completion_final": "Completion at End of Term", "did_it_open_government": "Did It Open Government?"},
    ],
    ids=["Spanish", "French", "years between"],
)  # fmt: skip
def test_headers_that_we_expect_are_drafted_as_guesses(tmp_path: Path, theirs: dict[str, str]) -> None:
    from etl.draft import draft_layout

    row = ["Kenya", "1", *["Limited"] * (len(theirs) - 2)]
    found = examine(str(write_csv(tmp_path / "a.csv", [list(theirs.values()), row])))
    assert found.recognition
    lines = draft_layout(found.recognition.unknown[0], name="x", as_of="2022-06-30").splitlines()
    for field, header in theirs.items():
        certain = header == "Country"
        assert f'  {field}: "{header}"' + ("" if certain else "  # guessed: check") in lines
    assert not any(line.startswith("undecided") for line in lines)


def test_a_layout_without_the_plan_is_told_that_it_cannot_be_absent(tmp_path: Path) -> None:
    from etl.draft import as_unknown, draft_layout
    from etl.problems import Unusable
    from etl.reference import layout_from

    found = examine(str(write_csv(tmp_path / "a.csv", release_2024({}, without=["Action Plan Number"]))))
    assert found.recognition
    draft = tmp_path / "irm_new.yml"
    draft.write_text(draft_layout(as_unknown(found.recognition.recognised[0]), name="irm_new", as_of="2022-06-30"))
    with pytest.raises(Unusable, match="no header is given for plan_number, without which no row can be read"):
        layout_from(draft)
