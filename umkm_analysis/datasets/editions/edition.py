"""Editions by name and digest: the one that stands, those that are shipped, those that a user pinned."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import cached_per_file, cached_per_project

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

ABOUT = project.EDITION_MARKER
SUFFIX = ".zip"
SHIPPED, PINNED = "editions", "pinned"
"""Folders in data/ of the archives: of the published tables, and of the user."""
DIGITS = 12
MAX_CODES = 3
"""Codes of own imports that a name holds; of more the first and their number."""
JOINED = " + "


@dataclass(frozen=True)
class Edition:
    """All tables as they stood at a time."""

    name: str
    """Such as "2026.11", or "2026.11 + 1374" with own statistics on Kota Padang Panjang."""
    version: str
    """The part of the name that the published tables have."""
    digest: str
    """First digits of the SHA-256 of all tables, own statistics included."""
    day: str
    """Day on which the tables stood so, ISO form; "" for the ones that stand now."""
    archive: Path | None = None
    """The file that keeps it; None for the tables that stand now."""
    pinned: bool = False
    """Whether the user keeps it, and not the project."""


def version() -> str:
    """Return the version of the published tables in use."""
    return _version_in(project.published() / project.MARKER.name)


@cached_per_file
def _version_in(package: Path) -> str:
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


def name_of(shipped: str, codes: Collection[str]) -> str:
    """Name an edition.

    Parameters
    ----------
    shipped
        Version of the published tables.
    codes
        BPS codes of the own statistics laid over them.

    >>> name_of("2026.11", []), name_of("2026.11", ["1374"]), name_of("2026.11", ["3501", "3502", "3503", "3504"])
    ('2026.11', '2026.11 + 1374', '2026.11 + 3501…3504 (4)')
    """
    listed = sorted(set(codes))
    if not listed:
        return shipped
    few = len(listed) <= MAX_CODES
    return shipped + JOINED + (", ".join(listed) if few else f"{listed[0]}…{listed[-1]} ({len(listed)})")


def own_codes() -> frozenset[str]:
    """BPS codes of the own statistics in use."""
    return frozenset(code for import_ in own.usable() for code in import_.codes)


@cached_per_project
def current() -> Edition:
    """Return the edition in use: that of a build, or of the tables that stand now."""
    named = project.published().parent / ABOUT
    if project.place_in_use() is not None and named.is_file():
        return about(json.loads(named.read_text(encoding="utf-8")))
    shipped = version()
    return Edition(name_of(shipped, own_codes()), shipped, digest(), "")


def about(record: Mapping[str, str], archive: Path | None = None, *, pinned: bool = False) -> Edition:
    """Read what an archive says of itself."""
    name, shipped, digits, day = (str(record[key]) for key in ("name", "version", "digest", "day"))
    return Edition(name, shipped, digits, day, archive, pinned)


def digest(*, with_own: bool = True) -> str:
    """Return the first digits of the SHA-256 of all tables in use.

    Parameters
    ----------
    with_own
        Whether own statistics count.
    """
    folder = project.published()
    files = {
        name: _sha256(folder / resource.path)
        for name, resource in read_data_package(folder / project.MARKER.name).items()
        if (folder / resource.path).is_file()
    }
    imports = own.usable() if with_own else ()
    return digest_of(files, {import_.id: (import_.tables, import_.vintage, import_.link) for import_ in imports})


def digest_of(files: Mapping[str, str], imports: Mapping[str, object]) -> str:
    """Return the digest of an edition from those of its tables.

    Parameters
    ----------
    files
        Name of a table → SHA-256 of its bytes. Descriptions of the tables are no part of an edition.
    imports
        Id of an import → its tables with their digests, its release, and whether years are linked to it.
    """
    return hashlib.sha256(repr((sorted(files.items()), sorted(imports.items()))).encode()).hexdigest()[:DIGITS]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
