-- Every commitment has a place on the ladder.
SELECT commitment_id, stall_state FROM commitment_status
WHERE stall_state IS NULL OR stall_state NOT IN ('withdrawn', 'complete', 'stalled_confirmed', 'stalled_likely',
    'at_risk', 'nearly', 'substantial_at_midterm', 'unclear', 'blind_spot', 'running_unrated')
