-- Names of members for display: OGP's own in English, those of Unicode CLDR for countries in other languages.
SELECT member_id, language, name FROM reference_member_name
