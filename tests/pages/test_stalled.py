"""The page on what is stalled: its numbers, its own filters in the address, groups, rows that open."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from analysis import stalled
from tests.published import MEMBERS, Commitment, Member, Snapshot, publish, rated

HOSTILE = "=1+1 $x$ [x](javascript:alert(1)) **b** <script>x</script>"


def states(app: AppTest) -> list[str]:
    return list(app.dataframe[-1].value["stall_state"])


def said(app: AppTest) -> str:
    return "\n".join([*(text.value for text in app.text), *(caption.value for caption in app.caption)])


def test_the_first_screen_answers_in_a_sentence_and_on_the_ladder(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", numbers=("ladder",))
    assert app.header[0].value == "What is stalled?"
    assert app.text[0].value == (
        "3 of 6 commitments whose completion is known are stalled: 0 confirmed by a final rating, 3 likely (low at "
        "midterm, plan over, no final rating in these files). Plan over, completion not rated: 2."
    )
    ladder = app.dataframe[0].value
    assert dict(zip(ladder["stall_state"], ladder["count"], strict=True)) == {
        "Withdrawn": 0, "Complete": 2, "Stalled, confirmed": 0, "Stalled, likely": 3, "At risk": 0, "Nearly there": 0,
        "Substantial at midterm": 1, "Unclear": 0, "Over, not rated": 2, "Running, not yet rated": 0,
    }  # fmt: skip
    assert "n = 8 commitments; 2 not rated on completion." in said(app)
    assert states(app)[:4] == ["◆ Stalled, likely"] * 3 + ["○ Over, not rated"]
    assert "Commitments found: 8. Showing 1 to 8:" in said(app)


def test_what_says_nothing_is_not_told_as_good_news(published: Path, opened: Callable[..., AppTest]) -> None:
    publish(published, [Commitment(f"N{n}", year=2024, is_over=False) for n in range(3)])
    assert opened("stalled").text[0].value == (
        "Of none of these commitments is the completion known. Running and not rated yet, which says nothing about "
        "them: 3."
    )


@pytest.mark.parametrize(("kind", "is_told"), [("commitments", True), ("process", False)])
def test_what_only_an_older_file_has_is_told(
    published: Path, opened: Callable[..., AppTest], kind: str, is_told: bool
) -> None:
    low = (rated("completion", "midterm", "limited"),)
    publish(published, [Commitment(f"N{n}", year=2014, ratings=low) for n in range(3)])
    with duckdb.connect(str(published)) as db:
        newer = (
            f"SELECT * REPLACE ('s9' AS source_id, DATE '2030-01-01' AS as_of, '{kind}' AS kind) FROM source LIMIT 1"
        )
        db.execute(f"INSERT INTO source BY NAME {newer}")
    older = "3 of the likely ones are in older files alone (1 October 2024 or before): a final rating may exist by now."
    assert (older in said(opened("stalled"))) == is_told


def test_no_final_rating_is_hinted_at_where_none_was_due(published: Path, opened: Callable[..., AppTest]) -> None:
    low = (rated("completion", "midterm", "limited"),)
    publish(published, [Commitment("N1", year=2012, ratings=low), Commitment("N2", plan=2, year=2014, ratings=low)])
    with duckdb.connect(str(published)) as db:
        db.execute("UPDATE source SET as_of = DATE '2016-01-01'")
        newer = "SELECT * REPLACE ('s9' AS source_id, DATE '2030-01-01' AS as_of) FROM source LIMIT 1"
        db.execute(f"INSERT INTO source BY NAME {newer}")
    assert (
        "1 of the likely ones is of a plan that the IRM rated only at midterm: no final rating was due. 1 of the "
        "likely ones is in older files alone (1 January 2016 or before), 1 of them in a plan still running then: a "
        "final rating may exist by now."
    ) in said(opened("stalled"))


def test_nothing_is_told_of_older_files_where_there_are_none(opened: Callable[..., AppTest]) -> None:
    assert "older files" not in said(opened("stalled"))


def test_the_day_is_in_the_address_and_decides_what_is_over(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", as_of="2015-01-01", members="KEN")
    assert app.date_input(key="as_of").value.isoformat() == "2015-01-01"
    assert states(app)[:3] == ["▲ At risk"] * 3
    assert "Plans that ended before 1 January 2015 count as over. Ratings: data of 1 October 2024." in said(app)
    assert "Ratings given after that day count all the same." in said(app)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2015-01-01", "With the ratings known on 1 October 2024, of plans begun by 1 January 2015, 3 of 6 "),
        ("2024-10-01", "3 of 6 "),
        ("2025-01-01", "With the ratings known on 1 October 2024, 3 of 6 "),
    ],
)  # fmt: skip
def test_no_state_of_another_day_is_claimed(
    opened: Callable[..., AppTest], published: Path, day: str, begins: str
) -> None:
    low = (rated("completion", "midterm", "limited"), rated("completion", "final", "limited"))
    good = (rated("completion", "final", "complete"),)
    publish(published, [Commitment(f"N{n}", year=2014, ratings=low if n < 3 else good) for n in range(6)])
    assert opened("stalled", as_of=day).text[0].value.startswith(begins)


def test_a_day_that_is_none_is_the_data_date(opened: Callable[..., AppTest]) -> None:
    assert "Plans that ended before 1 October 2024 count as over" in said(opened("stalled", as_of="yesterday"))


def test_states_and_overlays_narrow_the_list_by_address_and_by_hand(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", states=["stalled_likely", "NONSENSE"], language="en")
    assert states(app) == ["◆ Stalled, likely"] * 3
    assert app.multiselect(key="pick_states").options == [
        "● Complete (2)", "◆ Stalled, likely (3)", "◑ Substantial at midterm (1)", "○ Over, not rated (2)",
    ]  # fmt: skip
    app.multiselect(key="pick_states").unselect("stalled_likely").select("blind_spot").run()
    assert not app.exception
    assert states(app) == ["○ Over, not rated"] * 2
    assert app.query_params["states"] in ("blind_spot", ["blind_spot"])


def test_groups_lead_to_their_rows(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", group_by="member")
    groups = app.dataframe[-2].value
    assert groups[["name", "stalled_likely", "count"]].values.tolist() == [
        ["Kenya", 3, 6], ["United Kingdom", 0, 1], ["Kosovo", 0, 1],
    ]  # fmt: skip
    narrowed = opened("stalled", group_by="member", group="GBR")
    assert states(narrowed) == ["○ Over, not rated"]
    assert "Only: United Kingdom" in said(narrowed)
    narrowed.button(key="all_groups").click().run()
    assert len(states(narrowed)) == 8
    assert len(states(opened("stalled", group_by="theme", group="NOTHING"))) == 8


def test_groups_say_first_how_many_and_no_two_names_are_cut_alike(
    opened: Callable[..., AppTest], published: Path
) -> None:
    alike = "Ministry of the Interior and Kingdom Relations"
    leads = ["Treasury", f"{alike} and other public authorities", f"{alike} and Association of Municipalities"]
    publish(published, [Commitment(f"C{n}", lead=lead) for n, lead in enumerate(leads)], snapshot=Snapshot(2))
    groups = opened("stalled", group_by="institution").dataframe[-2].value
    assert list(groups.columns)[:2] == ["name", "count"]
    assert sorted(groups["name"]) == [
        "Ministry of the…her public authorities", "Ministry of the…tion of Municipalities", "Treasury",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["institution", "theme", "plan"])
def test_every_grouping_stands(opened: Callable[..., AppTest], by: str) -> None:
    app = opened("stalled", group_by=by)
    assert app.dataframe[-2].value["count"].sum() == (1 if by == "theme" else 8)
    told = "Institutions that lead together are one of their own, and do not count under each." in said(app)
    assert told == (by == "institution")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What the page that was opened last offers to take away, by the key of its button."""
    found: dict[str, dict[str, Any]] = {}

    def remembered(label: str, **more: Any) -> None:
        found[more["key"]] = more

    monkeypatch.setattr(st, "download_button", remembered)
    return found


@pytest.fixture
def taken(offered: dict[str, dict[str, Any]]) -> Callable[[], tuple[str, dict[str, str]]]:
    """Name and cover of the meeting's workbook as the page that was opened last offers it."""

    def workbook() -> tuple[str, dict[str, str]]:
        made = offered["meeting_workbook"]
        cover = load_workbook(io.BytesIO(made["data"]()))["Cover"]
        return made["file_name"], {row[0].value: row[1].value for row in cover.iter_rows()}

    return workbook


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("institution", ["key", "member", "institution"]),
        ("member", ["key", "member"]),
        ("theme", ["key", "theme"]),
        ("plan", ["key", "member", "plan_number"]),
    ],
)
def test_a_file_of_groups_says_what_its_columns_are(
    opened: Callable[..., AppTest], offered: dict[str, dict[str, Any]], by: str, columns: list[str]
) -> None:
    opened("stalled", group_by=by)
    book = load_workbook(io.BytesIO(offered[f"stalled-by-{by}_xlsx"]["data"]()))
    about, data = (book[name] for name in book.sheetnames)
    names = [cell.value for cell in data[1]]
    assert names == [*columns, *stalled.ATTENTION, "count"]
    said = {row[0].value: row[1].value for row in about.iter_rows(max_col=2)}
    assert said["stalled_likely"] == "Stalled, likely"
    assert said.get("institution", "Institution") == "Institution"
    assert "Hollow" not in said["Definition"]
    assert "Stalled, confirmed (stalled_confirmed): The final rating is not started or limited." in said["Definition"]


@pytest.mark.parametrize(
    ("by", "group", "said"),
    [
        ("institution", "KEN:Ministry of Finance", "Members: Kenya · Lead institution: Ministry of Finance"),
        ("plan", "KEN-1", "Members: Kenya · Kenya, plan 1"),
        ("member", "KEN", "Members: Kenya · Member: Kenya"),
    ],
)
def test_a_chosen_group_is_named_on_the_cover(
    opened: Callable[..., AppTest], taken: Callable[[], tuple[str, dict[str, str]]], by: str, group: str, said: str
) -> None:
    opened("stalled", members="KEN", group_by=by, group=group)
    name, cover = taken()
    assert cover["Filters"] == said
    assert "have a sheet of their own" in cover["Sheets"]
    assert name == "stalled-KEN-2024-10-01.xlsx"


def test_what_is_taken_away_of_another_day_keeps_the_data_date(
    opened: Callable[..., AppTest], offered: dict[str, dict[str, Any]]
) -> None:
    opened("stalled", as_of="2015-01-01", numbers=("ladder",))
    head = offered["ladder_csv"]["data"]().decode("utf-8-sig").splitlines()
    assert offered["ladder_csv"]["file_name"] == "ladder-2015-01-01.csv"
    assert "# Data date: 2024-10-01" in head
    assert "# Filters: As of: 1 January 2015" in head


def test_the_cover_says_of_which_likely_ones_more_may_be_known(
    published: Path, opened: Callable[..., AppTest], taken: Callable[[], tuple[str, dict[str, str]]]
) -> None:
    publish(published, [Commitment("N1", year=2012, ratings=(rated("completion", "midterm", "limited"),))])
    opened("stalled")
    assert taken()[1]["Stalled, likely"] == (
        "1 of the likely ones is of a plan that the IRM rated only at midterm: no final rating was due."
    )


def test_the_cover_speaks_of_the_likely_ones_that_the_page_counts(
    published: Path, opened: Callable[..., AppTest], taken: Callable[[], tuple[str, dict[str, str]]]
) -> None:
    low = rated("completion", "midterm", "limited")
    ambitious = (rated("potential_impact", "design", "moderate"), rated("relevance", "design", "yes"))
    publish(
        published, [Commitment("N1", year=2012, ratings=(low, *ambitious)), Commitment("N2", year=2012, ratings=(low,))]
    )
    app = opened("stalled", overlays=["ambitious_and_low"])
    of_one = "1 of the likely ones is of a plan that the IRM rated only at midterm: no final rating was due."
    assert of_one in said(app)
    assert taken()[1]["Stalled, likely"] == of_one


def test_a_group_of_many_members_says_whose_it_is(
    opened: Callable[..., AppTest], taken: Callable[[], tuple[str, dict[str, str]]]
) -> None:
    opened("stalled", group_by="institution", group="GBR:Ministry of Finance")
    name, cover = taken()
    assert cover["Filters"] == "Lead institution: Ministry of Finance (United Kingdom)"
    assert name == "stalled-2024-10-01.xlsx"
    opened("stalled", group_by="theme", group="open_data")
    assert taken()[1]["Filters"] == "Theme: Open data"


def test_no_commitment_is_one_sentence(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", members="GBR", years="2014")
    assert [info.value for info in app.info] == ["No commitment matches these filters."]
    app = opened("stalled", members="GBR", states="withdrawn")
    assert [info.value for info in app.info] == [
        "No commitment is in this state. Choose another one, or take a filter back."
    ]


def test_days_stay_days_and_those_that_no_file_gives_are_marked_beside_them(opened: Callable[..., AppTest]) -> None:
    listed = opened("stalled", members="KEN").dataframe[-1].value
    assert set(zip(listed["since"], listed["since_about"], strict=True)) == {(pd.Timestamp(2016, 6, 30), "≈")}
    assert "due_about" not in listed  # none of them is running


def test_a_column_that_no_row_has_is_left_out(published: Path, opened: Callable[..., AppTest]) -> None:
    publish(published, [Commitment("N1", year=2024, is_over=False)])
    listed = opened("stalled").dataframe[-1].value
    assert {"since", "since_about"}.isdisjoint(listed)
    assert {"due", "due_about"} <= set(listed)


@pytest.mark.parametrize(("language", "shape"), [("en", "D MMM YYYY"), ("es", "DD/MM/YYYY"), ("fr", "DD/MM/YYYY")])
def test_days_are_written_as_the_reader_does(opened: Callable[..., AppTest], language: str, shape: str) -> None:
    table = opened("stalled", members="KEN", language=language).dataframe[-1].proto
    assert json.loads(table.columns)["since"]["type_config"] == {"type": "date", "format": shape}


def test_one_commitment_has_no_order(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", members="GBR")
    assert "Commitments found: 1. Since: the end of the plan" in said(app)
    assert "Showing 1 to 1" not in said(app)


def test_plans_that_had_not_begun_are_not_filters_that_match_nothing(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", members="KEN", as_of="2011-06-30")
    assert [info.value for info in app.info] == [
        "The filters match 6 commitments, but no plan of theirs had begun by 30 June 2011."
    ]
    app.button(key="to_data_date").click().run()
    assert not app.exception
    assert "Commitments found: 6." in said(app)


def test_a_mark_that_no_commitment_has_is_not_a_filter_that_matches_nothing(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", members="KEN", overlays="went_backwards")
    assert [info.value for info in app.info] == [
        "The filters match 6 commitments. None of them is marked: went backwards."
    ]


@pytest.mark.parametrize(
    ("language", "title"), [("es", "¿Qué está estancado?"), ("fr", "Qu’est-ce qui est bloqué\u202f?")]
)  # fmt: skip
def test_every_language(opened: Callable[..., AppTest], language: str, title: str) -> None:
    app = opened("stalled", language=language, group_by="institution")
    assert app.header[0].value == title


def test_twelve_members_and_texts_of_any_kind(opened: Callable[..., AppTest], published: Path) -> None:
    members = [Member(f"M{n:02}", f"Member {n} {HOSTILE}") for n in range(12)]
    low = (rated("completion", "midterm", "limited", cell=HOSTILE),)
    publish(
        published,
        [Commitment(f"C{m.member_id}", member=m.member_id, title=HOSTILE, lead=HOSTILE, ratings=low) for m in members],
        members=[*MEMBERS, *members],
        snapshot=Snapshot(snapshot_id=2, is_demo=True, file_name=HOSTILE),
    )
    app = opened("stalled", members=[m.member_id for m in members], group_by="institution", group=f"M00:{HOSTILE}")
    assert f"Only: {HOSTILE}" in said(app)
    assert list(app.dataframe[-1].value["lead_institution"]) == [HOSTILE]
    assert len(opened("stalled", members=[m.member_id for m in members]).dataframe[-1].value) == 12


def test_reset_takes_back_what_the_page_itself_narrows_by(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled", as_of="2015-01-01", members="KEN", states=["at_risk"], group_by="institution", group="none")
    assert "6 of 8 commitments: Kenya · narrowed further below" in said(app)
    app.button(key="reset").click().run()
    assert not app.exception
    assert "All 8 commitments" in said(app)
    assert "narrowed further" not in said(app)
    assert "Plans that ended before 1 October 2024 count as over" in said(app)
    assert {name for name in app.query_params if name not in ("language", "group_by")} == set()
    assert "reset" not in [button.key for button in app.button]


def test_a_choice_of_the_page_alone_can_be_reset_too(opened: Callable[..., AppTest]) -> None:
    app = opened("commitments", q="budget")
    assert "All 8 commitments · narrowed further below" in said(app)
    app.button(key="reset").click().run()
    assert app.text_input(key="q").value == ""
    assert "narrowed further" not in said(app)


def test_what_is_chosen_and_taken_back_at_once_leaves_no_word_of_it(opened: Callable[..., AppTest]) -> None:
    app = opened("stalled")
    app.multiselect(key="pick_states").select("stalled_confirmed").run()
    assert any("narrowed further below" in caption.value for caption in app.caption)
    app.multiselect(key="pick_states").unselect("stalled_confirmed").run()
    assert not any("narrowed further below" in caption.value for caption in app.caption)
