"""Questions on themes. A share of a theme is of the commitments whose list of tags had it, and said yes or no.

One taxonomy (list of tags) at a time: a tag that did not exist yet is not a no. What a theme's share rests on is
commitment_taxonomy (tagged by the list at all) minus commitment_theme_missing (this tag not known).
"""

from dataclasses import dataclass
from typing import Any, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import numbers
from analysis.intervals import difference, wilson
from analysis.once import once, rows_of
from analysis.queries import INDICATORS
from analysis.scope import Filters, ask_chosen
from analysis.text import say_or


@dataclass(frozen=True)
class Measure:
    """An indicator of `queries.INDICATORS`, on one of its scales where it has two."""

    indicator: str
    scale: str = ""


MEASURES = {
    "high_completion": Measure("high_completion"),
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
#: The themes of $taxonomy, by the id that names them in text.
_LISTED_THEMES = """listed AS (
        SELECT theme_id, counts_as AS says, label, parent_id FROM theme WHERE taxonomy = $taxonomy
    )"""
#: What follows `chosen, `: those themes, and the tags that are set.
TAGGED = f"""{_LISTED_THEMES}, tagged AS (
        SELECT g.commitment_id, l.* FROM commitment_theme g JOIN listed l ON l.theme_id = g.theme_id
    )"""
#: SELECT of the commitments in `listed`, for a reader: no long text.
LISTED = """
    SELECT s.commitment_id, coalesce(l.name, s.member_name) AS member, s.year, s.plan_number, s.number, s.title,
        s.lead_institution, s.completion, s.ambition
    FROM listed s LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
    ORDER BY strip_accents(lower(member)), s.plan_number, try_cast(s.number AS DOUBLE), s.number, s.commitment_id"""
#: The commitments that are tagged by $taxonomy: `theme_ids` are all their tags, those of other lists too.
_ASKED = f""", {_LISTED_THEMES}, asked AS (
        SELECT c.* FROM chosen c
        JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id AND a.taxonomy = $taxonomy
    )"""


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


def by_theme(db: DuckDBPyConnection, *, taxonomy: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How many commitments carry each theme, most first.

    Columns: theme_id, parent_id (of its group, else null), theme (its name), yes (tagged), n (asked and known),
    missing (asked, not known), share (of n, 0 to 1).
    """
    found = ask_chosen(
        db,
        f"""{_ASKED}
        SELECT l.theme_id, l.parent_id, l.says, l.label, coalesce(y.n, 0)::INTEGER AS yes,
            (o.n - coalesce(u.n, 0))::INTEGER AS n, coalesce(u.n, 0)::INTEGER AS missing,
            coalesce(y.n, 0) / nullif(o.n - coalesce(u.n, 0), 0) AS share
        FROM listed l CROSS JOIN (SELECT count(*) AS n FROM asked) o
        LEFT JOIN (SELECT theme_id, count(*) AS n FROM (SELECT unnest(theme_ids) AS theme_id FROM asked) GROUP BY ALL) y
            ON y.theme_id = l.theme_id
        LEFT JOIN (SELECT theme_id, count(*) AS n FROM commitment_theme_missing SEMI JOIN asked USING (commitment_id)
            GROUP BY ALL) u ON u.theme_id = l.theme_id
        ORDER BY yes DESC, l.theme_id""",
        filters,
        taxonomy=taxonomy,
    )
    return named(found, language=language)


def asked(db: DuckDBPyConnection, *, taxonomy: str, **filters: Unpack[Filters]) -> tuple[int, int]:
    """How many of the chosen commitments are tagged by the taxonomy, and how many are not."""
    row = ask_chosen(
        db,
        """SELECT count(a.commitment_id)::INTEGER AS n, count(*)::INTEGER AS of FROM chosen c
        LEFT JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id AND a.taxonomy = $taxonomy""",
        filters,
        taxonomy=taxonomy,
    ).iloc[0]
    return int(row["n"]), int(row["of"] - row["n"])


def measured(db: DuckDBPyConnection, *, taxonomy: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Each measure over all commitments tagged by the taxonomy. Columns: measure, yes, n, missing, share (0 to 1)."""
    counted = ", ".join(
        f"count(*) FILTER ({_on_scale(m)})::INTEGER AS of_{name},"
        f" count({INDICATORS[m.indicator].holds}) FILTER ({_on_scale(m)})::INTEGER AS n_{name},"
        f" count(*) FILTER (({INDICATORS[m.indicator].holds}) AND {_on_scale(m)})::INTEGER AS yes_{name}"
        for name, m in MEASURES.items()
    )
    row = rows_of(ask_chosen(db, f"{_ASKED} SELECT {counted} FROM asked", filters, taxonomy=taxonomy))[0]
    found = pd.DataFrame({"measure": list(MEASURES)})
    yes, n, of = ([int(row[f"{what}_{name}"]) for name in MEASURES] for what in ("yes", "n", "of"))
    found = found.assign(yes=yes, n=n, missing=[o - m for o, m in zip(of, n, strict=True)])
    return found.assign(share=found["yes"] / found["n"].where(found["n"] > 0))


def outcome_by_theme(
    db: DuckDBPyConnection, *, taxonomy: str, measure: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How often `measure` (of MEASURES) holds among the commitments of each theme.

    Columns: theme_id, parent_id, theme, yes, n (rated), missing, share (0 to 1), low_share and high_share
    (Wilson's 95% interval).
    """
    found = _outcome(db, "l.parent_id", taxonomy=taxonomy, measure=measure, filters=filters)
    bounds = pd.DataFrame(
        [wilson(row["yes"], row["n"]) if row["n"] else (None, None) for row in rows_of(found)],
        columns=["low_share", "high_share"],
        index=found.index,
        dtype=float,
    )
    return named(found.join(bounds), language=language)


def share_by_region(
    db: DuckDBPyConnection, *, taxonomy: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How many of a region's commitments carry a theme. Columns: theme_id, theme, region, yes, n, missing, share."""
    return _tagged_by(db, "region", taxonomy=taxonomy, language=language, filters=filters)


def share_by_year(db: DuckDBPyConnection, *, taxonomy: str, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """How many of a plan year's commitments carry a theme. Columns: theme_id, theme, year, yes, n, missing, share."""
    return _tagged_by(db, "year", taxonomy=taxonomy, language=language, filters=filters)


def outcome_by_region(
    db: DuckDBPyConnection, *, taxonomy: str, measure: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """How often `measure` holds by theme and region. Columns: theme_id, theme, region, yes, n, missing, share."""
    return named(_outcome(db, "region", taxonomy=taxonomy, measure=measure, filters=filters), language=language)


def behind(
    db: DuckDBPyConnection, *, taxonomy: str, theme: str, language: str, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """The commitments that the taxonomy tags with the theme.

    Columns: commitment_id, member (in `language`), year, plan_number, number, title, lead_institution, completion,
    ambition; by member, plan and number.
    """
    return ask_chosen(
        db,
        f""", listed AS (
            SELECT c.* FROM chosen c
            JOIN commitment_taxonomy a ON a.commitment_id = c.commitment_id AND a.taxonomy = $taxonomy
            JOIN commitment_theme g ON g.commitment_id = c.commitment_id AND g.theme_id = $theme
        ) {LISTED}""",
        filters,
        taxonomy=taxonomy,
        theme=theme,
        language=language,
    )


def across(db: DuckDBPyConnection, *, language: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Themes that two lists of tags have in the same sense, by list and year; each list with its own denominators.

    Columns: theme_id (of the newer list), theme, taxonomy (oldest release first), year, yes, n, missing, share.
    """
    pairs = db.execute("SELECT theme_id, counts_as FROM theme WHERE counts_as <> theme_id").fetchall()
    newer = {str(old): str(new) for old, new in pairs}
    parts = []
    for taxonomy in reversed(taxonomies(db, **filters)["taxonomy"].tolist()):
        found = share_by_year(db, taxonomy=taxonomy, language=language, **filters)
        said = found["theme_id"].replace(newer)
        parts.append(found.assign(theme_id=said, taxonomy=taxonomy)[said.isin(list(newer.values()))])
    columns = ["theme_id", "theme", "taxonomy", "year", "yes", "n", "missing", "share"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


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


def halves(years: list[int]) -> tuple[list[int], list[int]]:
    """The earlier and the later half of the years; of an odd number, the one in the middle is early."""
    ordered = sorted(set(years))
    middle = (len(ordered) + 1) // 2
    return ordered[:middle], ordered[middle:]


@once
def rising(by_year: pd.DataFrame) -> pd.DataFrame:
    """What the share of each theme was in the earlier half of the years and is in the later (frame of `share_by_year`).

    Columns: theme_id, theme, early_yes, early_n, early_share, late_yes, late_n, late_share, change_share (late minus
    early), low_share and high_share (its 95% interval, Newcombe), direction ('up', 'down'; 'same' where the interval
    includes no change). The steepest rise first. Left out: themes never tagged, and those that fewer than SMALL_N
    commitments were asked for in either half.
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
        low, high = difference(was, now)
        before, after = was[0] / was[1], now[0] / now[1]
        rows.append(
            {"theme_id": theme_id, "theme": theme}
            | {"early_yes": was[0], "early_n": was[1], "early_share": before}
            | {"late_yes": now[0], "late_n": now[1], "late_share": after}
            | {"change_share": after - before, "low_share": low, "high_share": high}
            | {"direction": "up" if low > 0 else "down" if high < 0 else "same"}
        )
    made = pd.DataFrame(rows, columns=list(RISING))
    return made.sort_values("change_share", ascending=False, kind="stable", ignore_index=True)


@once
def strongest(frame: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The `most` steepest rises and the `most` steepest falls of a frame of `rising`, in its order."""
    return frame if len(frame) <= 2 * most else pd.concat([frame.head(most), frame.tail(most)], ignore_index=True)


def named(frame: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """`frame` with `theme` in place of `says` and `label`: in the reader's language where the text files have it."""
    names = [
        say_or(language, f"theme.{says}", otherwise=str(label))
        for says, label in zip(frame["says"].tolist(), frame["label"].tolist(), strict=True)
    ]
    found = frame.copy(deep=False)
    found.insert(list(found.columns).index("says"), "theme", pd.Series(names, index=found.index, dtype="str"))
    return found.drop(columns=["says", "label"])


def _on_scale(measure: Measure) -> str:
    """SQL: the commitment belongs to the measure's scale. Only facts of this module go in."""
    return f"({INDICATORS[measure.indicator].scale}) = '{measure.scale}'"


def _outcome(db: DuckDBPyConnection, column: str, *, taxonomy: str, measure: str, filters: Filters) -> pd.DataFrame:
    meant = MEASURES[measure]
    return ask_chosen(
        db,
        f"""{_ASKED}, counted AS (
            SELECT theme_id, region, count(*) AS of, count(*) FILTER (holds) AS yes, count(holds) AS n
            FROM (
                SELECT unnest(theme_ids) AS theme_id, {"region" if column == "region" else "NULL AS region"},
                    {INDICATORS[meant.indicator].holds} AS holds
                FROM asked WHERE {_on_scale(meant)}
            ) GROUP BY ALL
        )
        SELECT l.theme_id, l.says, l.label, {column}, coalesce(m.yes, 0)::INTEGER AS yes,
            coalesce(m.n, 0)::INTEGER AS n, coalesce(m.of - m.n, 0)::INTEGER AS missing,
            m.yes / nullif(m.n, 0) AS share
        FROM listed l LEFT JOIN counted m ON m.theme_id = l.theme_id
        {"WHERE region IS NOT NULL" if column == "region" else ""}
        ORDER BY l.theme_id, {column}""",
        filters,
        taxonomy=taxonomy,
    )


def _tagged_by(db: DuckDBPyConnection, column: str, *, taxonomy: str, language: str, filters: Filters) -> pd.DataFrame:
    found = ask_chosen(
        db,
        f"""{_ASKED}, cell AS (
            SELECT {column}, count(*) AS n FROM asked WHERE {column} IS NOT NULL GROUP BY {column}
        ), yes AS (
            SELECT theme_id, {column}, count(*) AS n
            FROM (SELECT {column}, unnest(theme_ids) AS theme_id FROM asked) GROUP BY ALL
        ), dark AS (
            SELECT u.theme_id, a.{column}, count(*) AS n
            FROM commitment_theme_missing u JOIN asked a ON a.commitment_id = u.commitment_id GROUP BY ALL
        )
        SELECT l.theme_id, l.says, l.label, c.{column}, coalesce(y.n, 0)::INTEGER AS yes,
            (c.n - coalesce(d.n, 0))::INTEGER AS n, coalesce(d.n, 0)::INTEGER AS missing,
            coalesce(y.n, 0) / nullif(c.n - coalesce(d.n, 0), 0) AS share
        FROM listed l CROSS JOIN cell c
        LEFT JOIN yes y ON y.theme_id = l.theme_id AND y.{column} = c.{column}
        LEFT JOIN dark d ON d.theme_id = l.theme_id AND d.{column} = c.{column}
        ORDER BY l.theme_id, c.{column}""",
        filters,
        taxonomy=taxonomy,
    )
    return named(found, language=language)
