-- Tags of which a release does not say whether they are set; such a commitment leaves the tag's denominator.
SELECT t.commitment_id, t.theme_id, t.missing
FROM staging_theme t JOIN theme USING (theme_id) JOIN commitment_taxonomy c USING (commitment_id, taxonomy, source_id)
WHERE t.missing IS NOT NULL
