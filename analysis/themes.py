"""Questions on themes. A share of a theme is of the commitments whose list of tags had it, and said yes or no.

One taxonomy (list of tags) at a time: a tag that did not exist yet is not a no. What a theme's share rests on is
commitment_taxonomy (tagged by the list at all) minus commitment_theme_missing (this tag not known).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import numbers
from analysis.behind import HAS_THEME
from analysis.behind import listed as commitments
from analysis.figures import Row
from analysis.intervals import difference, with_interval
from analysis.once import once, rows_of
from analysis.queries import COMPLETION, INDICATORS
from analysis.scope import Filters, ask, ask_chosen
from analysis.shares import COUNTED, counted_share
from analysis.text import say_or


@dataclass(frozen=True)
class Measure:
    """An indicator of `queries.INDICATORS`, on one of its scales where it has two."""

    indicator: str
    scale: str = ""


MEASURES = {
    COMPLETION: Measure(COMPLETION),
    "ambitious_to_2019": Measure("ambitious", "potential_impact"),
    "ambitious_since_2020": Measure("ambitious", "potential_for_results"),
    "opened_government": Measure("strong_early_results", "did_it_open_government"),
    "early_results": Measure("strong_early_results", "early_results"),
}
#: The group of all themes that have no parent.
EVERY = "all"
#: The columns of `rising`.
RISING = (
    *("theme_id", "theme", "early_yes", "early_n", "early_share", "late_yes", "late_n", "late_share"),
    *("change_share", "low_share", "high_share", "direction"),
)
#: What `counts` counts: the indicators behind MEASURES.
_INDICATORS = tuple(dict.fromkeys(measure.indicator for measure in MEASURES.values()))
#: Stands in `counts` for all commitments of the list, whatever their themes.
ALL = ""
#: A theme, and a region or a year.
Cell = tuple[str, Any]
By = Literal["region", "year"]


def lists_of(name: str) -> str:
    """SELECT of the lists of tags, newest first, for the commitments of the table `name`.

    Columns: taxonomy, as_of (of its newest release), n (tagged by it), missing (not tagged by it). Every list that was
    ever used has a row, so that n may be 0.
    """
    return f"""
        SELECT a.taxonomy, max(o.as_of) AS as_of, count(c.commitment_id)::INTEGER AS n,
            ((SELECT count(*) FROM {name}) - count(c.commitment_id))::INTEGER AS missing
        FROM commitment_taxonomy a
        JOIN source o ON o.source_id = a.source_id
        LEFT JOIN {name} c ON c.commitment_id = a.commitment_id
        GROUP BY a.taxonomy ORDER BY as_of DESC, a.taxonomy DESC"""


def taxonomies(db: DuckDBPyConnection, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The lists of tags and how many of the chosen commitments they tag. Columns: those of `lists_of`."""
    return ask_chosen(db, lists_of("chosen"), filters)


def fullest(lists: pd.DataFrame) -> Row | None:
    """The list of tags that most of the commitments carry (a row of `taxonomies`); nothing where they carry none."""
    most: Row | None = max(rows_of(lists), key=lambda row: row["n"], default=None)
    return most if most and most["n"] else None


def listed(db: DuckDBPyConnection, *, taxonomy: str, language: str) -> pd.DataFrame:
    """The themes of a list of tags. Columns: theme_id, parent_id (of its group, else null), theme (its name, without
    what tells it from those of other lists).
    """
    sql = "SELECT theme_id, parent_id, counts_as AS says, label FROM theme WHERE taxonomy = $taxonomy ORDER BY theme_id"
    return named(ask(db, sql, {"taxonomy": taxonomy}).df(), taxonomy=taxonomy, language=language)


def counts(db: DuckDBPyConnection, *, by: By, taxonomy: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """What the shares of all themes of a list of tags are summed up from, in one question.

    One row per theme, region or year of the plan, and scales; the rows of the theme ALL count each commitment of the
    list once, eras apart. Columns: theme_id, region (else '') or year (else 0), era (of the theme ALL, else ''), first
    (year), tagged (commitments), unknown (those of which this tag is not known), and for each indicator behind MEASURES
    scale_*, n_* (of the tagged, rated), yes_* (it holds); n_midterm and yes_midterm, of the ratings of completion those
    from midterm, and of these the high ones.
    """
    at = {"region": "coalesce(c.region, '') AS region", "year": "coalesce(c.year, 0) AS year"}[by]
    scales = ", ".join(f"{INDICATORS[name].scale} AS scale_{name}" for name in _INDICATORS)
    holds = ", ".join(f"{INDICATORS[name].holds} AS holds_{name}" for name in _INDICATORS)
    keys = ", ".join(f"scale_{name}" for name in _INDICATORS)
    counted = ", ".join(
        f"count(holds_{name})::INTEGER AS n_{name}, count(*) FILTER (holds_{name})::INTEGER AS yes_{name}"
        for name in _INDICATORS
    )
    counted += """, count(*) FILTER (completion_stage = 'midterm')::INTEGER AS n_midterm,
            count(*) FILTER (completion_stage = 'midterm' AND is_high_completion)::INTEGER AS yes_midterm"""
    nothing = ", ".join(["''"] * len(_INDICATORS) + ["0"] * 2 * (len(_INDICATORS) + 1))
    return ask_chosen(
        db,
        f""", asked AS (
            SELECT c.commitment_id, c.theme_ids, c.completion_stage, c.is_high_completion, c.era, c.year AS of_year,
                {at}, {scales}, {holds}
            FROM chosen c
            JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id AND a.taxonomy = $taxonomy
        )
        SELECT theme_id, {by}, if(theme_id = '{ALL}', coalesce(era, ''), '') AS era,
            coalesce(min(of_year), 0) AS first, count(*)::INTEGER AS tagged, 0 AS unknown, {keys}, {counted}
        FROM (SELECT *, unnest(list_append(theme_ids, '{ALL}')) AS theme_id FROM asked) GROUP BY ALL
        UNION ALL
        SELECT u.theme_id, a.{by}, '', 0, 0, count(*)::INTEGER, {nothing}
        FROM commitment_theme_missing u JOIN asked a ON a.commitment_id = u.commitment_id GROUP BY ALL""",
        filters,
        taxonomy=taxonomy,
    )


@once
def by_theme(counted: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """How many commitments carry each theme, most first (frames of `counts` and `listed`).

    Columns: theme_id, parent_id (of its group, else null), theme (its name), yes (tagged), n (asked and known),
    missing (asked, not known), share (of n, 0 to 1).
    """
    sums = _sums(counted, ("tagged", "unknown"))
    asked = sums.get((ALL, ""), (0, 0))[0]
    found = []
    for theme in rows_of(listed):
        yes, unknown = sums.get((theme["theme_id"], ""), (0, 0))
        found.append({**theme, **counted_share(yes, asked - unknown, unknown)})
    found.sort(key=lambda row: (-row["yes"], row["theme_id"]))
    return pd.DataFrame(found, columns=["theme_id", "parent_id", "theme", *COUNTED])


@once
def share_by(counted: pd.DataFrame, listed: pd.DataFrame, by: By) -> pd.DataFrame:
    """How many of the commitments of each region or year carry a theme, from `counts` by the same.

    Columns: theme_id, theme, region or year, yes, n, missing, share (as in `by_theme`).
    """
    sums = _sums(counted, ("tagged", "unknown"), by=by)
    values = sorted(value for theme_id, value in sums if theme_id == ALL)
    found = []
    for theme in rows_of(listed):
        for value in values:
            yes, unknown = sums.get((theme["theme_id"], value), (0, 0))
            said = counted_share(yes, sums[ALL, value][0] - unknown, unknown)
            found.append({"theme_id": theme["theme_id"], "theme": theme["theme"], by: value, **said})
    return pd.DataFrame(found, columns=["theme_id", "theme", by, *COUNTED])


@once
def measured(counted: pd.DataFrame) -> pd.DataFrame:
    """Each of MEASURES over all commitments of the list. Columns: measure, yes, n (rated), missing, share (0 to 1)."""
    found = [{"measure": name, **_fared(_outcomes(counted, name), (ALL, ""))} for name in MEASURES]
    return pd.DataFrame(found, columns=["measure", *COUNTED])


@once
def completion_by_stage(counted: pd.DataFrame) -> pd.DataFrame:
    """The latest completion ratings of the list's commitments by their stage: as queries.completion_by_stage."""
    columns = ("n_high_completion", "yes_high_completion", "n_midterm", "yes_midterm")
    rated, high, early, early_high = _sums(counted, columns).get((ALL, ""), (0, 0, 0, 0))
    rows = [("midterm", early_high, early), ("final", high - early_high, rated - early)]
    return pd.DataFrame([row for row in rows if row[2]], columns=["stage", "yes", "n"])


@once
def midterm_by_region(counted: pd.DataFrame) -> pd.DataFrame:
    """How many of the latest completion ratings of each region are from midterm (frame of `counts` by region).

    Columns: region, yes (from midterm), n (rated).
    """
    sums = _sums(counted, ("n_midterm", "n_high_completion"), by="region")
    rows = [(region, early, n) for (theme_id, region), (early, n) in sorted(sums.items()) if theme_id == ALL and n]
    return pd.DataFrame(rows, columns=["region", "yes", "n"])


@once
def eras(counted: pd.DataFrame, measure: str) -> dict[str, int]:
    """How many of the list's commitments that are rated on `measure` are of each era, the oldest era first."""
    meant = MEASURES[measure]
    found: dict[str, int] = {}
    for row in sorted(rows_of(counted), key=lambda row: row["first"]):
        if row["theme_id"] == ALL and row["era"] and row[f"scale_{meant.indicator}"] == meant.scale:
            found[row["era"]] = found.get(row["era"], 0) + row[f"n_{meant.indicator}"]
    return {era: n for era, n in found.items() if n}


@once
def outcome_by_theme(counted: pd.DataFrame, listed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """How often `measure` (of MEASURES) holds among the commitments of each theme.

    Columns: theme_id, theme, parent_id, yes, n (rated), missing, share (0 to 1), low_share and high_share (Wilson's
    95% interval; null below SMALL_N cases).
    """
    sums = _outcomes(counted, measure)
    found = []
    for theme in rows_of(listed):
        found.append({**theme, **_fared(sums, (theme["theme_id"], ""))})
    return with_interval(pd.DataFrame(found, columns=["theme_id", "theme", "parent_id", *COUNTED]))


@once
def outcome_by_region(counted: pd.DataFrame, listed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """How often `measure` holds by theme and region, where there are any commitments on its scale.

    Columns: theme_id, theme, region, yes, n (rated), missing, share (0 to 1).
    """
    sums = _outcomes(counted, measure, by="region")
    names = {theme["theme_id"]: theme["theme"] for theme in rows_of(listed)}
    found = [
        {"theme_id": theme_id, "theme": names[theme_id], "region": region, **_fared(sums, (theme_id, region))}
        for theme_id, region in sorted(sums)
        if theme_id in names and sums[theme_id, region][0]
    ]
    return pd.DataFrame(found, columns=["theme_id", "theme", "region", *COUNTED])


def behind(
    db: DuckDBPyConnection, *, taxonomy: str, theme: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments that the taxonomy tags with the theme. Columns: those of behind.listed."""
    sql = f"SELECT * FROM chosen WHERE {HAS_THEME}"
    return commitments(db, sql, filters, language=language, taxonomy=taxonomy, theme=theme)


@once
def of_group(frame: pd.DataFrame, *, group: str) -> pd.DataFrame:
    """The rows of `by_theme` to show: themes without a parent, or the theme `group` followed by its children.

    Themes that no commitment carries are left out.
    """
    found = frame[frame["yes"] > 0]
    if group == EVERY:
        return found[found["parent_id"].isna()]
    return pd.concat([found[found["theme_id"] == group], found[found["parent_id"] == group]])


@once
def in_order(frame: pd.DataFrame, *, like: pd.DataFrame) -> pd.DataFrame:
    """The rows of `frame` whose theme is in `like`, in the order of the themes there."""
    places: dict[str, list[int]] = {theme_id: [] for theme_id in like["theme_id"].tolist()}
    for place, theme_id in enumerate(frame["theme_id"].tolist()):
        if theme_id in places:
            places[theme_id].append(place)
    return frame.iloc[[place for found in places.values() for place in found]]


@once
def years(counted: pd.DataFrame) -> list[int]:
    """The years that commitments of the list are of, in order (frame of `counts` by year)."""
    return sorted({row["year"] for row in rows_of(counted) if row["theme_id"] == ALL and row["year"]})


def halves(years: list[int]) -> tuple[list[int], list[int]]:
    """The earlier and the later half of the years; of an odd number, the one in the middle is early."""
    ordered = sorted(set(years))
    middle = (len(ordered) + 1) // 2
    return ordered[:middle], ordered[middle:]


@once
def rising(by_year: pd.DataFrame) -> pd.DataFrame:
    """What the share of each theme was in the earlier half of the years and is in the later (`share_by` years).

    Columns: theme_id, theme, early_yes, early_n, early_share, late_yes, late_n, late_share, change_share (late minus
    early), low_share and high_share (its 95% interval, Newcombe), direction ('up', 'down'; 'no_clear' where the
    interval includes no change). The steepest rise first. Left out: themes never tagged, and those that fewer than
    SMALL_N commitments were asked for in either half.
    """
    asked = [row for row in rows_of(by_year) if row["n"] > 0]
    early, _ = halves([row["year"] for row in asked])
    sums: dict[tuple[str, str], dict[bool, tuple[int, int]]] = {}
    for row in asked:
        of_theme = sums.setdefault((row["theme_id"], row["theme"]), {True: (0, 0), False: (0, 0)})
        yes, n = of_theme[row["year"] in early]
        of_theme[row["year"] in early] = (yes + row["yes"], n + row["n"])
    rows: list[dict[str, Any]] = []
    for (theme_id, theme), of_theme in sums.items():
        was, now = of_theme[True], of_theme[False]
        if min(was[1], now[1]) < numbers.SMALL_N or was[0] + now[0] == 0:
            continue
        rows.append(
            {"theme_id": theme_id, "theme": theme}
            | {"early_yes": was[0], "early_n": was[1], "early_share": was[0] / was[1]}
            | {"late_yes": now[0], "late_n": now[1], "late_share": now[0] / now[1]}
            | changed(was, now)
        )
    made = pd.DataFrame(rows, columns=list(RISING))
    return made.sort_values("change_share", ascending=False, kind="stable", ignore_index=True)


def changed(was: tuple[int, int], now: tuple[int, int]) -> dict[str, Any]:
    """The difference of two shares, each (yes, n): change_share, low_share, high_share, direction, as in `rising`."""
    low, high = difference(was, now)
    change = now[0] / now[1] - was[0] / was[1]
    direction = "up" if low > 0 else "down" if high < 0 else "no_clear"
    return {"change_share": change, "low_share": low, "high_share": high, "direction": direction}


@once
def strongest(frame: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The `most` themes of a frame of `rising` that changed most, those with a clear change first, in its order."""
    ranked = sorted(rows_of(frame), key=lambda row: (row["direction"] == "no_clear", -abs(row["change_share"])))
    kept = {row["theme_id"] for row in ranked[:most]}
    return frame[[theme_id in kept for theme_id in frame["theme_id"]]].reset_index(drop=True)


def named(frame: pd.DataFrame, *, language: str, taxonomy: str = "") -> pd.DataFrame:
    """`frame` with `theme` in place of `says` and `label`: in the reader's language where the text files have it.

    With `taxonomy`, where that list of tags is named anyway: without the addition of which list a theme is.
    """
    addition = say_or(language, f"of_taxonomy.{taxonomy}", otherwise="")
    names = [
        say_or(language, f"theme.{says}", otherwise=str(label)).removesuffix(addition)
        for says, label in zip(frame["says"].tolist(), frame["label"].tolist(), strict=True)
    ]
    found = frame.copy(deep=False)
    found.insert(list(found.columns).index("says"), "theme", pd.Series(names, index=found.index, dtype="str"))
    return found.drop(columns=["says", "label"])


@once
def _sums(
    counted: pd.DataFrame, columns: Sequence[str], *, by: str = "", scale: tuple[str, str] | None = None
) -> dict[Cell, tuple[int, ...]]:
    """The sums of these columns of `counts` by theme, and by the column `by` where that is known; with `scale` (column
    and value) of its rows alone.
    """
    sums: dict[Cell, list[int]] = {}
    for row in rows_of(counted):
        if (scale and row[scale[0]] != scale[1]) or (by and not row[by]):
            continue
        found = sums.setdefault((row["theme_id"], row[by] if by else ""), [0] * len(columns))
        for place, name in enumerate(columns):
            found[place] += row[name]
    return {cell: tuple(found) for cell, found in sums.items()}


def _outcomes(counted: pd.DataFrame, measure: str, *, by: str = "") -> dict[Cell, tuple[int, ...]]:
    """By theme, and by the column `by`: commitments on the measure's scale, of these rated, of these it holds."""
    meant = MEASURES[measure]
    columns = ("tagged", f"n_{meant.indicator}", f"yes_{meant.indicator}")
    return _sums(counted, columns, by=by, scale=(f"scale_{meant.indicator}", meant.scale))


def _fared(sums: Mapping[Cell, tuple[int, ...]], cell: Cell) -> dict[str, Any]:
    of, n, yes = sums.get(cell, (0, 0, 0))
    return counted_share(yes, n, of - n)
