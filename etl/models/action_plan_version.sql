-- What each release says of each plan.
SELECT plan_id, member_id, number, year, end_year, duration, starts_on, ends_on, source_id FROM staging_plan
