-- Every tag is a theme of a taxonomy that the commitment has been tagged by, and is not both set and unknown.
SELECT commitment_id, theme_id FROM commitment_theme WHERE theme_id NOT IN (SELECT theme_id FROM theme)
UNION ALL
SELECT commitment_id, theme_id FROM commitment_theme JOIN commitment_theme_missing USING (commitment_id, theme_id)
