"""Institutions of procurement lines: the names that LKPP's systems use, matched to data/regions.csv."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from umkm_analysis.datasets.regions import Region

Named = tuple[str | None, str | None]
"""Code (kd_klpd) and name of an institution, as a source has them."""
NO_REGION = "none"
"""Answer for an institution that is no region of data/regions.csv."""
LOCAL = re.compile(
    r"^(?:pemerintah\s+)?(?:daerah\s+)?(provinsi|propinsi|prov|pemprov|kabupaten|kab|pemkab|kota|pemkot)\b[\s.]*(.*)$"
)
BEHIND = re.compile(
    r"^(.*?)(?:[\s,]*\((provinsi|prov|kabupaten|kab|kota)\.?\)|\s*,\s*(provinsi|prov|kabupaten|kab|kota)\.?)$"
)
"""As in "Pangkajene Kepulauan (Kab.)" and "Mojokerto, Kota"."""
KINDS = {"prov": "province", "prop": "province", "pemp": "province", "kab": "kabupaten", "kota": "kota"}
ALIASES = {
    ("province", "daerahistimewayogyakarta"): "3400",
    ("province", "yogyakarta"): "3400",
    ("province", "daerahkhususibukotajakarta"): "3100",
    ("province", "daerahkhususjakarta"): "3100",
    ("province", "jakarta"): "3100",
    ("province", "nanggroeacehdarussalam"): "1100",
    ("province", "bangkabelitung"): "1900",
}
"""Other names of a province."""
LOOSE = {"dan", "administrasi"}
"""Words that one source writes and another leaves out."""


@dataclass(frozen=True)
class Institution:
    """A government body, with the region it governs."""

    key: str
    """BPS code of its region; else its name in plain letters."""
    name: str
    region: str | None


@dataclass(frozen=True)
class Identified:
    """Institutions as far as they can be identified."""

    owners: Mapping[Named, Institution]
    untold: tuple[str, ...]
    """What to type for each of the others."""
    unused: tuple[str, ...]
    """Answers that are for none of them."""


def match(
    names: Iterable[Named], *, answers: Mapping[str, str], earlier: Mapping[str, str]
) -> tuple[Mapping[Named, Institution], tuple[str, ...]]:
    """Find the region of every institution; return the answers too that are for none of them.

    Parameters
    ----------
    names, answers, earlier
        As of :func:`identify`.

    Raises
    ------
    UsageError
        Naming every local government that is no region, with near matches and what to type.
    """
    found = identify(names, answers=answers, earlier=earlier)
    if found.untold:
        raise UsageError("\n".join(["these institutions cannot be told; nothing was imported", *sorted(found.untold)]))
    return found.owners, found.unused


def identify(names: Iterable[Named], *, answers: Mapping[str, str], earlier: Mapping[str, str]) -> Identified:
    """Find the region of every institution, as far as it can be identified.

    Parameters
    ----------
    names
        Code (kd_klpd) and name; either may be missing.
    answers
        What the request says: name or kd_klpd → BPS code, or "none".
    earlier
        kd_klpd → key of its institution in earlier imports.
    """
    said = {_folded(name): (name, code) for name, code in answers.items()}
    used: set[str] = set()
    owners: dict[Named, Institution] = {}
    by_code: dict[str, Institution] = {}
    untold: list[str] = []
    for code, name in sorted(names, key=lambda named: named[1] is None):
        if name is None and code in by_code:
            owners[code, name] = by_code[code]
            continue
        asked = next((folded for text in (name, code) if text and (folded := _folded(text)) in said), None)
        used |= {asked} if asked else set()
        try:
            owner = _institution(code, name, said[asked][1] if asked else None, earlier)
        except UsageError as error:
            untold.append(str(error))
            continue
        owners[code, name] = owner
        if code:
            by_code.setdefault(code, owner)
    return Identified(owners, tuple(untold), tuple(name for folded, (name, _) in said.items() if folded not in used))


def unified(names: Mapping[Named, int], owners: Mapping[Named, Institution]) -> dict[int, int]:
    """Return the numbers of institutions that stand under another number already, with that number.

    A package that stands under two spellings of one institution is one package.

    Parameters
    ----------
    names
        Code and name → number.
    owners
        The institution of those that can be told.
    """
    first: dict[str, int] = {}
    same = {}
    for named, number in sorted(names.items(), key=lambda item: item[1]):
        if named in owners and (other := first.setdefault(owners[named].key, number)) != number:
            same[number] = other
    return same


def find_region(name: str) -> Region | None:
    """Find the region that a local government, or a place such as "Sampang (Kab.)", belongs to; None for none."""
    text = " ".join(name.lower().split())
    everywhere = regions.all_regions()
    if text in everywhere:
        return everywhere[text]
    split = _split(text)
    code = _codes().get(split) if split else None
    return everywhere[code] if code else None


def numbered(codes: pa.DictionaryArray, names: pa.DictionaryArray, places: dict[Named, int]) -> pa.Array:
    """Number the institution of every row, by its code and name.

    Parameters
    ----------
    codes, names
        Of every row.
    places
        Number of each code and name so far; new ones are added.
    """
    # a pair of positions is one whole number, so that Arrow finds the distinct pairs; None is the last position
    all_codes, all_names = ([*words.dictionary.to_pylist(), None] for words in (codes, names))
    pairs = pa.array(_positions(codes) * len(all_names) + _positions(names)).dictionary_encode()
    numbers = []
    for pair in pairs.dictionary.to_pylist():
        institution = all_codes[pair // len(all_names)], all_names[pair % len(all_names)]
        numbers.append(places.setdefault(institution, len(places)))
    return pa.array(numbers, pa.int32()).take(pairs.indices)


def _positions(words: pa.DictionaryArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Position of every row's word in the dictionary; one past the last where the word is missing."""
    return pc.fill_null(words.indices.cast(pa.int64()), len(words.dictionary)).to_numpy()


def _institution(code: str | None, name: str | None, answer: str | None, earlier: Mapping[str, str]) -> Institution:
    if answer is not None and answer.lower() != NO_REGION:
        region = regions.find(answer, kemendagri=False)
        return Institution(region.code, name or region.name, region.code)
    if name is None:
        key = earlier.get(code or "")
        if key is not None and answer is None:
            return Institution(key, str(code), key if key in regions.all_regions() else None)
        if answer is None:
            raise UsageError(f"  {code}: the file has no name for it: give --region CODE, or --match {code}=CODE")
        return Institution(slug(str(code)), str(code), None)
    split = _split(" ".join(name.lower().split()))
    own = find_region(name)
    if answer is None and own is not None:
        return Institution(own.code, own.name, own.code)
    if answer is None and not split and (called := _called(name)):
        if len(called) == 1:
            return Institution(called[0].code, called[0].name, called[0].code)
        listed = " or ".join(f"{region.code} {region.name}" for region in called)
        raise UsageError(f'  {name}: is it {listed}? Say which: --match "{name}=CODE" (or =none)')
    if answer is None and split:
        raise UsageError(f'  {name}: no such region. {_near(name, split)} Say which: --match "{name}=CODE" (or =none)')
    return Institution(slug(name), name, None)


def _called(name: str) -> list[Region]:
    """List the regions that a bare name, without kind of region, may be of: "Mojokerto" of a city and a kabupaten."""
    plain = name.lower().strip()
    bare = {_letters(re.sub(before, "", plain)) for before in (r"^pemerintah\s+", r"^pemerintah\s+daerah\s+")}
    codes = {code for (_, letters), code in _codes().items() if letters in bare}
    return [regions.all_regions()[code] for code in sorted(codes)]


def slug(name: str) -> str:
    """Return a name as the name of a folder."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80] or "tanpa-nama"


def _split(text: str) -> tuple[str, str] | None:
    """Split a name into kind and bare name; None for a name that is no local government's."""
    before, behind = LOCAL.match(text), BEHIND.match(text)
    if before:
        return _kind(before[1]), _letters(before[2])
    return (_kind(behind[2] or behind[3]), _letters(behind[1])) if behind else None


def _kind(word: str) -> str:
    if word.startswith("pemk"):
        word = word[3:]
    return next((kind for start, kind in KINDS.items() if word.startswith(start)), "kota")


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(word for word in re.findall(r"[a-z]+", plain) if word not in LOOSE)


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _near(name: str, split: tuple[str, str]) -> str:
    kind, bare = split
    codes = {letters: code for (region_kind, letters), code in _codes().items() if region_kind == kind}
    matches = [regions.all_regions()[codes[match]] for match in close_matches(bare, codes, most=3)]
    hint = did_you_mean([f"{region.code} {region.name}" for region in matches])
    return hint or f"Nothing in data/regions.csv is like {name}."


@cached_per_project
def _codes() -> dict[tuple[str, str], str]:
    codes = dict(ALIASES)
    for region in regions.all_regions().values():
        bare = region.name.split(" ", 1)[1] if region.is_local and " " in region.name else region.name
        codes[region.kind, _letters(bare)] = region.code
    return codes
