"""Settings of the preloading process: names of environment variables that are set while it starts."""

DATA_VERSION = "UMKM_PRELOAD_DATA_VERSION"
"""Fingerprint of the data, which have been validated already."""
REPORTS = "UMKM_PRELOAD_REPORTS"
"""Names of the reports to render once, joined by commas; all of them if it is not set."""
