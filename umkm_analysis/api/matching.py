"""One name or code matched with regions: found, ambiguous or unknown, with candidates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.datasets.statistics import places
from umkm_analysis.errors import DataError, UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region

FOUND, AMBIGUOUS, UNKNOWN, MISSING = "found", "ambiguous", "unknown", "missing"
KINDS = {
    "kabupaten": "kabupaten", "kab": "kabupaten", "regency": "kabupaten", "kota": "kota", "city": "kota",
    "province": "province", "provinsi": "province", "nation": "nation",
}  # fmt: skip
"""Word for a kind → the kind as the tables write it."""
SHORT = {
    "jabar": "Jawa Barat", "jateng": "Jawa Tengah", "jatim": "Jawa Timur", "diy": "DI Yogyakarta", "dki": "DKI Jakarta",
    "sumut": "Sumatera Utara", "sumbar": "Sumatera Barat", "sumsel": "Sumatera Selatan", "kepri": "Kepulauan Riau",
    "babel": "Kepulauan Bangka Belitung", "kalbar": "Kalimantan Barat", "kalteng": "Kalimantan Tengah", "kalsel":
    "Kalimantan Selatan", "kaltim": "Kalimantan Timur", "kaltara": "Kalimantan Utara", "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur", "sulut": "Sulawesi Utara", "sulteng": "Sulawesi Tengah", "sulsel": "Sulawesi Selatan",
    "sultra": "Sulawesi Tenggara", "sulbar": "Sulawesi Barat", "malut": "Maluku Utara",
}  # fmt: skip
"""Usual abbreviation → province, as the search of the index knows them: template/search_words.js."""
SHARED = {"yogyakarta": ("3400", "3471"), "jogjakarta": ("3400", "3471"), "jogja": ("3400", "3471")}
"""Usual name of a province, without what its own name adds, that is also a kota's → both."""
UNSURE = {"9999", "0", "00"}
"""Codes of the nation in some tables, and in others what is filled in where there is no value."""
CODED = re.compile(r"\W*(\d{4}|\d\d\.\d\d)\b\W+([^\W\d].*)")
"""A code before a name: "[3576] Kota Mojokerto"."""
KIND_BEHIND = re.compile(r"\(\s*(kab\w*|kota)\.?\s*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """What a name or code stands for."""

    given: str
    status: str
    """found, ambiguous, unknown or missing."""
    region: Region | None = None
    candidates: tuple[Region, ...] = ()
    """Of an ambiguous one those it could be, of an unknown one those that are called almost so."""
    note: str = ""
    """What a person should know: an earlier name or code, a code of Kemendagri, a territory that changed."""

    def sentence(self) -> str:
        """Say what is wrong with one that was not found."""
        if self.status == MISSING:
            return "A name is missing. Drop empty cells first, such as by .dropna()."
        named = [f"{region.code} {region.name} ({region.kind})" for region in self.candidates]
        if self.status == AMBIGUOUS:
            if self.note:
                return self.note
            return f'"{self.given}" could be {" or ".join(named)}. Give the code, the full name, kind= or province=.'
        if self.given.lower() in KINDS:
            return f'"{self.given}" is a kind of region. Give kind="{KINDS[self.given.lower()]}".'
        hint = did_you_mean(named) or "umkm_analysis.regions() lists all 514; codes have four digits."
        return self.note or f'There is no region "{self.given}". {hint}'


def kinds(kind: str | None) -> tuple[str, ...]:
    """Kinds that a word stands for; empty for None.

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    if kind is None:
        return ()
    word = str(kind).strip().lower()
    if word not in KINDS:
        hint = did_you_mean(close_matches(word, KINDS)) or "There are kabupaten, kota, province and nation."
        raise UsageError(f'There is no kind "{kind}". {hint}')
    return (KINDS[word],)


def province(named: str | int) -> Region:
    """Find a province by name or code.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = match(named, kinds=("province",))
    if found.region is None:
        raise UsageError(f"province: {found.sentence()}")
    return found.region


def match(given: Any, *, kinds: tuple[str, ...] = (), within: Region | None = None) -> Match:
    """Match a name or code with a region.

    Parameters
    ----------
    given
        "Kab. Mojokerto", "Mojokerto, Kab.", "3576", 3576, "35.76", "[3576] Kota Mojokerto"; names and codes that a
        region had before count too.
    kinds
        Kinds that count; all where empty.
    within
        The province that it lies in, or lay in before.
    """
    text = _text(given)
    if not text:
        return Match("", MISSING)
    coded = CODED.fullmatch(text)
    if text in UNSURE:
        nation = regions.all_regions()[regions.NATION]
        said = (
            f'{text} is Indonesia in some tables and no value in others. Write "0000" for Indonesia, or leave it out.'
        )
        return Match(text, AMBIGUOUS, candidates=(nation,), note=said)
    label = places.Label(code=coded[1], name=coded[2]) if coded else _label(text, kinds)
    try:
        found = _shared(text) or places.candidates(label)
    except DataError as error:
        near = tuple(places.near(label.name)) if label.name else ()
        return Match(text, UNKNOWN, candidates=near, note=str(error) if coded else _about_code(text))
    left = [region for region in found if _counts(region, kinds, within)]
    if len(left) == 1:
        return Match(text, FOUND, left[0], note=_note(text, label, left[0]))
    if left:
        return Match(text, AMBIGUOUS, candidates=tuple(left))
    return Match(text, UNKNOWN, candidates=tuple(found or places.near(label.name)))


def _text(given: Any) -> str:
    if isinstance(given, bool):
        return str(given)
    if isinstance(given, str):
        return re.sub(r"^(\d{4})\.0$", r"\1", given.strip())  # a column of codes that was read as floats
    if given is None or pd.isna(given):
        return ""
    if isinstance(given, int) or (hasattr(given, "__float__") and float(given).is_integer()):
        return f"{int(given):04d}" if int(given) >= 100 else f"{int(given):02d}"  # noqa: PLR2004 - two digits: a province
    return str(given).strip()


def _label(text: str, kinds: tuple[str, ...]) -> places.Label:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return places.Label(code=text)
    name = SHORT.get(re.sub(r"^prov(?:insi)?\b\.?\s*", "", text.lower()), text)
    return places.Label(name=KIND_BEHIND.sub(r", \1", name), kinds=kinds)


def _shared(text: str) -> list[Region]:
    """Province and kota of a name that both are called by; a kind before it decides."""
    bare = re.fullmatch(r"(prov(?:insi|ince)?\b\.?\s*)?([a-z]+)", text.lower())
    both = SHARED.get(bare[2], ()) if bare else ()
    known = regions.all_regions()
    return [known[code] for code in both if not (bare and bare[1]) or known[code].kind == "province"]


def _counts(region: Region, kinds: tuple[str, ...], within: Region | None) -> bool:
    if kinds and region.kind not in kinds:
        return False
    versions = region_versions().get(region.code, ())
    lay_in = {region.code, region.parent_code, *(version.parent_code for version in versions)}
    return within is None or within.code in lay_in


def _about_code(text: str) -> str:
    """Say of a number that is no code what it may be: a code of Kemendagri without its dot."""
    try:
        regions.find(text, kemendagri=False)
    except UsageError as error:
        said = str(error)
        return "" if said.startswith("There is no region") else said
    return ""


def _note(text: str, label: places.Label, region: Region) -> str:
    if label.code:
        return _of_code(label.code, region)
    sentences = []
    letters = _letters(text)
    earlier = any(letters in _letters(version.name) for version in region_versions().get(region.code, ()))
    if earlier and letters not in _letters(region.name):
        sentences.append(f"{region.code} is called {region.name} now.")
    if region.kind == "province" and (said := regions.note(region.name)):
        sentences.append(said)
    return " ".join(sentences)


def _of_code(code: str, region: Region) -> str:
    """Say what a code is that is not the region's own; of a province also whether its territory changed."""
    if code == region.code and region.kind != "province":
        return ""
    known = code if len(code) > places.PROVINCE_DIGITS and code not in places.NATION_CODES else region.code
    return regions.note(known) or ""


def _letters(name: str) -> str:
    bare = re.sub(r"\b(?:kabupaten|kab|kota|provinsi|prov)\b\.?", "", name.lower())
    return re.sub(r"[^a-z]", "", bare)
