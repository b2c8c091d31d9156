"""Regions by BPS code or name."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import validity
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.region_versions import RegionVersion, changed_provinces, region_versions, version_on
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NATION = "0000"
KINDS = ("nation", "province", "kabupaten", "kota")


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

    @cached_property
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
    columns = [field.name for field in fields(Region)]
    rows = validity.plain_rows("regions")
    if rows is None:
        from umkm_analysis.datasets import tables  # noqa: PLC0415 - pandas, which takes long to import

        table = tables.read("regions")[columns]
        rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return {row["code"]: _region(row) for row in rows}


def _region(row: Mapping[str, Any]) -> Region:
    return Region(*(row[field.name] for field in fields(Region)))


def find(named: str | int, *, kemendagri: bool = True) -> Region:
    """Find a region by any code it ever had, or by name.

    A code that BPS uses means what BPS means by it, whatever else it means at Kemendagri.

    Parameters
    ----------
    named
        "3576", 3576, "Kota Mojokerto", or "Nabire", where only one region is called so; an earlier code or name finds
        the region too, and so does a code of Kemendagri, such as "35.76". Upper and lower case are the same. See
        :func:`note` for what has to be said of the answer.
    kemendagri
        False where nobody reads the note, as in a file: a Kemendagri code is then refused with its BPS code.

    Raises
    ------
    UsageError
        If there is none, with close matches.
    """
    text = _text(named)
    if "pandas" not in sys.modules:  # half a second, which a person who mistyped a name need not wait for
        as_printed(text)
    return _found_in(_index(), text, kemendagri=kemendagri)


def note(named: str | int) -> str | None:
    """Say what a person should know who named a region so: a code or name that is earlier, Kemendagri's, or another's.

    Parameters
    ----------
    named
        As for :func:`find`.

    Returns
    -------
    A sentence or more, in English; None where there is nothing to say.

    Raises
    ------
    UsageError
        As :func:`find`.
    """
    region, text, index = find(named), _text(named), _index()
    if text in index.by_bps_code:
        about = _about_code(text, region, index)
    elif holders := index.holders(text):
        about = _about_kemendagri(text, holders)
    else:
        about = _about_name(text.lower(), region, index)
    return " ".join([*about, *_about_territory(region)]) or None


def as_printed(named: str | int) -> Region | None:
    """Find a region in the files as they stand, in milliseconds: no table is validated, nor pandas imported.

    Parameters
    ----------
    named
        As for :func:`find`.

    Returns
    -------
    The region without its place on the map; None where only :func:`find` can tell: the files cannot be read, or are
    corrected.

    Raises
    ------
    UsageError
        If there is none, as :func:`find`.
    """
    index, text = _index_as_printed(), _text(named)
    if index is None:
        return None
    return _found_in(index, text)


def _found_in(index: _Index, text: str, *, kemendagri: bool = True) -> Region:
    if text in index.by_bps_code:
        return index.by_bps_code[text]
    if holders := index.holders(text):
        own = index.by_bps_code.get(f"{text}00")
        if not kemendagri or (own is not None and own != holders[0][0]):
            raise UsageError(_kemendagri(text, holders, own))
        return holders[0][0]
    lowered = text.lower()
    namesakes = index.by_bare_name.get(lowered, [])
    if lowered not in index.by_name and len(namesakes) != 1:
        raise UsageError(_unknown(text, index.regions))
    return index.by_name.get(lowered) or namesakes[0]


def _text(named: str | int) -> str:
    return f"{named:04d}" if isinstance(named, int) else str(named).strip()


def _unknown(text: str, known: Mapping[str, Region]) -> str:
    return f'There is no region "{text}". {_suggestion(text, known)}'


@dataclass(frozen=True)
class _Index:
    """Regions by everything they can be found by, and by what is refused with a sentence."""

    regions: Mapping[str, Region]
    """By the code that this project keeps them under."""
    by_bps_code: Mapping[str, Region]
    """The project's codes first, then every other BPS code a region ever had."""
    by_kemendagri_code: Mapping[str, list[tuple[Region, str | None]]]
    """With dot; present holders first, then former ones with their last day."""
    by_name: Mapping[str, Region]
    """Full names and slugs, in lower case; present ones first, then earlier ones."""
    by_bare_name: Mapping[str, list[Region]]
    """Names without Kabupaten or Kota, present and earlier."""

    def holders(self, text: str) -> list[tuple[Region, str | None]]:
        """Regions that bear, or bore, a Kemendagri code; none for a code of BPS."""
        if text in self.by_bps_code:
            return []
        dotted = text if "." in text else f"{text[:2]}.{text[2:]}"
        return self.by_kemendagri_code.get(text, self.by_kemendagri_code.get(dotted, []))


@cached_per_project
def _index() -> _Index:
    return _indexed(all_regions(), region_versions())


@cached_per_project
def _index_as_printed() -> _Index | None:
    corrected, listed, changed = map(validity.printed_rows, ("corrections", "regions", "region_versions"))
    if corrected is None or listed is None or changed is None:
        return None
    if any(row["table"] in {"regions", "region_versions"} for row in corrected):
        return None
    versions: dict[str, list[RegionVersion]] = {}
    for row in changed:
        versions.setdefault(row["code"], []).append(RegionVersion(**row))
    known = {row["code"]: _region(row) for row in listed}
    of_old = {code: sorted(each, key=lambda one: one.version) for code, each in versions.items() if code in known}
    return _indexed(known, of_old)


def _indexed(known: Mapping[str, Region], of_old: Mapping[str, Sequence[RegionVersion]]) -> _Index:
    codes, names = dict(known), {}
    ministry: dict[str, list[tuple[Region, str | None]]] = {}
    bare: dict[str, list[Region]] = {}
    for region in known.values():
        names[region.name.lower()] = names[region.slug] = region
        bare.setdefault(_bare(region.name), []).append(region)
        if region.kemendagri_code:
            ministry.setdefault(region.kemendagri_code, []).append((region, None))
    for code, versions in of_old.items():
        region = known[code]
        for version in versions:
            codes.setdefault(version.bps_code, region)
            names.setdefault(version.name.lower(), region)
            namesakes = bare.setdefault(_bare(version.name), [])
            if region not in namesakes:
                namesakes.append(region)
            holders = ministry.setdefault(version.kemendagri_code, [])
            if all(holder != region for holder, _ in holders):
                holders.append((region, version.valid_to))
    return _Index(known, codes, ministry, names, bare)


def _about_code(text: str, region: Region, index: _Index) -> list[str]:
    sentences = []
    present = present_code(region)
    if text != region.code:
        since = f" since {region_versions()[region.code][-1].valid_from}" if text == present else ""
        kept = f"this project keeps it under {region.code}, its code before"
        sentences.append(f"{text} is the BPS code of {region.name}{since}; {kept}.")
    for other, until in index.by_kemendagri_code.get(f"{text[:2]}.{text[2:]}", []):
        if other != region:
            held = "is" if until is None else f"was, until {until},"
            sentences.append(
                f"{text[:2]}.{text[2:]} {held} the Kemendagri code of {other.name} (BPS {other.code}), another region."
            )
    return sentences


def _about_name(lowered: str, region: Region, index: _Index) -> list[str]:
    sentences = []
    if lowered not in {region.name.lower(), region.slug, _bare(region.name)}:
        sentences.append(f"{region.code} is called {region.name} now.")
    others = [other for other in index.by_bare_name.get(_bare(region.name), []) if other != region]
    if lowered == _bare(region.name) and others:
        named = " and ".join(f"{other.code} {other.name}" for other in others)
        sentences.append(f"{region.code} is the {region.kind} {region.name}; {named} bear the name too.")
    return sentences


def _about_territory(region: Region) -> list[str]:
    if region.kind != "province" or region.code not in changed_provinces():
        return []
    latest = region_versions()[region.code][-1]
    return [f"{region.name} since {latest.valid_from} ({latest.instrument}): {latest.note_en}."]


def _about_kemendagri(text: str, holders: Sequence[tuple[Region, str | None]]) -> list[str]:
    return [
        f"{text} is the Kemendagri code of {region.name}; its BPS code is {_codes(region)}."
        if until is None
        else f"{text} was, until {until}, the Kemendagri code of {region.name}; its BPS code is {_codes(region)}."
        for region, until in holders
    ]


def _codes(region: Region) -> str:
    """BPS code of a region, and the one it has in this project where that is an earlier one."""
    now = present_code(region)
    return now if now == region.code else f"{now} ({region.code} in this project's files)"


def _kemendagri(text: str, holders: Sequence[tuple[Region, str | None]], own: Region | None) -> str:
    if own is not None and own != holders[0][0]:
        region = holders[0][0]
        return (
            f'"{text}" is {region.name} at Kemendagri and {own.name} at BPS. Use {region.code} for {region.name}, '
            f"{own.code} for {own.name}."
        )
    notes = [
        f'"{text}" is a Kemendagri code; the BPS code of {region.name} is {region.code}. Use {region.code}.'
        if until is None
        else f'"{text}" was a Kemendagri code until {until}; the BPS code of {region.name} is {region.code}.'
        for region, until in holders
    ]
    return " ".join(notes)


def _bare(name: str) -> str:
    return name.lower().removeprefix("kabupaten ").removeprefix("kota ")


def present_code(region: Region) -> str:
    """Return the BPS code that a region has now; this project keeps the one it had before 2022."""
    versions = region_versions().get(region.code)
    return versions[-1].bps_code if versions else region.code


def peers(region: Region) -> list[Region]:
    """Regions of its kind with the same parent, itself included: kota with kota, kabupaten with kabupaten."""
    return [other for other in _children()[region.parent_code] if other.kind == region.kind]


def children(region: Region) -> list[Region]:
    """Regions right below one: provinces of the nation, kabupaten and kota of a province."""
    return list(_children().get(region.code, ()))


def members(province: Region) -> list[Region]:
    """Kabupaten and kota of a province, in the order of data/regions.csv."""
    return [other for other in _children().get(province.code, ()) if other.is_local]


def members_on(province: Region, day: str) -> list[Region]:
    """Kabupaten and kota that lay in a province on a day, such as 2021-12-31, in the order of data/regions.csv.

    A region that was split off within its province later is among them: its mother region held it before.
    """
    return list(_members_on(day).get(province.code, ()))


def province_of(region: Region) -> Region | None:
    """Return the province of a kabupaten or kota; None for a province and the nation."""
    return all_regions()[region.parent_code] if region.is_local and region.parent_code else None


def suggestion(named: str) -> str:
    """Ask whether a region was meant that is called almost so, or say what to give instead."""
    return _suggestion(named, all_regions())


def _suggestion(named: str, regions: Mapping[str, Region]) -> str:
    text = named.strip().lower()
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
def _members_on(day: str) -> dict[str | None, list[Region]]:
    members: dict[str | None, list[Region]] = {}
    for region in all_regions().values():
        if region.is_local:
            versions = region_versions().get(region.code, ())
            then = version_on(region.code, day) or (versions[0] if versions else region)
            members.setdefault(then.parent_code, []).append(region)
    return members


@cached_per_project
def _children() -> dict[str | None, list[Region]]:
    children: dict[str | None, list[Region]] = {}
    for region in all_regions().values():
        children.setdefault(region.parent_code, []).append(region)
    return children
