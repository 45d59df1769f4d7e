-- Ratings that differ from the snapshot before, added to those of earlier snapshots.
SELECT * FROM staging_change
