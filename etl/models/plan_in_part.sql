-- Plans of which the files hold only a part, by the numbers of their commitments: the highest ("9", "9.2" and "SC9" are
-- all 9) lies beyond how many there are. Not where the numbers go on from those of the plan before.
WITH numbered AS (
    SELECT plan_id, count(*)::INTEGER AS commitments, min(first_part)::INTEGER AS lowest, max(first_part)::INTEGER AS highest
    FROM (
        SELECT plan_id, try_cast(regexp_extract(number, '^\D{0,3}(\d{1,2})(?:\D|$)', 1) AS INTEGER) AS first_part
        FROM commitment
    ) GROUP BY plan_id
), placed AS (
    SELECT n.*, lag(n.highest) OVER (PARTITION BY p.member_id ORDER BY p.number) AS before
    FROM numbered n JOIN action_plan p ON p.plan_id = n.plan_id
)
SELECT plan_id, commitments, highest AS highest_number
FROM placed WHERE highest > commitments AND lowest IS DISTINCT FROM before + 1
