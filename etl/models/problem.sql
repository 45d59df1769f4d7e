-- Everything that was found wrong or doubtful in a file, with its cell.
SELECT source_id, severity, code, sheet, cell, header, value, message FROM staging_problem
