-- Every commitment that a release brought is in every table that has one row per commitment.
SELECT commitment_id FROM staging_commitment WHERE commitment_id NOT IN (SELECT commitment_id FROM commitment)
UNION ALL SELECT commitment_id FROM commitment WHERE commitment_id NOT IN (SELECT commitment_id FROM commitment_status)
