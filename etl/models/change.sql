-- Ratings that had one before and have another now, added to those of earlier snapshots. A kind of missing counts.
-- A first final completion rating is compared with the one at midterm, since that is what it follows.
WITH every AS (
    SELECT snapshot_id, commitment_id, variable, stage, before, after, source_id FROM before.change
    UNION ALL
    SELECT getvariable('this_snapshot')::INTEGER, n.commitment_id, n.variable, n.stage, coalesce(b.code, b.missing),
        coalesce(n.code, n.missing), n.source_id
    FROM rating n JOIN before.rating b USING (commitment_id, variable, stage)
    WHERE coalesce(b.code, b.missing) IS DISTINCT FROM coalesce(n.code, n.missing)
), step AS (
    SELECT variable, code, any_value(rank) AS rank FROM (FROM rating UNION ALL BY NAME FROM rating_history)
    WHERE code IS NOT NULL GROUP BY variable, code
), compared AS (
    SELECT e.*, CASE WHEN e.variable = 'completion' AND e.stage = 'final' AND b.code IS NULL AND a.code IS NOT NULL
        THEN coalesce(m.code, e.before) ELSE e.before END AS compared_with
    FROM every e
    LEFT JOIN step b ON b.variable = e.variable AND b.code = e.before
    LEFT JOIN step a ON a.variable = e.variable AND a.code = e.after
    LEFT JOIN rating m ON m.commitment_id = e.commitment_id AND m.variable = 'completion' AND m.stage = 'midterm'
)
SELECT c.*, CASE WHEN a.rank > b.rank THEN 'up' WHEN a.rank < b.rank THEN 'down' WHEN a.rank = b.rank THEN 'same'
    WHEN b.code IS NULL AND a.code IS NOT NULL THEN 'new' ELSE 'other' END AS direction
FROM compared c
LEFT JOIN step b ON b.variable = c.variable AND b.code = c.compared_with
LEFT JOIN step a ON a.variable = c.variable AND a.code = c.after
