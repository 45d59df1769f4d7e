-- Every spelling of a lead institution, within its member, with the name it is grouped under: the present name where
-- data/reference/institutions.csv knows of a renaming, else the most frequent of the spellings that differ only in
-- case, accents, blanks and punctuation.
WITH written AS (
    SELECT member_id, lead_institution,
        regexp_replace(lower(strip_accents(lead_institution)), '[^\p{L}\p{N}]+', '', 'g') AS folded, count(*) AS times
    FROM commitment WHERE lead_institution IS NOT NULL
    GROUP BY member_id, lead_institution
), known AS (
    SELECT member_id, regexp_replace(lower(strip_accents(alias)), '[^\p{L}\p{N}]+', '', 'g') AS folded,
        any_value(name) AS name
    FROM reference_institution GROUP BY 1, 2
)
SELECT w.member_id, w.lead_institution,
    coalesce(k.name, first_value(w.lead_institution) OVER (
        PARTITION BY w.member_id, w.folded ORDER BY w.times DESC, w.lead_institution)) AS institution
FROM written w LEFT JOIN known k ON k.folded = w.folded AND k.member_id = w.member_id
