-- Tags that are set. A tag that is not here was answered no, unless commitment_theme_missing has it.
SELECT t.commitment_id, t.theme_id
FROM staging_theme t JOIN theme USING (theme_id) JOIN commitment_taxonomy c USING (commitment_id, taxonomy, source_id)
WHERE t.missing IS NULL
