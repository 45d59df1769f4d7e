-- Where each commitment stands on a given day: a ladder, first match wins. `because` names the cells that decided: of
-- ratings and of what stands in their place.
SELECT c.commitment_id,
    CASE
        WHEN i.completion = 'withdrawn' THEN 'withdrawn'
        WHEN i.completion = 'complete' THEN 'complete'
        WHEN w.completion_final IN ('not_started', 'limited') THEN 'stalled_confirmed'
        WHEN w.completion_midterm IN ('not_started', 'limited') AND w.completion_final IS NULL
            THEN CASE WHEN p.ends_on < as_of THEN 'stalled_likely' ELSE 'at_risk' END
        WHEN w.completion_final = 'substantial' THEN 'nearly'
        WHEN w.completion_midterm = 'substantial' AND w.completion_final IS NULL THEN 'substantial_at_midterm'
        WHEN i.completion = 'unclear' THEN 'unclear'
        WHEN p.ends_on < as_of THEN 'blind_spot'
        ELSE 'running_unrated'
    END AS state,
    coalesce(w.completion_final IN ('not_started', 'limited')
        AND w.completion_final_rank <= w.completion_midterm_rank, false) AS no_movement,
    coalesce(w.completion_final_rank < w.completion_midterm_rank, false) AS went_backwards,
    coalesce(i.is_carried_forward AND i.completion IS NOT NULL AND i.completion <> 'complete', false)
        AS carried_forward_incomplete,
    coalesce(i.is_ambitious AND i.completion IN ('not_started', 'limited'), false) AS ambitious_and_low,
    concat_ws('; ',
        'midterm ' || coalesce(w.completion_midterm,
            CASE WHEN w.completion_final IS NULL THEN w.completion_midterm_missing END
        ) || ' (' || w.completion_midterm_cell || ')',
        'final ' || coalesce(w.completion_final, w.completion_final_missing) || ' (' || w.completion_final_cell || ')',
        CASE WHEN coalesce(i.completion, w.completion_midterm_missing, w.completion_final_missing) IS NULL
            THEN 'not rated' END,
        'plan ends ' || p.ends_on || CASE WHEN p.dates_are_estimated THEN ' (estimated)' ELSE '' END,
        'in ' || w.completion_files) AS because
FROM commitment c
JOIN rating_wide w USING (commitment_id)
JOIN indicator_values i USING (commitment_id)
JOIN action_plan p ON p.plan_id = c.plan_id
