-- The tags of each taxonomy. A tag belongs to one taxonomy; theme_crosswalk says what it is called in another.
SELECT theme_id, label, parent_id, taxonomy FROM reference_theme
