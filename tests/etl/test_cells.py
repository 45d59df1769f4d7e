"""Bad cells are recorded with their address and survived; the row still comes in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.clean import Cleaned
from etl.importing import examine
from etl.problems import Problem
from tests.golden.workbooks import release_2024, write_csv, write_xlsx

pytestmark = pytest.mark.usefixtures("read_here")

Clean = Callable[..., Cleaned]


@pytest.fixture
def cleaned(tmp_path: Path) -> Clean:
    """Clean a release of the given rows, through a CSV file."""

    def take(*cells: dict[str, Any]) -> Cleaned:
        return examine(str(write_csv(tmp_path / "release.csv", release_2024(*cells)))).sheets[0]

    return take


def rating(sheet: Cleaned, variable: str, stage: str) -> tuple[Any, ...]:
    found = [r for r in sheet.ratings.to_pylist() if (r["variable"], r["stage"]) == (variable, stage)]
    return tuple(found[0][c] for c in ("code", "rank", "label", "missing"))


def one(sheet: Cleaned, code: str) -> Problem:
    found = [p for p in sheet.problems if p.code == code]
    assert len(found) == 1, [p.code for p in sheet.problems]
    return found[0]


def test_a_plain_row_has_no_problem(cleaned: Clean) -> None:
    sheet = cleaned({})
    assert sheet.problems == []
    assert rating(sheet, "completion", "final") == ("substantial", 3, "Substantial", None)


def test_an_unknown_label_leaves_the_rating_open_and_the_row_in(cleaned: Clean) -> None:
    sheet = cleaned({"Completion (End Of Term)": "Substancial", "_CompletionEndTerm": 4})
    assert rating(sheet, "completion", "final") == (None, None, "Substancial", "unreadable")
    problem = one(sheet, "label_unknown")
    assert problem.severity == "error"
    assert problem.value == "Substancial"
    assert "Not started, Limited, Substantial, Complete" in problem.message
    assert "Did you mean “Substantial”?" in problem.message
    assert "data/reference/scales/completion.csv" in problem.message
    assert len(sheet.commitments) == 1


def test_a_number_alone_is_not_read_and_is_not_to_become_a_label(cleaned: Clean) -> None:
    sheet = cleaned({"Completion (End Of Term)": "3", "_CompletionEndTerm": 3})
    assert rating(sheet, "completion", "final") == (None, None, "3", "unreadable")
    message = one(sheet, "label_unknown").message
    assert "releases number their ratings differently" in message
    assert "scales/completion.csv" not in message


def test_a_code_that_disagrees_is_recorded_and_not_used(cleaned: Clean) -> None:
    sheet = cleaned({"Completion (End Of Term)": "Substantial", "_CompletionEndTerm": 2})
    assert rating(sheet, "completion", "final")[0] == "substantial"
    assert "says 2, which means not_started" in one(sheet, "code_disagrees").message
    other = cleaned({"Completion (End Of Term)": "Substantial", "_CompletionEndTerm": "NR"})
    assert "says NR, which means not_reviewed" in one(other, "code_disagrees").message


@pytest.mark.parametrize(
    ("label", "missing"), [("NR", "not_reviewed"), ("ND", "no_data"), ("NA", "not_applicable"), ("", "blank")]
)
def test_the_four_kinds_of_missing_stay_apart(cleaned: Clean, label: str, missing: str) -> None:
    sheet = cleaned({"Completion (End Of Term)": label, "_CompletionEndTerm": label})
    assert rating(sheet, "completion", "final") == (None, None, label, missing)


@pytest.mark.parametrize("error", ["#NAME?", "#DIV/0!", "#REF!", "#N/A"])
def test_error_cells(cleaned: Clean, error: str) -> None:
    sheet = cleaned({"Completion (End Of Term)": error, "_CompletionEndTerm": ""})
    assert rating(sheet, "completion", "final")[0] is None
    assert one(sheet, "cell_error").value == error


def test_an_error_in_a_text_is_read_as_blank(cleaned: Clean) -> None:
    sheet = cleaned({"Lead Institution": "#NAME?"})
    assert sheet.commitments["lead_institution"].to_pylist() == [None]
    assert one(sheet, "cell_error").header == "Lead Institution"


def test_an_impossible_date_stays_text(cleaned: Clean) -> None:
    sheet = cleaned({"Start Date": "2/29/2014"})
    assert sheet.commitments.select(["start_date", "start_text"]).to_pylist() == [
        {"start_date": None, "start_text": "2/29/2014"}
    ]
    assert one(sheet, "date_impossible").severity == "warning"


def test_a_very_long_text_comes_in_whole(cleaned: Clean) -> None:
    sheet = cleaned({"Full Text": "long " * 20_000})
    assert len(sheet.commitments["full_text"][0].as_py()) == 99_999
    assert one(sheet, "text_very_long").severity == "note"


def test_control_characters_go_and_other_scripts_stay(cleaned: Clean) -> None:
    sheet = cleaned({"Commitment Title": "a\x07b", "Full Text": "بيانات مفتوحة"})
    assert sheet.commitments["title"].to_pylist() == ["ab"]
    assert sheet.commitments["full_text"].to_pylist() == ["بيانات مفتوحة"]
    assert one(sheet, "control_characters").severity == "note"


def test_a_title_is_one_line_and_a_text_keeps_its_lines(cleaned: Clean) -> None:
    sheet = cleaned({"Commitment Title": "One\ntwo", "Full Text": "One<br/>two"})
    row = sheet.commitments.to_pylist()[0]
    assert (row["title"], row["full_text"]) == ("One two", "One\ntwo")


def test_hostile_text_is_kept_as_text(cleaned: Clean) -> None:
    hostile = ["=1+1", "<script>alert(1)</script>", "[x](javascript:alert(1))", "$x$"]
    sheet = cleaned(*({"Commitment Title": h, "Commitment Number": i} for i, h in enumerate(hostile)))
    assert sheet.commitments["title"].to_pylist() == hostile


@pytest.mark.parametrize("dated", ["2018-02-01", "1-Feb"])
def test_a_number_that_became_a_date_is_kept_and_told(cleaned: Clean, dated: str) -> None:
    sheet = cleaned({"Commitment Number": dated}, {"Commitment Number": "DEC3"})
    assert sheet.commitments["number"].to_pylist() == [dated, "DEC3"]
    assert one(sheet, "number_is_date").value == dated


def test_an_unknown_member_is_rejected_with_a_suggestion(cleaned: Clean) -> None:
    sheet = cleaned({}, {"Country/Locality": "Kennya", "Code": "XXX"})
    assert (sheet.rows_read, sheet.rows_rejected, len(sheet.commitments)) == (2, 1, 1)
    assert "Did you mean “Kenya”?" in one(sheet, "member_unknown").message


def test_a_member_under_a_new_name_is_known_by_its_code(cleaned: Clean) -> None:
    sheet = cleaned({"Country/Locality": "Kennya", "Code": "KEN"})
    assert sheet.commitments["member_id"].to_pylist() == ["KEN"]
    assert one(sheet, "member_by_code").severity == "warning"


def test_a_missing_plan_number_is_taken_from_the_plans_identifier_or_rejected(cleaned: Clean) -> None:
    sheet = cleaned(
        {"Action Plan Number": "", "Action Plan ID": "AP_KEN03"},
        {"Action Plan Number": "NR", "Action Plan ID": ""},
    )
    assert sheet.commitments["plan_number"].to_pylist() == [3]
    assert sheet.rows_rejected == 1
    assert one(sheet, "plan_by_code").severity == "warning"
    assert one(sheet, "plan_missing").severity == "error"


def test_a_missing_title_falls_back_on_the_short_one(cleaned: Clean) -> None:
    sheet = cleaned({"Commitment Title": ""}, {"Commitment Title": "", "Short Title": "", "Commitment Number": "2"})
    assert sheet.commitments["title"].to_pylist() == ["Register of licences", None]
    assert one(sheet, "title_missing").severity == "warning"


def test_themes_that_a_release_does_not_know_are_not_a_no(cleaned: Clean) -> None:
    sheet = cleaned({"Open Data": 1, "Digital Participation": "ND", "Youth": "NA"})
    found = {(t["theme_id"], t["missing"]) for t in sheet.themes.to_pylist()}
    assert found == {("open_data", None), ("digital_participation", "no_data"), ("youth", "not_applicable")}


def test_a_known_error_is_corrected_only_where_it_is_still_there(
    cleaned: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"id": "x", "field": "start", "expect": "7/15/1905", "replace": "2023", "reason": "A year.",
             "match": {"ogp_id": "KE0001"}}  # fmt: skip
    monkeypatch.setattr("etl.clean.corrections.corrections", lambda vintage: (entry,))
    mended = cleaned({"Start Date": "7/15/1905"})
    assert mended.commitments["start_text"].to_pylist() == ["2023"]
    assert one(mended, "corrected").severity == "note"
    outdated = cleaned({"Start Date": "6/30/2023"})
    assert outdated.commitments["start_text"].to_pylist() == ["6/30/2023"]
    assert one(outdated, "correction_outdated").severity == "warning"


def test_a_formula_without_a_stored_value_is_blank_and_says_so(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(tmp_path / "a.xlsx", {"Data": release_2024({})})
    book = load_workbook(path)
    sheet = book["Data"]
    at = next(c for c in sheet[1] if c.value == "Completion (End Of Term)").column
    sheet.cell(2, at).value = '="Lim"&"ited"'
    book.save(path)
    read = examine(str(path)).sheets[0]
    assert rating(read, "completion", "final") == (None, None, "", "blank")
    assert one(read, "formula_without_value").cell.endswith("2")


def test_real_dates_of_a_workbook_stay_dates(tmp_path: Path) -> None:
    from datetime import date

    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Data": release_2024({"Start Date": date(2016, 2, 3), "End Date": "04/03/2018"})},
    )
    row = examine(str(path)).sheets[0].commitments.to_pylist()[0]
    assert (row["start_date"], row["end_date"], row["end_text"]) == (date(2016, 2, 3), None, "04/03/2018")


def test_a_real_date_that_may_have_swapped_day_and_month_stays_text_and_names_its_cell(tmp_path: Path) -> None:
    from datetime import date

    dates = (date(2014, 1, 7), "31/12/2014", date(2014, 5, 5), "Ongoing")
    cells = [{"Commitment Number": i, "Start Date": d} for i, d in enumerate(dates)]
    sheet = examine(str(write_xlsx(tmp_path / "a.xlsx", {"Data": release_2024(*cells)}))).sheets[0]
    assert sheet.commitments["start_date"].to_pylist() == [None, date(2014, 12, 31), date(2014, 5, 5), None]
    assert sheet.commitments["start_text"].to_pylist() == ["01/07/2014", "31/12/2014", "2014-05-05", "Ongoing"]
    problem = one(sheet, "date_ambiguous")
    assert (problem.severity, problem.value, problem.cell[-1]) == ("warning", "2014-01-07", "2")
    assert "which a spreadsheet program that expects the month first makes of “01/07/2014”" in problem.message


def test_an_end_before_the_start_is_listed_and_kept(cleaned: Clean) -> None:
    from datetime import date

    turned = {"Start Date": "12/31/2014", "End Date": "1/31/2013"}
    sheet = cleaned(turned, {"Commitment Number": "2", "Start Date": "1/31/2013", "End Date": "1/31/2013"})
    problem = one(sheet, "dates_out_of_order")
    assert (problem.severity, problem.header, problem.value) == ("warning", "End Date", "1/31/2013")
    assert "before it starts, on 2014-12-31" in problem.message
    assert sheet.commitments["end_date"].to_pylist()[0] == date(2013, 1, 31)


def test_a_plan_with_two_years_of_submission_takes_the_one_of_most_rows(cleaned: Clean) -> None:
    cells = [{"Commitment Number": i, "Year Of Submission": y} for i, y in enumerate((2011, 2012, 2011))]
    assert one(cleaned(*cells), "plan_years_differ").value == "2011 (2), 2012 (1)"


def test_a_plan_without_a_year_of_submission_is_named_once(cleaned: Clean) -> None:
    cells = [{"Commitment Number": i, "Year Of Submission": year} for i, year in enumerate(("", "NA"))]
    dated = {"Commitment Number": 9, "Action Plan Number": 2, "Year Of Submission": 2018}
    problem = one(cleaned(*cells, dated, {**dated, "Year Of Submission": ""}), "plan_year_missing")
    assert (problem.severity, problem.value) == ("warning", "KEN-1")
    assert problem.message.startswith("release (Year Of Submission): no row gives the year in which plan KEN-1")


@pytest.mark.parametrize("year", ["1905", "2010", "20l6", "2099.5"])
def test_a_year_before_the_first_plans_or_none_at_all_is_left_empty_and_said(cleaned: Clean, year: str) -> None:
    sheet = cleaned({"Year Of Submission": year})
    assert one(sheet, "plan_fact_unreadable").value == year
    assert sheet.commitments["year"].to_pylist() == [None]


@pytest.mark.parametrize(("length", "expected"), [("2", 2), ("4.0", 4), ("24", None)])
def test_a_length_in_months_is_not_one_in_years(cleaned: Clean, length: str, expected: int | None) -> None:
    sheet = cleaned({"Action Plan Duration (Years)": length})
    assert sheet.commitments["duration"].to_pylist() == [expected]
    assert [p.code for p in sheet.problems] == ([] if expected else ["plan_fact_unreadable"])


def test_a_record_torn_by_its_separator_is_rejected_and_named(tmp_path: Path) -> None:
    """Each cell behind the tear would be read as that of the next column, a rating as that of another stage."""
    table = release_2024({}, {"Commitment Number": "2", "Binding constraint": "none"}, {"Commitment Number": "3"})
    at = table[0].index("Commitment Title")
    table[2] = [*table[2][:at], "Publish", *table[2][at:]]
    table[3] = [*table[3], "", " "]
    sheet = examine(str(write_csv(tmp_path / "a.csv", table))).sheets[0]
    assert sheet.commitments["number"].to_pylist() == ["1", "3"]
    assert (sheet.rows_read, sheet.rows_rejected) == (3, 1)
    assert "row 3 has more cells than the header" in one(sheet, "row_torn").message
    assert one(sheet, "row_ragged").cell == "A4"


def test_a_ragged_record_is_read_from_the_left_and_named(tmp_path: Path) -> None:
    table = release_2024({}, {"Commitment Number": "2"}, {"Commitment Number": "3"})
    table[2] = table[2][:-1]
    sheet = examine(str(write_csv(tmp_path / "a.csv", table))).sheets[0]
    assert one(sheet, "row_ragged").cell == "A3"
    assert len(sheet.commitments) == 3
