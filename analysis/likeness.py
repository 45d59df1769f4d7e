"""Commitments that are like one: in the plan before and after, and of other members. Likeness is of words, not meaning.

The IRM says whether a commitment was carried forward, but not which one of the next plan it became: that is a guess
from titles and texts, shown with how alike they are.
"""

import re

import pandas as pd
from duckdb import DuckDBPyConnection
from rapidfuzz import fuzz

from analysis.scope import TAGS
from analysis.words import folded

#: Below it titles and texts have little more in common than commitments have anyway.
LEAST = 0.45
MOST_NEAR = 3
MOST_ELSEWHERE = 6
#: Commitments that share most themes, whose titles are compared.
MOST_COMPARED = 4_000
LONGEST = 1_200
SHORTEST, STEM = 4, 6
_WORD = re.compile(r"\w+")
_NUMBERING = re.compile(r"^(commitment|compromiso|engagement|action|milestone|no\.?)?[\W\d_]*(?=\w)", re.IGNORECASE)


def neighbours(db: DuckDBPyConnection, *, id: str) -> pd.DataFrame:
    """Commitments of the same member in the plan before and in the plan after that are alike, the most alike first.

    Where that plan is not in the data, the next one that is. Columns: side ('before', 'after'), gap (the numbers of the
    plans between that are not in the data, mostly none), commitment_id, plan_number, year, number, title, completion,
    likeness (0 to 1, the higher of titles and texts), carried_forward ('yes', 'no', or null where the IRM does not say)
    of the earlier of the two commitments into the plan that followed: null where there is a gap.
    """
    rows = db.execute(
        f"""WITH this AS (
            SELECT member_id, plan_number, is_carried_forward FROM commitment_status WHERE commitment_id = $id
        ), near AS (
            SELECT max(s.plan_number) FILTER (s.plan_number < this.plan_number) AS earlier,
                min(s.plan_number) FILTER (s.plan_number > this.plan_number) AS later
            FROM commitment_status s JOIN this ON s.member_id = this.member_id
        )
        SELECT CASE WHEN s.plan_number < this.plan_number THEN 'before' WHEN s.plan_number > this.plan_number
                THEN 'after' ELSE 'this' END AS side,
            range(least(s.plan_number, this.plan_number) + 1, greatest(s.plan_number, this.plan_number)) AS gap,
            s.commitment_id, s.plan_number, s.year, s.number, s.title, s.completion,
            CASE WHEN len(gap) > 0 THEN NULL WHEN s.plan_number < this.plan_number THEN s.is_carried_forward
                ELSE this.is_carried_forward END AS is_carried_forward, left(c.full_text, {LONGEST}) AS text
        FROM commitment_status s JOIN commitment c ON c.commitment_id = s.commitment_id, this, near
        WHERE s.member_id = this.member_id
            AND (s.commitment_id = $id OR s.plan_number IN (near.earlier, near.later))
        ORDER BY s.commitment_id""",
        {"id": id},
    ).df()
    own, others = rows[rows["commitment_id"] == id], rows[rows["commitment_id"] != id]
    if own.empty or others.empty:
        return _neighbours(others.assign(likeness=pd.Series(dtype=float)))
    title, text = _bare(own["title"].iloc[0]), _bare(own["text"].iloc[0])
    likeness = [
        max(_alike(title, _bare(other_title)), _alike(text, _bare(other_text)))
        for other_title, other_text in zip(others["title"], others["text"], strict=True)
    ]
    return _neighbours(others.assign(likeness=likeness))


def elsewhere(db: DuckDBPyConnection, *, id: str, language: str) -> pd.DataFrame:
    """Commitments of other members on the same themes with the most similar titles, the most similar first.

    Columns: commitment_id, member, year, title, completion, ambition, ambition_scale, shared (themes in common),
    likeness (0 to 1, of the titles). Only those that share half of the themes or whose titles are alike.
    """
    rows = db.execute(
        f"""WITH this AS (SELECT theme_id FROM {TAGS} WHERE commitment_id = $id),
        sharing AS (
            SELECT commitment_id, count(*)::INTEGER AS shared
            FROM {TAGS} WHERE theme_id IN (FROM this) AND commitment_id <> $id GROUP BY commitment_id
        )
        SELECT s.commitment_id, coalesce(l.name, s.member_name) AS member, s.year, s.title, s.completion, s.ambition,
            s.ambition_scale, h.shared, (SELECT count(*) FROM this)::INTEGER AS of,
            (SELECT title FROM commitment_status WHERE commitment_id = $id) AS own
        FROM sharing h
        JOIN commitment_status s ON s.commitment_id = h.commitment_id
        LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        WHERE s.member_id <> (SELECT member_id FROM commitment_status WHERE commitment_id = $id)
        ORDER BY h.shared DESC, s.commitment_id LIMIT $most""",
        {"id": id, "language": language, "most": MOST_COMPARED},
    ).df()
    own = _bare(rows["own"].iloc[0]) if len(rows) else ""
    alike = rows.assign(likeness=[_alike(own, _bare(title)) for title in rows["title"]])
    alike = alike[(alike["likeness"] >= LEAST) | (alike["shared"] * 2 >= alike["of"])]
    return (
        alike.sort_values(["likeness", "shared", "commitment_id"], ascending=[False, False, True])
        .head(MOST_ELSEWHERE)
        .drop(columns=["own", "of"])
        .reset_index(drop=True)
    )


def _neighbours(rows: pd.DataFrame) -> pd.DataFrame:
    near = rows[rows["likeness"] >= LEAST].sort_values(["likeness", "commitment_id"], ascending=[False, True])
    near = near.groupby("side", sort=False).head(MOST_NEAR)
    carried = near["is_carried_forward"].map({True: "yes", False: "no"}).astype(object)
    near = near.assign(carried_forward=carried.where(carried.notna(), None))
    order = near["side"].map({"before": 0, "after": 1})
    return (
        near.assign(order=order)
        .sort_values(["order", "likeness", "commitment_id"], ascending=[True, False, True])
        .drop(columns=["text", "is_carried_forward", "order"])
        .reset_index(drop=True)
    )


def _bare(text: object) -> str:
    """A title or text without its number, accents and capitals."""
    return _NUMBERING.sub("", folded(" ".join(str(text or "").split())))


def _alike(a: str, b: str) -> float:
    """The mean of two measures, 0 to 1: letters in common once words are sorted, and words in common.

    Letters alone are half alike in any two titles of one language; words alone miss other endings and spellings.
    """
    if not a or not b:
        return 0.0
    one, other = _stems(a), _stems(b)
    words = 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
    return (fuzz.token_sort_ratio(a, b) / 100 + words) / 2


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words: endings differ, and short words are in every title."""
    return {word[:STEM] for word in _WORD.findall(text) if len(word) >= SHORTEST}
