-- The indicators of each commitment. Each is null where the IRM has not rated what it rests on.
-- Definitions: OGP glossary (completion, ambition, early results); data/reference/indicators.yml.
SELECT commitment_id,
    -- The latest rating, not the best: the final one where there is one, else the midterm one.
    coalesce(completion_final, completion_midterm) AS completion,
    CASE WHEN completion_final IS NOT NULL THEN 'final' WHEN completion_midterm IS NOT NULL THEN 'midterm' END
        AS completion_stage,
    coalesce(completion_final, completion_midterm) IN ('substantial', 'complete') AS is_high_completion,
    -- Two scales that never mix; potential for results replaced potential impact in 2020.
    coalesce(potential_for_results, potential_impact) AS ambition,
    CASE WHEN potential_for_results IS NOT NULL THEN 'potential_for_results'
         WHEN potential_impact IS NOT NULL THEN 'potential_impact' END AS ambition_scale,
    -- Where potential impact is rated and relevance is not, relevance has not been shown: OGP counts it as not ambitious.
    CASE WHEN potential_for_results IS NOT NULL THEN potential_for_results = 'substantial'
         WHEN potential_impact IS NOT NULL
              THEN potential_impact IN ('moderate', 'transformative') AND coalesce(relevance = 'yes', false)
    END AS is_ambitious,
    coalesce(early_results, did_it_open_government) AS early_results,
    CASE WHEN early_results IS NOT NULL THEN 'early_results'
         WHEN did_it_open_government IS NOT NULL THEN 'did_it_open_government' END AS early_results_scale,
    CASE WHEN did_it_open_government IN ('major', 'outstanding') OR early_results = 'significant' THEN true
         WHEN did_it_open_government IS NOT NULL OR early_results IS NOT NULL THEN false END
        AS has_strong_early_results,
    -- The rule in force when the commitment was assessed: the newest rule under which a star was decided.
    CASE WHEN starred_midterm IS NOT NULL OR starred_final IS NOT NULL
              THEN coalesce(starred_midterm = 'yes', false) OR coalesce(starred_final = 'yes', false)
         WHEN starred_2015 IS NOT NULL THEN starred_2015 = 'yes'
         ELSE starred_pre_june_2014 = 'yes' END AS is_starred,
    CASE WHEN starred_midterm IS NOT NULL OR starred_final IS NOT NULL THEN 'current'
         WHEN starred_2015 IS NOT NULL THEN '2015'
         WHEN starred_pre_june_2014 IS NOT NULL THEN 'pre_june_2014' END AS star_rule,
    carried_forward = 'yes' AS is_carried_forward,
    -- Specificity medium or high is what was called verifiable afterwards (212 of 212 commitments rated on both).
    coalesce(verifiable = 'yes', specificity IN ('medium', 'high')) AS is_verifiable,
    coalesce(completion_final, completion_midterm, specificity, verifiable, relevance, potential_impact,
        potential_for_results, did_it_open_government, early_results) IS NOT NULL AS is_assessed
FROM rating_wide
