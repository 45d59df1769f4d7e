"""The page on ambition: the corners, why not, order and rows, small and empty selections, three languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.published import MEMBERS, Commitment, Member, Snapshot, publish, rated

MANY = tuple(Member(f"M{n:02}", f"Member {n:02} $x$", iso3=f"M{n:02}") for n in range(20))
DARING, MODEST = rated("potential_impact", "design", "transformative"), rated("potential_impact", "design", "minor")
DONE, UNDONE = rated("completion", "final", "complete"), rated("completion", "final", "limited")


@pytest.fixture
def judged(published: Path) -> Path:
    """Twenty members with six commitments each on the older scale, Ghana with one on the newer, Kosovo with none."""
    publish(
        published,
        [
            *(
                Commitment(f"{m.member_id}{n}", member=m.member_id, ratings=ratings, themes=("open_data",))
                for m in MANY
                for n, ratings in enumerate(
                    ((DARING, DONE), (DARING, DONE), (DARING, UNDONE), (MODEST, DONE), (MODEST, UNDONE), (DARING,))
                )
            ),
            Commitment(
                "G1", member="GHA", plan=4, year=2021, themes=("open_data",),
                ratings=(rated("potential_for_results", "design", "substantial"), UNDONE),
            ),
            Commitment("X1", member="XKX", plan=1, year=2021, is_over=False),
        ],
        members=(*MEMBERS, *MANY),
        snapshot=Snapshot(snapshot_id=2),
    )  # fmt: skip
    return published


def table(app: AppTest, place: int) -> list[list[object]]:
    """The rows of a table, by its place among those on the page."""
    rows: list[list[object]] = app.dataframe[place].value.values.tolist()
    return rows


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_ratings_of_two_stages_are_told_apart(
    judged: Path, opened: Callable[..., AppTest], files: dict[str, dict[str, str]]
) -> None:
    assert "latest rating" not in captions(opened("ambition"))
    early = (DARING, rated("completion", "midterm", "complete"))
    late = [Commitment(f"K{n}", ratings=(DARING, DONE if n < 3 else UNDONE), themes=("open_data",)) for n in range(6)]
    newer = (rated("potential_for_results", "design", "modest"), rated("completion", "midterm", "complete"))
    late += [Commitment("G9", member="GBR", plan=5, year=2021, ratings=newer)]
    publish(judged, [*late, Commitment("K9", ratings=early, themes=("open_data",))])
    said = "here 1 from midterm (1 of 1 high) and 6 from the end of the plan (50% high)"
    app = opened("ambition", numbers=("corners_potential_impact", "corners_members", "corners_themes"))
    told = [caption.value for caption in app.caption if said in caption.value]
    assert [caption.startswith("Ambitious: moderate or transformative") for caption in told] == [True]
    for name in ("corners_potential_impact", "corners_members", "corners_themes"):
        assert said in files[name]["definition"], name
    for name in ("corners_members", "corners_themes"):
        assert files[name]["definition"].startswith("Potential impact (plans to 2019). Ambitious: moderate"), name
    twice = "a commitment with two themes counts in both."
    assert [twice in files[name]["definition"] for name in ("corners_members", "corners_themes")] == [False, True]
    assert said in captions(opened("themes", measure="high_completion", members="KEN"))
    compared = captions(opened("compare", members=["KEN"]))
    assert said in compared
    assert "High completion at midterm” and “at the end” are indicators" in compared


def test_the_corners_stand_first_one_picture_per_scale(judged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("ambition", numbers=("corners_potential_impact", "corners_potential_for_results"))
    assert app.header[0].value == "Were the ambitious commitments carried out?"
    older = {row[0]: row[1:3] for row in table(app, 0)}
    assert older == {
        "Ambitious and done": [40, 100], "Done, not ambitious": [20, 100], "Neither": [20, 100],
        "Ambitious, not done": [20, 100],
    }  # fmt: skip
    newer = {row[0]: row[1] for row in table(app, 1)}
    assert newer["Ambitious, not done"] == 1
    said = captions(app)
    assert "n = 100 rated on both; 20 cannot be placed." in said
    assert "20 not placed (completion not rated though the plan is over: 20)." in said
    assert "1 not placed (rated on neither, plan still running: 1)." in said


def test_bars_follow_scale_order_and_rows_of_the_address(judged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("ambition", numbers=("corners_members",))
    assert "Drawn: 15 of 20." in captions(app)
    assert len({row[0] for row in table(app, 0)}) == 20
    address = {"rows": "all", "order": "name", "scale": "potential_for_results"}
    app = opened("ambition", numbers=("corners_members",), **address)
    assert "Drawn: 15 of 20." not in captions(app)
    assert {row[0] for row in table(app, 0)} == {"Ghana", "Kosovo"}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_language_one_member_and_twelve(judged: Path, opened: Callable[..., AppTest], language: str) -> None:
    for members in (["M03"], [member.member_id for member in MANY[:12]], ["GHA"], ["XKX"]):
        opened("ambition", members=members, language=language)


def test_a_scale_without_a_commitment_says_so(judged: Path, opened: Callable[..., AppTest]) -> None:
    said = captions(opened("ambition", members="M01"))
    assert "Potential for results (plans since 2020): no commitment here is rated on both" in said


def test_nothing_chosen_is_one_sentence(judged: Path, opened: Callable[..., AppTest]) -> None:
    app = opened("ambition", members="GHA", years="2014")
    assert [info.value for info in app.info] == ["No commitment matches these filters."]
