"""Settings of the preloading process and its workers: environment variables."""

DATA_VERSION = "UMKM_PRELOAD_DATA_VERSION"
"""Fingerprint of the data, which have been validated already."""
REPORTS = "UMKM_PRELOAD_REPORTS"
"""Names of the reports to prepare, joined by commas; all of them if it is not set."""
IMPORT_ONLY = "UMKM_PRELOAD_IMPORT_ONLY"
"""Set where reports are only imported, not rendered once: for a page or two that takes longer than it saves."""
ARROW_POOL = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own allocator reserves 1 GB at its first use, more than the limit of some reports."""
