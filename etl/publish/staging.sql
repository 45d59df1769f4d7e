-- What the models read: what the snapshot before holds, less the sources that are read anew, and what has just been
-- read (the tables new_…). `this_snapshot` and `now` and `note` are variables of the connection.
CREATE TEMP VIEW staging_source AS
    SELECT * EXCLUDE (precedence) FROM before.source WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_source;
CREATE TEMP VIEW staging_problem AS
    SELECT * FROM before.problem WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_problem;
CREATE TEMP VIEW staging_commitment AS
    SELECT * FROM (FROM before.commitment UNION ALL BY NAME FROM before.commitment_history)
    WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_commitment;
CREATE TEMP VIEW staging_rating AS
    SELECT * FROM (FROM before.rating UNION ALL BY NAME FROM before.rating_history)
    WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_rating;
CREATE TEMP VIEW staging_taxonomy AS
    SELECT * FROM before.commitment_taxonomy WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_taxonomy;
CREATE TEMP VIEW staging_theme AS
    SELECT t.commitment_id, t.theme_id, t.missing, c.source_id
    FROM (SELECT *, NULL::VARCHAR AS missing FROM before.commitment_theme
          UNION ALL BY NAME FROM before.commitment_theme_missing) t
    JOIN before.theme USING (theme_id)
    JOIN before.commitment_taxonomy c USING (commitment_id, taxonomy)
    WHERE c.source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_theme;
CREATE TEMP VIEW staging_plan AS
    SELECT * FROM before.action_plan_version WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME
    SELECT plan_id, member_id, plan_number AS number, mode(year ORDER BY year) AS year,
        mode(end_year ORDER BY end_year) AS end_year, mode(duration ORDER BY duration) AS duration,
        mode(plan_starts ORDER BY plan_starts) AS starts_on, mode(plan_ends ORDER BY plan_ends) AS ends_on, source_id
    FROM new_row GROUP BY plan_id, member_id, plan_number, source_id;
CREATE TEMP VIEW staging_process AS
    SELECT * FROM before.process WHERE source_id NOT IN (SELECT source_id FROM new_source)
    UNION ALL BY NAME SELECT * FROM new_process;
CREATE TEMP VIEW staging_snapshot AS
    SELECT * FROM before.snapshot
    UNION ALL BY NAME
    SELECT getvariable('this_snapshot')::INTEGER AS snapshot_id, getvariable('now')::TIMESTAMP AS published_at,
        max(as_of) AS data_date, bool_or(is_demo) AS is_demo, getvariable('note')::VARCHAR AS note
    FROM staging_source;
