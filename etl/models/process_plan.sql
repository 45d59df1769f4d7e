-- The plans that a process file speaks of. Their year is the one that such a file states, which may be another than that
-- of the commitment files; the era is that of this year. Where it states none, it is the plan's.
WITH stated AS (
    SELECT v.plan_id, coalesce(arg_max(v.year, s.precedence), any_value(p.year)) AS year
    FROM action_plan_version v
    JOIN source s ON s.source_id = v.source_id AND s.kind = 'process'
    JOIN action_plan p ON p.plan_id = v.plan_id
    WHERE v.plan_id IN (SELECT plan_id FROM process) GROUP BY v.plan_id
)
SELECT p.plan_id, p.member_id, m.region, m.level, p.number AS plan_number, t.year, e.era, p.year <> t.year AS is_moved
FROM stated t
JOIN action_plan p ON p.plan_id = t.plan_id
JOIN member m ON m.member_id = p.member_id
LEFT JOIN reference_era e ON t.year >= e.first_year AND t.year <= coalesce(e.last_year, 9999)
