-- By which taxonomies a commitment has been tagged, and the newest release that did so.
SELECT t.commitment_id, t.taxonomy, arg_max(t.source_id, s.precedence) AS source_id
FROM staging_taxonomy t JOIN source s USING (source_id)
GROUP BY t.commitment_id, t.taxonomy
