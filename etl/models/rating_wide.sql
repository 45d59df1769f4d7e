-- Per commitment, the codes of its ratings side by side; of completion also the rest that can be said of a rating.
WITH first_said AS (
    SELECT e.commitment_id, e.variable, e.stage, e.code, min(o.as_of) AS as_of
    FROM (FROM rating UNION ALL BY NAME FROM rating_history) e JOIN source o ON o.source_id = e.source_id
    WHERE e.variable = 'completion' AND e.code IS NOT NULL GROUP BY ALL
)
SELECT c.commitment_id,
    max(r.code) FILTER (r.variable = 'completion' AND r.stage = 'midterm') AS completion_midterm,
    max(r.rank) FILTER (r.variable = 'completion' AND r.stage = 'midterm') AS completion_midterm_rank,
    max(r.code) FILTER (r.variable = 'completion' AND r.stage = 'final') AS completion_final,
    max(r.rank) FILTER (r.variable = 'completion' AND r.stage = 'final') AS completion_final_rank,
    max(r.code) FILTER (r.variable = 'specificity') AS specificity,
    max(r.code) FILTER (r.variable = 'verifiable') AS verifiable,
    max(r.code) FILTER (r.variable = 'relevance') AS relevance,
    max(r.code) FILTER (r.variable = 'potential_impact') AS potential_impact,
    max(r.code) FILTER (r.variable = 'potential_for_results') AS potential_for_results,
    max(r.code) FILTER (r.variable = 'did_it_open_government') AS did_it_open_government,
    max(r.code) FILTER (r.variable = 'early_results') AS early_results,
    max(r.code) FILTER (r.variable = 'starred' AND r.stage = 'midterm') AS starred_midterm,
    max(r.code) FILTER (r.variable = 'starred' AND r.stage = 'final') AS starred_final,
    max(r.code) FILTER (r.variable = 'starred_2015') AS starred_2015,
    max(r.code) FILTER (r.variable = 'starred_pre_june_2014') AS starred_pre_june_2014,
    max(r.code) FILTER (r.variable = 'carried_forward') AS carried_forward,
    max(r.sheet || '!' || r.cell) FILTER (r.variable = 'completion' AND r.stage = 'midterm') AS completion_midterm_cell,
    max(r.sheet || '!' || r.cell) FILTER (r.variable = 'completion' AND r.stage = 'final') AS completion_final_cell,
    max(r.missing) FILTER (r.variable = 'completion' AND r.stage = 'midterm') AS completion_midterm_missing,
    max(r.missing) FILTER (r.variable = 'completion' AND r.stage = 'final') AS completion_final_missing,
    max(f.as_of) FILTER (r.stage = 'midterm') AS completion_midterm_since,
    max(f.as_of) FILTER (r.stage = 'final') AS completion_final_since,
    -- A reason why there is no rating is read from a cell, too: of the final one always, else of midterm if that is all.
    coalesce(
        string_agg(DISTINCT o.file_name, ', ' ORDER BY o.file_name)
            FILTER (r.variable = 'completion' AND (r.code IS NOT NULL OR r.stage = 'final')),
        string_agg(DISTINCT o.file_name, ', ' ORDER BY o.file_name) FILTER (r.variable = 'completion')
    ) AS completion_files
FROM commitment c
LEFT JOIN rating r ON r.commitment_id = c.commitment_id
LEFT JOIN source o ON o.source_id = r.source_id
LEFT JOIN first_said f ON f.commitment_id = r.commitment_id AND f.variable = r.variable AND f.stage = r.stage
    AND f.code = r.code
GROUP BY c.commitment_id
