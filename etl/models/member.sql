-- Countries and local governments; a local member stands under its country.
SELECT member_id, name, level, iso3, region, parent_id FROM reference_member
