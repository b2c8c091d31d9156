"""The earlier edition that a page is held against.

That is the newest one the user has pinned, if its tables differ from those in use; else, for a page that reads own
statistics, the published tables without them; else the newest shipped edition whose tables differ.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project
from umkm_analysis.datasets.editions import archive, opening
from umkm_analysis.datasets.editions import edition as editions
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import Place, cached_per_project

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.editions.edition import Edition
    from umkm_analysis.datasets.fingerprints import Inputs


@dataclass(frozen=True)
class Earlier:
    """An earlier edition."""

    name: str
    digest: str
    kept: Edition | None
    """None: the published tables without own statistics."""

    @property
    def place(self) -> Place:
        """Where its tables are read."""
        return Place(project.published(), None) if self.kept is None else opening.loaded(self.kept)


def earlier(inputs: Inputs) -> Earlier | None:
    """Find the edition that a page is held against; None where there is none.

    Parameters
    ----------
    inputs
        Rows of the tables that the page reads.
    """
    kept = _kept()
    if kept is not None and kept.pinned:
        return Earlier(kept.name, kept.digest, kept)
    if reads_own(inputs):
        return Earlier(editions.version(), _published_digest(), None)
    return None if kept is None else Earlier(kept.name, kept.digest, kept)


def fingerprint(inputs: Inputs) -> str:
    """Fingerprint of the edition that a page is held against; "" where there is none."""
    found = earlier(inputs)
    return "" if found is None else hashlib.sha256(repr((found.name, found.digest)).encode()).hexdigest()[:12]


def reads_own(inputs: Inputs) -> bool:
    """Whether a page reads own statistics."""
    for import_ in own.usable():
        for name in dict(import_.tables):
            keys = inputs.get(name, ())
            if keys is None or set(keys) & set(import_.codes):
                return True
    return False


def files() -> list[Path]:
    """File of the kept edition that pages may be held against, for the workers of a cluster."""
    kept = _kept()
    return [] if kept is None or kept.archive is None else [kept.archive]


@cached_per_project
def _kept() -> Edition | None:
    now = editions.current()
    others = [each for each in archive.kept() if each.digest != now.digest and (not now.day or each.day < now.day)]
    pinned = [each for each in others if each.pinned]
    shipped = [each for each in others if not each.pinned and each.digest != _published_digest()]
    return next(reversed(pinned or shipped), None)


@cached_per_project
def _published_digest() -> str:
    return editions.digest(with_own=False)
