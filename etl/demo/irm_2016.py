"""The rows of the demonstration's release of mid-2016: plans submitted until 2015, in the layout irm_2016."""

from datetime import date

from etl.demo.commitments import Commitment
from etl.demo.dates import dates
from etl.demo.facts import chance_of
from etl.demo.known import NOT_REVIEWED, Edition, known, report_year
from etl.demo.rows import Row, change, labelled, numbered, row, tags, titled

EDITION = Edition("irm_2016", date(2016, 7, 31), is_latest=False)
LAST_YEAR = 2015

#: Working groups of OGP and the tags that stood for them.
GROUPS = {
    "group_data": "Open Data",
    "group_fiscal": "Fiscal Openness",
    "group_legislature": "Legislature",
    "group_information": "Access to Information",
    "group_resources": "Natural Resources",
}
CHALLENGES = ("integrity", "resources", "services", "companies", "safety")
CHALLENGES_UNTIL = 2012
SHARE_WITH_BREAKS = 0.35


def rows(commitments: list[Commitment], *, seed: int) -> list[Row]:
    """One row by header for each commitment that the release covers."""
    covered = [c for c in commitments if c.plan.year <= LAST_YEAR and c.plan.starts_on <= EDITION.as_of]
    return [_row(c, seed=seed) for c in covered]


def _row(commitment: Commitment, *, seed: int) -> Row:
    plan, words = commitment.plan, commitment.wording
    rng = chance_of(seed, "irm_2016", commitment.ogp_id)
    view = known(commitment, edition=EDITION, seed=seed)
    tagged = tags(commitment, taxonomy="irm_2016", seed=seed)
    title, number = titled(commitment, edition=EDITION), numbered(commitment, edition=EDITION)
    start, end = dates(commitment, layout="irm_2016", seed=seed)
    by, by_steps = change(view)
    first_year = report_year(plan.first_report, edition=EDITION)
    is_rated = view["relevance"] != NOT_REVIEWED
    facts: Row = {
        "member": plan.member.name_2016,
        "plan_number": plan.number,
        "chapter": words.chapter if rng.random() < 0.4 else "NA",
        "number": number,
        "title": title,
        "short_title": f"{number}. {title}",
        "full_text": ("<br/>" if rng.random() < SHARE_WITH_BREAKS else "\n").join(words.paragraphs),
        "start": start,
        "end": end,
        "lead_institution": words.lead_institution,
        "supporting_institutions": words.supporting_institutions or "None Specified",
        "tags": sum(v == 1 for v in tagged.values()),
        **{key: tagged[tag] if plan.year > CHALLENGES_UNTIL else NOT_REVIEWED for key, tag in GROUPS.items()},
        **{
            f"challenge_{name}": int(rng.random() < 0.3) if plan.year <= CHALLENGES_UNTIL else NOT_REVIEWED
            for name in CHALLENGES
        },
        **{f"value_{name}": value if is_rated else NOT_REVIEWED for name, value in commitment.truth.values.items()},
        **labelled(view, layout="irm_2016"),
        "is_assessed": int(is_rated),
        "year": plan.year,
        "first_report_year": first_year or NOT_REVIEWED,
        "last_report_year": report_year(plan.last_report, edition=EDITION) or "ND",
        "change": by,
        "change#": by_steps,
    }
    return row("irm_2016", facts, tagged)
