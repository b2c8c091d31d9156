"""Check of the imported lines: whether every file is as it was imported, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.store import catalog, integrity
from umkm_analysis.errors import DataError
from umkm_analysis.installation.checks.check import Check, State
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "lines"
SHOWN = 3
"""Files that are named."""
AGAIN = "Import the exports of these lines again, with --existing replace; umkm lines names their files."


def lines() -> Iterator[Check]:
    """Hash every file of lines anew; nothing where there are none."""
    try:
        paths = [
            catalog.folder() / name for import_ in catalog.imports() for part in import_.parts for name in part.files
        ]
        known = catalog.digests()
    except DataError as error:
        yield Check(NAME, State.WARN, str(error))
        return
    if not paths:
        return
    wrong = integrity.changed(paths, anew=True)
    if wrong:
        more = f" and {len(wrong) - SHOWN:,} more" if len(wrong) > SHOWN else ""
        named = ", ".join(map(str, wrong[:SHOWN])) + more
        yield Check(NAME, State.WARN, f"not as they were imported: {named}", AGAIN)
        return
    without = sum(catalog.name_of(path) not in known for path in paths)
    older = f"; {without:,} were imported before hashes were kept" if without else ""
    yield Check(NAME, State.OK, f"{count_of(len(paths), 'file')}, unchanged since the import{older}")
