"""Secret key of the hashes that stand for suppliers' numbers: made once, readable by its owner only, never replaced.

With another key the same supplier would be another one: a key that is lost is an error as long as there are lines.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

KEY_BYTES = 32


def secret(folder: Path, imports: Sequence[Import]) -> str:
    """Return the key of a folder of lines; it is made for the first import.

    Parameters
    ----------
    folder
        Of the lines.
    imports
        Those that stand there.

    Raises
    ------
    DataError
        If the key is lost, damaged or another though lines stand that were hashed with it.
    """
    path = folder / catalog.SECRET_FILE
    if not path.is_file():
        if any(not import_.synthetic for import_ in imports):
            raise DataError(_broken(path, "is missing"))
        write_atomically({path: secrets.token_hex(KEY_BYTES)}, mode=READABLE_BY_OWNER)
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", key):
        raise DataError(_broken(path, "is damaged"))
    if catalog.key_mark() not in {None, catalog.mark_of(key)}:
        raise DataError(_broken(path, "is not the one that the lines here were made with"))
    path.chmod(READABLE_BY_OWNER)
    return key


def _broken(path: Path, what: str) -> str:
    return (
        f"{path} {what}: it is the key of the hashes that stand for suppliers, and with another every supplier would "
        f"become another. Put it back from a copy; or delete {path.parent} and import everything again. Nothing was "
        "imported"
    )
