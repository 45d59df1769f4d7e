-- A network's own reports on commitments, apart from IRM ratings. No import fills it yet.
FROM before.network_update
