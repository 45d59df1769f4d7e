-- Every column of every table, with its meaning.
SELECT table_name, column_name, type, definition, reference FROM reference_codebook
