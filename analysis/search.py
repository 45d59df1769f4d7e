"""Finding commitments: by words and phrases, best first, and by facets with their counts."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis import words
from analysis.once import rows_of
from analysis.queries import COMPLETION_CODES
from analysis.scope import Filters, ask_chosen
from analysis.text import say_or


class Facets(TypedDict, total=False):
    """What narrows the list beside the shared filters. A list that is empty or absent leaves everything in."""

    completion: Sequence[str]
    state: Sequence[str]
    ambition: Sequence[str]


#: SQL over commitment_status: what each facet tells apart. The two scales of ambition are never one choice.
FACETS = {
    "completion": "coalesce(s.completion, 'not_rated')",
    "state": "s.stall_state",
    "ambition": """CASE WHEN s.is_ambitious IS NULL THEN 'not_rated'
        ELSE (CASE WHEN s.is_ambitious THEN 'ambitious_' ELSE 'other_' END) || s.ambition_scale END""",
}
AMBITION_CODES = (
    "ambitious_potential_impact",
    "other_potential_impact",
    "ambitious_potential_for_results",
    "other_potential_for_results",
    "not_rated",
)
#: Where a term stands, by what it is worth as a whole word; a part of a word is worth one less.
PLACES = {"in_title": 8, "in_institutions": 6, "in_member": 4, "in_text": 2}
#: What it is worth to be the commitment's number or identifier.
IDENTIFIER = 10
#: What it is worth that all words of a search stand as they were typed, which is more than the same words scattered: as
#: the whole title or lead institution, or somewhere in title or institutions.
_AS_TYPED = """CASE
    WHEN regexp_full_match(trim(title), $as_typed) OR regexp_full_match(trim(lead_institution), $as_typed) THEN 200
    WHEN regexp_matches(in_title, $phrase) OR regexp_matches(in_institutions, $phrase) THEN 100 ELSE 0 END"""
#: The orders of a list by name, as SQL; what is left alike goes by member, plan and number.
SORTS = {
    "best": "s.score DESC, s.year DESC",
    "member": "true",
    "newest": "s.year DESC",
    "completion": f"list_position({list(COMPLETION_CODES)!r}, s.completion)",
}
#: Columns that a list of commitments can show, in its order.
COLUMNS = (
    "member",
    "region",
    "plan_number",
    "year",
    "end_year",
    "era",
    "number",
    "title",
    "short_title",
    "themes",
    "lead_institution",
    "completion",
    "completion_midterm",
    "completion_final",
    "stall_state",
    "ambition",
    "ambition_scale",
    "early_results",
    "starred",
    "star_rule",
    "carried_forward",
    "ogp_id",
)
#: What `texts` has of a commitment.
TEXTS = ("title", "short_title", "institutions", "text")
_YES_NO = "CASE WHEN {0} THEN 'yes' WHEN NOT {0} THEN 'no' END"
_FACETED = ", ".join(f"{sql} AS facet_{name}" for name, sql in FACETS.items())
_CONDITIONS = {name: f"list_contains(${name}::VARCHAR[], s.facet_{name})" for name in FACETS}


def found(
    db: DuckDBPyConnection,
    *,
    text: str = "",
    facets: Facets | None = None,
    sort: str = "best",
    most: int | None = None,
    skip: int = 0,
    language: str = "en",
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Commitments that hold every word and phrase of `text` in number, title, institutions, member or text, in one of
    SORTS.

    The best are those whose number or identifier is meant, then those whose title or institution holds the words as
    they were typed; a hit in a title goes before one in an institution's name, that before one in the member's and in
    the text, and whole words before parts of words; accents and capitals do not matter. Columns: commitment_id and
    COLUMNS (codes; themes and star_rule as names in `language`). No long text: it would be sent with every rerun.
    """
    asked, sql = _searched(text)
    rows = ask_chosen(
        db,
        f"""{sql}
        , page AS (
            SELECT s.*, coalesce(l.name, s.member_name) AS member, row_number() OVER (
                ORDER BY {SORTS[sort]}, strip_accents(lower(coalesce(l.name, s.member_name))), s.plan_number,
                s.place_in_plan, s.commitment_id) AS place
            FROM searched s
            LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
            WHERE {_inside(facets)}
            QUALIFY place > $skip AND place <= $skip + $most
        ), tagged AS (
            SELECT p.commitment_id, list(DISTINCT h.counts_as) AS themes
            FROM (SELECT commitment_id, unnest(theme_ids) AS theme_id FROM page) p
            JOIN theme h ON h.theme_id = p.theme_id GROUP BY p.commitment_id
        )
        SELECT p.commitment_id, p.member, p.region, p.plan_number, p.year, p.end_year, p.era, p.number, p.title,
            p.short_title, coalesce(t.themes, []) AS themes, p.lead_institution, p.completion, p.completion_midterm,
            p.completion_final, p.stall_state, p.ambition, p.ambition_scale, p.early_results,
            {_YES_NO.format("p.is_starred")} AS starred, p.star_rule,
            {_YES_NO.format("p.is_carried_forward")} AS carried_forward, p.ogp_id
        FROM page p LEFT JOIN tagged t ON t.commitment_id = p.commitment_id ORDER BY p.place""",
        filters,
        **asked,
        **_given(facets),
        most=most if most is not None else 2**31 - 1,
        skip=skip,
        language=language,
    )
    return rows.assign(
        themes=[_names(ids, language=language) for ids in rows["themes"]],
        star_rule=[say_or(language, f"star_rule.{rule}", otherwise="") for rule in rows["star_rule"]],
    )


def counts(
    db: DuckDBPyConnection, *, text: str = "", facets: Facets | None = None, **filters: Unpack[Filters]
) -> dict[str, dict[str, int]]:
    """By facet and code, how many commitments the code finds beside `text`, the filters and the other facets.

    Under 'all': how many are found in all. Themes are counted by the newer list where it has the same.
    """
    asked, sql = _searched(text)
    parts = [
        f"""SELECT '{name}' AS facet, facet_{name} AS code, count(*)::INTEGER AS n FROM searched s
        WHERE {_inside(facets, but=name)} GROUP BY code"""
        for name in FACETS
    ]
    inside = _inside(facets)
    parts.append(f"SELECT 'all', 'all', count(*)::INTEGER FROM searched s WHERE {inside}")
    themes = f"""SELECT 'themes' AS facet, h.counts_as AS code,
            count(DISTINCT t.commitment_id)::INTEGER AS n
        FROM (SELECT s.commitment_id, unnest(s.theme_ids) AS theme_id FROM searched s WHERE {inside}) t
        JOIN theme h ON h.theme_id = t.theme_id GROUP BY code"""
    any_theme: Filters = {**filters, "themes": []}
    apart = [(parts, filters), ([themes], any_theme)] if filters.get("themes") else [([*parts, themes], filters)]
    said: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "themes", "all")}
    for selects, narrowed in apart:
        rows = ask_chosen(db, f"{sql} {' UNION ALL '.join(selects)}", narrowed, **asked, **_given(facets))
        for row in rows_of(rows):
            said[row["facet"]][row["code"]] = int(row["n"])
    return said


def texts(db: DuckDBPyConnection, *, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Title, short title (empty where it says the same), institutions and text of a few commitments, by their id, for
    the passages that a search shows.
    """
    rows = db.execute(
        """SELECT c.commitment_id, coalesce(c.title, ''), coalesce(s.short_title, ''),
            concat_ws('; ', nullif(c.lead_institution, ''), nullif(c.supporting_institutions, '')),
            coalesce(c.full_text, '')
        FROM commitment c JOIN commitment_status s ON s.commitment_id = c.commitment_id
        WHERE list_contains($ids::VARCHAR[], c.commitment_id)""",
        {"ids": list(ids)},
    ).fetchall()
    return {id: dict(zip(TEXTS, texts, strict=True)) for id, *texts in rows}


def how_many_in_all(db: DuckDBPyConnection) -> int:
    """The number of commitments without any filter."""
    row = db.execute("SELECT count(*) FROM commitment_status").fetchone()
    return int(row[0]) if row else 0


def _searched(text: str) -> tuple[dict[str, str], str]:
    """The parameters of a search, and SQL that makes of `chosen` the table `searched`, with a score and facets."""
    terms, phrase = words.terms(text), words.phrase(text)
    if not terms:
        return {}, f", searched AS MATERIALIZED (SELECT s.*, 0 AS score, {_FACETED} FROM chosen s)"
    asked = {f"is_{n}": term.text for n, term in enumerate(terms)}
    asked |= {f"term_{n}": words.regex(term) for n, term in enumerate(terms)}
    asked |= {f"whole_{n}": words.regex(words.whole(term)) for n, term in enumerate(terms)}
    scores = [f"CASE {_worth(n)} END" for n in range(len(terms))]
    if phrase:
        asked |= {"phrase": words.regex(words.whole(phrase)), "as_typed": words.regex(phrase)}
        scores.append(_AS_TYPED)
    return (
        asked,
        f""", named AS (
        SELECT member_id, string_agg(name, ' | ') AS in_member
        FROM (SELECT member_id, name FROM member UNION SELECT member_id, name FROM member_name) GROUP BY member_id
    ), texts AS (
        SELECT s.*, {_FACETED}, [lower(s.commitment_id), lower(s.ogp_id), lower(s.number)] AS identifiers,
            concat_ws(' | ', s.title, c.short_title) AS in_title, n.in_member,
            concat_ws(' | ', c.lead_institution, c.supporting_institutions) AS in_institutions,
            coalesce(c.full_text, '') AS in_text
        FROM chosen s JOIN commitment c ON c.commitment_id = s.commitment_id JOIN named n ON n.member_id = s.member_id
    ), searched AS MATERIALIZED (
        SELECT * EXCLUDE (identifiers, {", ".join(PLACES)}), ({" + ".join(scores)})::INTEGER AS score
        FROM texts WHERE {" AND ".join(_holds(n) for n in range(len(terms)))}
    )""",
    )


def _holds(n: int) -> str:
    """Whether term `n` stands anywhere."""
    return f"(list_contains(identifiers, $is_{n}) OR {' OR '.join(_matches(place, f'term_{n}') for place in PLACES)})"


def _worth(n: int) -> str:
    """What term `n` is worth in the best place where it stands, as branches of a CASE."""
    return f"WHEN list_contains(identifiers, $is_{n}) THEN {IDENTIFIER} " + " ".join(
        f"WHEN {_matches(place, f'whole_{n}')} THEN {worth} WHEN {_matches(place, f'term_{n}')} THEN {worth - 1}"
        for place, worth in PLACES.items()
    )


def _matches(place: str, asked: str) -> str:
    return f"regexp_matches({place}, ${asked})"


def _given(facets: Facets | None) -> dict[str, list[Any]]:
    """The parameters that `_inside` names: those of the facets in use."""
    chosen: Mapping[str, Any] = facets or {}
    return {name: list(chosen[name]) for name in FACETS if chosen.get(name)}


def _inside(facets: Facets | None, *, but: str = "") -> str:
    """What the facets in use ask, all or all but one."""
    return " AND ".join(_CONDITIONS[name] for name in _given(facets) if name != but) or "true"


def _names(ids: Sequence[str], *, language: str) -> str:
    return "; ".join(sorted(say_or(language, f"theme.{id}", otherwise=id) for id in ids))
