-- Which tag of one taxonomy corresponds to which of another, and how closely.
SELECT theme_id_from, theme_id_to, relation FROM reference_crosswalk
