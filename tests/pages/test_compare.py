"""Members and regions side by side: what is proposed, what is picked, what is warned of."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.published import Commitment, Member, Rating, Snapshot, publish, rated

CODES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ", "KKK", "LLL", "MMM")
MEMBERS = (*(Member(code, f"Land {code}", region="europe" if n % 2 else "americas") for n, code in enumerate(CODES)),)


def rated_plan(code: str, *, plan: int, year: int, yes: int) -> tuple[Commitment, ...]:
    """A plan of six commitments, `yes` of them complete."""
    return tuple(
        Commitment(f"{code}-{plan}-{n}", member=code, plan=plan, year=year, number=str(n),
                   ratings=(rated("completion", "final", "complete" if n < yes else "limited"),))
        for n in range(6)
    )  # fmt: skip


COMMITMENTS = (
    *(c for n, code in enumerate(CODES) for c in rated_plan(code, plan=1, year=2014, yes=n % 7)),
    *rated_plan("AAA", plan=2, year=2018, yes=6),
    Commitment("BBB-2-1", member="BBB", plan=2, year=2021,
               ratings=(rated("potential_for_results", "design", "substantial"),)),
)  # fmt: skip


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirteen members of two regions; two of them with a second plan, of another era."""
    path = tmp_path / "monitor.duckdb"
    monkeypatch.setenv("MONITOR_DB", str(path))
    publish(path, COMMITMENTS, members=MEMBERS, snapshot=Snapshot())
    return path


def names(app: AppTest) -> list[str]:
    """The names in the table of all numbers."""
    return next(list(t.value["unit_name"]) for t in app.dataframe if "low_share" in t.value.columns)


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_without_a_choice_the_regions_are_compared(opened: Callable[..., AppTest]) -> None:
    app = opened("compare")
    assert app.header[0].value == "How do members and regions compare?"
    assert sorted(names(app)) == ["Americas", "Europe"]
    assert "The regions, because no members are chosen." in captions(app)
    alts = [chart.proto.alt.split(".")[0] for chart in app.get("plotly_chart")]
    assert alts == [
        "Points with intervals", "Stacked bars of completion ratings", "Small charts, one per member or region",
    ]  # fmt: skip


def test_one_region_is_opened_into_its_members(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", regions="europe")
    assert len(names(app)) == 6
    assert "6 members of the region Europe: all that have commitments here." in captions(app)


def test_a_region_is_opened_into_members_that_the_other_filters_find(
    opened: Callable[..., AppTest], tmp_path: Path
) -> None:
    few = (Commitment(f"N{n}", member=f"N{n:02}", year=2023, number="1",
                      ratings=(rated("completion", "final", "complete"),)) for n in range(14))  # fmt: skip
    small = (Member(f"N{n:02}", f"Town {n:02}", level="local", region="europe") for n in range(14))
    publish(tmp_path / "monitor.duckdb", (*COMMITMENTS, *few), members=(*MEMBERS, *small))
    app = opened("compare", regions="europe", level="local")
    assert names(app) == [f"Town {n:02}" for n in range(12)]
    assert "12 of 14 members of the region Europe, those with the most plans here." in captions(app)
    assert names(opened("compare", regions="europe", years="2021")) == ["Land BBB"]


def test_members_have_counts_ranks_and_eras_in_one_table(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members=["AAA", "BBB", "GGG"])
    frame = next(t.value for t in app.dataframe if "low_share" in t.value.columns)
    columns = ["unit_name", "yes", "n", "missing", "best_rank", "worst_rank", "era_midterm_and_final", "era_final_only"]
    assert frame[columns].values.tolist() == [
        ["Land GGG", 6, 6, 0, 1, 2, 6, 0],
        ["Land AAA", 6, 12, 0, 1, 3, 6, 6],
        ["Land BBB", 1, 6, 1, 2, 3, 6, 0],
    ]
    assert frame.loc[1, ["share", "low_share", "high_share"]].tolist() == [0.5, 0.25, 0.75]
    assert not frame.drop(columns="unit_name").select_dtypes(exclude="number").columns.tolist()  # or they sort as text
    assert "Ranks for 3 of 3" in captions(app)


def test_mixed_eras_are_said_and_can_be_parted(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members=["AAA", "BBB"])
    assert "several eras: Midterm and final (12), Final only (6)" in app.info[0].value
    app.button(key="era_final_only").click().run()
    assert not app.exception
    assert names(app) == ["Land AAA"]
    assert "All ratings of this indicator are of one era: Final only." in captions(app)


def test_what_is_not_rated_is_told_by_its_kind(opened: Callable[..., AppTest], tmp_path: Path) -> None:
    silent = (
        Commitment("AAA-3-1", member="AAA", plan=3, year=2021,
                   ratings=(Rating("completion", "final", missing="not_reviewed"),)),
        Commitment("AAA-3-2", member="AAA", plan=3, year=2021, number="2",
                   ratings=(Rating("completion", "midterm", missing="no_data"),)),
    )  # fmt: skip
    publish(tmp_path / "monitor.duckdb", (*COMMITMENTS, *silent), members=MEMBERS)
    said = captions(opened("compare", members=["AAA", "BBB"]))
    assert (
        "Not in n (3): 1 not yet reviewed, 1 no data (as where this was not asked in that era), 1 of which no file says"
        " anything." in said
    )
    assert "Not in n" not in captions(opened("compare", members="CCC"))
    assert "Not in n" not in captions(opened("compare", members=["AAA", "BBB"], indicator="assessed"))


def test_the_bars_of_completion_say_their_own_eras_and_stages(opened: Callable[..., AppTest], tmp_path: Path) -> None:
    both = (
        Commitment("BBB-3-1", member="BBB", plan=3, year=2012, ratings=(rated("completion", "midterm", "limited"),)),
    )
    publish(tmp_path / "monitor.duckdb", (*COMMITMENTS, *both), members=MEMBERS)
    app = opened("compare", members=["AAA", "BBB"], indicator="assessed")
    bars = next(caption.value for caption in app.caption if "Latest completion ratings, whatever" in caption.value)
    assert "Eras of these ratings: Midterm only (1), Midterm and final (12), Final only (6)." in bars
    assert "here 1 from midterm (0 of 1 high) and 18 from the end of the plan (39% high)" in bars
    usual = captions(opened("compare", members=["AAA", "BBB"]))
    assert usual.count("1 from midterm (0 of 1 high) and 18 from the end of the plan (39% high)") == 1
    assert "“High completion at midterm” and “at the end” are indicators of their own" in usual
    alone = opened("compare", members="CCC")
    assert "Eras of these ratings: Midterm and final (6). All are from one stage: Final." in captions(alone)


def test_the_bars_are_the_ratings_on_the_scale_of_the_indicator(
    opened: Callable[..., AppTest], files: dict[str, dict[str, str]]
) -> None:
    app = opened("compare", members=["AAA", "BBB"], indicator="ambitious_since_2020", numbers=("compare_levels",))
    assert "All ratings of this indicator are of one era: Results report." in captions(app)
    assert "All ratings on this scale (unclear, modest, substantial), in the same order" in captions(app)
    assert "Latest completion ratings" not in captions(app)
    head = files["compare_levels"]
    assert head["question"] == "Potential for results: which ratings?"
    assert "Ambitious: substantial potential for results. Another scale than before 2020" in head["definition"]
    app = opened("compare", members=["AAA", "BBB"], indicator="stalled", numbers=("compare_completion",))
    assert files["compare_completion"]["question"] == "Completion: how far did commitments get?"
    assert "Latest completion ratings, whatever the indicator" in captions(app)


def test_only_twelve_members_are_compared_and_the_rest_is_named(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members=list(CODES))
    assert len(names(app)) == 12
    assert "The first 12 of the members chosen. Left out: Land MMM." in captions(app)


def test_similar_members_are_a_click_away(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members="CCC")
    app.button(key="similar").click().run()
    assert app.session_state["members"] == ["CCC", "EEE", "GGG", "III", "KKK", "MMM"]
    assert len(names(app)) == 6
    assert "No other member of the same level and region" in captions(opened("compare", members="AAA"))


def test_only_indicators_with_ratings_are_offered_and_the_address_holds_the_choice(
    opened: Callable[..., AppTest],
) -> None:
    app = opened("compare", members=["AAA", "BBB"])
    assert app.selectbox(key="pick_indicator").options == [
        "High completion (18)", "High completion at the end (18)", "Ambitious (plans since 2020) (1)", "Stalled (18)",
        "Rated by the IRM (19)",
    ]  # fmt: skip
    app.selectbox(key="pick_indicator").set_value("ambitious_since_2020").run()
    assert app.query_params["indicator"] in ("ambitious_since_2020", ["ambitious_since_2020"])
    assert names(app) == ["Land BBB"]
    assert "Without any plan that this indicator applies to: Land AAA." in captions(app)


def test_the_address_says_indicator_and_axis(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members=["AAA", "BBB"], indicator="stalled", by="plan")
    assert "A high share is not good here." in captions(app)
    assert "by number of the plan" in captions(app)


def test_nothing_chosen_is_one_sentence(opened: Callable[..., AppTest]) -> None:
    app = opened("compare", members="CCC", years="2018")
    assert [info.value for info in app.info] == ["No commitment matches these filters."]


@pytest.mark.parametrize(("language", "title"), [("es", "¿Cómo se comparan"), ("fr", "Comment les membres")])
def test_other_languages(opened: Callable[..., AppTest], language: str, title: str) -> None:
    app = opened("compare", members=["AAA", "BBB", "CCC"], language=language, by="plan")
    assert app.header[0].value.startswith(title)
