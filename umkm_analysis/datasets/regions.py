"""Regions by BPS code or name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

NATION = "0000"


@dataclass(frozen=True)
class Region:
    """One region: the nation, a province, a kabupaten or a kota."""

    code: str
    """BPS code, as text."""
    kemendagri_code: str | None
    name: str
    kind: str
    """nation, province, kabupaten or kota."""
    parent_code: str | None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def slug(self) -> str:
        """Name of the region's folder: code and name in plain letters, such as 3576-kota-mojokerto."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        words = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:60].strip("-")
        return f"{self.code}-{words}" if words else self.code

    @property
    def is_local(self) -> bool:
        """Whether it is a kabupaten or kota."""
        return self.kind in {"kabupaten", "kota"}


@cached_per_project
def all_regions() -> Mapping[str, Region]:
    """Every region by BPS code, in the order of data/regions.csv."""
    columns = ["code", "kemendagri_code", "name", "kind", "parent_code", "latitude", "longitude"]
    table = tables.read("regions")[columns]
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False)
    return {row[0]: Region(*row) for row in rows}


def find(named: str | int) -> Region:
    """Find a region by BPS code or full name.

    Parameters
    ----------
    named
        "3576", 3576 or "Kota Mojokerto"; upper and lower case are the same.

    Raises
    ------
    UsageError
        If there is none, with close matches; a Kemendagri code is answered with its BPS code.
    """
    regions = all_regions()
    text = f"{named:04d}" if isinstance(named, int) else str(named).strip()
    if text in regions:
        return regions[text]
    lowered = text.lower()
    for region in regions.values():
        if lowered in {region.name.lower(), region.slug}:
            return region
        if region.kemendagri_code and text in {
            region.kemendagri_code,
            region.kemendagri_code.replace(".", ""),
        }:
            raise UsageError(
                f'"{text}" is a Kemendagri code; the BPS code of {region.name} is {region.code}. Use {region.code}.'
            )
    raise UsageError(f'There is no region "{text}". {_near(lowered, regions)}')


def peers(region: Region) -> list[Region]:
    """Regions of its kind with the same parent, itself included: kota with kota, kabupaten with kabupaten."""
    return [other for other in _children()[region.parent_code] if other.kind == region.kind]


def members(province: Region) -> list[Region]:
    """Kabupaten and kota of a province, in the order of data/regions.csv."""
    return [other for other in _children().get(province.code, ()) if other.is_local]


def province_of(region: Region) -> Region | None:
    """Return the province of a kabupaten or kota; None for a province and the nation."""
    return all_regions()[region.parent_code] if region.is_local and region.parent_code else None


def _near(text: str, regions: Mapping[str, Region]) -> str:
    names = {region.name.lower(): region for region in regions.values()}
    bare = {name.split(" ", 1)[-1]: name for name in names}
    inside = [name for name in names if len(text) > 2 and text in name]  # noqa: PLR2004 - two letters match too much
    alike = [bare[match] for match in close_matches(text, bare, most=3, cutoff=0.7)]
    alike += close_matches(text, names, most=3, cutoff=0.7)
    codes = close_matches(text, regions, most=3, cutoff=0.7) if text.isdigit() else []
    near = [names[name] for name in dict.fromkeys([*inside, *alike])] + [regions[code] for code in codes]
    hint = did_you_mean([f"{region.code} {region.name}" for region in near[:5]])
    return hint or "Give a BPS code of four digits or a full name; `umkm list` shows them all."


@cached_per_project
def _children() -> dict[str | None, list[Region]]:
    children: dict[str | None, list[Region]] = {}
    for region in all_regions().values():
        children.setdefault(region.parent_code, []).append(region)
    return children
