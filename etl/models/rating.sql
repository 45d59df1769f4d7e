-- One rating per commitment, variable and stage, with the cell it was read from.
SELECT r.*
FROM staging_rating r JOIN commitment_versions v USING (commitment_id)
WHERE v.versions = 1
UNION ALL
SELECT r.*
FROM staging_rating r JOIN rating_choice USING (commitment_id, variable, stage, source_id)
