-- How many commitments of each plan are rated on a variable at a stage, and how many are not, by the kind of missing.
SELECT c.plan_id, r.variable, r.stage, CASE WHEN r.code IS NULL THEN r.missing ELSE 'rated' END AS state,
    count(*)::INTEGER AS commitments
FROM rating r JOIN commitment c ON c.commitment_id = r.commitment_id
GROUP BY ALL
