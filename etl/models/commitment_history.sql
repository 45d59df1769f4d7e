-- What older releases said of a commitment of which a newer one speaks too.
SELECT c.commitment_id, c.ogp_id, c.plan_id, c.member_id, c.number, c.title,
    c.short_title, c.full_text, c.lead_institution, c.supporting_institutions, c.start_date, c.end_date,
    c.start_text, c.end_text, c.url, c.source_id, c.sheet, c.row
FROM staging_commitment c JOIN commitment_versions v USING (commitment_id)
WHERE v.versions > 1 AND c.source_id <> v.source_id
