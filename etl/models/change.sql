-- Ratings that had one before and have another now, added to those of earlier snapshots. A kind of missing counts.
FROM before.change
UNION ALL BY NAME
SELECT getvariable('this_snapshot')::INTEGER AS snapshot_id, n.commitment_id, n.variable, n.stage,
    coalesce(b.code, b.missing) AS before, coalesce(n.code, n.missing) AS after, n.source_id
FROM rating n JOIN before.rating b USING (commitment_id, variable, stage)
WHERE coalesce(b.code, b.missing) IS DISTINCT FROM coalesce(n.code, n.missing)
