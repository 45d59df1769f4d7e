-- A rating has a code, or says in which way it is missing; never both, never neither.
SELECT commitment_id, variable, stage FROM rating WHERE (code IS NULL) = (missing IS NULL)
