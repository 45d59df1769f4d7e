-- Every spelling of a lead institution, within its member, with the name it is grouped under: the present name where
-- data/reference/institutions.csv knows of a renaming, else the most frequent of the spellings that differ only in
-- case, accents, blanks, punctuation, articles, "of" and the like, the member's own name after "of" (of the Republic
-- of Kenya), TV for television, labour for labor and the like, or an abbreviation in brackets at the end.
WITH written AS (
    SELECT member_id, lead_institution, count(*) AS times
    FROM commitment WHERE lead_institution IS NOT NULL
    GROUP BY member_id, lead_institution
), renamed AS (
    SELECT member_id, alias, name FROM reference_institution
    UNION SELECT member_id, name, name FROM reference_institution
), spelling AS (
    SELECT member_id, lead_institution AS name FROM written UNION SELECT member_id, alias FROM renamed
), own_name AS (
    SELECT member_id, string_agg(DISTINCT regexp_escape(lower(strip_accents(split_part(name, ',', 1)))), '|') AS names
    FROM member_name GROUP BY member_id
), plain AS (
    SELECT member_id, name, coalesce(names, '-') AS names, lower(strip_accents(regexp_replace(name,
        '\s*\(([\p{Lu}\p{N}&/. -]{2,12}|\p{Lu}[\p{L}\p{N}]{0,10}\p{Lu}\p{L}{0,3})\)[\s.]*$', ''))) AS short
    FROM spelling LEFT JOIN own_name USING (member_id)
), at_home AS (
    SELECT member_id, name, short, regexp_replace(short, concat(
        '\b(of|d[aeou]|d[''’])\s*((the|la|el|le)\b\s*|l[''’])?(republi(c|ca|que) (of|de|d[''’])\s*)?(the )?',
        '\b(', names, ')( republic)?\b'), ' ', 'g') AS words
    FROM plain
), one_way AS (
    SELECT member_id, name, short, regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(words,
        '\btv\b', 'television', 'g'), '\blabour\b', 'labor', 'g'), '\bcentre\b', 'center', 'g'),
        '\bdefence\b', 'defense', 'g'), '\be-', 'e', 'g') AS words
    FROM at_home
), folded AS (
    SELECT member_id, name, regexp_replace(short, '[^\p{L}\p{N}]+', '', 'g') AS every_word,
        regexp_replace(regexp_replace(words, concat('\b(the|of|for|on|and|in|to|de|del|la|el|los|las|en|y|e|para|',
            'du|des|le|les|et|pour|da|do|dos|das|l|d)\b'), '', 'g'), '[^\p{L}\p{N}]+', '', 'g') AS words_that_count
    FROM one_way
), told_apart AS (
    SELECT member_id, name, coalesce(nullif(words_that_count, ''), nullif(every_word, ''), name) AS folded FROM folded
), known AS (
    SELECT r.member_id, t.folded, any_value(r.name) AS name
    FROM renamed r JOIN told_apart t ON t.name = r.alias AND t.member_id = r.member_id GROUP BY 1, 2
)
SELECT w.member_id, w.lead_institution,
    coalesce(k.name, first_value(w.lead_institution) OVER (
        PARTITION BY w.member_id, t.folded ORDER BY w.times DESC, w.lead_institution)) AS institution
FROM written w
JOIN told_apart t ON t.name = w.lead_institution AND t.member_id = w.member_id
LEFT JOIN known k ON k.folded = t.folded AND k.member_id = w.member_id
