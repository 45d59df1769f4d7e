-- Rows read are the sum of what became of them.
SELECT source_id, rows_read, rows_new, rows_updated, rows_unchanged, rows_rejected, rows_skipped FROM source
WHERE rows_read IS DISTINCT FROM rows_new + rows_updated + rows_unchanged + rows_rejected + rows_skipped
