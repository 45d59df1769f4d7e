-- For commitments that several releases rate: the source of each rating that counts. The newest release wins,
-- except that a blank cell says nothing.
SELECT r.commitment_id, r.variable, r.stage,
    arg_max(r.source_id, (r.missing IS DISTINCT FROM 'blank', s.precedence)) AS source_id
FROM staging_rating r
JOIN commitment_versions v USING (commitment_id)
JOIN source s ON s.source_id = r.source_id
WHERE v.versions > 1
GROUP BY r.commitment_id, r.variable, r.stage
