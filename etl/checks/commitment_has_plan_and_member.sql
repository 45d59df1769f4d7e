-- Every commitment belongs to a plan and a member that are there.
SELECT commitment_id FROM commitment
WHERE plan_id NOT IN (SELECT plan_id FROM action_plan) OR member_id NOT IN (SELECT member_id FROM member)
