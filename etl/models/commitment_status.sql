-- One wide row per commitment, for people: names beside ids, ratings, indicators, and where it stands on the data date.
SELECT c.commitment_id, c.ogp_id, c.plan_id, c.member_id, m.name AS member_name, m.level, m.parent_id, m.region,
    p.number AS plan_number, p.year, p.end_year, p.era, p.ends_on, c.number, c.title,
    CASE WHEN lower(trim(c.short_title)) IS DISTINCT FROM lower(trim(c.title)) THEN nullif(trim(c.short_title), '') END
        AS short_title, c.lead_institution, o.institution, c.url,
    w.completion_midterm, w.completion_final, i.completion, i.completion_stage, i.is_high_completion,
    i.ambition, i.ambition_scale, i.is_ambitious, i.early_results, i.early_results_scale, i.has_strong_early_results,
    i.is_starred, i.star_rule, i.is_carried_forward, i.is_verifiable, i.is_assessed,
    s.state AS stall_state, s.because AS stall_reason, s.no_movement, s.went_backwards, s.carried_forward_incomplete,
    s.ambitious_and_low, coalesce(t.theme_ids, []) AS theme_ids,
    -- As people count: 2.2, 2.3, 2.19, 2.20, 2a, 10. A colon, which is more than any digit and less than any letter,
    -- goes before two digits, another one before three.
    row_number() OVER (PARTITION BY c.plan_id ORDER BY regexp_replace(
        regexp_replace(lower(c.number), '(\d\d+)', ':\1', 'g'), '(\d\d\d+)', ':\1', 'g'), c.commitment_id
    )::INTEGER AS place_in_plan
FROM commitment c
JOIN action_plan p ON p.plan_id = c.plan_id
JOIN member m ON m.member_id = c.member_id
JOIN rating_wide w ON w.commitment_id = c.commitment_id
JOIN indicator_values i ON i.commitment_id = c.commitment_id
JOIN stalled((SELECT arg_max(data_date, snapshot_id) FROM snapshot)) s ON s.commitment_id = c.commitment_id
LEFT JOIN institution o ON o.member_id = c.member_id AND o.lead_institution = c.lead_institution
LEFT JOIN (SELECT commitment_id, list(theme_id ORDER BY theme_id) AS theme_ids FROM commitment_theme GROUP BY ALL) t
    ON t.commitment_id = c.commitment_id
