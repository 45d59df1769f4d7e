-- What is counted by plan is as much as there are ratings, of each variable and stage.
SELECT variable, stage, ratings, commitments
FROM (SELECT variable, stage, count(*) AS ratings FROM rating GROUP BY ALL)
FULL JOIN (SELECT variable, stage, sum(commitments) AS commitments FROM plan_coverage GROUP BY ALL)
    USING (variable, stage)
WHERE ratings IS DISTINCT FROM commitments
