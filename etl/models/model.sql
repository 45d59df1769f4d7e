-- Every definition as it is, so that a reader of this file can see what a column means.
SELECT name, sql FROM reference_model
