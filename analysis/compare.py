"""Questions that set members or regions side by side. Every share has its n, what is missing, and its 95% interval.

An indicator is asked on one scale or under one rule at a time: two scales never meet in one number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import numbers, queries
from analysis.behind import HAS_THEME, listed
from analysis.intervals import with_interval
from analysis.once import once, rows_of
from analysis.queries import COMPLETION_CODES
from analysis.rows import RATED, Said
from analysis.scope import Filters, ask, ask_chosen
from analysis.text import say_or

MOST = 12
UNITS = {"member": "member_id", "region": "region"}
POSITIONS = {"plan": "plan_number", "year": "year"}


@dataclass(frozen=True)
class Scale:
    """The column of `Indicator.of` that holds the ratings on a scale, and their codes: the highest first, then what
    stands apart.
    """

    column: str
    codes: tuple[str, ...]


SCALES = {
    **{name: Scale(name, COMPLETION_CODES) for name in ("completion", "completion_midterm", "completion_final")},
    "potential_impact": Scale("ambition", ("transformative", "moderate", "minor", "none", "unclear")),
    "potential_for_results": Scale("ambition", ("substantial", "modest", "unclear")),
    "did_it_open_government": Scale(
        "early_results",
        ("outstanding", "major", "marginal", "did_not_change", "worsens", "no_early_results_to_report"),
    ),
    "early_results": Scale("early_results", ("significant", "moderate", "no_notable")),
    "specificity": Scale("specificity", ("high", "medium", "low", "none")),
}
#: The scale of which every commitment can be asked.
OF_ALL = "completion"


@dataclass(frozen=True)
class Indicator:
    """`holds`: SQL over `of`, null where unknown. `among`: SQL, which commitments it is asked of.

    `codes`: what they name of rating_wide. `variable` and `stage` (none: all): the rating that decides, where one can
    be missing. `scale`: the ratings (of SCALES) that stand behind it; OF_ALL where these are but yes or no. `counted`
    and `hover`: the sentences on what a share rests on, of the text files.
    """

    holds: str
    among: str = "true"
    codes: tuple[str, ...] = ()
    variable: str = ""
    stage: str = ""
    scale: str = OF_ALL
    counted: str = "compare.counted"
    hover: Said = RATED

    @property
    def of(self) -> str:
        """The chosen commitments with what `holds` and `among` name, as SQL."""
        return _with_codes(self.codes) if self.codes else "chosen"


def _at(stage: str) -> Indicator:
    return Indicator(
        f"completion_{stage} IN ('substantial', 'complete')",
        variable="completion",
        stage=stage,
        scale=f"completion_{stage}",
    )


def _on_scale(name: str, scale: str) -> Indicator:
    meant = queries.INDICATORS[name]
    return Indicator(meant.holds, f"({meant.scale}) = '{scale}'", variable=scale, scale=scale)


def _under_rule(variable: str, *columns: str) -> Indicator:
    """A star by one rule, which stands in these columns of rating_wide; what it was not applied to is missing.

    A commitment may have been judged by several rules, one after the other. Each counts by itself.
    """
    starred = " OR ".join(f"coalesce({name} = 'yes', false)" for name in columns)
    holds = f"CASE WHEN coalesce({', '.join(columns)}) IS NOT NULL THEN {starred} END"
    return Indicator(holds, codes=columns, variable=variable, counted="compare.counted_starred")


def _verifiable(scale: str) -> Indicator:
    """Whether fulfilment can be checked, by specificity to 2016 and by yes or no since 2017; where a commitment has but
    one of the two, by that one.
    """
    among = f"{queries.VERIFIED_BY} = '{scale}'"
    levels = scale if scale in SCALES else OF_ALL
    return Indicator("is_verifiable", among, codes=("specificity", "verifiable"), variable=scale, scale=levels)


def _with_codes(codes: Iterable[str]) -> str:
    """The chosen commitments with these columns of rating_wide, as SQL."""
    named = ", ".join(f"w.{name}" for name in codes)
    return f"(SELECT c.*, {named} FROM chosen c LEFT JOIN rating_wide w ON w.commitment_id = c.commitment_id)"


#: The indicator of ambition by its scale.
AMBITIOUS = {"potential_impact": "ambitious_to_2019", "potential_for_results": "ambitious_since_2020"}
#: The indicator that is meant where none is named.
USUAL = "high_completion"
INDICATORS = {
    "high_completion": Indicator(queries.INDICATORS["high_completion"].holds, variable="completion"),
    **{f"high_completion_{stage}": _at(stage) for stage in ("midterm", "final")},
    **{name: _on_scale("ambitious", scale) for scale, name in AMBITIOUS.items()},
    "opened_government": _on_scale("strong_early_results", "did_it_open_government"),
    "early_results": _on_scale("strong_early_results", "early_results"),
    "starred_current": _under_rule("starred", "starred_midterm", "starred_final"),
    "starred_2015": _under_rule("starred_2015", "starred_2015"),
    "starred_pre_june_2014": _under_rule("starred_pre_june_2014", "starred_pre_june_2014"),
    "carried_forward": Indicator("is_carried_forward", variable="carried_forward"),
    "stalled": Indicator(queries.INDICATORS["stalled"].holds, variable="completion", counted="compare.counted_stalled"),
    "verifiable_to_2016": _verifiable("specificity"),
    "verifiable_since_2017": _verifiable("verifiable"),
    "assessed": Indicator(
        queries.INDICATORS["assessed"].holds,
        counted="compare.counted_every",
        hover=("compare.hover_every_share", "compare.hover_every_few"),
    ),
}
#: Why a commitment does not count; of several reasons, as at two stages, the first. `unclear`: rated, but by that it is
#: not known. `absent`: no release says anything.
KINDS = ("unclear", "not_reviewed", "unreadable", "not_applicable", "blank", "no_data", "absent")
_COUNTED = """count(*) FILTER (holds)::INTEGER AS yes, count(holds)::INTEGER AS n,
    (count(*) - count(holds))::INTEGER AS missing, count(*) FILTER (holds) / nullif(count(holds), 0) AS share"""
_NAMED = "coalesce(any_value(l.name), any_value(c.member_name))"


def available(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> dict[str, int]:
    """How many of the chosen commitments are rated on each indicator."""
    counted = ", ".join(f"count({i.holds}) FILTER ({i.among})::INTEGER AS {name}" for name, i in INDICATORS.items())
    codes = dict.fromkeys(code for i in INDICATORS.values() for code in i.codes)
    [found] = rows_of(ask_chosen(db, f"SELECT {counted} FROM {_with_codes(codes)}", filters))
    return found


def shares(
    db: DuckDBPyConnection, *, unit: str, indicator: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How often `indicator` holds for each `unit` (of UNITS), the highest share first, those with few rated last.

    Columns: unit, unit_name, yes, n, missing, share (0 to 1), low_share, high_share (95% interval, Wilson), best_rank,
    worst_rank (1 is the highest share). Below SMALL_N there is neither interval nor rank. The ranks say between which
    places a unit may stand: only units whose interval lies wholly above its own are surely before it.
    """
    meant, column = INDICATORS[indicator], UNITS[unit]
    found = ask_chosen(
        db,
        f"""SELECT c.{column} AS unit, {_NAMED} AS unit_name, {_COUNTED}
        FROM (SELECT *, {meant.holds} AS holds FROM {meant.of} WHERE {meant.among}) c
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        WHERE c.{column} IS NOT NULL GROUP BY c.{column}""",
        filters,
        language=language,
    )
    ranked = with_ranks(with_interval(_with_names(found, unit=unit, language=language)))
    ranked = ranked.assign(
        is_few=ranked["n"] < numbers.SMALL_N, place=[numbers.place(name) for name in ranked["unit_name"]]
    )
    order = ranked.sort_values(["is_few", "share", "place"], ascending=[True, False, True], na_position="last")
    return order.drop(columns=["is_few", "place"]).reset_index(drop=True)


def with_ranks(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (columns low_share, high_share) with best_rank and worst_rank, null without intervals to compare."""
    bounds = [(row["low_share"], row["high_share"]) for row in rows_of(frame)]
    able = [(low, high) for low, high in bounds if not isnan(low)]
    is_alone = len(able) < 2
    best: list[int | None] = []
    worst: list[int | None] = []
    for low, high in bounds:
        best.append(None if is_alone or isnan(low) else 1 + sum(other > high for other, _ in able))
        worst.append(None if is_alone or isnan(low) else len(able) - sum(other < low for _, other in able))
    return frame.assign(best_rank=pd.array(best, dtype="Int64"), worst_rank=pd.array(worst, dtype="Int64"))


def eras(db: DuckDBPyConnection, *, unit: str, indicator: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """From which eras the rated commitments of each unit come. Columns: unit, era, n, oldest era first."""
    meant, column = INDICATORS[indicator], UNITS[unit]
    return ask_chosen(
        db,
        f"""SELECT {column} AS unit, era, count({meant.holds})::INTEGER AS n FROM {meant.of}
        WHERE {meant.among} AND {column} IS NOT NULL AND era IS NOT NULL
        GROUP BY {column}, era HAVING count({meant.holds}) > 0 ORDER BY min(year), unit""",
        filters,
    )


def not_rated(db: DuckDBPyConnection, *, unit: str, indicator: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Why commitments are missing in `shares`, all units together. Columns: kind (of KINDS), count; the most first."""
    meant, column = INDICATORS[indicator], UNITS[unit]
    return ask_chosen(
        db,
        f""", silent AS (
            SELECT commitment_id FROM {meant.of}
            WHERE {meant.among} AND {column} IS NOT NULL AND ({meant.holds}) IS NULL
        ),
        said AS (
            SELECT commitment_id, min(list_position($kinds::VARCHAR[], if(code IS NULL, missing, 'unclear'))) AS place
            FROM rating WHERE variable = $variable AND ($stage = '' OR stage = $stage)
            GROUP BY commitment_id
        )
        SELECT coalesce(list_extract($kinds::VARCHAR[], a.place), 'absent') AS kind, count(*)::INTEGER AS count
        FROM silent s LEFT JOIN said a ON a.commitment_id = s.commitment_id
        GROUP BY kind ORDER BY count DESC, list_position($kinds::VARCHAR[], kind)""",
        filters,
        kinds=list(KINDS),
        variable=meant.variable,
        stage=meant.stage,
    )


def era_years(db: DuckDBPyConnection) -> dict[str, list[int]]:
    """The years of submission that have commitments, by era, oldest first."""
    rows = db.execute(
        "SELECT era, list(DISTINCT year ORDER BY year) FROM commitment_status WHERE era IS NOT NULL GROUP BY era"
        " ORDER BY min(year)"
    ).fetchall()
    return {str(era): [int(year) for year in years] for era, years in rows}


def over(
    db: DuckDBPyConnection, *, unit: str, indicator: str, by: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How often `indicator` holds for each unit by plan number or by year (`by` of POSITIONS), eras apart.

    Columns: unit, unit_name, position (the number or the year), era, yes, n, missing, share, low_share, high_share.
    """
    meant, column = INDICATORS[indicator], UNITS[unit]
    found = ask_chosen(
        db,
        f"""SELECT c.{column} AS unit, {_NAMED} AS unit_name, c.{POSITIONS[by]} AS position, c.era, {_COUNTED}
        FROM (SELECT *, {meant.holds} AS holds FROM {meant.of} WHERE {meant.among}) c
        LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
        WHERE c.{column} IS NOT NULL AND c.era IS NOT NULL
        GROUP BY c.{column}, c.{POSITIONS[by]}, c.era ORDER BY unit, min(c.year), position""",
        filters,
        language=language,
    )
    return with_interval(_with_names(found, unit=unit, language=language))


def levels(
    db: DuckDBPyConnection, *, unit: str, language: str, indicator: str = USUAL, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The ratings of each unit on the scale of `indicator`; a unit without any has one row without a code.

    Columns: unit, unit_name, code, count, n (rated), missing (of those that the scale is asked of), share (of n, 0 to
    1).
    """
    column = UNITS[unit]
    found = ask_chosen(
        db,
        f"""SELECT unit, unit_name, code, count, n, missing, count / nullif(n, 0) AS share FROM (
            SELECT c.{column} AS unit, {_NAMED} AS unit_name, c.code,
                count(*) FILTER (c.is_asked)::INTEGER AS count,
                (sum(count(c.code)) OVER by_unit)::INTEGER AS n,
                (sum(count(*) FILTER (c.is_asked) - count(c.code)) OVER by_unit)::INTEGER AS missing
            FROM (SELECT *, CASE WHEN is_asked THEN rated_as END AS code FROM ({_on_its_scale(indicator)})) c
            LEFT JOIN member_name l ON l.member_id = c.member_id AND l.language = $language
            WHERE c.{column} IS NOT NULL
            GROUP BY c.{column}, c.code WINDOW by_unit AS (PARTITION BY c.{column})
        ) WHERE code IS NOT NULL OR n = 0
        ORDER BY unit, list_position($codes::VARCHAR[], code)""",
        filters,
        language=language,
        codes=list(SCALES[INDICATORS[indicator].scale].codes),
    )
    return _with_names(found, unit=unit, language=language)


@once
def asked(frame: pd.DataFrame) -> pd.DataFrame:
    """Of the frame of `levels` the units that have commitments of which the scale is asked."""
    return frame[frame["n"] + frame["missing"] > 0]


def rated_so(
    db: DuckDBPyConnection, *, indicator: str, code: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments that are rated `code` on the scale of `indicator`. Columns: those of behind.listed."""
    sql = f"SELECT * FROM ({_on_its_scale(indicator)}) WHERE is_asked AND rated_as = $code"
    return listed(db, sql, filters, language=language, code=code)


def _on_its_scale(indicator: str) -> str:
    """The chosen commitments with `rated_as`, their rating on the scale of `indicator`, and `is_asked`, as SQL."""
    meant = INDICATORS[indicator]
    of, among = ("chosen", "true") if meant.scale == OF_ALL else (meant.of, meant.among)
    return f"SELECT *, ({among}) AS is_asked, {SCALES[meant.scale].column} AS rated_as FROM {of}"


def behind(
    db: DuckDBPyConnection,
    *,
    indicator: str,
    language: str,
    taxonomy: str = "",
    theme: str = "",
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """The commitments that are rated on `indicator`, with `theme` those that `taxonomy` tags so; first those of which
    it holds. Columns: those of behind.listed, with holds.
    """
    meant = INDICATORS[indicator]
    sql = f"""SELECT *, {meant.holds} AS is_so FROM {meant.of} WHERE {meant.among} AND ({meant.holds}) IS NOT NULL"""
    tagged = {"taxonomy": taxonomy, "theme": theme} if theme else {}
    if tagged:
        sql += f" AND {HAS_THEME}"
    return listed(db, sql, filters, language=language, holds="is_so", **tagged)


def similar(db: DuckDBPyConnection, *, id: str, most: int = MOST - 1) -> list[str]:
    """Members of the same level and region with the same number of plans as `id`, most commitments first."""
    rows = ask(
        db,
        """WITH size AS (
            SELECT member_id, any_value(region) AS region, any_value(level) AS level,
                count(DISTINCT plan_id) AS plans, count(*) AS n
            FROM commitment_status GROUP BY member_id
        )
        SELECT o.member_id FROM size o JOIN size i ON i.member_id = $id
        WHERE o.member_id <> i.member_id AND o.region = i.region AND o.level = i.level AND o.plans = i.plans
        ORDER BY o.n DESC, o.member_id LIMIT $most""",
        {"id": id, "most": most},
    ).fetchall()
    return [str(row[0]) for row in rows]


def most_plans(db: DuckDBPyConnection, *, most: int = MOST, **filters: Unpack[Filters]) -> tuple[list[str], int]:
    """The members with the most chosen plans, of equals those with the most commitments; and how many members have any
    chosen commitment.
    """
    found = ask_chosen(
        db,
        """SELECT member_id, (count(*) OVER ())::INTEGER AS every FROM chosen GROUP BY member_id
        ORDER BY count(DISTINCT plan_id) DESC, count(*) DESC, member_id LIMIT $most""",
        filters,
        most=most,
    )
    rows = rows_of(found)
    return [row["member_id"] for row in rows], rows[0]["every"] if rows else 0


@once
def in_order(frame: pd.DataFrame, *, order: Sequence[str]) -> pd.DataFrame:
    """The rows of `frame` with its units in this order; what the order does not name comes last."""
    at = {unit: place for place, unit in enumerate(order)}
    return frame.sort_values("unit", key=lambda units: units.map(at), kind="stable", ignore_index=True)


def _with_names(frame: pd.DataFrame, *, unit: str, language: str) -> pd.DataFrame:
    if unit == "member":
        return frame
    names = [say_or(language, f"region.{code}", otherwise=str(code)) for code in frame["unit"]]
    return frame.assign(unit_name=pd.Series(names, index=frame.index, dtype="str"))
