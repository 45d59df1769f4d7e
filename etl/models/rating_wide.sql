-- Per commitment, the codes of its ratings side by side.
SELECT c.commitment_id,
    max(code) FILTER (variable = 'completion' AND stage = 'midterm') AS completion_midterm,
    max(rank) FILTER (variable = 'completion' AND stage = 'midterm') AS completion_midterm_rank,
    max(code) FILTER (variable = 'completion' AND stage = 'final') AS completion_final,
    max(rank) FILTER (variable = 'completion' AND stage = 'final') AS completion_final_rank,
    max(code) FILTER (variable = 'specificity') AS specificity,
    max(code) FILTER (variable = 'verifiable') AS verifiable,
    max(code) FILTER (variable = 'relevance') AS relevance,
    max(code) FILTER (variable = 'potential_impact') AS potential_impact,
    max(code) FILTER (variable = 'potential_for_results') AS potential_for_results,
    max(code) FILTER (variable = 'did_it_open_government') AS did_it_open_government,
    max(code) FILTER (variable = 'early_results') AS early_results,
    max(code) FILTER (variable = 'starred' AND stage = 'midterm') AS starred_midterm,
    max(code) FILTER (variable = 'starred' AND stage = 'final') AS starred_final,
    max(code) FILTER (variable = 'starred_2015') AS starred_2015,
    max(code) FILTER (variable = 'starred_pre_june_2014') AS starred_pre_june_2014,
    max(code) FILTER (variable = 'carried_forward') AS carried_forward,
    max(r.sheet || '!' || r.cell) FILTER (variable = 'completion' AND stage = 'midterm') AS completion_midterm_cell,
    max(r.sheet || '!' || r.cell) FILTER (variable = 'completion' AND stage = 'final') AS completion_final_cell
FROM commitment c LEFT JOIN rating r ON r.commitment_id = c.commitment_id
GROUP BY c.commitment_id
