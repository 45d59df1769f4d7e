-- Ratings that a newer release has replaced, revised or confirmed.
SELECT r.*
FROM staging_rating r
JOIN rating_choice c ON c.commitment_id = r.commitment_id AND c.variable = r.variable AND c.stage = r.stage
WHERE c.source_id <> r.source_id
