-- Completion is the final rating where there is one, else the midterm one; null is not false.
SELECT commitment_id FROM commitment_status
WHERE completion IS DISTINCT FROM coalesce(completion_final, completion_midterm)
    OR (completion IS NULL) <> (is_high_completion IS NULL)
    OR (completion IS NULL) <> (completion_stage IS NULL)
