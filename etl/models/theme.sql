-- The tags of each taxonomy. A tag belongs to one taxonomy; theme_crosswalk says what it is called in another, and
-- counts_as by which tag it counts where the taxonomies are taken together.
SELECT t.theme_id, t.label, t.parent_id, t.taxonomy, coalesce(w.theme_id_to, t.theme_id) AS counts_as
FROM reference_theme t LEFT JOIN reference_crosswalk w ON w.theme_id_from = t.theme_id AND w.relation = 'same'
