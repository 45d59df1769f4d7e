"""The commitments behind a mark of a chart, for a reader: as many as the mark counts."""

import pandas as pd
from duckdb import DuckDBPyConnection

from analysis.scope import Filters, ask_chosen

#: What a row of `listed` must be to carry a theme of a list of tags; of two lists also that of the other in its sense.
HAS_THEME = """commitment_id IN (SELECT commitment_id FROM commitment_taxonomy WHERE taxonomy = $taxonomy)
    AND list_has_any(theme_ids, (SELECT list(theme_id) FROM theme
        WHERE taxonomy = $taxonomy AND $theme IN (theme_id, counts_as)))"""


def listed(
    db: DuckDBPyConnection, sql: str, filters: Filters, *, language: str, holds: str = "", **more: object
) -> pd.DataFrame:
    """The commitments of `sql`, a SELECT of whole rows that may name `chosen`, by member, plan and number.

    With `holds`, SQL over such a row that is true or false, those for which it is true come first, marked. Columns:
    holds (only then: 'yes', 'no'), commitment_id, member (in `language`), year, plan_number, number, title,
    lead_institution, completion, stall_state, ambition.
    """
    marked = f"CASE WHEN {holds} THEN 'yes' ELSE 'no' END AS holds, " if holds else ""
    first = f"({holds}) DESC, " if holds else ""
    return ask_chosen(
        db,
        f""", listed AS ({sql})
        SELECT {marked}s.commitment_id, coalesce(l.name, s.member_name) AS member, s.year, s.plan_number, s.number,
            s.title, s.lead_institution, s.completion, s.stall_state, s.ambition
        FROM listed s LEFT JOIN member_name l ON l.member_id = s.member_id AND l.language = $language
        ORDER BY {first}strip_accents(lower(member)), s.plan_number, s.place_in_plan,
            s.commitment_id""",
        filters,
        language=language,
        **more,
    )
