"""Reports to take along: the same answers as on the pages, as files, and the command line that makes them."""
