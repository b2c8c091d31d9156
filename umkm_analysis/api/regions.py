"""Regions: their codes, names, kinds and provinces, today or on another day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api import matching
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import select
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.datasets.region_versions import region_versions, version_on
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions
    from umkm_analysis.datasets.regions import Region


@guided
def regions(
    regions: Regions = None,
    *,
    kind: str | None = None,
    province: str | int | None = None,
    as_of: str | int | None = None,
) -> pd.DataFrame:
    """List regions with their codes, kind, province and place.

    Parameters
    ----------
    regions
        Names, codes, a Series of them; None or "all" for all 514 kabupaten and kota.
    kind
        "kabupaten", "kota", "province" or "nation".
    province
        Name or code of a province.
    as_of
        A day ("2021-12-31") or year (its last day) on which names, codes and provinces are shown; regions that were
        founded later are left out. None for today. The choice by ``province`` is always by today's provinces.

    Returns
    -------
    DataFrame, a row a region:

    * code: the BPS code that every table of this package uses
    * name, kind, province_code, province
    * bps_code: the code that BPS uses now (in Papua another than ``code``)
    * kemendagri_code: with its dot
    * latitude, longitude: degrees

    Raises
    ------
    UsageError
        If a name, kind or province is unknown, with near matches; if ``as_of`` is no day.

    Notes
    -----
    Sources: BPS and Kemendagri codes; Kepmendagri 300.2.2-2138 of 2025. Days before 2010 are not covered: the oldest
    version known stands for them.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.regions(kind="kota", province="Jawa Timur")["name"].tolist()[:3]
    ['Kota Kediri', 'Kota Blitar', 'Kota Malang']
    >>> len(ua.regions()), len(ua.regions(kind="province")), len(ua.regions(kind="province", as_of=2021))
    (514, 38, 34)
    """
    known = known_regions.all_regions()
    day = _day(as_of)
    rows = []
    for code in select(regions, kind=kind, province=province):
        row = _today(known[code]) if day is None else _then(known[code], day)
        if row is not None:
            rows.append(row)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    text = ["code", "name", "kind", "province_code", "province", "bps_code", "kemendagri_code"]
    frame = frame.astype({**dict.fromkeys(text, "str"), "latitude": "float64", "longitude": "float64"})
    when = "today" if day is None else f"on {day}"
    units = {"latitude": "degrees north", "longitude": "degrees east"}
    return described(frame, title=f"Regions of Indonesia {when}", units=units, as_of=day or "")


@guided
def region(named: str | int, *, kind: str | None = None, province: str | int | None = None) -> Region:
    """Find one region by name or code.

    Parameters
    ----------
    named
        "Kota Mojokerto", "Kab. Mojokerto", "3576", 3576, "35.76"; see :func:`~umkm_analysis.codes`.
    kind, province
        Tell namesakes apart.

    Returns
    -------
    Region with code, name, kind, parent_code, kemendagri_code, latitude and longitude.

    Raises
    ------
    UsageError
        If there is none, or several are called so, with near matches.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.region("Kab. Mojokerto").code, ua.region("Mojokerto", kind="kota").code
    ('3516', '3576')
    >>> ua.region("Kota Mojokreto")
    Traceback (most recent call last):
    umkm_analysis.errors.UsageError: There is no region "Kota Mojokreto". Did you mean 3576 Kota Mojokerto (kota)?
    """
    within = None if province is None else matching.province(province)
    found = matching.match(named, kinds=matching.kinds(kind), within=within)
    if found.region is None:
        raise UsageError(found.sentence())
    return found.region


COLUMNS = [
    "code", "name", "kind", "province_code", "province", "bps_code", "kemendagri_code", "latitude", "longitude",
]  # fmt: skip


def _today(region: Region) -> dict[str, Any]:
    province = region if region.kind == "province" else known_regions.province_of(region)
    return {
        **{
            name: getattr(region, name) for name in ("code", "name", "kind", "kemendagri_code", "latitude", "longitude")
        },
        "province_code": province and province.code,
        "province": province and province.name,
        "bps_code": known_regions.present_code(region),
    }


def _then(region: Region, day: str) -> dict[str, Any] | None:
    if region.code not in region_versions():
        return _today(region)
    version = version_on(region.code, day)
    if version is None:
        return None
    row = _today(region) | {name: getattr(version, name) for name in ("name", "bps_code", "kemendagri_code")}
    if region.is_local:
        above = known_regions.all_regions()[version.parent_code]
        of_day = version_on(above.code, day)
        row |= {"province_code": above.code, "province": of_day.name if of_day else above.name}
    elif region.kind == "province":
        row["province"] = version.name
    return row


def _day(as_of: str | int | None) -> str | None:
    if as_of is None:
        return None
    text = f"{as_of}-12-31" if str(as_of).isdigit() else str(as_of)
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f'as_of "{as_of}" is no day. Write it as 2021-12-31, or give a year.') from error
