"""Definitions, on releases small enough to count by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.importing import examine, publish
from tests.etl.conftest import Monitor
from tests.golden.workbooks import release_2024, write_csv

pytestmark = pytest.mark.usefixtures("read_here")

MIDTERM, FINAL = "Completion (Progress Report)", "Completion (End Of Term)"
NO_CODES = {"_CompletionProgress": "", "_CompletionEndTerm": "", "_Potential Impact": "", "_OpenGovernment": "",
            "_Early Results": "", "_Potential for Results": "", "_Specificity": ""}  # fmt: skip


def published(monitor: Monitor, tmp_path: Path, *cells: dict[str, Any], as_of: date | None = None) -> Monitor:
    """A database of one release in the 2024 layout, with a row for each mapping."""
    numbered = ({"Commitment Number": i + 1, **NO_CODES, **c} for i, c in enumerate(cells))
    publish([examine(str(write_csv(tmp_path / "a.csv", release_2024(*numbered))))], db=monitor.db, as_of=as_of)
    return monitor


@pytest.mark.parametrize(
    ("midterm", "final", "completion", "stage", "high"),
    [
        ("Limited", "Complete", "complete", "final", True),
        ("Complete", "Limited", "limited", "final", False),
        ("Substantial", "NR", "substantial", "midterm", True),
        ("Unclear", "ND", "unclear", "midterm", False),
        ("Withdrawn", "", "withdrawn", "midterm", False),
        ("NR", "ND", None, None, None),
    ],
)
def test_completion_is_the_latest_not_the_best(
    monitor: Monitor, tmp_path: Path, midterm: str, final: str, completion: str, stage: str, high: bool
) -> None:
    done = published(monitor, tmp_path, {MIDTERM: midterm, FINAL: final})
    sql = "SELECT completion, completion_stage, is_high_completion FROM commitment_status"
    assert done.rows(sql) == [(completion, stage, high)]


@pytest.mark.parametrize(
    ("cells", "ambition", "scale", "ambitious"),
    [
        ({"Potential Impact": "Transformative"}, "transformative", "potential_impact", True),
        ({"Potential Impact": "Moderate", "_Relevant": 0}, "moderate", "potential_impact", False),
        ({"Potential Impact": "Moderate", "_Relevant": "ND"}, "moderate", "potential_impact", False),
        ({"Potential Impact": "None"}, "none", "potential_impact", False),
        (
            {"Potential Impact": "ND", "Potential for Results": "Substantial"},
            "substantial",
            "potential_for_results",
            True,
        ),
        ({"Potential Impact": "ND", "Potential for Results": "Modest"}, "modest", "potential_for_results", False),
        ({"Potential Impact": "ND", "Potential for Results": "NR", "_Relevant": 0}, None, None, None),
    ],
)
def test_ambition_by_its_scale(
    monitor: Monitor, tmp_path: Path, cells: dict[str, Any], ambition: str, scale: str, ambitious: bool
) -> None:
    done = published(monitor, tmp_path, cells)
    assert done.rows("SELECT ambition, ambition_scale, is_ambitious FROM commitment_status") == [
        (ambition, scale, ambitious)
    ]


@pytest.mark.parametrize(
    ("cells", "strong"),
    [
        ({"Did It Open Government (Overall)": "Major"}, True),
        ({"Did It Open Government (Overall)": "Marginal"}, False),
        ({"Did It Open Government (Overall)": "No early results to report yet"}, False),
        ({"Did It Open Government (Overall)": "ND", "Early Results": "Significant"}, True),
        ({"Did It Open Government (Overall)": "ND", "Early Results": "Moderate"}, False),
        ({"Did It Open Government (Overall)": "NR", "Early Results": "ND"}, None),
    ],
)
def test_strong_early_results(monitor: Monitor, tmp_path: Path, cells: dict[str, Any], strong: bool) -> None:
    assert published(monitor, tmp_path, cells).rows("SELECT has_strong_early_results FROM commitment_status") == [
        (strong,)
    ]


#: Midterm, final, and the place on the ladder while the plan runs (2016 to 2018) and after it.
LADDER = [
    ("Limited", "Withdrawn", "withdrawn", "withdrawn"),
    ("Limited", "Complete", "complete", "complete"),
    ("Limited", "Limited", "stalled_confirmed", "stalled_confirmed"),
    ("Substantial", "Not Started", "stalled_confirmed", "stalled_confirmed"),
    ("Limited", "NR", "at_risk", "stalled_likely"),
    ("Not Started", "ND", "at_risk", "stalled_likely"),
    ("Limited", "Substantial", "nearly", "nearly"),
    ("Substantial", "NR", "substantial_at_midterm", "substantial_at_midterm"),
    ("Unclear", "NR", "unclear", "unclear"),
    ("NR", "NR", "running_unrated", "blind_spot"),
]


def test_the_ladder_while_a_plan_runs_and_after(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, *({MIDTERM: m, FINAL: f} for m, f, _, _ in LADDER))
    for day, place in (("2017-06-30", 2), ("2018-12-31", 2), ("2019-01-01", 3)):
        found = done.rows(
            "SELECT number::INTEGER, state FROM stalled(?::DATE) JOIN commitment USING (commitment_id) ORDER BY 1", day
        )
        assert found == [(i + 1, rung[place]) for i, rung in enumerate(LADDER)], day


def test_overlays_and_the_cells_that_decided(monitor: Monitor, tmp_path: Path) -> None:
    done = published(
        monitor, tmp_path,
        {MIDTERM: "Limited", FINAL: "Limited", "Carried Forward": 1},
        {MIDTERM: "Substantial", FINAL: "Limited", "Potential Impact": "Minor"},
    )  # fmt: skip
    found = done.rows(
        "SELECT no_movement, went_backwards, carried_forward_incomplete, ambitious_and_low "
        "FROM stalled(DATE '2020-01-01') ORDER BY commitment_id"
    )
    assert found == [(True, False, True, True), (True, True, False, False)]
    because = done.rows("SELECT because FROM stalled(DATE '2020-01-01') ORDER BY commitment_id")[0][0]
    for part in ("midterm limited (a!", "final limited (a!", "plan ends 2018-12-31 (estimated)"):
        assert part in because
    cell = done.rows(
        "SELECT sheet || '!' || cell FROM rating WHERE variable = 'completion' AND stage = 'final' ORDER BY cell"
    )
    assert cell[0][0] in because


def test_what_is_not_rated_names_the_cells_that_say_so(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, {MIDTERM: "NR", FINAL: "ND"}, {MIDTERM: "Limited", FINAL: ""})
    cells = dict(done.rows("SELECT stage || code_or_kind, sheet || '!' || cell FROM (SELECT *, coalesce(code, missing)"
                           " AS code_or_kind FROM rating WHERE variable = 'completion')"))  # fmt: skip
    [unrated, likely] = (row[0] for row in done.rows("SELECT because FROM stalled(DATE '2020-01-01') ORDER BY because"))
    if not unrated.startswith("midterm not_reviewed"):
        unrated, likely = likely, unrated
    end = "plan ends 2018-12-31 (estimated); in a.csv"
    assert (
        unrated
        == f"midterm not_reviewed ({cells['midtermnot_reviewed']}); final no_data ({cells['finalno_data']}); {end}"
    )
    assert likely == f"midterm limited ({cells['midtermlimited']}); final blank ({cells['finalblank']}); {end}"


def test_a_star_goes_by_the_rule_in_force(monitor: Monitor, tmp_path: Path) -> None:
    current, end, of_2015 = (
        "Starred (Current Formula) Progress Report", "Starred (Current Formula) End of Term", "Starred (2015 Only)"
    )  # fmt: skip
    done = published(
        monitor, tmp_path,
        {current: 0, end: 1, of_2015: 0},
        {current: 0, end: "ND", of_2015: 1},
        {current: "ND", end: "ND", of_2015: 1},
        {current: "ND", end: "ND", of_2015: "ND"},
    )  # fmt: skip
    found = done.rows("SELECT is_starred, star_rule FROM commitment_status ORDER BY number")
    assert found == [(True, "current"), (False, "current"), (True, "2015"), (None, None)]


def test_spellings_of_an_institution_are_grouped_within_a_member(monitor: Monitor, tmp_path: Path) -> None:
    names = [
        "Ministry of Justice",
        "Ministry of Justice.",
        "MINISTRY OF JUSTICE",
        "Ministry of Justice",
        "None Specified",
    ]
    done = published(monitor, tmp_path, *({"Lead Institution": n} for n in names))
    found = done.rows("SELECT DISTINCT lead_institution, institution FROM commitment_status ORDER BY 1 NULLS LAST")
    assert found == [
        ("MINISTRY OF JUSTICE", "Ministry of Justice"), ("Ministry of Justice", "Ministry of Justice"),
        ("Ministry of Justice.", "Ministry of Justice"), (None, None),
    ]  # fmt: skip


def test_articles_prepositions_and_abbreviations_do_not_part_an_institution(monitor: Monitor, tmp_path: Path) -> None:
    names = [
        "Agency for Information Society",
        "The Agency of Information Society",
        "Agency of Information Society (AIS).",
        "Agency for Information Society",
        "Agency for Information (Society)",
        "(AIS)",
    ]
    done = published(monitor, tmp_path, *({"Lead Institution": n} for n in names))
    found = dict(done.rows("SELECT DISTINCT lead_institution, institution FROM commitment_status"))
    assert {found[name] for name in names[:4]} == {"Agency for Information Society"}
    assert [found[name] for name in names[4:]] == ["Agency for Information Society", "(AIS)"]


ONE = (
    ("Senate", "The Senate of the Republic of Kenya"),
    ("State Committee on TV and Radio of Kenya", "State Committee for Television and Radio"),
    ("Ministry of Energy & Labour", "Ministry of Energy and Labor of Kenya"),
    ("Treasury Board Secretariat", "Treasury Board of Kenya Secretariat"),
    ("Congreso Nacional", "Congreso Nacional de la República de Kenia"),
    ("Ministère de l’Intérieur", "Ministère de l'intérieur du Kenya"),
    ("Agency for e-Governance", "Agency of eGovernance (AeG)"),
)
TWO = (
    ("Ministry of Finance", "Ministry of Interior"),
    ("National Archives", "National Archive Commission"),
    ("Ministry of E-Government", "Ministry of Government"),
    ("Bank of Kenya", "Bank of Uganda"),
    ("Kenya Revenue Authority", "Revenue Authority"),
    ("Ministry of Trade, Ministry of Economy", "Ministry of Economy, Ministry of Trade"),
    ("Executive Office (White House)", "Executive Office"),
)


def test_spellings_of_one_institution_are_merged_and_institutions_that_may_differ_are_not(
    monitor: Monitor, tmp_path: Path
) -> None:
    done = published(monitor, tmp_path, *({"Lead Institution": name} for pair in (*ONE, *TWO) for name in pair))
    found = dict(done.rows("SELECT DISTINCT lead_institution, institution FROM commitment_status"))
    assert [pair for pair in ONE if found[pair[0]] != found[pair[1]]] == []
    assert [pair for pair in TWO if found[pair[0]] == found[pair[1]]] == []


def test_the_present_name_is_known_in_every_spelling_too(monitor: Monitor, tmp_path: Path) -> None:
    names = ["Difi", "Norwegian Digitalisation Agency (NDA)"]
    done = published(
        monitor, tmp_path, *({"Country/Locality": "Norway", "Code": "NOR", "Lead Institution": name} for name in names)
    )
    said = done.rows("SELECT DISTINCT member_id, institution FROM commitment_status")
    assert said == [("NOR", "Norwegian Digitalisation Agency")]


def test_a_plans_days_are_estimated_late_and_said_to_be(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, {})
    sql = (
        "SELECT plan_id, year, end_year, era, starts_on::VARCHAR, ends_on::VARCHAR, dates_are_estimated "
        "FROM action_plan"
    )
    assert done.rows(sql) == [("KEN-1", 2016, 2018, "midterm_and_final", "2016-07-01", "2018-12-31", True)]


@pytest.mark.parametrize(
    ("cells", "year", "era"),
    [
        ({"Action Plan End Year": "2019"}, 2017, "final_only"),
        ({"Action Plan End Year": "2019", "Action Plan Duration (Years)": "4"}, 2015, "midterm_and_final"),
        ({"Action Plan End Year": "2011", "Action Plan Duration (Years)": "4"}, 2011, "midterm_only"),
        ({"Action Plan End Year": ""}, 2024, "results_report"),
    ],
)
def test_a_plan_without_a_year_takes_it_from_its_end_or_else_from_its_release(
    monitor: Monitor, tmp_path: Path, cells: dict[str, str], year: int, era: str
) -> None:
    rows = ({"Commitment Number": str(n), "Year Of Submission": "", **cells} for n in range(2))
    done = published(monitor, tmp_path, *rows, as_of=date(2024, 6, 30))
    assert done.rows("SELECT year, era, dates_are_estimated FROM action_plan") == [(year, era, True)]
    assert done.rows("SELECT DISTINCT year, era FROM commitment_status") == [(year, era)]


def test_a_local_members_country_is_named_in_the_readers_language(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, {})
    named = dict(done.rows("SELECT member_id, list(name ORDER BY language) FROM member_name GROUP BY member_id"))
    assert named["ESP-aragon"] == ["Aragon, Spain", "Aragon, España", "Aragon, Espagne"]
    assert named["KEN"] == ["Kenya", "Kenia", "Kenya"]


def test_every_column_is_in_the_codebook_and_no_other(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, {})
    there = done.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL")
    described = done.rows("SELECT table_name, column_name FROM codebook WHERE table_name <> 'stalled' ORDER BY ALL")
    assert there == described
    assert done.rows("SELECT count(*) FROM codebook WHERE definition IS NULL") == [(0,)]


def test_a_tag_counts_as_what_the_crosswalk_calls_the_same(monitor: Monitor, tmp_path: Path) -> None:
    done = published(monitor, tmp_path, {MIDTERM: "Limited"})
    same = dict(done.rows("SELECT theme_id_from, theme_id_to FROM theme_crosswalk WHERE relation = 'same'"))
    counted = dict(done.rows("SELECT theme_id, counts_as FROM theme"))
    assert len(same) > 10
    assert {theme: newer for theme, newer in counted.items() if theme != newer} == same
    assert done.rows("SELECT theme_id FROM theme WHERE counts_as NOT IN (SELECT theme_id FROM theme)") == []


def test_a_short_title_is_published_where_it_says_something_else(monitor: Monitor, tmp_path: Path) -> None:
    said = (("Datos abiertos", " Open Data "), ("Open data", "OPEN DATA "), ("Budget", ""))
    done = published(monitor, tmp_path, *({"Commitment Title": a, "Short Title": b} for a, b in said))
    assert done.rows("SELECT title, short_title FROM commitment_status ORDER BY number") == [
        ("Datos abiertos", "Open Data"),
        ("Open data", None),
        ("Budget", None),
    ]


def test_a_change_keeps_what_it_was_compared_with(monitor: Monitor, tmp_path: Path) -> None:
    """A midterm rating that is revised later does not rewrite what an earlier release changed."""
    for day, midterm, final in (
        ("2020-01-01", "Substantial", "NR"),
        ("2021-01-01", "Substantial", "Limited"),
        ("2022-01-01", "Limited", "Limited"),
    ):
        cells = {"Commitment Number": 1, **NO_CODES, MIDTERM: midterm, FINAL: final}
        monitor.take(write_csv(tmp_path / f"{day}.csv", release_2024(cells)), "--as-of", day)
    columns = "snapshot_id, stage, before, after, compared_with, direction"
    assert monitor.rows(f"SELECT {columns} FROM change ORDER BY snapshot_id") == [
        (2, "final", "not_reviewed", "limited", "substantial", "down"),
        (3, "midterm", "substantial", "limited", "substantial", "down"),
    ]


def test_a_first_final_rating_that_repeats_the_midterm_one_went_nowhere(monitor: Monitor, tmp_path: Path) -> None:
    for day, final in (("2020-01-01", "NR"), ("2021-01-01", "Limited")):
        cells = {"Commitment Number": 1, **NO_CODES, MIDTERM: "Limited", FINAL: final}
        monitor.take(write_csv(tmp_path / f"{day}.csv", release_2024(cells)), "--as-of", day)
    assert monitor.rows("SELECT compared_with, direction FROM change") == [("limited", "same")]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["1", "2", "3"], None),
        (["1", "2.1", "2.2"], None),
        (["9"], (1, 9)),
        (["SC3", "4.2"], (2, 4)),
        (["2024-1", "VII"], None),
    ],
)
def test_a_plan_whose_numbers_go_beyond_its_commitments_is_held_in_part(
    monitor: Monitor, tmp_path: Path, numbers: list[str], found: tuple[int, int] | None
) -> None:
    done = published(monitor, tmp_path, *({"Commitment Number": number} for number in numbers))
    assert done.rows("SELECT commitments, highest_number FROM plan_in_part") == ([found] if found else [])


def test_numbers_that_go_on_from_the_plan_before_are_whole(monitor: Monitor, tmp_path: Path) -> None:
    cells = [
        {"Action Plan Number": plan, "Year Of Submission": 2012 + 2 * plan, "Action Plan End Year": 2014 + 2 * plan,
         "Commitment Number": number}
        for plan, number in [(1, "1"), (1, "2"), (2, "3"), (2, "4"), (3, "9")]
    ]  # fmt: skip
    done = published(monitor, tmp_path, *cells)
    assert done.rows("SELECT commitments, highest_number FROM plan_in_part") == [(1, 9)]


def test_commitments_stand_in_their_plan_as_people_count(monitor: Monitor, tmp_path: Path) -> None:
    counted = ["1(A)", "2", "2.2", "2.3", "2.19", "2.19.1", "2.20", "2b", "10", "100", "a2", "A10", "b2"]
    done = published(monitor, tmp_path, *({"Commitment Number": number} for number in sorted(counted)))
    rows = done.rows("SELECT number, place_in_plan FROM commitment_status ORDER BY place_in_plan")
    assert rows == [(number, place + 1) for place, number in enumerate(counted)]
