"""Which regions and years a call is about: by name, code, kind or province, in every form a person holds them in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api import matching
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.datasets.regions import Region
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from typing import TypeAlias

    Regions: TypeAlias = str | int | Region | Iterable[Any] | pd.DataFrame | None
    """One region, several, a column of names or codes, a table with a column "code"; None or "all" for all of them."""
    Years: TypeAlias = int | Iterable[int] | None
    """One year, or several, such as ``range(2019, 2025)``; None for all of them."""

EVERY = "all"
MOST_NAMED = 5
"""Names that an error lists."""


def select(regions: Regions = None, *, kind: str | None = None, province: str | int | None = None) -> list[str]:
    """BPS codes of the regions that a call is about, each once, in the order given.

    Parameters
    ----------
    regions
        A name or code, several, a Series, or a table with a column "code"; None or "all" for all 514 kabupaten and
        kota, or for all regions of a kind.
    kind
        "kabupaten", "kota", "province" or "nation": chooses among all, tells namesakes apart in a list.
    province
        Name or code of a province: likewise.

    Raises
    ------
    UsageError
        If a name is unknown or could be several regions, with near matches; if nothing is left.
    """
    kinds = matching.kinds(kind)
    within = None if province is None else matching.province(province)
    codes = _all(kinds, within) if is_every(regions) else _named(regions, kinds, within)
    if not codes:
        raise UsageError("No region is left of this selection. Give other regions, another kind or another province.")
    return codes


def is_every(regions: Regions) -> bool:
    """Whether a call is about all regions: None, or "all"."""
    return regions is None or (isinstance(regions, str) and regions.strip().lower() == EVERY)


def select_years(years: Years, available: pd.Index) -> list[int]:
    """Years that a call is about, in order.

    Raises
    ------
    UsageError
        If a year is not in the table.
    """
    first, last = int(available.min()), int(available.max())
    listed = listed_years(years)
    if listed is None:
        return list(range(first, last + 1))
    outside = [year for year in listed if not first <= year <= last]
    if outside or not listed:
        named = ", ".join(map(str, outside)) or "none"
        raise UsageError(f"years {named}: the table covers {first} to {last}. Choose from these.")
    return listed


def listed_years(years: Years) -> list[int] | None:
    """Years as whole numbers, each once, in order; None for all."""
    if years is None:
        return None
    return sorted({whole_year(year) for year in ([years] if is_single(years) else years)})  # type: ignore[union-attr]


def region_names(codes: Iterable[str]) -> pd.Series:
    """Names of regions by BPS code, in the order given."""
    known = known_regions.all_regions()
    listed = list(codes)
    return pd.Series([known[code].name for code in listed], index=listed, dtype="str", name="name")


def _all(kinds: tuple[str, ...], within: Region | None) -> list[str]:
    wanted = kinds or ("kabupaten", "kota")
    return [
        region.code
        for region in known_regions.all_regions().values()
        if region.kind in wanted and (within is None or within.code in {region.parent_code, region.code})
    ]


def _named(regions: Any, kinds: tuple[str, ...], within: Region | None) -> list[str]:
    if isinstance(regions, pd.DataFrame):
        if "code" not in regions:
            raise UsageError('A table of regions needs a column "code". Give its column of names instead.')
        regions = regions["code"]
    listed = [regions] if is_single(regions) or isinstance(regions, Region) else list(regions)
    listed = [item.code if isinstance(item, Region) else item for item in listed]
    unique = list(dict.fromkeys(listed))
    matches = [matching.match(item, kinds=kinds, within=within) for item in unique]
    wrong = [match.sentence() for match in matches if match.region is None]
    if wrong:
        more = (
            f"\n… and {len(wrong) - MOST_NAMED} more; umkm_analysis.codes(…) shows all."
            if len(wrong) > MOST_NAMED
            else ""
        )
        raise UsageError("\n".join(wrong[:MOST_NAMED]) + more)
    return list(dict.fromkeys(match.region.code for match in matches if match.region is not None))


def is_single(value: object) -> bool:
    """Whether a value is a name, code or year, and not several."""
    return isinstance(value, str) or not isinstance(value, Iterable)


def whole_year(year: Any) -> int:
    """Return a year as a whole number, whatever type of number it is.

    Raises
    ------
    UsageError
        If it is none.
    """
    if not isinstance(year, bool | str):
        with suppress(TypeError, ValueError):
            if year == (whole := int(year)):
                return whole
    raise UsageError(f"{year!r} is no year. Give whole numbers, such as 2019 or range(2019, 2025).")
