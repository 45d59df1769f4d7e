-- One row per plan. Commitment releases go before the process file, newer releases before older ones, and within a
-- release the value that most rows have. Where no release gives the days of a plan, they are estimated: from 1 July
-- of the year of submission to 31 December of the last year, so that no plan is judged before it is due. Where none
-- gives the year of submission, it is that of the first day, else as long before the end as the plan is, else that of
-- the first file that names the plan.
WITH best AS (
    SELECT plan_id, any_value(member_id) AS member_id, any_value(number) AS number,
        arg_max(year, (kind = 'commitments', precedence)) AS stated,
        arg_max(end_year, (kind = 'commitments', precedence)) AS end_year,
        arg_max(duration, (kind = 'commitments', precedence)) AS duration,
        arg_max(starts_on, (kind = 'commitments', precedence)) AS starts_on,
        arg_max(ends_on, (kind = 'commitments', precedence)) AS ends_on,
        min(as_of) AS named_on
    FROM staging_plan JOIN source USING (source_id)
    GROUP BY plan_id
), begun AS (
    SELECT *, coalesce(stated, greatest((SELECT min(first_year) FROM reference_era), coalesce(
        year(starts_on), coalesce(end_year, year(ends_on)) - coalesce(duration, 2), year(named_on)))::INTEGER) AS year
    FROM best
), dated AS (
    SELECT *, coalesce(end_year, year(ends_on), year + coalesce(duration, 2)) AS last_year FROM begun
)
SELECT p.plan_id, p.member_id, p.number, p.year, p.last_year::INTEGER AS end_year, e.era,
    coalesce(p.starts_on, make_date(p.year, 7, 1)) AS starts_on,
    coalesce(p.ends_on, make_date(p.last_year, 12, 31)) AS ends_on,
    p.starts_on IS NULL OR p.ends_on IS NULL AS dates_are_estimated
FROM dated p LEFT JOIN reference_era e ON p.year >= e.first_year AND p.year <= coalesce(e.last_year, 9999)
