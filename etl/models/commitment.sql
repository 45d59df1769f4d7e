-- What the newest release says of each commitment; where it says nothing, what an older one said.
-- `source_id`, `sheet` and `row` lead to the newest release.
SELECT c.commitment_id, c.ogp_id, c.plan_id, c.member_id, c.number, c.title,
    c.short_title, c.full_text, c.lead_institution, c.supporting_institutions, c.start_date, c.end_date,
    c.start_text, c.end_text, c.url, c.source_id, c.sheet, c.row
FROM staging_commitment c JOIN commitment_versions v USING (commitment_id)
WHERE v.versions = 1
UNION ALL
SELECT c.commitment_id, arg_max(c.ogp_id, precedence),
    arg_max(c.plan_id, precedence), arg_max(c.member_id, precedence),
    arg_max(c.number, precedence), arg_max(c.title, precedence), arg_max(c.short_title, precedence),
    arg_max(c.full_text, precedence), arg_max(c.lead_institution, precedence),
    arg_max(c.supporting_institutions, precedence),
    -- Days and their texts belong together: both come from the newest release that gives either.
    arg_max(CASE WHEN c.start_text IS NOT NULL THEN {'day': c.start_date} END, precedence).day,
    arg_max(CASE WHEN c.end_text IS NOT NULL THEN {'day': c.end_date} END, precedence).day,
    arg_max(c.start_text, precedence), arg_max(c.end_text, precedence),
    arg_max(c.url, precedence), arg_max(c.source_id, precedence), arg_max(c.sheet, precedence),
    arg_max(c.row, precedence)
FROM staging_commitment c JOIN commitment_versions v USING (commitment_id) JOIN source s ON s.source_id = c.source_id
WHERE v.versions > 1
GROUP BY c.commitment_id
