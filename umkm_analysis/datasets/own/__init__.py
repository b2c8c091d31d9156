"""Own statistics of a user: imports kept in data/own/, and the project's tables with them laid over."""
