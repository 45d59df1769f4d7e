-- One rating per commitment, variable and stage, and each belongs to a commitment.
SELECT commitment_id, variable, stage FROM rating GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT commitment_id, variable, stage FROM rating WHERE commitment_id NOT IN (SELECT commitment_id FROM commitment)
