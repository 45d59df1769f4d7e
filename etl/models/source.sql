-- One row per imported sheet of a file. `precedence` orders releases: data date first, then the time of import.
SELECT *, row_number() OVER (ORDER BY as_of, imported_at, source_id) AS precedence
FROM staging_source
