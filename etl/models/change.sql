-- Ratings that had one before and have another now, added to those of earlier snapshots. A kind of missing counts.
-- A first final completion rating is compared with the one at midterm, since that is what it follows. What an earlier
-- snapshot said of its own changes stays as it was.
WITH every AS (
    FROM before.change
    UNION ALL BY NAME
    SELECT getvariable('this_snapshot')::INTEGER AS snapshot_id, n.commitment_id, n.variable, n.stage,
        coalesce(b.code, b.missing) AS before, coalesce(n.code, n.missing) AS after, n.source_id,
        NULL::VARCHAR AS compared_with, NULL::VARCHAR AS direction
    FROM rating n JOIN before.rating b USING (commitment_id, variable, stage)
    WHERE coalesce(b.code, b.missing) IS DISTINCT FROM coalesce(n.code, n.missing)
), step AS (
    SELECT variable, code, any_value(rank) AS rank FROM (FROM rating UNION ALL BY NAME FROM rating_history)
    WHERE code IS NOT NULL GROUP BY variable, code
), compared AS (
    SELECT e.* REPLACE (CASE WHEN e.direction IS NOT NULL THEN e.compared_with
        WHEN e.variable = 'completion' AND e.stage = 'final' AND b.code IS NULL AND a.code IS NOT NULL
            THEN coalesce(m.code, e.before) ELSE e.before END AS compared_with)
    FROM every e
    LEFT JOIN step b ON b.variable = e.variable AND b.code = e.before
    LEFT JOIN step a ON a.variable = e.variable AND a.code = e.after
    LEFT JOIN rating m ON m.commitment_id = e.commitment_id AND m.variable = 'completion' AND m.stage = 'midterm'
)
SELECT c.* REPLACE (CASE WHEN c.direction IS NOT NULL THEN c.direction
    WHEN a.rank > b.rank THEN 'up' WHEN a.rank < b.rank THEN 'down' WHEN a.rank = b.rank THEN 'same'
    WHEN b.code IS NULL AND a.code IS NOT NULL THEN 'new' ELSE 'other' END AS direction)
FROM compared c
LEFT JOIN step b ON b.variable = c.variable AND b.code = c.compared_with
LEFT JOIN step a ON a.variable = c.variable AND a.code = c.after
