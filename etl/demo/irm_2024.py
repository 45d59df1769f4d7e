"""The rows of the demonstration's later releases: all plans so far, in the layout irm_2024."""

from etl.demo.commitments import Commitment
from etl.demo.dates import dates
from etl.demo.derived import derived
from etl.demo.facts import chance_of, facts
from etl.demo.known import MISSING, NO_DATA, NOT_APPLICABLE, NOT_REVIEWED, Edition, known, report_year
from etl.demo.plans import Plan
from etl.demo.rows import Row, change, labelled, numbered, row, tags, titled
from etl.demo.texts import shortened

REGIONS = {
    "africa": "Africa and the Middle East",
    "americas": "Americas",
    "asia": "Asia and the Pacific",
    "europe": "Europe",
}
OPENED = ("information", "participation", "accountability")


def rows(commitments: list[Commitment], *, edition: Edition, seed: int) -> list[Row]:
    """One row by header for each commitment of a plan submitted by `edition`."""
    covered = [c for c in commitments if c.plan.starts_on <= edition.as_of]
    latest = _latest_assessed([c.plan for c in covered], edition=edition)
    return [_row(c, at, edition=edition, latest=latest, seed=seed) for at, c in enumerate(covered, start=1)]


def _latest_assessed(plans: list[Plan], *, edition: Edition) -> set[str]:
    """The last plan of each member that has a report out."""
    latest = {p.member.member_id: p.plan_id for p in plans if p.first_report <= edition.as_of}
    return set(latest.values())


def _row(commitment: Commitment, row_id: int, *, edition: Edition, latest: set[str], seed: int) -> Row:
    plan, words = commitment.plan, commitment.wording
    rng = chance_of(seed, "irm_2024", commitment.ogp_id)
    view = known(commitment, edition=edition, seed=seed)
    tagged = tags(commitment, taxonomy="irm_2024", seed=seed)
    title = titled(commitment, edition=edition)
    start, end = dates(commitment, layout="irm_2024", seed=seed)
    by, by_steps = change(view)
    is_rated = view["relevance"] != NOT_REVIEWED
    with_values = is_rated and plan.era != "results_report"
    first_year = report_year(plan.first_report, edition=edition)
    last_year = report_year(plan.last_report, edition=edition)
    is_latest = plan.plan_id in latest
    slug = plan.member.name.lower().replace(",", "").replace(" ", "-")
    cells: Row = {
        "ogp_id": commitment.ogp_id,
        "member": plan.member.name,
        "plan_number": plan.number,
        "number": numbered(commitment, edition=edition),
        "member_code": plan.member.code,
        "region": REGIONS[plan.member.region],
        "level": "Legacy Local" if plan.member.is_local else "National",
        "year": plan.year,
        "end_year": plan.ends_on.year,
        "duration": plan.years,
        "chapter": words.chapter if rng.random() < 0.5 else "NA",
        "title": title,
        "short_title": shortened(title),
        "full_text": "\n".join(words.paragraphs),
        "start": start,
        "end": end,
        "lead_institution": words.lead_institution,
        "supporting_institutions": words.supporting_institutions or "NA",
        "first_report_year": first_year or NOT_REVIEWED,
        "last_report_year": last_year or (NO_DATA if plan.era == "midterm_only" else NOT_REVIEWED),
        "compound": 0 if plan.year <= 2016 else NO_DATA,
        "cluster": rng.randint(1, 8) if plan.year <= 2014 else NO_DATA,
        **{
            f"value_{name}": value if with_values else NO_DATA if is_rated else NOT_REVIEWED
            for name, value in commitment.truth.values.items()
        },
        "cluster_review": 0 if first_year and plan.era == "results_report" else NO_DATA,
        "cluster_ids": NOT_APPLICABLE if plan.era == "results_report" else NO_DATA,
        "change": by,
        "change#": by_steps,
        **_opened(commitment, view),
        **labelled(view, layout="irm_2024"),
        **derived(view, is_rated=is_rated),
        "is_latest_assessed": int(is_latest),
        "is_latest_with_stars": int(is_latest and view["starred_midterm"] not in MISSING),
        "is_active": int(plan.ends_on >= edition.as_of),
        "url": f"https://example.org/demonstration/{slug}/{commitment.ogp_id.lower()}",
        "latest_report": (last_year or first_year or "NA") if is_latest else "NA",
        "is_subnational": int(tagged["Subnational"] == 1 and not plan.member.is_local),
        "plan_code": f"AP_{plan.member.code}{plan.number:02d}",
        "row_id": row_id,
    }
    return row("irm_2024", cells, tagged)


def _opened(commitment: Commitment, view: dict[str, str]) -> Row:
    """The three ratings behind "did it open government": the overall one, or not applicable to a value."""
    overall = view["did_it_open_government"]
    if overall in MISSING or overall == "no_early_results_to_report":
        mark = overall if overall in MISSING else NO_DATA
        return {f"opened_{name}{end}": mark for name in OPENED for end in ("", "#")}
    label = facts("labels")["irm_2024"]["did_it_open_government"][overall]
    codes = facts("labels")["codes"]["did_it_open_government_value"]
    cells: Row = {}
    for name in OPENED:
        is_served = bool(commitment.truth.values[name])
        cells[f"opened_{name}"] = label if is_served else "Not Applicable"
        cells[f"opened_{name}#"] = codes[overall if is_served else "not_applicable"]
    return cells
