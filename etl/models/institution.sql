-- Every spelling of a lead institution, within its member, with the name it is grouped under: the present name where
-- data/reference/institutions.csv knows of a renaming, else the most frequent of the spellings that differ only in
-- case, accents, blanks, punctuation, articles, "of" and the like, or an abbreviation in brackets at the end.
WITH written AS (
    SELECT member_id, lead_institution, count(*) AS times
    FROM commitment WHERE lead_institution IS NOT NULL
    GROUP BY member_id, lead_institution
), spelling AS (
    SELECT lead_institution AS name FROM written UNION SELECT alias FROM reference_institution
), plain AS (
    SELECT name, strip_accents(regexp_replace(name, '\s*\([\p{Lu}\p{N}&/. -]{2,12}\)[\s.]*$', '')) AS short FROM spelling
), folded AS (
    SELECT name, regexp_replace(lower(short), '[^\p{L}\p{N}]+', '', 'g') AS every_word,
        regexp_replace(regexp_replace(lower(short),
            '\b(the|of|for|on|and|de|del|la|el|los|las|y|e|para|du|des|le|les|et|pour|da|do|dos|das|l|d)\b', '', 'g'),
            '[^\p{L}\p{N}]+', '', 'g') AS words_that_count
    FROM plain
), told_apart AS (
    SELECT name, coalesce(nullif(words_that_count, ''), nullif(every_word, ''), name) AS folded FROM folded
), known AS (
    SELECT r.member_id, t.folded, any_value(r.name) AS name
    FROM reference_institution r JOIN told_apart t ON t.name = r.alias GROUP BY 1, 2
)
SELECT w.member_id, w.lead_institution,
    coalesce(k.name, first_value(w.lead_institution) OVER (
        PARTITION BY w.member_id, t.folded ORDER BY w.times DESC, w.lead_institution)) AS institution
FROM written w
JOIN told_apart t ON t.name = w.lead_institution
LEFT JOIN known k ON k.folded = t.folded AND k.member_id = w.member_id
