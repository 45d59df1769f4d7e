-- How many releases speak of each commitment, and the newest of them.
SELECT commitment_id, count(*) AS versions, arg_max(source_id, precedence) AS source_id
FROM staging_commitment JOIN source USING (source_id)
GROUP BY commitment_id
