"""The tables of a published database, made of what a test says.

What the import derives (`commitment_status`) is derived here from the same inputs in the simplest way that is right
for small cases, so that a page can be tested without an import.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa

from tests.published_facts import Commitment, Member, Rating, Snapshot
from tests.published_files import (
    PROCESS_ID,
    SOURCE_ID,
    codebook_frame,
    model_frame,
    plan_versions,
    problem_frame,
    source_frame,
)

RANKS: dict[str, dict[str, int]] = {
    "completion": {"not_started": 1, "limited": 2, "substantial": 3, "complete": 4},
    "specificity": {"none": 1, "low": 2, "medium": 3, "high": 4},
    "potential_impact": {"none": 1, "minor": 2, "moderate": 3, "transformative": 4},
    "potential_for_results": {"unclear": 1, "modest": 2, "substantial": 3},
    "did_it_open_government": {
        "worsens": 1,
        "did_not_change": 2,
        "marginal": 3,
        "major": 4,
        "outstanding": 5,
    },
    "early_results": {"no_notable": 1, "moderate": 2, "significant": 3},
    "verifiable": {"no": 1, "yes": 2},
    "relevance": {"no": 1, "yes": 2},
    "starred": {"no": 1, "yes": 2},
    "carried_forward": {"no": 1, "yes": 2},
}
ERAS = (
    ("midterm_only", 2011, 2012),
    ("midterm_and_final", 2013, 2016),
    ("final_only", 2017, 2019),
    ("results_report", 2020, 9999),
)


def era_of(year: int) -> str:
    return next(name for name, first, last in ERAS if first <= year <= last)


def status_of(commitment: Commitment) -> dict[str, object]:
    """The derived half of one `commitment_status` row."""
    codes = {(r.variable, r.stage): r.code for r in commitment.ratings if r.code is not None}
    midterm, final = codes.get(("completion", "midterm")), codes.get(("completion", "final"))
    completion = final or midterm
    impact = codes.get(("potential_impact", "design"))
    results = codes.get(("potential_for_results", "design"))
    relevant = codes.get(("relevance", "design"), "yes") == "yes"
    opened, early = codes.get(("did_it_open_government", "final")), codes.get(("early_results", "final"))
    starred = [code == "yes" for (variable, _), code in codes.items() if variable == "starred"]
    carried = codes.get(("carried_forward", "final"))
    specificity, verifiable = codes.get(("specificity", "design")), codes.get(("verifiable", "design"))
    return {
        "completion_midterm": midterm,
        "completion_final": final,
        "completion": completion,
        "completion_stage": "final" if final else "midterm" if midterm else None,
        "is_high_completion": None if completion is None else completion in ("substantial", "complete"),
        "ambition": impact or results,
        "ambition_scale": "potential_impact" if impact else "potential_for_results" if results else None,
        "is_ambitious": impact in ("moderate", "transformative") and relevant
        if impact
        else results == "substantial"
        if results
        else None,
        "early_results": opened or early,
        "early_results_scale": "did_it_open_government" if opened else "early_results" if early else None,
        "has_strong_early_results": opened in ("major", "outstanding")
        if opened
        else early == "significant"
        if early
        else None,
        "is_starred": any(starred) if starred else None,
        "star_rule": "current" if starred else None,
        "is_carried_forward": None if carried is None else carried == "yes",
        "is_verifiable": verifiable == "yes"
        if verifiable
        else specificity in ("medium", "high")
        if specificity
        else None,
        "is_assessed": bool(codes),
        "stall_state": stall_state(midterm, final, is_over=commitment.is_over),
        "stall_reason": "",
    }


def stall_state(midterm: str | None, final: str | None, *, is_over: bool) -> str:
    """The ladder of the domain description, first match wins."""
    latest, low = final or midterm, ("not_started", "limited")
    if latest in ("withdrawn", "complete"):
        return latest
    if final in low:
        return "stalled_confirmed"
    if midterm in low and final is None:
        return "stalled_likely" if is_over else "at_risk"
    if latest == "substantial":
        return "nearly" if final else "substantial_at_midterm"
    if latest == "unclear":
        return "unclear"
    return "blind_spot" if is_over else "running_unrated"


def tables(commitments: list[Commitment], *, members: Sequence[Member], said: Snapshot) -> dict[str, pd.DataFrame]:
    """Every table of the contract that a page reads, by name."""
    member_of = {m.member_id: m for m in members}
    used = sorted({c.member for c in commitments})
    plans = {(c.member, c.plan): c for c in commitments}
    counts_as = {older: newer for older, newer, relation in said.crosswalk if relation == "same"}
    published_at = datetime(2024, 10, 2, 12, said.snapshot_id, tzinfo=UTC).replace(tzinfo=None)
    return {
        "member": text_frame([_row(member_of[m]) for m in used]),
        "member_name": text_frame(
            [{"member_id": m, "language": language, "name": name} for m, language, name in said.member_names],
            columns=("member_id", "language", "name"),
        ),
        "action_plan": text_frame(
            [
                {
                    "plan_id": f"{member}-{number}",
                    "member_id": member,
                    "number": number,
                    "year": c.year,
                    "end_year": c.year + 2,
                    "era": era_of(c.year),
                    "starts_on": date(c.year, 7, 1),
                    "ends_on": date(c.year + 2, 6, 30),
                    "dates_are_estimated": True,
                }
                for (member, number), c in plans.items()
            ]
        ),
        "commitment": commitment_frame(commitments),
        "commitment_history": commitment_frame(said.earlier),
        "commitment_status": status_frame(commitments, member_of),
        "rating": ratings_frame([(c.id, r) for c in commitments for r in c.ratings]),
        "rating_history": ratings_frame(said.history),
        "commitment_theme": text_frame(
            [{"commitment_id": c.id, "theme_id": t} for c in commitments for t in c.themes],
            columns=("commitment_id", "theme_id"),
        ),
        "process": text_frame(
            [
                {
                    "plan_id": plan,
                    "question": question,
                    "answer": answer,
                    "flag": flag,
                    "missing": missing,
                    "source_id": PROCESS_ID if said.process_years else SOURCE_ID,
                    "cell": "C2",
                }
                for plan, question, answer, flag, missing in said.process
            ],
            columns=("plan_id", "question", "answer", "flag", "missing", "source_id", "cell"),
        ).astype({"flag": "boolean"}),
        "commitment_taxonomy": text_frame(
            [
                {"commitment_id": c.id, "taxonomy": taxonomy, "source_id": SOURCE_ID}
                for c in commitments
                for taxonomy in taxonomies_of(c, said)
            ],
            columns=("commitment_id", "taxonomy", "source_id"),
        ),
        "commitment_theme_missing": text_frame(
            [
                {"commitment_id": c.id, "theme_id": theme, "missing": missing}
                for c in commitments
                for theme, missing in c.tags_missing
            ],
            columns=("commitment_id", "theme_id", "missing"),
        ),
        "theme": text_frame(
            [
                {
                    "theme_id": id,
                    "label": label,
                    "parent_id": said.theme_parents.get(id),
                    "taxonomy": taxonomy,
                    "counts_as": counts_as.get(id, id),
                }
                for id, (label, taxonomy) in said.themes.items()
            ]
        ),
        "theme_crosswalk": text_frame(
            [{"theme_id_from": a, "theme_id_to": b, "relation": r} for a, b, r in said.crosswalk],
            columns=("theme_id_from", "theme_id_to", "relation"),
        ),
        "change": text_frame(
            [{"snapshot_id": said.snapshot_id, "source_id": SOURCE_ID, **vars(c)} for c in said.changes],
            columns=("snapshot_id", "commitment_id", "variable", "stage", "before", "after", "source_id"),
        ),
        "snapshot": text_frame(
            [
                {
                    "snapshot_id": said.snapshot_id,
                    "published_at": published_at,
                    "data_date": said.data_date,
                    "is_demo": said.is_demo,
                    "note": "",
                }
            ]
        ),
        "source": source_frame(
            file_name=said.file_name,
            vintage=said.vintage,
            as_of=said.data_date,
            imported_at=published_at,
            is_demo=said.is_demo,
            rows=len(commitments),
            process=len(said.process_years),
        ),
        "problem": problem_frame(said.problems),
        "action_plan_version": plan_versions(said.process_years),
        "model": model_frame(said.models),
        "codebook": codebook_frame(said.codebook),
    }


COMMITMENT_COLUMNS = (
    "commitment_id", "ogp_id", "plan_id", "member_id", "number", "title", "short_title", "full_text",
    "lead_institution", "supporting_institutions", "start_date", "end_date", "start_text", "end_text", "url",
    "source_id", "sheet", "row",
)  # fmt: skip


def commitment_frame(commitments: Sequence[Commitment]) -> pd.DataFrame:
    """`commitment` or `commitment_history`, one row a commitment."""
    return text_frame(
        [
            {
                "commitment_id": c.id,
                "ogp_id": c.id,
                "plan_id": f"{c.member}-{c.plan}",
                "member_id": c.member,
                "number": c.number,
                "title": c.title,
                "short_title": c.short_title,
                "full_text": c.full_text,
                "lead_institution": c.lead,
                "supporting_institutions": c.support,
                "start_date": None,
                "end_date": None,
                "start_text": c.start_text,
                "end_text": c.end_text,
                "url": c.url,
                "source_id": SOURCE_ID,
                "sheet": "Commitments",
                "row": c.row,
            }
            for c in commitments
        ],
        columns=COMMITMENT_COLUMNS,
        dates=("start_date", "end_date"),
    )


def taxonomies_of(commitment: Commitment, said: Snapshot) -> list[str]:
    """The lists by which a commitment is tagged: those named, else those of its themes."""
    if commitment.taxonomies is not None:
        return list(commitment.taxonomies)
    return sorted({said.themes[theme][1] for theme in commitment.themes})


def status_frame(commitments: list[Commitment], member_of: Mapping[str, Member]) -> pd.DataFrame:
    """`commitment_status`, one row a commitment."""
    rows = []
    in_order = [c.id for c in sorted(commitments, key=lambda c: ([len(c.number), c.number], c.id))]
    for c in commitments:
        member = member_of[c.member]
        rows.append(
            {
                "commitment_id": c.id,
                "ogp_id": c.id,
                "place_in_plan": in_order.index(c.id) + 1,
                "plan_id": f"{c.member}-{c.plan}",
                "member_id": c.member,
                "member_name": member.name,
                "region": member.region,
                "level": member.level,
                "parent_id": member.parent_id,
                "plan_number": c.plan,
                "year": c.year,
                "end_year": c.year + 2,
                "era": era_of(c.year),
                "number": c.number or None,
                "title": c.title,
                "short_title": short if (short := c.short_title.strip()).lower() not in ("", c.title.lower()) else None,
                "lead_institution": c.lead,
                "institution": c.institution or c.lead,
                "ends_on": date(c.year + 2, 6, 30),
                "url": c.url or None,
                "theme_ids": list(c.themes),
                **status_of(c),
            }
        )
    frame = text_frame(rows)
    for name in frame.columns:
        if name.startswith(("is_", "has_")):
            frame[name] = frame[name].astype("boolean")
    return frame.assign(
        theme_ids=pd.Series([list(c.themes) for c in commitments], dtype=pd.ArrowDtype(pa.list_(pa.string())))
    )


def ratings_frame(pairs: Sequence[tuple[str, Rating]]) -> pd.DataFrame:
    """`rating` or `rating_history`, one row a rating."""
    rows = [
        {
            "commitment_id": id,
            "variable": r.variable,
            "stage": r.stage,
            "code": r.code,
            "rank": RANKS.get(r.variable, {}).get(r.code or ""),
            "label": r.label,
            "missing": r.missing,
            "source_id": SOURCE_ID,
            "sheet": "Commitments",
            "cell": r.cell,
            "scale": r.variable,
        }
        for id, r in pairs
    ]
    columns = (
        "commitment_id",
        "variable",
        "stage",
        "code",
        "rank",
        "label",
        "missing",
        "source_id",
        "sheet",
        "cell",
        "scale",
    )
    frame = text_frame(rows, columns=columns)
    return frame.assign(rank=frame["rank"].astype("Int64"))


def text_frame(
    rows: list[dict[str, object]], *, columns: Sequence[str] = (), dates: Sequence[str] = ()
) -> pd.DataFrame:
    """A frame whose columns without a single value are text (dates, where named), not of no type."""
    frame = pd.DataFrame(rows, columns=list(columns) or None)
    for name in frame.columns:
        if frame[name].isna().all():
            frame[name] = frame[name].astype("datetime64[us]" if name in dates else "string")
    return frame


def _row(member: Member) -> dict[str, object]:
    return {
        "member_id": member.member_id,
        "name": member.name,
        "level": member.level,
        "iso3": member.iso3 or None,
        "region": member.region,
        "parent_id": member.parent_id,
    }
