-- A commitment stands once in each of the tables that have one row per commitment.
SELECT 'commitment' AS which, commitment_id FROM commitment GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'commitment_status', commitment_id FROM commitment_status GROUP BY ALL HAVING count(*) > 1
