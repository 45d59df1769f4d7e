-- A network's own reports on commitments, apart from IRM ratings. Filled by the tracking workbook, once one is imported.
SELECT * FROM staging_network_update
