"""One member's page: who it is, its numbers, what is due, how plans were made, who is under it, the brief."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.framed import beneath, measures
from tests.published import Commitment, Snapshot, publish, rated
from ui import member as pieces
from ui import member_brief

HOSTILE = "$x$ <script>x</script> [x](javascript:alert(1)) **b**"
COMMITMENTS = (
    *(
        Commitment(
            f"G{n}", member="GBR", plan=2, year=2013, number=str(n), title=HOSTILE, lead=HOSTILE, themes=("open_data",),
            ratings=(
                rated("completion", "midterm", "limited"), rated("completion", "final", code),
                rated("potential_impact", "design", "moderate"), rated("carried_forward", "final", "yes"),
            ),
        )
        for n, code in enumerate(("complete", "substantial", "limited", "limited", "not_started", "complete"), start=1)
    ),
    Commitment("G7", member="GBR", plan=5, year=2024, is_over=False,
               ratings=(rated("potential_for_results", "design", "substantial"),)),
    Commitment("S1", member="GBR-scotland", plan=1, year=2021, ratings=(rated("completion", "final", "complete"),)),
    Commitment("X1", member="XKX", plan=1, year=2022),
)  # fmt: skip
PROCESS = (
    ("GBR-2", "advance_notice", "Yes", True, None),
    ("GBR-2", "timeline_available", "No", False, None),
    ("GBR-5", "advance_notice", "NR", None, "not_reviewed"),
    ("GBR-2", "development_iap2_level", "Consult", None, None),
    ("GBR-2", "development_participation", "Invitation-only", None, None),
    ("GBR-2", "implementation_participation", "Open", None, None),
    ("GBR-2", "implementation_iap2_level", "Delegate", None, None),
)


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nine commitments: a country with a past and a running plan, a local government, a member without ratings."""
    path = tmp_path / "monitor.duckdb"
    monkeypatch.setenv("MONITOR_DB", str(path))
    publish(path, COMMITMENTS, snapshot=Snapshot(is_demo=True, process=PROCESS))
    return path


def table(app: AppTest, column: str) -> list[list[object]]:
    """The rows of the first table with the column."""
    return next(t.value.values.tolist() for t in app.dataframe if column in t.value.columns)


def test_no_member_chosen_asks_which_and_offers_those_that_have_commitments(opened: Callable[..., AppTest]) -> None:
    app = opened("member")
    assert app.header[0].value == "Which country or local government?"
    picker = app.selectbox(key="pick_member")
    assert picker.options == ["Kosovo (1)", "Scotland, United Kingdom (1)", "United Kingdom (7)"]
    assert not app.metric
    everyone = app.dataframe[0].value[["name", "yes", "n", "share"]].values.tolist()
    assert [row[0] for row in everyone] == ["Kosovo", "Scotland, United Kingdom", "United Kingdom"]
    assert all(row[3] in (f"{row[1]} of {row[2]}", "–") for row in everyone if row[2] < 5)
    picker.set_value("GBR").run()
    assert app.header[0].value == "United Kingdom: what was promised, and what came of it?"
    assert app.query_params["members"] in ("GBR", ["GBR"])


def test_no_member_is_offered_of_whom_the_other_filters_leave_nothing(opened: Callable[..., AppTest]) -> None:
    app = opened("member", level=["local"])
    assert app.selectbox(key="pick_member").options == ["Scotland, United Kingdom (1)"]


def test_the_first_screen_counts_each_scale_apart(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    assert measures(app) == {
        "Action plans": "2",
        "Commitments": "7",
        "High completion": "50%",
        "Strong early results": "–",
        "Stalled": "50%",
        "Ambitious (plans since 2020)": "1 of 1",
        "Ambitious (plans to 2019)": "100%",
        "Carried forward": "100%",
    }
    said = beneath(app)
    assert "1 running on the data date" in said
    assert "3 of 6 rated; 1 not rated" in said


def test_charts_name_themselves_and_rest_on_their_numbers(opened: Callable[..., AppTest]) -> None:
    app = opened("member", numbers=("member_movement",), members="GBR")
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert [alt.split(".")[0] for alt in alts] == [
        "Timeline of the plans, with high completion by plan",
        "Stacked bars of completion ratings by plan",
        "Share of ambitious commitments by plan, one line per scale",
        "Slope of completion ratings from midterm to the end",
        "Bars of the number of commitments by theme",
    ]
    assert "Plan 2: 50%" in alts[1]
    assert ["Limited", "Substantial", "Up", 1, 6, 1] in table(app, "direction")
    assert any("n = 6 rated at both; 1 not." in caption.value for caption in app.caption)


def test_what_is_only_a_sentence_stands_beside_no_chart(opened: Callable[..., AppTest]) -> None:
    for member, pairs in (("GBR", 3), ("GBR-scotland", 1)):
        app = opened("member", members=member)
        drawn = len(app.get("plotly_chart")) + 1  # and the table on the member's record
        columns = [c for c in app.get("column") if c.proto.weight < 1]
        assert len(columns) == 2 * pairs, member
        assert drawn == 2 * pairs + (drawn % 2)


def test_what_runs_is_not_judged_and_the_record_says_what_became_of_the_rest(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    assert table(app, "due") == [["5", "≈ 1 Jul 2024", "≈ 30 Jun 2026", "≈ 13%", "0 of 1"]]
    assert any("publishes no completion rating" in text.value for text in app.text)
    assert table(app, "interval") == [
        ["Plan over, latest rating high", "50% (3 of 6)", "19% to 81%", "0"],
        ["Not started or limited at midterm, high at the end", "50% (3 of 6)", "19% to 81%", "0"],
        ["Substantial at midterm, high at the end", "–", "–", "0"],
    ]


def test_the_running_commitments_are_listed_a_click_away_from_their_page(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    assert table(app, "potential_for_results") == [["1 · Publish the budget", "Ministry of Finance", "Substantial"]]
    assert not any("with these filters" in caption.value for caption in app.caption)


def test_what_runs_is_a_fact_of_the_member_whatever_is_filtered(opened: Callable[..., AppTest]) -> None:
    for filters in ({"plans": "2"}, {"themes": "open_data"}):
        app = opened("member", members="GBR", **filters)
        said = [*beneath(app), *(caption.value for caption in app.caption)]
        assert measures(app)["Action plans"] == "1"
        assert "of 2; 1 running on the data date" in said
        assert any("plans from 2013 to 2026" in line for line in said)
        assert [row[0] for row in table(app, "due")] == ["5"]
        assert any("Commitments of running plans with these filters: 0 of 1." in line for line in said)
        assert not any("No plan of this member was running" in line for line in said)


def test_process_answers_are_told_by_word_and_symbol(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    assert table(app, "question") == [
        ["Was a timeline of the process available in advance?", "✗ No", ""],
        ["Was there advance notice of consultations?", "✓ Yes", "– Not yet reviewed"],
        ["Was writing the plan open to everyone?", "Invitation-only", ""],
        ["Level of participation in writing the plan (IAP2)", "Consult", ""],
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", ["✗ No", "✓ Sí", "Solo por invitación", "Consultar"]),
     ("fr", ["✗ Non", "✓ Oui", "Sur invitation seulement", "Consulter"])],
)  # fmt: skip
def test_levels_of_participation_are_told_in_the_language(
    opened: Callable[..., AppTest], language: str, said: list[str]
) -> None:
    assert [row[1] for row in table(opened("member", members="GBR", language=language), "question")] == said


def test_a_level_that_the_texts_do_not_know_is_told_as_written(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    app.session_state["process_implementation_open"] = True
    shown = [frame.value for frame in app.run().dataframe if "question" in frame.value]
    assert shown[1].iloc[:, 1].tolist() == ["Open", "Delegate"]


def test_the_way_down_and_up_again(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    app.button(key="go_GBR-scotland").click().run()
    assert not app.exception
    assert app.header[0].value.startswith("Scotland, United Kingdom")
    app.button(key="go_GBR").click().run()
    assert app.header[0].value.startswith("United Kingdom")


def test_titles_are_shown_letter_by_letter(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR")
    assert [row[1] for row in table(app, "completion")] == [HOSTILE] * 6


def test_the_first_of_several_members_is_shown_and_the_others_named(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members=["XKX", "GBR"])
    assert app.header[0].value.startswith("Kosovo")
    assert any("the first of the 2 chosen. Also chosen: United Kingdom" in c.value for c in app.caption)
    assert measures(app)["High completion"] == "–"
    said = [caption.value for caption in app.caption]
    assert any("No commitment of this member was rated both" in line for line in said)
    assert any("The process files say nothing" in line for line in said)
    assert any("The IRM does not say which commitments went on" in line for line in said)


def test_filters_that_leave_nothing_are_one_sentence(opened: Callable[..., AppTest]) -> None:
    app = opened("member", members="GBR", years="2021")
    assert [info.value for info in app.info] == ["No commitment matches these filters."]


@pytest.mark.parametrize(("language", "question"), [("es", "¿qué se prometió"), ("fr", "qu’a-t-on promis")])
def test_other_languages(opened: Callable[..., AppTest], language: str, question: str) -> None:
    assert question in opened("member", members="GBR", language=language).header[0].value


def test_themes_are_those_of_both_lists_each_of_those_that_its_list_tags(
    opened: Callable[..., AppTest], published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Commitment("G9", member="GBR", plan=5, year=2024, themes=("energy",), taxonomies=("irm_2024",))
    older = [
        Commitment(f"G{n}", member="GBR", plan=2, year=2013, themes=("audits_2016",), taxonomies=("irm_2016",))
        for n in range(3)
    ]
    untagged = Commitment("G8", member="GBR", plan=5, year=2024, taxonomies=())
    themes = {"energy": ("Energy", "irm_2024"), "audits_2016": ("Audits", "irm_2016")}
    publish(published, [newer, *older, untagged], snapshot=Snapshot(themes=themes))
    briefs: list[str] = []
    monkeypatch.setattr(member_brief, "in_this_language", lambda work: briefs.append(work().decode()) or work)
    app = opened("member", members=["GBR"], numbers=("member_themes",))
    counted = "n = 4 tagged, by one list of tags or by both (List of 2024: 1; List of 2016: 3); 1 not."
    assert any(counted in caption.value for caption in app.caption)
    assert [row[:4] for row in table(app, "theme")] == [["Audits", 3, 3, 2], ["Energy", 1, 1, 4]]
    assert "Audits (3 of 3); Energy (1 of 1)" in briefs[0]
    assert counted in briefs[0]
    app = opened("member", members=["GBR"], plans=["2"])
    assert any("List of 2016: n = 3 tagged; 0 not." in caption.value for caption in app.caption)


def test_plans_that_no_file_has_are_named_whatever_is_filtered(opened: Callable[..., AppTest]) -> None:
    def said(**filters: list[str]) -> str:
        lines = opened("member", members=["GBR"], **filters).caption
        return " ".join(caption.value.replace("\\", "") for caption in lines)

    assert "Action plans that are not in these files: 1, 3, 4" in said()
    assert "Action plans that are not in these files: 1, 3, 4" in said(plans=["5"])


def test_a_plan_that_the_process_file_alone_has_is_in_these_files(
    published: Path, opened: Callable[..., AppTest]
) -> None:
    plan = "SELECT * REPLACE ('GBR-3' AS plan_id, 3 AS number) FROM action_plan WHERE plan_id = 'GBR-2'"
    answers = "SELECT * REPLACE ('GBR-3' AS plan_id) FROM process WHERE plan_id = 'GBR-2'"
    with duckdb.connect(str(published)) as db:
        db.execute(f"INSERT INTO action_plan BY NAME {plan}")
        db.execute(f"INSERT INTO process BY NAME {answers}")
    lines = " ".join(caption.value.replace("\\", "") for caption in opened("member", members=["GBR"]).caption)
    assert "Action plans that are not in these files: 1, 4" in lines


def test_the_brief_does_not_make_none_of_what_is_not_known(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    briefs: list[str] = []
    monkeypatch.setattr(member_brief, "in_this_language", lambda work: briefs.append(work().decode()) or work)
    opened("member", members=["GBR-scotland"])
    opened("member", members=["GBR"])
    assert "The IRM does not say which commitments went on into the next plan (1 not rated)." in briefs[0]
    assert "Went on into the next plan, as the IRM says: 6 of 6. Of 1 it does not say." in briefs[1]
    assert "Stalled: 50% (3 confirmed, 0 likely; 3 of 6 known; 1 not rated or unclear)." in briefs[1]
    assert "Action plans that are not in these files: 1, 3, 4" in briefs[1]


def test_the_brief_lists_what_is_stalled_and_what_runs_and_says_how_many_more(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    briefs: list[str] = []
    monkeypatch.setattr(member_brief, "in_this_language", lambda work: briefs.append(work().decode()) or work)
    monkeypatch.setattr(member_brief, "MOST_LISTED", 2)
    opened("member", members=["GBR"])
    [stalled] = [part for part in briefs[0].split("<section>") if "<h2>What is stalled?</h2>" in part]
    assert stalled.count("<tr>") == 1 + 2
    assert "<td>■ Stalled, confirmed</td><td>Plan 2 (2013)</td>" in stalled
    assert "and 1 more, on the page “Stalled”" in stalled
    [running] = [part for part in briefs[0].split("<section>") if "<h2>What is running, and what is due?</h2>" in part]
    assert "<td>Plan 5</td><td>1 · Publish the budget</td><td>Ministry of Finance</td><td>Substantial</td>" in running
    opened("member", members=["GBR-scotland"])
    assert "What is stalled?" not in briefs[1]
    assert "No plan of this member was running on the data date." in briefs[1]


def test_a_long_list_of_what_was_carried_forward_is_cut_on_the_screen_and_says_so(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MOST_CARRIED", 2)
    app = opened("member", members=["GBR"])
    assert any("The first 2 are shown, the file has all." in caption.value for caption in app.caption)
    assert (
        len(next(frame.value for frame in app.dataframe if list(frame.value.columns)[:2] == ["plan_number", "title"]))
        == 2
    )
