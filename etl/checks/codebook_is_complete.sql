-- Every published column is in the codebook with its type, and the codebook names no other.
SELECT coalesce(c.table_name, b.table_name) AS table_name, coalesce(c.column_name, b.column_name) AS column_name,
    c.data_type, b.type
FROM (SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = current_database()
      AND NOT internal AND schema_name = 'main'
      AND table_name NOT LIKE 'staging%' AND table_name NOT LIKE 'reference%') c
FULL JOIN codebook b ON b.table_name = c.table_name AND b.column_name = c.column_name
WHERE (c.column_name IS NULL AND b.table_name <> 'stalled') OR b.column_name IS NULL
    OR (c.data_type <> b.type AND b.table_name <> 'stalled')
