"""The real releases: no row lost, every rating as labelled, OGP's own figures and derived columns met."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.conftest import Monitor

pytestmark = pytest.mark.real_files
Import = Callable[..., Monitor]


def release(path: Path, *, header: int) -> list[dict[str, str]]:
    """A raw release, read with nothing but the csv module."""
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        table = list(csv.reader(handle))
    return [dict(zip(table[header], row, strict=True)) for row in table[header + 1 :]]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_2016_comes_in_whole(imported: Import, shared_data: Path, ending: str) -> None:
    monitor = imported(shared_data / f"irm_commitments_2016.{ending}")
    assert monitor.rows("SELECT rows_read, rows_new, rows_rejected, rows_skipped FROM source") == [(1927, 1927, 0, 0)]
    found = monitor.rows(
        "SELECT coalesce(code, missing), count(*) FROM rating "
        "WHERE variable = 'completion' AND stage = 'midterm' GROUP BY 1"
    )
    assert dict(found) == {
        "limited": 649, "substantial": 511, "complete": 435, "not_started": 192, "unclear": 49, "withdrawn": 20,
        "not_reviewed": 70, "not_applicable": 1,
    }  # fmt: skip
    disagree = monitor.rows("SELECT header, count(*) FROM problem WHERE code = 'code_disagrees' GROUP BY 1")
    assert dict(disagree) == {"Specificity": 19, "Potential impact": 13, "Completion (progress report)": 4}
    stars = monitor.rows(
        "SELECT count(*) FILTER (code = 'yes'), count(code) FROM rating WHERE variable = 'starred_pre_june_2014'"
    )
    assert stars == [(183, 792)]
    nones = "SELECT variable, count(*) FROM rating WHERE code = 'none' GROUP BY 1"
    assert dict(monitor.rows(nones)) == {"potential_impact": 102, "specificity": 46}
    us = monitor.rows(
        "SELECT completion, count(*) FROM commitment_status "
        "WHERE plan_id = 'USA-1' AND completion IS NOT NULL GROUP BY 1"
    )
    assert dict(us) == {"complete": 14, "limited": 7, "substantial": 4, "withdrawn": 1}


def test_csv_and_workbook_of_2016_say_the_same(imported: Import, shared_data: Path) -> None:
    said = "SELECT commitment_id, title, number, lead_institution FROM commitment ORDER BY 1"
    rated = "SELECT commitment_id, variable, stage, code, missing FROM rating ORDER BY 1, 2, 3"
    tagged = "SELECT commitment_id, theme_id FROM commitment_theme ORDER BY 1, 2"
    one, other = (imported(shared_data / f"irm_commitments_2016.{e}") for e in ("csv", "xlsx"))
    dated = "SELECT commitment_id, start_date, end_date FROM commitment ORDER BY 1"
    doubted = "SELECT cell, code FROM problem WHERE code = 'date_ambiguous' ORDER BY 1"
    for sql in (said, rated, tagged, dated, doubted):
        assert one.rows(sql) == other.rows(sql)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_2024_comes_in_whole_with_ogps_derived_columns(imported: Import, shared_data: Path, ending: str) -> None:
    monitor = imported(shared_data / f"irm_commitments_2024_subset.{ending}")
    assert monitor.rows("SELECT rows_read, rows_new, rows_rejected, rows_skipped FROM source") == [(558, 558, 0, 0)]
    raw = {
        r["Commitment Unique Identifier"]: r for r in release(shared_data / "irm_commitments_2024_subset.csv", header=0)
    }
    ours = monitor.rows(
        "SELECT ogp_id, is_high_completion, is_ambitious, ambition_scale, has_strong_early_results, completion "
        "FROM commitment_status"
    )
    assert len(ours) == 558
    seen: Counter[str] = Counter()
    for ogp_id, high, ambitious, scale, strong, completion in ours:
        theirs = raw[ogp_id]
        if theirs["Comp Assessed"] == "1":
            assert high is (theirs["High Completion"] == "1"), ogp_id
            seen["completion"] += 1
        if theirs["Ambition Assessed"] == "1" and scale == "potential_impact":
            assert ambitious is (theirs["High Ambition"] == "1"), ogp_id
            seen["ambition"] += 1
        if theirs["DIOG Assessed"] == "1":
            assert strong is (theirs["High DIOG"] == "1"), ogp_id
            seen["early results"] += 1
        codes = {
            "0": "withdrawn",
            "1": "unclear",
            "2": "not_started",
            "3": "limited",
            "4": "substantial",
            "5": "complete",
        }
        assert completion == codes.get(theirs["Raw Completion"]), ogp_id
    assert seen == {"completion": 403, "ambition": 345, "early results": 261}


def test_every_label_of_2024_is_counted_as_written(imported: Import, shared_data: Path) -> None:
    """For each mapped rating column: as many cells of each label in the database as in the file."""
    from tests.golden.workbooks import layout

    monitor = imported(shared_data / "irm_commitments_2024_subset.csv")
    raw = release(shared_data / "irm_commitments_2024_subset.csv", header=0)
    from etl.reference import fields

    checked = 0
    for name, column in layout("irm_2024").fields.items():
        about = fields()[name]
        if about.role == "rating":
            ours = monitor.rows(
                "SELECT label, count(*) FROM rating WHERE variable = ? AND stage = ? GROUP BY 1",
                about.variable,
                about.stage,
            )
            assert dict(ours) == Counter(r[column.header] for r in raw), name
            checked += 1
    assert checked == 13


def test_2024_over_2016_links_the_same_commitments(imported: Import, shared_data: Path) -> None:
    monitor = imported(shared_data / "irm_commitments_2016.csv", shared_data / "irm_commitments_2024_subset.csv")
    linked = monitor.rows("SELECT rows_new, rows_updated + rows_unchanged FROM source WHERE vintage = 'irm_2024'")
    assert linked == [(403, 155)]
    could = monitor.rows(
        "SELECT count(*) FROM commitment c JOIN source s USING (source_id) WHERE s.vintage = 'irm_2024' AND plan_id IN "
        "(SELECT plan_id FROM commitment JOIN source USING (source_id) WHERE vintage = 'irm_2016' "
        "UNION SELECT plan_id FROM commitment_history)"
    )
    assert could == [(156,)]
    assert monitor.rows("SELECT count(*) FROM commitment") == [(1927 + 403,)]
    assert monitor.rows(
        "SELECT count(*) FROM rating_history WHERE commitment_id NOT IN (SELECT commitment_id FROM commitment)"
    ) == [(0,)]


def test_2016_imported_late_changes_nothing_that_2024_says(imported: Import, shared_data: Path) -> None:
    late = imported(shared_data / "irm_commitments_2024_subset.csv", shared_data / "irm_commitments_2016.csv")
    alone = imported(shared_data / "irm_commitments_2024_subset.csv")
    said = "SELECT ogp_id, title, completion, is_ambitious FROM commitment_status WHERE ogp_id IS NOT NULL ORDER BY 1"
    assert late.rows(said) == alone.rows(said)
    assert late.rows("SELECT count(*) FROM change") == [(0,)]
    assert late.rows("SELECT count(*) FROM commitment") == [(1927 + 403,)]


def test_process_of_2016(imported: Import, shared_data: Path) -> None:
    monitor = imported(shared_data / "irm_process_2016.csv")
    assert monitor.rows("SELECT count(DISTINCT plan_id) FROM process") == [(116,)]
    assert monitor.rows("SELECT rows_read, rows_new, rows_skipped FROM source") == [(119, 116, 3)]
    forum = monitor.rows(
        "SELECT year, count(*) FILTER (flag), count(flag) FROM process JOIN action_plan USING (plan_id) "
        "WHERE question = 'regular_forum' AND year IN (2012, 2013) GROUP BY 1 ORDER BY 1"
    )
    assert forum == [(2012, 14, 35), (2013, 7, 8)]
