"""How plans were made: exact answers on a handful of plans, the published figures on the real file."""

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analysis import process, process_charts, published
from analysis.figures import Picture
from tests.published import Commitment, Snapshot, publish, rated

Answer = tuple[str, str, str, bool | None, str | None]
#: Plan, year in the process file, year in the commitments file, steps with a yes, forum, level.
PLANS = (
    ("KEN-1", 2012, 2011, 6, "Yes", "Collaborate"),
    ("GHA-1", 2012, 2012, 3, "No", "Consult"),
    ("GBR-1", 2014, 2014, 0, "NR", "NA"),
)
OPEN = {"KEN-1": "Open", "GHA-1": "Invitation-only", "GBR-1": "NR"}
UNREAD = ("XKX-1", 2014)


def answers() -> list[Answer]:
    """Six steps, forum and level of each plan; of the last one, one step is not reviewed and nothing else is said."""
    rows: list[Answer] = []
    for plan, _, _, steps, forum, level in PLANS:
        rows += [(plan, step, "Yes" if n < steps else "No", n < steps, None) for n, step in enumerate(process.STEPS)]
        known = {"Yes": True, "No": False}.get(forum)
        rows.append((plan, process.FORUM, forum, known, None if forum != "NR" else "not_reviewed"))
        rows.append((plan, "development_iap2_level", level, None, "not_applicable" if level == "NA" else None))
        rows.append((plan, process.OPENNESS[0], OPEN[plan], None, "not_reviewed" if OPEN[plan] == "NR" else None))
    rows += [(UNREAD[0], step, "Yes", True, None) for step in process.STEPS[1:]]
    return [*rows, (UNREAD[0], process.STEPS[0], "NR", None, "not_reviewed")]


def commitments() -> list[Commitment]:
    """Six commitments of KEN-1, four of them high at midterm; one of each other plan."""
    codes = ("complete", "substantial", "substantial", "complete", "limited", "not_started")
    found = [
        Commitment(f"K{n}", number=str(n), year=2011, ratings=(rated("completion", "midterm", code),))
        for n, code in enumerate(codes)
    ]
    found.append(Commitment("G", member="GHA", year=2012, ratings=(rated("completion", "midterm", "complete"),)))
    found.append(Commitment("B", member="GBR", year=2014, themes=("open_data",)))
    return [*found, Commitment("X", member="XKX", year=2014)]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path: Path = tmp_path_factory.mktemp("process") / "monitor.duckdb"
    years = {plan: year for plan, year, *_ in PLANS} | dict([UNREAD])
    publish(path, commitments(), snapshot=Snapshot(process=answers(), process_years=years))
    connection = published.connect(published.current(path))
    yield connection
    connection.close()


def test_plans_are_counted_by_the_year_of_the_process_file(db: duckdb.DuckDBPyConnection) -> None:
    assert process.size(db).to_dict("records") == [
        {"plans": 4, "members": 4, "first": 2012, "last": 2014, "moved": 1, "answered": 4, "of": 4}
    ]
    assert process.span(db) == (2012, 2014)
    assert process.size(db, years=[2011])["plans"].tolist() == [0]
    assert process.size(db, members=["KEN"], years=[2012])["plans"].tolist() == [1]
    assert process.size(db, themes=["open_data"])["plans"].tolist() == [1]
    assert process.size(db, era=["midterm_only"])["plans"].tolist() == [2]


def test_the_era_is_that_of_the_year_in_the_process_file(tmp_path: Path) -> None:
    said = {"KEN-1": (2012, 2012), "GHA-1": (2014, 2013), "GBR-1": (2018, 2017)}
    publish(
        tmp_path / "m.duckdb",
        [Commitment(plan, member=plan[:3], year=year) for plan, (year, _) in said.items()],
        snapshot=Snapshot(
            process=tuple((plan, process.FORUM, "Yes", True, None) for plan in said),
            process_years={plan: year for plan, (_, year) in said.items()},
        ),
    )
    with published.connect(published.current(tmp_path / "m.duckdb")) as db:
        found = process.by_year(process.answers(db), process.FORUM)
    assert found[["year", "era"]].values.tolist() == [
        [2012, "midterm_only"], [2013, "midterm_and_final"], [2017, "final_only"],
    ]  # fmt: skip


def test_headlines_rest_on_answers_alone(db: duckdb.DuckDBPyConnection) -> None:
    assert process.headlines(process.plans(db, language="en")).fillna(-1).to_dict("records") == [
        {"measure": "all_steps", "yes": 1, "n": 3, "missing": 1, "share": 1 / 3},
        {"measure": "regular_forum", "yes": 1, "n": 2, "missing": 2, "share": 0.5},
        {"measure": "involved", "yes": 1, "n": 2, "missing": 2, "share": 0.5},
    ]


def test_steps_are_in_their_order_and_a_plan_not_reviewed_is_no_no(db: duckdb.DuckDBPyConnection) -> None:
    found = process.steps(process.answers(db))
    assert found["question"].tolist() == list(process.STEPS)
    assert found[["yes", "n", "missing"]].values.tolist() == [
        [2, 3, 1], [3, 4, 0], [3, 4, 0], [2, 4, 0], [2, 4, 0], [2, 4, 0],
    ]  # fmt: skip


def test_by_year_and_by_region(db: duckdb.DuckDBPyConnection) -> None:
    by_year = process.by_year(process.answers(db), process.FORUM)
    assert by_year.drop(columns="share").to_dict("records") == [
        {"year": 2012, "era": "midterm_only", "yes": 1, "n": 2, "missing": 0},
        {"year": 2014, "era": "midterm_and_final", "yes": 0, "n": 0, "missing": 2},
    ]
    assert by_year["share"].isna().tolist() == [False, True]
    assert process.by_region(process.answers(db), process.FORUM)[["region", "yes", "n", "missing"]].values.tolist() == [
        ["africa_and_the_middle_east", 1, 2, 0],
        ["europe", 0, 0, 2],
    ]


def test_levels_keep_not_applicable_apart(db: duckdb.DuckDBPyConnection) -> None:
    columns = ["phase", "iap2_level", "plans", "n", "missing", "not_applicable", "share"]
    assert process.levels(process.plans(db, language="en"))[columns].astype(object).fillna("-").values.tolist() == [
        ["development", "consult", 1, 2, 2, 1, 0.5],
        ["development", "collaborate", 1, 2, 2, 1, 0.5],
        ["implementation", "-", 0, 0, 4, 0, "-"],
    ]


def test_taking_part_was_open_or_by_invitation(db: duckdb.DuckDBPyConnection) -> None:
    answered = process.answers(db)
    making, running = process.OPENNESS
    assert process.steps(answered, more=process.OPENNESS)[["question", "yes", "n", "missing"]].values.tolist()[-2:] == [
        [making, 1, 2, 2],
        [running, 0, 0, 4],
    ]
    assert process.steps(answered)["question"].tolist() == list(process.STEPS)
    listed = process.behind(db, question=making, language="en")
    assert listed[["holds", "member"]].values.tolist() == [["yes", "Kenya"], ["no", "Ghana"]]


def test_questions_offer_those_with_yes_or_no_only(db: duckdb.DuckDBPyConnection) -> None:
    found = process.questions(process.answers(db))
    assert found["question"].tolist() == [process.FORUM, *process.STEPS, *process.OPENNESS]
    assert found["n"].tolist() == [2, 3, 4, 4, 4, 4, 4, 2, 0]
    answered = process.questions(process.answers(db, members=["GBR"]))
    assert answered["question"].tolist() == [*process.STEPS, process.FORUM, *process.OPENNESS]  # not reviewed
    assert answered["n"].tolist() == [1, 1, 1, 1, 1, 1, 0, 0, 0]


def test_plans_name_the_kind_of_missing(db: duckdb.DuckDBPyConnection) -> None:
    found = process.plans(db, language="en").set_index("member")
    assert found.index.tolist() == ["Ghana", "Kenya", "Kosovo", "United Kingdom"]
    assert found["regular_forum"].fillna("").tolist() == ["no", "yes", "", "not_reviewed"]
    assert found["steps_followed"].fillna(-1).tolist() == [3, 6, -1, 0]
    assert found["timeline_available"].tolist() == ["yes", "yes", "not_reviewed", "no"]
    assert found["development_iap2_level"].fillna("").tolist() == ["consult", "collaborate", "", "not_applicable"]


def test_results_are_by_plan_and_at_midterm(db: duckdb.DuckDBPyConnection) -> None:
    found = process.results(db, beside="regular_forum", language="en")
    assert found[["group", "member", "yes", "n"]].values.tolist() == [["yes", "Kenya", 4, 6], ["no", "Ghana", 1, 1]]
    by_steps = process.results(db, beside="steps", language="en")
    assert by_steps[["group", "member_id", "n"]].values.tolist() == [
        ["steps_5_6", "KEN", 6],
        ["steps_3_4", "GHA", 1],
        ["steps_0_2", "GBR", 0],
    ]
    medians = process.medians(found, beside="regular_forum")
    assert medians[["group", "plans", "few"]].values.tolist() == [["yes", 1, 0], ["no", 0, 1]]
    assert medians["median_share"].isna().all()  # one plan has no median


def test_medians_are_of_plans_with_enough_ratings(db: duckdb.DuckDBPyConnection) -> None:
    found = process.results(db, beside="regular_forum", language="en")
    kenya = found[found["member_id"] == "KEN"]
    many = kenya.loc[kenya.index.repeat(5)].assign(share=[0.1, 0.2, 0.3, 0.4, 0.9])
    row = process.medians(many, beside="regular_forum").iloc[0]
    assert (row["plans"], row["lower_share"], row["median_share"], row["upper_share"]) == (5, 0.2, 0.3, 0.4)
    said = process_charts.medians_in_words(
        process.medians(many, beside="regular_forum"), beside="regular_forum", language="en"
    )
    assert said == ("With a regular forum: median 30%, quartiles 20% to 40%, n = 5 plans.")
    with_few = pd.concat([many, kenya.assign(n=2, plan_number=9), kenya.assign(n=0, share=math.nan, plan_number=10)])
    medians = process.medians(with_few, beside="regular_forum")
    assert process_charts.medians_in_words(medians, beside="regular_forum", language="en").endswith(
        "n = 5 plans; left out with fewer than five rated: 1."
    )
    drawn = process_charts.results(
        with_few, medians, beside="regular_forum", language="en", picture=Picture(title="?", source="IRM")
    )
    assert "With a regular forum (6)" in drawn["layout"]["yaxis"]["ticktext"][0].replace("<br>", " ")


def test_few_answers_are_faint_and_told_in_counts(db: duckdb.DuckDBPyConnection) -> None:
    drawn = process_charts.by_year(
        process.by_year(process.answers(db), process.FORUM),
        language="en",
        picture=Picture(title="Forum?", source="IRM"),
    )
    bars = drawn["data"][0]
    assert (bars["x"], bars["text"], bars["marker"]["opacity"]) == ([2012], ["1 of 2"], [0.45])
    assert "too few for a percentage" in bars["customdata"][0][0]
    assert [note["text"] for note in drawn["layout"]["annotations"]].count("no answer") == 1


def test_hostile_names_stay_text(db: duckdb.DuckDBPyConnection) -> None:
    found = process.results(db, beside="regular_forum", language="en").assign(member="<a href=x>&")
    drawn = process_charts.results(
        found,
        process.medians(found, beside="regular_forum"),
        beside="regular_forum",
        language="en",
        picture=Picture(title="Results?", source="IRM"),
    )
    assert drawn["data"][0]["customdata"][0][0].startswith("<b>&lt;a href=x&gt;&amp;</b> · plan 1, 2012")


def test_without_a_process_file_there_is_no_span(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    publish(path, commitments())
    with published.connect(published.current(path)) as db:
        assert process.span(db) is None
        with pytest.raises(ValueError, match="no process file"):
            process.as_of(db)
