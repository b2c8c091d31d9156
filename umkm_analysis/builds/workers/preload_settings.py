"""What the process that workers are forked from is told before it starts: names of environment variables."""

EDITION = "UMKM_WARM_EDITION"
"""Fingerprint of the data, which were found good already."""
REPORTS = "UMKM_WARM_REPORTS"
"""Names of the reports to rehearse, joined by commas; all of them if it is not set."""
