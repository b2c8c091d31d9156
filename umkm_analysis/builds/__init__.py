"""A build: what to make, what is up to date, who makes it, and where it is written."""
