-- One row per snapshot up to this one, which is the last. The data date is that of the newest release in it.
SELECT * FROM staging_snapshot
