"""What became of commitments in such a state before: midterm to final, and into the next plan, with intervals."""

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.behind import listed
from analysis.intervals import wilson
from analysis.numbers import SMALL_N

#: The rating at midterm that two ratings can be compared from, and the states of those that it was not followed in yet.
BASIS = {
    "complete": ("complete",),
    "substantial": ("substantial_at_midterm",),
    "low": ("stalled_likely", "at_risk"),
    "unclear": ("unclear",),
}

_BASIS = """CASE completion_midterm WHEN 'not_started' THEN 'low' WHEN 'limited' THEN 'low'
    ELSE completion_midterm END"""


def what_followed(db: DuckDBPyConnection) -> pd.DataFrame:
    """What became of commitments in such states before, over everything in the database that was rated twice.

    Columns: basis (see BASIS), yes (substantial or complete at the end), n (rated at midterm and at the end), share
    (0 to 1), low_share, high_share (Wilson's interval at 95 %; null below SMALL_N), missing (rated so at midterm, never
    at the end), first_year, last_year (of the plans behind n).
    """
    found = db.execute(
        f"""SELECT {_BASIS} AS basis,
            count(*) FILTER (completion_final IN ('substantial', 'complete'))::INTEGER AS yes,
            count(completion_final)::INTEGER AS n, (count(*) - count(completion_final))::INTEGER AS missing,
            min(year) FILTER (completion_final IS NOT NULL) AS first_year,
            max(year) FILTER (completion_final IS NOT NULL) AS last_year
        FROM commitment_status WHERE completion_midterm IS NOT NULL GROUP BY basis"""
    ).df()
    return _with_intervals(pd.DataFrame({"basis": list(BASIS)}).merge(found, how="left"))


def what_was_found(db: DuckDBPyConnection) -> pd.DataFrame:
    """How far commitments of plans that are over had got by their latest rating.

    One row, columns as in `what_followed`; basis is the state running_unrated; missing: never rated.
    """
    found = db.execute(
        """SELECT 'running_unrated' AS basis, count(*) FILTER (is_high_completion)::INTEGER AS yes,
            count(completion)::INTEGER AS n, (count(*) - count(completion))::INTEGER AS missing,
            min(year) FILTER (completion IS NOT NULL) AS first_year,
            max(year) FILTER (completion IS NOT NULL) AS last_year
        FROM commitment_status WHERE ends_on < (SELECT arg_max(data_date, snapshot_id) FROM snapshot)"""
    ).df()
    return _with_intervals(found)


def behind(db: DuckDBPyConnection, *, basis: str, language: str) -> pd.DataFrame:
    """The commitments that `what_followed` rests on for one basis (its n), those that ended high first.

    Columns: those of behind.listed, with holds.
    """
    sql = f"SELECT * FROM chosen WHERE completion_final IS NOT NULL AND {_BASIS} = $basis"
    holds = "completion_final IN ('substantial', 'complete')"
    return listed(db, sql, {}, language=language, holds=holds, basis=basis)


def what_was_carried_forward(db: DuckDBPyConnection) -> pd.DataFrame:
    """How often commitments that did not get to the end went on in the member's next plan.

    Columns as in `what_followed`; basis is the state: stalled_confirmed or nearly; yes: carried forward; n: of which
    the final report says whether.
    """
    found = db.execute(
        """SELECT CASE completion_final WHEN 'substantial' THEN 'nearly' ELSE 'stalled_confirmed' END AS basis,
            count(*) FILTER (is_carried_forward)::INTEGER AS yes, count(is_carried_forward)::INTEGER AS n,
            (count(*) - count(is_carried_forward))::INTEGER AS missing,
            min(year) FILTER (is_carried_forward IS NOT NULL) AS first_year,
            max(year) FILTER (is_carried_forward IS NOT NULL) AS last_year
        FROM commitment_status WHERE completion_final IN ('not_started', 'limited', 'substantial') GROUP BY basis"""
    ).df()
    return _with_intervals(pd.DataFrame({"basis": ["stalled_confirmed", "nearly"]}).merge(found, how="left"))


def _with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    counted = frame.fillna({"yes": 0, "n": 0, "missing": 0}).astype({"yes": int, "n": int, "missing": int})
    pairs = list(zip(counted["yes"].tolist(), counted["n"].tolist(), strict=True))
    bounds = [wilson(yes, n) if n >= SMALL_N else (None, None) for yes, n in pairs]
    return counted.assign(
        share=pd.array([yes / n if n else None for yes, n in pairs], dtype="Float64"),
        low_share=pd.array([low for low, _ in bounds], dtype="Float64"),
        high_share=pd.array([high for _, high in bounds], dtype="Float64"),
    )
