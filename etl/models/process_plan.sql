-- The plans that a process file speaks of. Their year is the one that such a file states, which may be another than that
-- of the commitment files; the era follows from it.
WITH stated AS (
    SELECT v.plan_id, arg_max(v.year, s.precedence) AS year
    FROM action_plan_version v JOIN source s ON s.source_id = v.source_id AND s.kind = 'process'
    WHERE v.plan_id IN (SELECT plan_id FROM process) GROUP BY v.plan_id
), begins AS (SELECT era, min(year) AS first FROM action_plan GROUP BY era)
SELECT p.plan_id, p.member_id, m.region, m.level, p.number AS plan_number, t.year, coalesce(b.era, p.era) AS era,
    p.year <> t.year AS is_moved
FROM stated t
JOIN action_plan p ON p.plan_id = t.plan_id
JOIN member m ON m.member_id = p.member_id
ASOF LEFT JOIN begins b ON t.year >= b.first
