"""Memory of the tables that commands of lines have found valid: pandera alone would take a third of their time.

What is remembered holds for the very bytes of data/ and the code of the rules; umkm check and umkm build never ask it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.datasets import fingerprints, project, tables
from umkm_analysis.datasets.procurement_lines.store import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = ".valid-tables.json"


@contextmanager
def remembering_valid_tables() -> Iterator[None]:
    """Validate no table inside the block that was valid before, and remember those that are found valid."""
    path = catalog.folder() / FILE
    version = fingerprints.data_version(project.root())
    state = f"{version}-{code_fingerprint.of_rules()}"
    before: set[str] = set()
    with suppress(OSError, ValueError, KeyError, TypeError):  # a memory that cannot be read is none
        said = json.loads(path.read_text(encoding="utf-8"))
        before = set(map(str, said["tables"])) if said["state"] == state else set()
    tables.skip_validation_of(version, before)
    yield
    valid = tables.found_valid() | before
    if valid != before and path.parent.is_dir():
        with suppress(OSError):  # lines in a folder that is not ours to write
            write_atomically({path: json.dumps({"state": state, "tables": sorted(valid)})})
