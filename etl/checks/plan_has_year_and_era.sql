-- Every plan has a year and with it an era, stated or estimated: charts by year leave none out.
SELECT plan_id FROM action_plan WHERE year IS NULL OR era IS NULL
UNION ALL SELECT plan_id FROM process_plan WHERE year IS NULL OR era IS NULL
