"""What the demonstration says: eras, missing ratings, chains, running plans, ratings within sane bounds."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from etl.demo.commitments import Commitment, commitments
from etl.demo.facts import LANGUAGES, chance_of, draw, facts, topics
from etl.demo.known import MISSING, Edition, known
from etl.demo.plans import Plan, latest_release, plans
from etl.demo.ratings import HIGH_COMPLETION, stars
from etl.reference import fold_name, member_by_name, themes

SEED = 2011
View = list[tuple[Commitment, dict[str, str]]]


@pytest.fixture(scope="module")
def all_plans(today: date) -> list[Plan]:
    return plans(as_of=latest_release(today), seed=SEED)


@pytest.fixture(scope="module")
def everything(all_plans: list[Plan]) -> list[Commitment]:
    return commitments(all_plans, seed=SEED)


@pytest.fixture(scope="module")
def view(everything: list[Commitment], today: date) -> View:
    return seen(everything, Edition("irm_2024", latest_release(today), is_latest=True))


def seen(everything: list[Commitment], edition: Edition) -> View:
    return [(c, known(c, edition=edition, seed=SEED)) for c in everything if c.plan.starts_on <= edition.as_of]


def rated(view: View, name: str, *eras: str) -> Counter[str]:
    """How often each code of `name` was given, in all or in some eras."""
    return Counter(v[name] for c, v in view if v[name] not in MISSING and (not eras or c.plan.era in eras))


def share(counts: Counter[str], *codes: str) -> float:
    return sum(counts[c] for c in codes) / counts.total()


def test_size(all_plans: list[Plan], everything: list[Commitment]) -> None:
    per_member = Counter(p.member.member_id for p in all_plans)
    per_plan = Counter(c.plan.plan_id for c in everything)
    assert 1300 <= len(everything) <= 1600
    assert len(per_member) == 28
    assert set(per_member.values()) <= {3, 4, 5}
    assert min(per_plan.values()) >= 6
    assert max(per_plan.values()) <= 16


def test_another_seed_gives_other_ratings(all_plans: list[Plan], everything: list[Commitment]) -> None:
    other = commitments(all_plans, seed=7)
    same = sum(a.truth.ratings == b.truth.ratings for a, b in zip(other, everything, strict=False))
    assert same < 0.1 * len(everything)


def test_every_era_and_region_and_level_is_there(all_plans: list[Plan]) -> None:
    eras = Counter(p.era for p in all_plans)
    assert min(eras[e] for e in ("midterm_only", "midterm_and_final", "final_only", "results_report")) >= 10
    assert {p.member.region for p in all_plans} == {"africa", "americas", "asia", "europe"}
    assert {p.member.is_local for p in all_plans} == {True, False}
    assert 4 in {p.years for p in all_plans}


def test_members_are_known_by_both_names() -> None:
    for entry in facts("members"):
        for name in (entry["name"], entry.get("name_2016", entry["name"])):
            assert member_by_name()[fold_name(name)] == entry["member_id"]


@pytest.mark.parametrize("today", [date(2025, 1, 2), date(2026, 11, 23), date(2027, 6, 30), date(2031, 8, 1)])
def test_plans_run_today_and_follow_each_other(today: date) -> None:
    found = plans(as_of=latest_release(today), seed=SEED)
    running = [p for p in found if p.starts_on <= today <= p.ends_on]
    assert len(running) >= 8
    assert {p.member.is_local for p in running} == {True, False}
    assert any(p.years == 4 for p in running)
    for one, other in pairwise(found):
        if one.member == other.member:
            assert one.ends_on < other.starts_on
            assert one.number + 1 == other.number


def test_running_plan_has_no_completion(view: View, today: date) -> None:
    running = [v for c, v in view if c.plan.ends_on >= today]
    assert running
    assert {v["completion_final"] for v in running} <= {"NR", ""}
    assert {v["completion_midterm"] for v in running} <= {"ND", ""}


def test_all_four_kinds_of_missing_occur(view: View) -> None:
    marks = Counter(mark for _, v in view for mark in v.values() if mark in MISSING)
    assert min(marks[m] for m in MISSING) > 20


def test_each_era_is_rated_as_its_reports_do(view: View) -> None:
    asked = {
        "midterm_only": ("completion_midterm", "potential_impact"),
        "midterm_and_final": (
            "completion_midterm",
            "completion_final",
            "potential_impact",
            "did_it_open_government",
        ),
        "final_only": ("completion_final", "potential_impact", "did_it_open_government"),
        "results_report": (
            "completion_final",
            "potential_for_results",
            "did_it_open_government",
            "early_results",
        ),
    }
    scales = ("completion_midterm", "completion_final", "potential_impact", "potential_for_results",
              "did_it_open_government", "early_results")  # fmt: skip
    for era, names in asked.items():
        assert tuple(n for n in scales if rated(view, n, era)) == names


def test_verifiable_follows_specificity(view: View) -> None:
    pairs = {(v["specificity"], v["verifiable"]) for _, v in view}
    given = {(s, yes) for s, yes in pairs if s not in MISSING and yes not in MISSING}
    assert given == {("none", "no"), ("low", "no"), ("medium", "yes"), ("high", "yes")}


def test_stars_follow_their_rules() -> None:
    best = {"relevance": "yes", "specificity": "high", "potential_impact": "transformative",
            "completion_midterm": "limited", "completion_final": "complete"}  # fmt: skip
    assert stars(best) == {
        "starred_midterm": "no", "starred_pre_june_2014": "no", "starred_2015": "no", "starred_final": "yes",
    }  # fmt: skip
    early = best | {"completion_midterm": "substantial", "potential_impact": "moderate", "specificity": "low"}
    assert stars(early) == {
        "starred_midterm": "no", "starred_pre_june_2014": "yes", "starred_2015": "no", "starred_final": "no",
    }  # fmt: skip
    assert set(stars(best | {"relevance": "no"}).values()) == {"no"}


def test_ratings_are_distributed_sanely(view: View) -> None:
    assert 0.40 <= share(rated(view, "completion_midterm"), *HIGH_COMPLETION) <= 0.62
    assert 0.48 <= share(rated(view, "completion_final"), *HIGH_COMPLETION) <= 0.68
    assert 0.12 <= share(rated(view, "potential_impact"), "transformative") <= 0.28
    assert 0.20 <= share(rated(view, "potential_for_results"), "substantial") <= 0.40
    assert 0.82 <= share(rated(view, "relevance"), "yes") <= 0.95
    assert 0.08 <= share(rated(view, "did_it_open_government"), "major", "outstanding") <= 0.35
    assert share(rated(view, "completion_final"), "withdrawn", "unclear") <= 0.04


def test_midterm_foretells_the_final_rating_as_in_real_data(view: View) -> None:
    both = [(v["completion_midterm"], v["completion_final"]) for _, v in view
            if v["completion_midterm"] not in MISSING and v["completion_final"] not in MISSING]  # fmt: skip
    low = [final in HIGH_COMPLETION for midterm, final in both if midterm in ("not_started", "limited")]
    middle = [final in HIGH_COMPLETION for midterm, final in both if midterm == "substantial"]
    assert 0.2 <= sum(low) / len(low) <= 0.4
    assert 0.79 <= sum(middle) / len(middle) <= 0.96


def test_no_member_is_far_from_the_others(view: View) -> None:
    by_member: dict[str, list[bool]] = {}
    for c, v in view:
        raw = v["completion_final"] if v["completion_final"] not in MISSING else v["completion_midterm"]
        if raw not in MISSING:
            by_member.setdefault(c.plan.member.member_id, []).append(raw in HIGH_COMPLETION)
    shares = [sum(high) / len(high) for high in by_member.values()]
    assert min(shares) >= 0.33
    assert max(shares) <= 0.80


def test_a_lift_moves_the_scale_and_leaves_what_stands_apart() -> None:
    odds = {"scale": {"low": 50.0, "high": 50.0}, "apart": {"unclear": 10.0}}
    drawn = {lift: Counter(draw(chance_of("t", i), odds, lift=lift) for i in range(3000)) for lift in (-1.0, 0.0, 1.0)}
    assert drawn[-1.0]["high"] < drawn[0.0]["high"] < drawn[1.0]["high"]
    assert all(200 <= counts["unclear"] <= 340 for counts in drawn.values())


def test_carried_forward_commitments_go_on_in_the_next_plan(everything: list[Commitment]) -> None:
    by_id = {c.ogp_id: c for c in everything}
    assert len(by_id) == len(everything)
    links = [(by_id[c.continues], c) for c in everything if c.continues]
    assert len(links) >= 80
    for before, after in links:
        assert before.truth.ratings["carried_forward"] == "yes"
        assert before.plan.member == after.plan.member
        assert before.plan.number + 1 == after.plan.number
        assert before.topic is after.topic
        assert before.wording.paragraphs[0] in after.wording.paragraphs
    continued = {before.ogp_id for before, _ in links}
    assert continued == {c.ogp_id for c in everything if c.truth.ratings["carried_forward"] == "yes"}
    twice = [c for c in everything if c.continues and by_id[c.continues].continues]
    assert twice, "no commitment goes on over three plans"


def test_last_release_revises_little_and_rates_much(everything: list[Commitment], view: View, today: date) -> None:
    latest = latest_release(today)
    edition = Edition("irm_2024", latest.replace(year=latest.year - 1), is_latest=False)
    before = {c.ogp_id: v for c, v in seen(everything, edition)}
    moves = Counter(
        (before[c.ogp_id][n] in MISSING, code in MISSING)
        for c, v in view if c.ogp_id in before
        for n, code in v.items() if before[c.ogp_id][n] != code
    )  # fmt: skip
    assert moves[(True, False)] >= 100
    assert 5 <= moves[(False, False)] <= 60
    assert not moves[(False, True)]


def test_titles_differ_within_a_plan_and_are_in_three_languages(everything: list[Commitment]) -> None:
    titles = Counter((c.plan.plan_id, c.wording.title) for c in everything)
    assert set(titles.values()) == {1}
    assert set(Counter(c.language for c in everything)) == set(LANGUAGES)
    assert not [c.wording.title for c in everything if "{" in " ".join((c.wording.title, *c.wording.paragraphs))]


def test_words_name_tags_and_institutions_that_exist() -> None:
    institutions = facts("words/institutions")
    assert len({t["id"] for t in topics()}) == len(topics())
    for topic in topics():
        for taxonomy in ("2016", "2024"):
            assert {t.casefold() for t in topic[f"tags_{taxonomy}"]} <= set(themes(f"irm_{taxonomy}"))
        assert set(topic["lead"]) <= set(institutions)
        for language in set(LANGUAGES) & set(topic):
            assert len(topic[language]["titles"]) >= 2
            assert topic[language].keys() == {"titles", "problem", "action", "gain"}
