"""Earlier and present codes, names and provinces of regions, from data/region_versions.csv.

A region keeps one code in this project, the BPS code it had before 2022; everything else about it may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from umkm_analysis.datasets import validity
from umkm_analysis.datasets.project import cached_per_project

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class RegionVersion:
    """A region as it was from one day to another."""

    code: str
    """The code that this project keeps the region under."""
    version: int
    """1 is the oldest known."""
    bps_code: str
    kemendagri_code: str
    name: str
    parent_code: str
    """BPS code of the province; of the nation, for a province."""
    valid_from: str | None
    """First day; None where it is older than the tables, or the day was not found."""
    valid_to: str | None
    """Last day; None for the present version, or where the day was not found."""
    instrument: str | None
    """Law or regulation that began it."""
    source_id: str
    note_en: str | None
    note_id: str | None

    def covers(self, day: str) -> bool:
        """Whether this version was valid on a day, written 2022-12-31, as far as its days are known."""
        return (self.valid_from or "") <= day and (self.valid_to is None or day <= self.valid_to)


@cached_per_project
def region_versions() -> Mapping[str, tuple[RegionVersion, ...]]:
    """Versions of every region that had more than one, or began after 2010: code → oldest to newest."""
    rows = validity.plain_rows("region_versions")
    if rows is None:
        from umkm_analysis.datasets import tables  # noqa: PLC0415 - pandas, which takes long to import

        table = tables.read("region_versions")
        rows = table.astype(object).where(table.notna(), None).to_dict("records")
    found: dict[str, tuple[RegionVersion, ...]] = {}
    for row in sorted(rows, key=itemgetter("code", "version")):
        version = RegionVersion(**row)
        found[version.code] = (*found.get(version.code, ()), version)
    return found


def version_on(code: str, day: str) -> RegionVersion | None:
    """Return the version of a region that was valid on a day; None where it has one version only, or was not there yet.

    Of versions whose days are not known the newest one counts.
    """
    return next((version for version in reversed(region_versions().get(code, ())) if version.covers(day)), None)


@cached_per_project
def changed_provinces() -> frozenset[str]:
    """BPS codes of the provinces whose territory changed: a kabupaten or kota left them or came to them."""
    changes = [
        {version.parent_code for version in versions}
        for versions in region_versions().values()
        if len({version.parent_code for version in versions}) > 1
    ]
    return frozenset().union(*changes)
