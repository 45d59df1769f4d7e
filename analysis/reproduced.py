"""Published figures, and the same ones computed here from the release that they were computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import yaml
from duckdb import DuckDBPyConnection

from analysis.process import STEPS
from analysis.published import ROOT

FILE = ROOT / "data" / "reference" / "published_figures.yml"
#: How ours stands to what is printed: the same when rounded, close, another, or not computed for want of its release.
OUTCOMES = ("exact", "near", "differs", "not_here")
#: A rounding error of a computer is no difference.
_SLACK = 1e-9
_RELEASE = """WITH release AS (
        SELECT r.variable, r.stage, r.code, r.missing, c.plan_id
        FROM (SELECT commitment_id, variable, stage, code, missing, source_id FROM rating
              UNION ALL SELECT commitment_id, variable, stage, code, missing, source_id FROM rating_history) r
        JOIN commitment c ON c.commitment_id = r.commitment_id
        WHERE list_contains($sources::VARCHAR[], r.source_id) AND r.variable = $variable AND r.stage = $stage
            AND ($plan::VARCHAR IS NULL OR c.plan_id = $plan)
    )"""
_SQL = {
    "plans_yes": """SELECT count(*) FILTER (a.flag), count(a.flag), count(*) FILTER (a.flag) / nullif(count(a.flag), 0)
        FROM process a JOIN action_plan_version v ON v.plan_id = a.plan_id AND v.source_id = a.source_id
        WHERE list_contains($sources::VARCHAR[], a.source_id) AND a.question = $question AND v.year = $year""",
    "plan_steps": """SELECT NULL, count(*), avg(steps) FROM (
            SELECT count(*) FILTER (a.flag) AS steps
            FROM process a JOIN action_plan_version v ON v.plan_id = a.plan_id AND v.source_id = a.source_id
            WHERE list_contains($sources::VARCHAR[], a.source_id) AND v.year = $year
                AND list_contains($steps::VARCHAR[], a.question)
            GROUP BY a.plan_id HAVING count(a.flag) = len($steps::VARCHAR[]))""",
    "rated": f"""{_RELEASE} SELECT count(*) FILTER (list_contains($codes::VARCHAR[], code)), count(code),
            count(*) FILTER (list_contains($codes::VARCHAR[], code)) / nullif(count(code), 0) FROM release""",
    "cells": f"""{_RELEASE} SELECT NULL, count(*), count(*) FILTER (code = $code OR missing = $missing) FROM release""",
}
_OPTIONAL = {"cells": ("code", "missing", "plan"), "rated": ("plan",)}


@dataclass(frozen=True)
class Published:
    """One published figure; the fields are explained at the head of FILE."""

    id: str
    words: str
    vintage: str
    address: str
    said: str
    unit: str
    value: float
    exact: float
    near: float
    count: dict[str, Any]


@cache
def known() -> tuple[Published, ...]:
    """Every published figure of FILE."""
    return tuple(Published(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def beside(db: DuckDBPyConnection) -> pd.DataFrame:
    """Published figures and ours.

    Columns: id, words, of (the year, code or kind of missing that the figure is of), unit ('share', 'number',
    'count'), said, ours (in that unit; null where its release is not imported), yes (null but for shares), n (what
    ours rests on), outcome (of OUTCOMES), vintage, address.
    """
    rows: list[dict[str, Any]] = []
    for figure in known():
        sources = _sources(db, figure.vintage)
        yes, n, ours = _computed(db, figure, sources) if sources else (None, None, None)
        asked = figure.count
        rows.append(
            {
                "id": figure.id,
                "words": figure.words,
                "of": str(next((asked[name] for name in ("year", "code", "missing") if name in asked), "")),
                "unit": figure.unit,
                "said": figure.said,
                "ours": ours,
                "yes": yes,
                "n": n,
                "outcome": outcome(figure, ours),
                "vintage": figure.vintage,
                "address": figure.address,
            }
        )
    return pd.DataFrame(rows).astype({"ours": float, "yes": "Int64", "n": "Int64"})


def outcome(figure: Published, ours: float | None) -> str:
    """One of OUTCOMES."""
    if ours is None:
        return "not_here"
    off = abs(ours - figure.value)
    return "exact" if off <= figure.exact + _SLACK else "near" if off <= figure.near + _SLACK else "differs"


def _sources(db: DuckDBPyConnection, vintage: str) -> list[str]:
    rows = db.execute("SELECT source_id FROM source WHERE vintage = ? AND NOT is_demo", [vintage]).fetchall()
    return [str(row[0]) for row in rows]


def _computed(
    db: DuckDBPyConnection, figure: Published, sources: Sequence[str]
) -> tuple[int | None, int | None, float | None]:
    what = figure.count["what"]
    asked = {name: value for name, value in figure.count.items() if name != "what"}
    asked |= {name: None for name in _OPTIONAL.get(what, ()) if name not in asked}
    asked |= {"steps": list(STEPS)} if what == "plan_steps" else {}
    row = db.execute(_SQL[what], {"sources": list(sources), **asked}).fetchone()
    if row is None or row[2] is None:
        return None, None, None
    return row[0], row[1], float(row[2])
