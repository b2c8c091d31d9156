"""Regions of a table by code and name: codes of BPS old and new, of Kemendagri, and the usual spellings of names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.errors import DataError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from umkm_analysis.datasets.regions import Region

PREFIXES: tuple[tuple[str, str], ...] = (
    (r"kabupaten|kab|regency|kabupaten/regency", "kabupaten"),
    (r"kota|kodya|kotamadya|municipality|city", "kota"),
    (r"provinsi|propinsi|prov|province", "province"),
)
WHOLE = {"indonesia", "nasional", "national", "pdbindonesia", "republikindonesia"}
SPELLINGS = (
    (r"\bkep\b\.?", "kepulauan"),
    (r"\bd\.?\s*k\.?\s*i\.?\s+", "dki "),
    (r"\b(?:d\.?\s*i\.?|daerah istimewa)\s+yogyakarta", "di yogyakarta"),
    (r"\bdaerah khusus(?: ibukota)? jakarta", "dki jakarta"),
    (r"\bnanggroe aceh darussalam|\bdaerah istimewa aceh", "aceh"),
    (r"\badministrasi\b|\badm\b\.?", ""),
    (r"\bsumatra\b", "sumatera"),
    (r"\bpangkep\b", "pangkajene dan kepulauan"),
    (r"\bpadang\s?sidempuan\b", "padangsidimpuan"),
)
KIND_WORDS = (("province", r"pro[vp]in"), ("kabupaten", r"kabupaten|regenc"), ("kota", r"\bkota|municipal|cities"))
NATION_CODES = {"0000", "9999", "0", "00"}
HEADINGS = re.compile(
    r"(?:\W*\b(kabupaten|kota|regency|municipality|provinsi|province|regencies|cities)\b\W*)+", re.IGNORECASE
)
PROVINCE_DIGITS, LOCAL_DIGITS = 2, 4


@dataclass(frozen=True)
class Label:
    """How a row names its region."""

    code: str = ""
    name: str = ""
    kinds: tuple[str, ...] = ()
    """Kinds that its column or a heading above says; all where empty."""
    province: str = ""
    """Code or name of its province, where the row says it."""

    def __str__(self) -> str:
        """Return code and name."""
        return " ".join(part for part in (self.code, self.name) if part)


def resolve(labels: Sequence[Label]) -> tuple[dict[Label, Region], list[str]]:
    """Tell the regions of a table's rows, all together: what one row says rules out for another.

    "Mojokerto" beside "Kota Mojokerto" is the kabupaten; alone it could be either, and is refused.

    Returns
    -------
    Label → region, and what is wrong with the labels that stand for none, or for several.
    """
    by_ministry = _ministry_codes(labels)
    found: dict[Label, Region] = {}
    open_: dict[Label, list[Region]] = {}
    problems: list[str] = []
    for label in dict.fromkeys(labels):
        try:
            possible = candidates(label, ministry=by_ministry)
        except DataError as error:
            problems.append(str(error))
            continue
        if len(possible) == 1:
            found[label] = possible[0]
        elif possible:
            open_[label] = possible
        else:
            problems.append(f'"{label}": no region is called so. {_hint(label.name)}'.strip())
    sure = set(found.values())
    for label, possible in open_.items():
        left = [region for region in possible if region not in sure]
        if len(left) == 1:
            found[label] = left[0]
        else:
            named = " or ".join(f"{region.code} {region.name}" for region in possible)
            problems.append(f'"{label}" could be {named}. Write the kind before the name, or a code beside it')
    return found, problems


def heading_kinds(text: str) -> tuple[str, ...] | None:
    """Kinds of region that a heading or the head of a column names; None where it names none.

    >>> heading_kinds("Kabupaten/Regency"), heading_kinds("Kabupaten/Kota"), heading_kinds("Kediri")
    (('kabupaten',), ('kabupaten', 'kota'), None)
    """
    if not HEADINGS.fullmatch(text.strip()):
        return None
    low = text.lower()
    return tuple(kind for kind, pattern in KIND_WORDS if re.search(pattern, low))


def region_in(text: str) -> Region | None:
    """The one region that a title names with its kind, such as "PDRB Kota Mojokerto 2020–2024"; None where none."""
    found: dict[str, Region] = {}
    for match in re.finditer(r"\b(?:kab(?:upaten|\.)?|kota)\s+[^\W\d].*", text, re.IGNORECASE):
        words = re.findall(r"[^\W\d_][\w.'’-]*", match[0])[:7]
        for count in range(len(words), 1, -1):
            holders = _index().get(_key(" ".join(words[:count])), [])
            if len(holders) == 1:
                found[holders[0].code] = holders[0]
                break
    return next(iter(found.values())) if len(found) == 1 else None


def code_text(cell: object) -> str:
    """Write a code as text: 3576.0 is 3576, "13.74" stays."""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell).strip().strip("'\"")


def candidates(label: Label, *, ministry: bool = False) -> list[Region]:
    """Regions that a label may stand for, whatever other labels say; empty where none is called so.

    Parameters
    ----------
    label
        How the region is named.
    ministry
        Whether codes without dots are Kemendagri's.

    Raises
    ------
    DataError
        If its code is none, or belongs to another region than its name.
    """
    named = _by_name(label)
    if not label.code:
        return named
    coded = _by_code(label.code, ministry=ministry)
    if coded is None:
        if named and re.search(r"\D", label.code.replace(".", "")):
            return named  # a number of the row, or a note
        raise DataError(f'"{label}": {label.code} is no code of a region')
    named = _by_name(Label(name=label.name))  # beside a code any region of the name will do
    if named and coded not in named:
        if len(named) == 1:
            raise DataError(
                f'"{label}": {label.code} is {coded.name} (BPS {coded.code}), but the name is that of '
                f"{named[0].name} (BPS {named[0].code}). Which of them is right?"
            )
        raise DataError(f'"{label}": {label.code} is {coded.name} (BPS {coded.code}); code and name do not agree')
    return [coded]


def _by_code(code: str, *, ministry: bool) -> Region | None:
    if code in NATION_CODES:
        return regions.all_regions()[regions.NATION]
    if "." in code or ministry:
        dotted = code if "." in code or len(code) == PROVINCE_DIGITS else f"{code[:2]}.{code[2:]}"
        holders = _index_of_ministry().get(dotted, [])
        return holders[0] if len(holders) == 1 else None
    digits = f"{code}00" if len(code) == PROVINCE_DIGITS and code.isdigit() else code
    return _index_of_bps().get(digits)


def _by_name(label: Label) -> list[Region]:
    if not label.name:
        return []
    kind, bare = _parts(label.name)
    if not kind and bare in WHOLE:
        return [regions.all_regions()[regions.NATION]]
    found = _index().get((kind, bare), []) if kind else _bare_index().get(bare, [])
    if kind and not found:  # "Lima Puluh Kota" below the heading "Kabupaten"
        kind, found = "", _bare_index().get(re.sub(r"[^a-z]", "", _plain(label.name)), [])
    if label.kinds and not kind:
        found = [region for region in found if region.kind in label.kinds] or found
    if label.province and len(found) > 1:
        within = candidates(Label(name=label.province, kinds=("province",)))
        found = [
            region for region in found if {region.code, region.parent_code} & {one.code for one in within}
        ] or found
    return found


def _ministry_codes(labels: Iterable[Label]) -> bool:
    """Whether codes without dots are Kemendagri's: the names beside them fit these and not BPS's."""
    bps = ministry = 0
    for label in labels:
        if label.code and label.name and "." not in label.code:
            named = _by_name(label)
            bps += _by_code(label.code, ministry=False) in named
            ministry += _by_code(label.code, ministry=True) in named
    return ministry > bps


def _parts(name: str) -> tuple[str, str]:
    """Kind and bare name in letters only: "Mojokerto, Kab." → kabupaten, mojokerto."""
    plain, kind = _plain(name), ""
    for pattern, named in PREFIXES:
        if match := re.match(rf"(?:{pattern})\b[\s./]*(?=\S)", plain) or re.search(rf"[\s,]+(?:{pattern})\.?$", plain):
            plain, kind = plain.replace(match[0], " ", 1), named
            break
    return kind, re.sub(r"[^a-z]", "", plain)


def _plain(name: str) -> str:
    """Name in plain lower case, without marks and numbers, abbreviations written out."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\(.*?\)|[*^]+|\b\d+\)", " ", plain)
    plain = re.sub(r"(?<=\w{3})\s*/\s*(?!regency|municipality|city)\w.*", "", plain)  # "Kota Madiun/Madiun City"
    plain = re.sub(r"^\W*(?:\d+[.)\s]\s*|[a-z][.)]\s+)", "", plain).strip()
    if re.fullmatch(r"(?:[a-z] )+[a-z]", plain):
        plain = plain.replace(" ", "")  # "P A P U A"
    for pattern, spelling in SPELLINGS:
        plain = re.sub(pattern, spelling, plain)
    return plain


def _key(name: str) -> tuple[str, str]:
    return _parts(name)


@cached_per_project
def _names() -> Mapping[str, list[str]]:
    """BPS code → every name that the region has or had."""
    names = {code: [region.name] for code, region in regions.all_regions().items()}
    for code, versions in region_versions().items():
        names[code] += [version.name for version in versions]
    return names


@cached_per_project
def _index() -> Mapping[tuple[str, str], list[Region]]:
    """Kind and bare name → regions."""
    index: dict[tuple[str, str], list[Region]] = {}
    for code, names in _names().items():
        region = regions.all_regions()[code]
        for name in names:
            holders = index.setdefault((region.kind, _parts(name)[1]), [])
            if region not in holders:
                holders.append(region)
    bangka = index.get(("province", "kepulauanbangkabelitung"))
    if bangka:
        index["province", "bangkabelitung"] = bangka
    return index


@cached_per_project
def _bare_index() -> Mapping[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for (_, bare), holders in _index().items():
        index.setdefault(bare, []).extend(holders)
    return index


@cached_per_project
def _index_of_bps() -> Mapping[str, Region]:
    known = regions.all_regions()
    index = {version.bps_code: known[code] for code, versions in region_versions().items() for version in versions}
    return {**index, **known}


@cached_per_project
def _index_of_ministry() -> Mapping[str, list[Region]]:
    index = {region.kemendagri_code: [region] for region in regions.all_regions().values() if region.kemendagri_code}
    for code, versions in region_versions().items():
        for version in versions:
            index.setdefault(version.kemendagri_code, [regions.all_regions()[code]])
    return index


def near(name: str) -> list[Region]:
    """Up to three regions that are, or were, spelt almost as a name; of its kind where it names one.

    >>> [region.name for region in near("Kab. Mojokreto")]
    ['Kabupaten Mojokerto']
    """
    kind, bare = _parts(name)
    index = _bare_index()
    close = [region for match in close_matches(bare, index, most=3, cutoff=0.75) for region in index[match]]
    alike = [region for region in close if region.kind == kind] or close
    return list(dict.fromkeys(alike))[:3]


def _hint(name: str) -> str:
    return did_you_mean([f"{region.code} {region.name}" for region in near(name)])
