"""A title says what the numbers bear out, and asks where they are too few."""

from dataclasses import replace

import pytest

from analysis.slides import front, making, over_years, results, side_by_side, stalling
from analysis.slides.asked import Asked
from analysis.slides.model import Cards, Chart, Table
from tests.analysis.slides.conftest import Open, plan
from tests.published import Change, Commitment, Member, Snapshot, rated

SAME = plan("KEN", year=2013, counts=(5, 5, 5, 5)) + plan("KEN", year=2015, counts=(5, 5, 5, 5), number=2)
FALLING = plan("KEN", year=2013, counts=(10, 8, 1, 1)) + plan("KEN", year=2015, counts=(1, 1, 8, 10), number=2)


#: Ambitious and done on the newer scale.
NEWER = tuple(
    Commitment(
        f"G{n}", member="GBR", plan=5, year=2021,
        ratings=(rated("potential_for_results", "design", "substantial"), rated("completion", "final", "complete")),
    )
    for n in range(2)
)  # fmt: skip


def ambitious(member: str, *, done: int, of: int, number: int = 1, impact: str = "moderate") -> list[Commitment]:
    """Commitments of one plan, all of this potential impact and relevant, so many of them complete."""
    return [
        Commitment(
            f"{member}-{number}-{impact}-{place}",
            member=member,
            plan=number,
            number=f"{impact}{place}",
            title=f"{impact} {place}",
            ratings=(
                rated("completion", "final", "complete" if place < done else "limited"),
                rated("potential_impact", "design", impact),
                rated("relevance", "design", "yes"),
            ),
        )
        for place in range(of)
    ]


def test_the_measures_name_the_share_and_each_card_what_it_rests_on(opened: Open) -> None:
    slide = front.measures(opened(plan("KEN", year=2013, counts=(3, 2, 1, 0))))[0]
    assert slide.title == "83% of the rated commitments reached high completion"
    assert isinstance(slide.body, Cards)
    cards = {card.label: (card.value, card.beneath) for card in slide.body.cards}
    assert cards["High completion"] == ("83%", "5 of 6 rated; 0 not rated")
    assert cards["Ambitious"] == ("–", "0 of 0 rated; 6 not rated")


def test_fewer_than_five_are_no_finding(opened: Open) -> None:
    slide = front.measures(opened(plan("KEN", year=2013, counts=(2, 1, 1, 0))))[0]
    assert slide.title == "What became of the commitments?"


@pytest.mark.parametrize(
    ("commitments", "title"),
    [
        (FALLING, "High completion fell from 90% (plans of 2013) to 10% (2015) within the era “Midterm and final”"),
        (
            SAME,
            "High completion shows no clear change within the era “Midterm and final”: "
            "50% (plans of 2013) and 50% (2015)",
        ),
        # Two eras of one year each: nothing is compared across them.
        (
            plan("KEN", year=2013, counts=(9, 9, 1, 1)) + plan("KEN", year=2018, counts=(1, 1, 9, 9), number=2),
            "Plans of 2013–2018: 50% of the rated commitments reached high completion",
        ),
        (
            plan("KEN", year=2013, counts=(3, 3, 0, 0)),
            "Plans of 2013: 100% of the rated commitments reached high completion",
        ),
        (plan("KEN", year=2013, counts=(1, 1, 1, 0)), "How far did commitments get?"),
    ],
)
def test_a_change_is_told_only_within_an_era_and_beyond_chance(
    opened: Open, commitments: list[Commitment], title: str
) -> None:
    assert over_years.completion(opened(commitments))[0].title == title


def test_completion_over_years_holds_shares_eras_and_counts(opened: Open) -> None:
    unrated = Commitment("K9", plan=9, year=2022)
    slide = over_years.completion(opened([*FALLING, unrated]))[0]
    chart = slide.body
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.categories, chart.groups) == (
        "columns",
        ("2013\n20", "2015\n20"),
        (("Midterm and final", 2),),
    )
    assert {series.name: series.values for series in chart.series} == {
        "Complete": (0.5, 0.05),
        "Substantial": (0.4, 0.05),
        "Limited": (0.05, 0.4),
        "Not started": (0.05, 0.5),
    }
    # A part without room for its number has none.
    assert {series.name: series.labels for series in chart.series}["Complete"] == ("50%", "")
    assert slide.rests_on == (
        "n = 40 rated; 1 not rated. Beneath each year: rated commitments. None rated yet: plans of 2022."
    )
    assert slide.numbers == ("2013: 90% (18 of 20); 0 not rated", "2015: 10% (2 of 20); 0 not rated")


def test_two_scales_are_two_lines_that_never_meet(opened: Open) -> None:
    newer = [
        Commitment(f"N{n}", plan=2, year=2021, number=str(n), ratings=(rated("potential_for_results", "design", code),))
        for n, code in enumerate(("substantial", "modest", "modest"))
    ]
    slide = over_years.ambition(opened([*ambitious("KEN", done=2, of=6), *newer]))[0]
    assert isinstance(slide.body, Chart)
    assert [(s.name, s.values, s.labels, s.is_small) for s in slide.body.series] == [
        ("Potential impact (plans to 2019)", (1.0, None), ("100%", ""), (False, False)),
        ("Potential for results (plans since 2020)", (None, 1 / 3), ("", "1 of 3"), (False, True)),
    ]
    # The newer scale has three cases: no sentence on it.
    assert slide.title == "100% of 6 commitments rated on potential impact are ambitious."


def test_members_are_ordered_and_those_with_few_stand_last_as_counts(opened: Open) -> None:
    commitments = [
        *plan("KEN", year=2013, counts=(1, 1, 4, 4)),
        *plan("GBR", year=2013, counts=(4, 4, 1, 1)),
        *plan("XKX", year=2013, counts=(2, 0, 0, 0)),
    ]
    slide = side_by_side.completion(opened(commitments))[0]
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("United Kingdom (10)", "Kenya (10)", "Kosovo (2)")
    assert {series.name: series.labels for series in slide.body.series}["Complete"] == ("40%", "10%", "2")
    assert slide.title == "High completion ranges from 20% (Kenya) to 80% (United Kingdom)"
    assert slide.rests_on == "n = 22 rated; 0 not rated. In brackets: rated. Shown: 3 of 3."


def test_of_very_many_members_one_slide_shows_those_with_most_ratings(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "MOST_BARS", 1)
    monkeypatch.setattr(side_by_side, "_MOST_SLIDES", 1)
    commitments = [*plan("KEN", year=2013, counts=(1, 1, 4, 5)), *plan("GBR", year=2013, counts=(4, 4, 1, 1))]
    slides = side_by_side.completion(opened(commitments))
    assert [slide.body.categories for slide in slides] == [("Kenya (11)",)]  # type: ignore[union-attr]
    assert slides[0].rests_on.endswith("Shown: 1 of 2.")
    assert slides[0].title == "How far did the commitments of each member get?"  # no member that is not on the slide


def test_members_of_several_eras_are_said_to_be_so(opened: Open) -> None:
    later = plan("GBR", year=2018, counts=(8, 8, 2, 2))
    for make in (side_by_side.completion, side_by_side.members):
        slide = make(opened([*plan("KEN", year=2013, counts=(1, 1, 9, 9)), *later]))[0]
        assert slide.rests_on.endswith("Plans of several eras together.")
    asked = opened([*plan("KEN", year=2013, counts=(1, 1, 9, 9)), *later], members=["KEN"])
    rests_on = side_by_side.regions(asked)[0].rests_on
    assert rests_on.endswith("Plans of several eras together. All members of each region, whichever are chosen.")


def test_who_stands_out_is_who_differs_beyond_chance(opened: Open) -> None:
    commitments = [
        *plan("KEN", year=2013, counts=(1, 1, 9, 9)),
        *plan("GBR", year=2013, counts=(9, 9, 1, 1)),
    ]
    slide = side_by_side.members(opened(commitments))[0]
    assert slide.title == (
        "High completion. Clearly above the 50% of all 40 rated: United Kingdom. Clearly below: Kenya."
    )
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("United Kingdom (18 of 20)", "Kenya (2 of 20)")
    series = slide.body.series[0]
    # Wilson's interval of 18 of 20, as in Brown, Cai and DasGupta's tables: 0.699 to 0.972.
    assert [round(series.lows[0] or 0, 3), round(series.highs[0] or 0, 3)] == [0.699, 0.972]


def test_members_stand_side_by_side_on_the_indicator_that_is_asked_for(opened: Open) -> None:
    asked = opened([*ambitious("KEN", done=1, of=6), *ambitious("GBR", done=1, of=6, impact="minor")])
    slide = side_by_side.members(replace(asked, indicator="ambitious_to_2019"))[0]
    assert slide.title.startswith("Ambitious (plans to 2019). Clearly above the 50% of all 12 rated: Kenya")
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("Kenya (6 of 6)", "United Kingdom (0 of 6)")
    assert slide.body.series[0].name == "Ambitious (plans to 2019)"
    assert "moderate or transformative potential impact" in slide.notes[1]
    assert side_by_side.members(replace(asked, indicator="early_results")) == []


def test_stars_are_a_bar_a_rule_and_never_added_up(opened: Open) -> None:
    star = [
        (rated("starred_2015", "final", "yes"), rated("starred", "midterm", "no")),
        (rated("starred_2015", "final", "no"),),
    ]
    commitments = [Commitment(f"S{n}", number=str(n), ratings=star[n > 3]) for n in range(6)] + [Commitment("N")]
    slide = results.stars(opened(commitments))[0]
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("Rule of 2015 (4 of 6)", "Current rule, at midterm (0 of 4)")
    assert slide.body.series[0].labels == ("67%", "0 of 4")
    assert results.stars(opened([Commitment("N")])) == []


def test_what_can_be_checked_is_a_line_a_scale(opened: Open) -> None:
    older = [Commitment(f"O{n}", year=2014, ratings=(rated("specificity", "design", "high"),)) for n in range(5)]
    newer = [
        Commitment(f"V{n}", plan=5, year=2021, ratings=(rated("verifiable", "design", "yes" if n else "no"),))
        for n in range(5)
    ]
    slide = over_years.verifiable(opened([*older, *newer]))[0]
    assert (
        slide.title == "100% of 5 commitments are of medium or high specificity. Since 2017, 80% of 5 are verifiable."
    )
    assert isinstance(slide.body, Chart)
    assert [series.values for series in slide.body.series] == [(1.0, None), (None, 0.8)]


def test_levels_of_participation_are_parts_of_the_plans_that_have_one(opened: Open) -> None:
    levels = ("Inform", "Consult", "Involve", "Empower", "Involve")
    said = [(f"KEN-{n}", "development_iap2_level", level, None, None) for n, level in enumerate(levels, start=1)]
    said.append(("KEN-6", "development_iap2_level", "NR", None, "not_reviewed"))
    commitments = [Commitment(f"P{n}", plan=n) for n in range(1, 7)]
    snapshot = Snapshot(process=said, process_years={f"KEN-{n}": 2014 for n in range(1, 7)})
    slide = making.levels(opened(commitments, snapshot=snapshot))[0]
    assert slide.title == "60% of the 5 plans with a level were made at “involve” or above"
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("While the plan was made (5)",)
    assert {series.name: series.values for series in slide.body.series} == {
        "Inform": (0.2,), "Consult": (0.2,), "Involve": (0.4,), "Empower": (0.2,),
    }  # fmt: skip
    assert slide.rests_on.startswith("While the plan was made (5); without a level: 1. IRM process data of")


def test_one_member_alone_is_not_set_beside_anyone(opened: Open) -> None:
    assert side_by_side.members(opened(SAME)) == []


@pytest.mark.parametrize(
    ("modest", "title"),
    [
        (20, "Ambitious commitments were carried out less often than the others: 10% and 100%"),
        (2, "No clear difference: 10% of the ambitious commitments were carried out, and 10% of the others"),
    ],
)
def test_ambitious_and_others_are_compared(opened: Open, modest: int, title: str) -> None:
    commitments = [
        *ambitious("KEN", done=2, of=20),
        *ambitious("KEN", done=modest, of=20, number=2, impact="minor"),
    ]
    slide = results.corners(opened(commitments))[0]
    assert slide.title == title
    assert slide.rests_on == "n = 40 rated on both ambition and completion; 0 not."


def test_the_ladder_names_how_sure_it_is(opened: Open) -> None:
    slide = stalling.ladder(opened(plan("KEN", year=2013, counts=(1, 0, 3, 2))))[0]
    assert slide.title == "Stalled: 5 (5 confirmed by a final rating, 0 likely)"
    assert isinstance(slide.body, Chart)
    assert slide.body.categories == ("● Complete", "■ Stalled, confirmed")
    assert slide.body.series[0].values == (1.0, 5.0)


def test_none_stalled_is_a_sentence_of_its_own(opened: Open) -> None:
    slide = stalling.ladder(opened([*plan("KEN", year=2013, counts=(2, 1, 0, 0)), Commitment("K9")]))[0]
    assert slide.title == "Stalled: none, of 3 whose completion is known"


def test_plans_due_on_one_day_stand_in_the_order_of_the_alphabet(opened: Open) -> None:
    members = (Member("CIV", "Côte d’Ivoire"), Member("CZE", "Czech Republic"), Member("EST", "Ésperia"))
    running = [Commitment(f"{m.member_id}1", member=m.member_id, year=2023, is_over=False) for m in members]
    asked = opened([*running, Commitment("F1", member="FRA", year=2023, is_over=False)],
                   members_known=(*members, Member("FRA", "France")))  # fmt: skip
    slide = stalling.running(asked)[0]
    assert isinstance(slide.body, Table)
    assert [row[0] for row in slide.body.rows] == ["Côte d’Ivoire", "Czech Republic", "Ésperia", "France"]


def test_a_scale_is_named_in_lower_case_within_brackets_and_short_beside_a_bar(opened: Open) -> None:
    older = [*ambitious("KEN", done=2, of=20), *ambitious("KEN", done=2, of=20, number=2, impact="minor")]
    for language, said, names in (
        ("en", "(plans to 2019)", ("Plans to 2019 (40)", "Plans since 2020 (2)")),
        ("es", "(planes hasta 2019)", ("Planes hasta 2019 (40)", "Planes desde 2020 (2)")),
        ("fr", "(plans jusqu’en 2019)", ("Plans jusqu’en 2019 (40)", "Plans depuis 2020 (2)")),
    ):
        slide = results.corners(opened([*older, *NEWER], language=language))[0]
        assert slide.title.endswith(said)
        assert isinstance(slide.body, Chart)
        assert slide.body.categories == names


def test_never_rated_is_not_told_as_none_stalled(opened: Open) -> None:
    slide = stalling.ladder(opened([Commitment("K1"), Commitment("K2")]))[0]
    assert slide.title == "Stalled: not known, as completion is not rated or unclear (2)"


def test_what_a_release_changed_is_counted_and_listed(opened: Open) -> None:
    asked = opened(
        plan("KEN", year=2013, counts=(1, 1, 1, 0)),
        snapshot=Snapshot(
            changes=(
                Change("KEN-1-1", "completion", "final", "limited", "complete"),
                Change("KEN-1-3", "completion", "final", "substantial", "limited"),
            )
        ),
    )
    slide = results.changes(asked)[0]
    assert slide.title == "With the last release, on completion: 1 up, 1 down"
    assert isinstance(slide.body, Table)
    assert slide.body.rows == (
        ("Plan 1", "Promise 3", "Substantial", "Limited"),
        ("Plan 1", "Promise 1", "Limited", "Complete"),
    )


def test_a_first_final_rating_is_listed_beside_the_one_at_midterm(opened: Open) -> None:
    ratings = (rated("completion", "midterm", "limited"), rated("completion", "final", "complete"))
    change = Change("K1", "completion", "final", "not_reviewed", "complete")
    slide = results.changes(opened([Commitment("K1", ratings=ratings)], snapshot=Snapshot(changes=(change,))))[0]
    assert slide.title == "With the last release, on completion: 1 higher than before or at midterm, 0 lower"
    assert isinstance(slide.body, Table)
    assert slide.body.head[2] == "Before, or at midterm"
    assert slide.body.rows[0][2:] == ("Limited", "Complete")
    assert slide.numbers == ("Kenya, Publish the budget: Limited at midterm, Complete at the end",)


def test_what_was_done_well_is_one_a_member_and_no_ranking_of_members(opened: Open) -> None:
    asked = opened([*ambitious("KEN", done=6, of=6), *ambitious("GBR", done=1, of=2)])
    slide = results.well_done(asked)[0]
    assert slide.title == "Ambitious and with high completion: 7 of 8 commitments"
    assert isinstance(slide.body, Table)
    assert sorted(row[0] for row in slide.body.rows) == ["Kenya", "United Kingdom"]


def test_what_a_file_leaves_out_is_left_out_and_not_told_as_nan(opened: Open) -> None:
    asked = opened(
        [
            replace(ambitious("KEN", done=1, of=1)[0], number="", title="Contracts"),
            replace(ambitious("GBR", done=1, of=1)[0], url="https://example.org/1"),
            *(replace(one, member="GHA", number="", lead="") for one in plan("KEN", year=2013, counts=(0, 0, 1, 0))),
        ]
    )
    well_done, attention = results.well_done(asked)[0], stalling.attention(asked)[0]
    assert well_done.numbers == (
        "United Kingdom, moderate0 · moderate 0: https://example.org/1",
        "Kenya, Contracts",
    )
    assert isinstance(attention.body, Table)
    assert attention.body.rows[0][2:] == ("Promise 1", "Not stated")
    assert not any("nan" in line.lower() for line in (*well_done.numbers, *attention.numbers))


def test_what_was_done_well_on_two_scales_is_never_one_share(opened: Open) -> None:
    slide = results.well_done(opened([*ambitious("KEN", done=6, of=8), *NEWER]))[0]
    assert slide.title == "8 commitments were ambitious and reached high completion"
    assert slide.rests_on.startswith(
        "Shown: 2 of 8. To 2019: 6 of 8; since 2020, on another scale: 2 of 2. n = 10 rated on both"
    )


def test_institutions_that_tie_with_those_left_out_say_so(opened: Open) -> None:
    def led(*counts: int) -> list[Commitment]:
        return [
            commitment
            for place, n in enumerate(counts, start=1)
            for commitment in plan("KEN", year=2013, counts=(0, 0, n, 0), number=place, lead=f"Body {place}")
        ]

    slide = stalling.institutions(opened(led(3, 2, 2, 1, 1, 1, 1, 1)))[0]
    assert slide.title == "Stalled commitments: 12. At the institutions shown (6): 10."
    assert isinstance(slide.body, Table)
    assert [row[0] for row in slide.body.rows] == [f"Body {n}" for n in range(1, 7)]
    assert slide.rests_on.endswith("2 more institutions have 1 as well.")
    slide = stalling.institutions(opened(led(3, 2, 2, 2, 2, 2, 1)))[0]
    assert "as well" not in slide.rests_on
    slide = stalling.institutions(opened(led(*[1] * 8)))[0]
    assert slide.title == "Which institutions lead what is stalled?"
    assert isinstance(slide.body, Table)
    assert len(slide.body.rows) == 6


def test_lists_without_rows_make_no_slide(opened: Open) -> None:
    asked: Asked = opened([Commitment("K1")])
    for maker in (over_years.completion, over_years.ambition, results.corners, results.movement, results.changes,
                  results.well_done, stalling.institutions):  # fmt: skip
        assert maker(asked) == [], maker
