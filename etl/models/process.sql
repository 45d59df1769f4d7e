-- How each plan was made: the newest answer to each question; a blank answer says nothing.
SELECT plan_id, question, answer, flag, missing, source_id, cell
FROM staging_process JOIN source USING (source_id)
QUALIFY row_number() OVER (
    PARTITION BY plan_id, question ORDER BY missing IS NOT DISTINCT FROM 'blank', precedence DESC, cell
) = 1
