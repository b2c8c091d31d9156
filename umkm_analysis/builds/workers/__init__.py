"""Worker processes that make reports: a pool on this machine, or the workers of a Dask cluster."""
