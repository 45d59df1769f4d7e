"""Where commitments stand on a day, in which order, and what became of such ones before: record by record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from analysis import base_rates, published, stalled, stalled_charts, stalled_words, theme
from analysis.figures import Picture
from analysis.slides import side_by_side, stalling
from analysis.slides.asked import Asked
from tests.published import Commitment, Rating, Snapshot, publish, rated

DAY = date(2024, 10, 1)
RELEVANT = rated("relevance", "design", "yes")
LOW, GOOD = rated("completion", "midterm", "limited", cell="K2"), rated("completion", "midterm", "substantial")
COMMITMENTS = (
    Commitment(
        "A1", number="4.1", title="4.1 Registers", lead="Min. of Finance", institution="Treasury",
        themes=("open_data", "open_data_2016"),
        ratings=(
            rated("completion", "midterm", "substantial", cell="K2"),
            rated("completion", "final", "limited", cell="L2"),
            rated("carried_forward", "final", "yes"),
            rated("potential_impact", "design", "transformative"),
            RELEVANT,
        ),
    ),
    Commitment(
        "A2", number="2", title="Audits", lead="Treasury", ratings=(LOW, rated("completion", "final", "limited")),
    ),
    Commitment(
        "A3", number="3", title="Hearings", lead="", ratings=(LOW, rated("completion", "final", "substantial")),
    ),
    Commitment("A4", number="10", title="Portal", ratings=(LOW, rated("verifiable", "design", "no"))),
    Commitment(
        "A5", number="9", title="Budget", ratings=(LOW, RELEVANT, rated("potential_impact", "design", "moderate")),
    ),
    Commitment("A6", number="6", title="Done", ratings=(GOOD, rated("completion", "final", "complete"))),
    Commitment("A7", number="7", title="Gone", ratings=(rated("completion", "midterm", "withdrawn"),)),
    Commitment("A8", number="8", title="Half", ratings=(GOOD,)),
    Commitment(
        "G1", member="GBR", plan=5, year=2021, title="Never",
        ratings=(Rating("completion", "final", missing="no_data"),),
    ),
    Commitment(
        "G2", member="GBR", plan=6, year=2023, is_over=False, number="1", title="Running", themes=("open_data",),
    ),
    Commitment("G3", member="GBR", plan=6, year=2023, is_over=False, number="2", title="Late", ratings=(LOW,)),
)  # fmt: skip
THEMES = {"open_data": ("Open Data", "irm_2024"), "open_data_2016": ("Open Data", "irm_2016")}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Eleven commitments on nine rungs, with every overlay."""
    path: Path = tmp_path_factory.mktemp("stalled") / "monitor.duckdb"
    said = Snapshot(
        themes=THEMES,
        crosswalk=(("open_data_2016", "open_data", "same"),),
        member_names=(("GBR", "fr", "Royaume-Uni"),),
    )
    publish(path, COMMITMENTS, snapshot=said)
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_a_plan_that_has_not_begun_on_the_day_is_left_out(db: DuckDBPyConnection) -> None:
    before, after = date(2023, 6, 30), date(2023, 7, 1)
    assert stalled.how_many(db, as_of=before) == 9
    assert stalled.how_many(db, as_of=after) == 11
    assert stalled.ladder(db, as_of=before)["n"].tolist() == [9] * 10
    assert {"G2", "G3"}.isdisjoint(ids(stalled.rows(db, as_of=before)))


def ids(frame: pd.DataFrame) -> list[str]:
    return [str(id) for id in frame["commitment_id"]]


def test_the_ladder_has_all_rungs_in_its_order(db: DuckDBPyConnection) -> None:
    frame = stalled.ladder(db, as_of=DAY)
    assert list(zip(frame["stall_state"], frame["count"], strict=True)) == [
        ("withdrawn", 1), ("complete", 1), ("stalled_confirmed", 2), ("stalled_likely", 2), ("at_risk", 1),
        ("nearly", 1), ("substantial_at_midterm", 1), ("unclear", 0), ("blind_spot", 1), ("running_unrated", 1),
    ]  # fmt: skip
    assert (frame["n"].tolist(), frame["missing"].tolist()) == ([11] * 10, [2] * 10)


def test_another_day_moves_what_a_day_can_move(db: DuckDBPyConnection) -> None:
    def found(day: date) -> dict[str, int]:
        frame = stalled.ladder(db, as_of=day)
        return {state: n for state, n in zip(frame["stall_state"], frame["count"], strict=True) if n}

    assert found(date(2026, 1, 1)) == {
        "withdrawn": 1, "complete": 1, "stalled_confirmed": 2, "stalled_likely": 3, "nearly": 1,
        "substantial_at_midterm": 1, "blind_spot": 2,
    }  # fmt: skip
    assert found(date(2016, 6, 30))["at_risk"] == 2
    assert found(date(2016, 7, 1))["stalled_likely"] == 2


def test_every_state_has_a_rung_a_place_a_colour_and_a_symbol() -> None:
    assert set(stalled.LADDER) == set(stalled.ATTENTION) == set(theme.STATES) == set(theme.STATE_SYMBOLS)
    assert len(set(theme.STATE_SYMBOLS.values())) == len(stalled.LADDER)


def test_what_deserves_attention_first_comes_first(db: DuckDBPyConnection) -> None:
    assert ids(stalled.rows(db, as_of=DAY)) == ["A1", "A2", "A5", "A4", "G3", "G1", "A3", "A8", "G2", "A6", "A7"]
    assert ids(stalled.rows(db, as_of=DAY, most=2, skip=1)) == ["A2", "A5"]


def test_within_a_state_the_plan_that_ends_last_comes_before_the_ambitious(db: DuckDBPyConnection) -> None:
    likely = stalled.rows(db, as_of=date(2026, 1, 1), states=["stalled_likely"])
    assert ids(likely) == ["G3", "A5", "A4"]


def test_likely_ones_of_which_more_may_be_known_are_told_from_those_of_which_all_is(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    years = {"A1": 2012, "A2": 2012, "A3": 2013, "A4": 2015}
    low = [Commitment(id, plan=n, year=year, ratings=(LOW,)) for n, (id, year) in enumerate(years.items(), start=1)]
    publish(path, [*low, Commitment("A9", plan=9, year=2015, ratings=(GOOD,))])
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE source SET as_of = DATE '2016-07-01'")
        con.execute("INSERT INTO source BY NAME SELECT * REPLACE ('s9' AS source_id, DATE '2024-06-30' AS as_of)"
                    " FROM source WHERE kind = 'commitments' LIMIT 1")  # fmt: skip
    with published.connect(published.current(path)) as db:
        found = stalled.likely(db, as_of=DAY)
        assert (found.only_midterm, found.older, found.running, found.day) == (2, 2, 1, date(2016, 7, 1))
        assert stalled.likely(db, as_of=DAY, plans=[1]) == stalled.Likely(only_midterm=1, older=0, running=0, day=None)
        slides = [make(Asked(db, {}, "en"))[0] for make in (stalling.ladder, side_by_side.stalled_by_member)]
        for slide in slides:
            assert slide.rests_on.endswith(
                " Of the likely ones, 2 may have a final rating by now that these files lack."
            )
            assert "2 of the likely ones are of plans that the IRM rated only at midterm" in slide.notes[1]
        [known] = stalling.ladder(Asked(db, {"plans": [1]}, "en"))
        assert known.rests_on == "n = 1 commitment; 0 not rated on completion."


def test_a_row_says_what_decided(db: DuckDBPyConnection) -> None:
    first = stalled.rows(db, as_of=DAY, most=1).to_dict("records")[0]
    names = ("midterm", "midterm_cell", "final", "final_cell", "files", "institution")
    assert {name: first[name] for name in names} == {
        "midterm": "substantial", "midterm_cell": "Commitments!K2", "final": "limited",
        "final_cell": "Commitments!L2", "files": "release.xlsx", "institution": "Treasury",
    }  # fmt: skip
    assert list(first["overlays"]) == [
        "went_backwards",
        "no_movement",
        "carried_forward_incomplete",
        "ambitious_and_low",
    ]
    assert list(first["theme_ids"]) == ["open_data"]
    assert (first["since"].date(), pd.isna(first["elapsed_share"])) == (date(2016, 6, 30), True)
    assert (first["record_yes"], first["record_n"]) == (3, 8)


def test_a_running_plan_says_how_much_of_it_has_passed(db: DuckDBPyConnection) -> None:
    late = stalled.rows(db, as_of=DAY, states=["at_risk"]).to_dict("records")[0]
    assert late["elapsed_share"] == pytest.approx((DAY - date(2023, 7, 1)) / (date(2025, 6, 30) - date(2023, 7, 1)))
    assert late["since"].date() == DAY, "the day of the data that first gave the rating"
    before = stalled.rows(db, as_of=date(2023, 8, 1), states=["at_risk"], members=["GBR"]).to_dict("records")[0]
    assert pd.isna(before["since"]), "that day had not come yet"


def test_overlays_narrow_each_other_and_count_what_they_would_leave(db: DuckDBPyConnection) -> None:
    assert stalled.overlays_found(db, as_of=DAY) == {
        "went_backwards": 1, "no_movement": 2, "carried_forward_incomplete": 1, "ambitious_and_low": 2,
        "not_verifiable": 1,
    }  # fmt: skip
    assert stalled.overlays_found(db, as_of=DAY, overlays=["no_movement"])["ambitious_and_low"] == 1
    assert ids(stalled.rows(db, as_of=DAY, overlays=["no_movement", "ambitious_and_low"])) == ["A1"]
    assert stalled.ladder(db, as_of=DAY, overlays=["not_verifiable"])["count"].sum() == 1


def test_groups_count_states_and_lead_to_their_rows(db: DuckDBPyConnection) -> None:
    found = stalled.groups(db, by="institution", as_of=DAY)
    columns = ["key", "stalled_confirmed", "stalled_likely", "at_risk", "count"]
    assert found[columns].values.tolist() == [
        ["KEN:Ministry of Finance", 0, 2, 0, 5],
        ["KEN:Treasury", 2, 0, 0, 2],
        ["GBR:Ministry of Finance", 0, 0, 1, 3],
        ["KEN:", 0, 0, 0, 1],
    ]
    for by in stalled.GROUPS:
        for row in stalled.groups(db, by=by, as_of=DAY).to_dict("records"):
            assert stalled.how_many(db, as_of=DAY, by=by, group=str(row["key"])) == row["count"], (by, row["key"])
            assert len(stalled.rows(db, as_of=DAY, by=by, group=str(row["key"]))) == row["count"]


def test_a_theme_counts_once_under_both_its_names(db: DuckDBPyConnection) -> None:
    assert stalled.groups(db, by="theme", as_of=DAY)[["key", "count"]].values.tolist() == [["open_data", 2]]


def test_what_followed_counts_those_rated_twice(db: DuckDBPyConnection) -> None:
    columns = ["basis", "yes", "n", "missing"]
    assert base_rates.what_followed(db)[columns].values.tolist() == [
        ["complete", 0, 0, 0], ["substantial", 1, 2, 1], ["low", 1, 2, 3], ["unclear", 0, 0, 0],
    ]  # fmt: skip
    assert base_rates.what_was_carried_forward(db)[columns].values.tolist() == [
        ["stalled_confirmed", 1, 1, 1], ["nearly", 0, 0, 1],
    ]  # fmt: skip
    assert base_rates.what_followed(db)["low_share"].isna().all(), "no interval on fewer than five"


def test_intervals_stand_beside_shares_of_five_and_more(tmp_path: Path) -> None:
    """Domain description, section 6: 28.9 % of 76 low at midterm ended high, interval 20 to 40 %."""
    low = [
        Commitment(f"A{n}", ratings=(LOW, rated("completion", "final", "complete" if n < 22 else "limited")))
        for n in range(76)
    ]
    path = tmp_path / "monitor.duckdb"
    publish(path, low)
    with published.connect(published.current(path)) as db:
        row = base_rates.what_followed(db).to_dict("records")[2]
    assert (row["yes"], row["n"], round(row["share"], 3)) == (22, 76, 0.289)
    assert (round(row["low_share"], 2), round(row["high_share"], 2)) == (0.20, 0.40)
    assert stalled_words.basis_sentence(row, language="en") == (
        "Of 76 commitments rated not started or limited at midterm, 22 ended substantial or complete: "
        "29% (95% interval 20% to 40%)."
    )


def test_rows_in_words(db: DuckDBPyConnection) -> None:
    frame = stalled.rows(db, as_of=DAY)
    shown = stalled_words.readable(frame, labels={}, language="en").to_dict("records")
    assert (shown[0]["stall_state"], shown[0]["commitment"], shown[0]["lead_institution"], shown[0]["themes"]) == (
        "■ Stalled, confirmed", "4.1 Registers", "Treasury", "Open data",
    )  # fmt: skip
    assert shown[1]["commitment"] == "2 · Audits"
    assert shown[0]["why"] == (
        "Midterm: substantial (Commitments!K2); Final: limited (Commitments!L2); plan ended ≈ 30 June 2016"
    )
    by_id = {row["commitment_id"]: row for row in shown}
    assert by_id["A4"]["why"].startswith("Midterm: limited (Commitments!K2); no final rating; plan ended ≈")
    assert by_id["G2"]["why"] == "Completion not rated; plan ends ≈ 30 June 2025"
    assert by_id["G1"]["why"] == ("Completion not rated; Final: no data (Commitments!K2); plan ended ≈ 30 June 2023")
    assert by_id["A3"]["lead_institution"] == "Not stated"
    assert (by_id["G2"]["member_record"], by_id["A1"]["member_record"]) == ("", "")
    french = stalled_words.readable(frame, labels={}, language="fr").to_dict("records")
    assert french[0]["overlays"].startswith("en recul, sans progrès")


def test_estimated_days_are_told_from_those_of_a_file(db: DuckDBPyConnection) -> None:
    frame = stalled.rows(db, as_of=DAY).assign(dates_are_estimated=True)
    shown = stalled_words.readable(frame, labels={}, language="en").to_dict("records")
    marks = {row["commitment_id"]: (row["since_is_estimated"], row["due_is_estimated"]) for row in shown}
    assert (marks["A1"], marks["G2"], marks["G3"]) == ((True, False), (False, True), (False, True))
    given = stalled_words.readable(frame.assign(dates_are_estimated=False), labels={}, language="en")
    assert not given[["since_is_estimated", "due_is_estimated"]].any(axis=None)


def test_whoever_is_sent_to_a_cell_is_told_its_file(db: DuckDBPyConnection) -> None:
    shown = stalled_words.readable(stalled.rows(db, as_of=DAY), labels={}, language="en").to_dict("records")
    for row in shown:
        assert row["file_name"] == ("release.xlsx" if "(Commitments!" in row["why"] else ""), row["why"]


def test_a_record_of_few_is_told_as_counts() -> None:
    assert stalled_words.record({"record_yes": 2, "record_n": 3}, language="en") == "2 of 3"
    assert stalled_words.record({"record_yes": 2, "record_n": 5}, language="en") == "40% (2 of 5)"


def test_filters_are_parameters(db: DuckDBPyConnection) -> None:
    hostile = "' OR 1=1 --"
    assert stalled.how_many(db, as_of=DAY, by="institution", group=hostile) == 0
    assert stalled.how_many(db, as_of=DAY, states=[hostile]) == 0
    assert stalled.ladder(db, as_of=DAY, members=[hostile])["count"].sum() == 0


def test_the_chart_tells_never_rated_from_zero_and_names_its_states(db: DuckDBPyConnection) -> None:
    picture = Picture("Where?", "source")
    frames = base_rates.what_followed(db), base_rates.what_was_carried_forward(db), base_rates.what_was_found(db)
    before = stalled_words.before(*frames, language="en")
    drawn = stalled_charts.ladder(stalled.ladder(db, as_of=DAY), before=before, language="en", picture=picture)
    bars: dict[str, Any] = drawn["data"][0]
    assert bars["x"] == [1, 1, 2, 2, 1, 1, 1, 0, 1, 1]
    assert [point[1] for point in bars["customdata"]] == list(stalled.LADDER)
    assert drawn["layout"]["yaxis"]["ticktext"][2] == "■ Stalled, confirmed"
    hollow = dict(zip(stalled.LADDER, bars["marker"]["color"], strict=True))
    assert hollow["blind_spot"] == hollow["running_unrated"] == "rgba(0,0,0,0)"
    assert "Of 2 commitments rated not started or limited" in bars["customdata"][3][0].replace("<br>", " ")
    assert set(stalled.LADDER) - set(before) == {"withdrawn", "complete", "unclear", "blind_spot", "nearly"}
    assert before["stalled_confirmed"] == (
        "Of 1 that ended not started or limited, 1 was carried into the next plan; not said by the IRM: 1."
    )


def test_few_cases_are_hollow_and_without_an_interval(db: DuckDBPyConnection) -> None:
    drawn = stalled_charts.followed(base_rates.what_followed(db), language="en", picture=Picture("What?", "source"))
    assert [(p["text"], p["error_x"]["visible"], p["marker"]["color"]) for p in drawn["data"]] == [
        (["1 of 2"], False, "rgba(255,255,255,0)"), (["1 of 2"], False, "rgba(255,255,255,0)"),
    ]  # fmt: skip


def test_a_base_rate_says_of_how_many_it_is_not_known() -> None:
    row = {"basis": "low", "yes": 2, "n": 4, "missing": 786, "share": 0.5, "low_share": None, "high_share": None}
    said = stalled_words.basis_sentence(row, language="en")
    assert said.endswith("2 ended substantial or complete; not rated at the end: 786.")
    carried = {**row, "basis": "nearly", "missing": 0}
    assert stalled_words.carried_sentence(carried, language="en").endswith("2 were carried into the next plan.")
