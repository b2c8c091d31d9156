"""Settings of the preloading process and its workers: environment variables."""

from __future__ import annotations

import os

DATA_VERSION = "UMKM_PRELOAD_DATA_VERSION"
"""Fingerprint of the data, which have been validated already."""
REPORTS = "UMKM_PRELOAD_REPORTS"
"""Names of the reports to prepare, joined by commas; all of them if it is not set."""
IMPORT_ONLY = "UMKM_PRELOAD_IMPORT_ONLY"
"""Set where reports are only imported, not rendered once: for a page or two that takes longer than it saves."""
ARROW_POOL = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own allocator reserves 1 GB at its first use, more than the limit of some reports."""
NO_FOLDER = ("PYTHONSAFEPATH", "umkm")
"""Set where a process is started: a file of the person's folder named as a library must not stand for that library."""


def leave_folder_out() -> None:
    """Let processes that are started import nothing from the folder that they are started in."""
    name, value = NO_FOLDER
    os.environ.setdefault(name, value)


def forget_folder() -> None:
    """Take that back: what cells start goes by the person's own settings."""
    name, value = NO_FOLDER
    if os.environ.get(name) == value:
        del os.environ[name]
