"""Rows of a release meet the commitments that are there: never lost, never merged, never by title alone."""

from hypothesis import given
from hypothesis import strategies as st

from etl.link import Known, Linked, link

LICENCES = "The ministry publishes every licence that it grants, with its holder, its area and its term."
BUDGET = "A citizens' budget in three languages is printed and sent to every district before the vote."


def known(
    number: str | None, title: str, text: str = LICENCES, *, plan: int = 1, member: str = "KEN",
    ogp_id: str | None = None, row: int = 2, commitment_id: str = "",
) -> Known:  # fmt: skip
    return Known(member, plan, number, ogp_id, title, text, row, commitment_id)


def linked(rows: list[Known], there: list[Known], seen: dict[int, str] | None = None) -> Linked:
    return link(rows, there, seen=seen, sheet="Data", columns={"number": 3, "title": 5})


def test_a_first_release_makes_ids_of_plan_and_number() -> None:
    found = linked([known("1", "A"), known("3.1", "B", BUDGET), known("SC17", "C", "x", member="GBR-scotland")], [])
    assert found.commitment_ids == ["KEN-1-1", "KEN-1-3.1", "GBR-scotland-1-sc17"]
    assert found.is_new == [True, True, True]


def test_commitments_that_share_a_number_are_all_kept_and_named() -> None:
    found = linked([known("1", "A", row=2), known("1.0", "B", BUDGET, row=3), known("1", "C", "zzz", row=4)], [])
    assert found.commitment_ids == ["KEN-1-1", "KEN-1-1.0", "KEN-1-1-b"]
    assert [(p.code, p.cell) for p in found.problems] == [("number_repeated", f"D{r}") for r in (2, 3, 4)]


def test_the_ogp_id_goes_before_everything() -> None:
    there = [known("1", "A", ogp_id="KE0001", commitment_id="KEN-1-1"),
             known("2", "B", BUDGET, ogp_id="KE0002", commitment_id="KEN-1-2")]  # fmt: skip
    found = linked([known("1", "A", ogp_id="KE0002")], there)
    assert found.commitment_ids == ["KEN-1-2"]


def test_number_counts_when_title_or_text_confirm_it() -> None:
    there = [known("4.0999999999999996", "Register of licences", commitment_id="KEN-1-4.1")]
    found = linked([known("4.1", "Wholly renamed", LICENCES)], [there[0]._replace(number="4.1")])
    assert (found.commitment_ids, found.is_new) == (["KEN-1-4.1"], [False])


def test_same_number_but_another_commitment_is_new_and_says_so() -> None:
    there = [known("1", "Register of licences", commitment_id="KEN-1-1")]
    found = linked([known("1", "Citizens' budget", BUDGET)], there)
    assert (found.commitment_ids, found.is_new) == (["KEN-1-1-b"], [True])
    assert [p.code for p in found.problems] == ["number_taken"]


def test_a_changed_number_is_found_by_its_text_within_the_plan() -> None:
    there = [known("8", "8: Register of licences", commitment_id="KEN-1-8")]
    assert linked([known("7", "Licences")], there).commitment_ids == ["KEN-1-8"]


def test_the_same_title_in_another_plan_is_another_commitment() -> None:
    there = [known("1", "Register of licences", commitment_id="KEN-1-1")]
    found = linked([known("1", "Register of licences", plan=2)], there)
    assert (found.commitment_ids, found.is_new) == (["KEN-2-1"], [True])


def test_a_plan_beyond_all_measure_is_linked_by_number_and_in_time() -> None:
    """3,000 rows against 3,000 would be nine million comparisons; those without a number stay apart."""
    there = [
        known(str(i) if i % 2 else None, f"Title {i}", f"Text {i}", commitment_id=f"KEN-1-{i}") for i in range(3000)
    ]
    found = linked([t._replace(commitment_id="", row=i + 2) for i, t in enumerate(there)], there)
    assert sum(found.is_new) == 1500
    assert found.commitment_ids[1::2] == [f"KEN-1-{i}" for i in range(1, 3000, 2)]


def test_a_row_imported_before_is_itself_whatever_else_has_changed() -> None:
    there = [known("1", "A", commitment_id="KEN-1-1"), known("1", "A", commitment_id="KEN-1-1-b")]
    rows = [known("1", "A", row=2), known("1", "A", row=3)]
    assert linked(rows, there, {2: "KEN-1-1-b", 3: "KEN-1-1"}).commitment_ids == ["KEN-1-1-b", "KEN-1-1"]


numbers = st.sampled_from(["1", "1.0", "2", "iv", "A 2", None])
titles = st.sampled_from(["Register of licences", "Citizens' budget", "1. Register of licences", ""])
rows_of_a_release = st.lists(
    st.builds(known, numbers, titles, st.sampled_from([LICENCES, BUDGET, ""]), plan=st.integers(1, 2)),
    max_size=12,
).map(lambda rows: [r._replace(row=i + 2) for i, r in enumerate(rows)])


@given(rows_of_a_release, rows_of_a_release)
def test_every_row_gets_a_commitment_of_its_own(first: list[Known], second: list[Known]) -> None:
    """No two rows of a release become one commitment, and a commitment never moves to another plan."""
    ids = linked(first, []).commitment_ids
    assert len(set(ids)) == len(first)
    there = [r._replace(commitment_id=i) for r, i in zip(first, ids, strict=True)]
    again = linked(second, there)
    assert len(set(again.commitment_ids)) == len(second)
    plans = {t.commitment_id: t.plan_id for t in there}
    for row, commitment_id, is_new in zip(second, again.commitment_ids, again.is_new, strict=True):
        assert is_new == (commitment_id not in plans)
        assert is_new or plans[commitment_id] == row.plan_id


@given(rows_of_a_release)
def test_the_same_release_again_brings_nothing_new(rows: list[Known]) -> None:
    ids = linked(rows, []).commitment_ids
    there = [r._replace(commitment_id=i) for r, i in zip(rows, ids, strict=True)]
    seen = {r.row: i for r, i in zip(rows, ids, strict=True)}
    assert linked(rows, there, seen).commitment_ids == ids
