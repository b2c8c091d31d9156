"""Whose region a polygon is: the property with the codes, and whether they are codes of BPS or of Kemendagri.

164 of 514 codes look alike in both systems and mean other places. What a code means is held against where its polygon
lies: read the wrong way, a quarter of a file's polygons lie elsewhere than their regions.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from umkm_analysis.characters import visible
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.boundaries.request import Codes
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_analysis.datasets.boundaries.files import Feature

CODE = re.compile(r"(?:ID)?(\d{2})(\.?)(\d{2})(?:\.0)?", re.IGNORECASE)
NEAR = 0.25
"""Degrees from a polygon within which the seat of its region lies."""
AGREEING = 0.9
"""Part of a file's polygons that must lie where their regions do."""
MOSTLY = 0.8
"""Part of the features that have a code in the property that holds the codes."""


@dataclass(frozen=True)
class Reading:
    """How the codes of a file are understood."""

    name: str
    """Property that holds them."""
    codes: Codes
    regions: tuple[str | None, ...]
    """For each feature the BPS code of its region; None where its code is none."""
    astray: tuple[int, ...]
    """Positions of features that lie elsewhere than the regions of their codes."""
    unknown: tuple[str, ...]
    """Codes that no region has or had."""
    reason: str
    """Why they are codes of that system, in a sentence's part."""


@dataclass(frozen=True)
class _Trial:
    """A property read as codes of a system."""

    name: str
    codes: Codes
    written: tuple[str | None, ...]
    regions: tuple[str | None, ...]
    astray: tuple[int, ...]

    @property
    def agreeing(self) -> float:
        """Part of the features that lie where the regions of their codes do."""
        known = sum(code is not None for code in self.regions)
        return (known - len(self.astray)) / len(self.regions)


def read_codes(features: Sequence[Feature], *, name: str | None, codes: Codes | None) -> Reading:
    """Tell which region each feature is.

    Parameters
    ----------
    features
        Of the file.
    name, codes
        Property and system, where the person names them.

    Raises
    ------
    DataError
        If no property holds codes, or the polygons do not lie where the regions of their codes do.
    UsageError
        If the property that is named is not there, or the file may be read both ways.
    """
    trials = [
        _tried(features, candidate, written, system)
        for candidate, written in _candidates(features, name).items()
        for system in Codes
    ]
    dotted = {trial.name for trial in trials if _is_dotted(features, trial.name)}
    allowed = [
        trial for trial in trials
        if trial.codes == (codes or (Codes.KEMENDAGRI if trial.name in dotted else trial.codes))
    ]  # fmt: skip
    best = max(allowed, key=lambda trial: (trial.agreeing, trial.codes == Codes.BPS))
    if best.agreeing < AGREEING:
        raise DataError(_disagreement(features, best, max(trials, key=lambda trial: trial.agreeing)))
    rivals = [trial for trial in allowed if trial.agreeing >= AGREEING and trial.regions != best.regions]
    if rivals and rivals[0].agreeing == best.agreeing:
        raise UsageError(
            f"codes of \"{visible(best.name)}\" may be BPS's or Kemendagri's: say --codes bps or --codes kemendagri"
        )
    lie = len(features) - len(best.astray)
    reason = f"{lie} of {len(features)} polygons lie where their regions do"
    if codes:
        reason = f"as was said; {reason}"
    elif best.name in dotted:
        reason = f"they are written with a dot; {reason}"
    unknown = {str(text) for text, code in zip(best.written, best.regions, strict=True) if text and code is None}
    return Reading(best.name, best.codes, best.regions, best.astray, tuple(sorted(unknown)), reason)


def _candidates(features: Sequence[Feature], name: str | None) -> dict[str, tuple[str | None, ...]]:
    """Properties that hold codes of kabupaten and kota, with the four digits of each feature's."""
    names = Counter(key for feature in features for key in feature.properties)
    listed = ", ".join(visible(key) for key in names) or "none"
    if name is not None and name not in names:
        raise UsageError(f'--property "{name}": the file has no such property; there are: {listed}')
    found = {}
    for key in [name] if name is not None else names:
        digits = tuple(_digits(feature.properties.get(key)) for feature in features)
        if sum(code is not None for code in digits) >= MOSTLY * len(features):
            found[key] = digits
    if not found:
        raise DataError(
            "no property holds codes of kabupaten and kota, of four digits such as 3576 or 35.76; the properties are: "
            f"{listed}"
            if name is None
            else f'"{name}" holds no codes of four digits, such as 3576 or 35.76'
        )
    return found


def _digits(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = CODE.fullmatch(str(value).strip())
    return match[1] + match[3] if match else None


def _is_dotted(features: Sequence[Feature], name: str) -> bool:
    texts = [feature.properties.get(name) for feature in features]
    return all(isinstance(text, str) and "." in text for text in texts if _digits(text))


def _tried(features: Sequence[Feature], name: str, written: tuple[str | None, ...], system: Codes) -> _Trial:
    known = known_codes(system)
    found = tuple(known.get(text or "") for text in written)
    return _Trial(name, system, written, found, tuple(_astray(features, found)))


def known_codes(system: Codes) -> Mapping[str, str]:
    """Every code that kabupaten and kota have or had in a system: four digits → code in this project."""
    known: dict[str, str] = {}
    local = {code: region for code, region in regions.all_regions().items() if region.is_local}
    for code, region in local.items():
        known[code if system is Codes.BPS else (region.kemendagri_code or "").replace(".", "")] = code
    for code in local:
        for version in reversed(region_versions().get(code, ())):
            own = version.bps_code if system is Codes.BPS else version.kemendagri_code
            known.setdefault((own or "").replace(".", ""), code)
    known.pop("", None)
    return known


def _astray(features: Sequence[Feature], found: Sequence[str | None]) -> list[int]:
    """Positions of features farther than NEAR from the place of their region."""
    all_regions = regions.all_regions()
    at = [position for position, code in enumerate(found) if code and all_regions[code].latitude is not None]
    places = [all_regions[str(found[position])] for position in at]
    points = shapely.points([(float(place.longitude or 0), float(place.latitude or 0)) for place in places])
    boxes = shapely.box(*shapely.bounds([features[position].shape for position in at]).T)
    far = shapely.distance(boxes, points) > NEAR
    return [position for position, is_far in zip(at, far, strict=True) if is_far]


def _disagreement(features: Sequence[Feature], trial: _Trial, better: _Trial) -> str:
    code = next((position for position in trial.astray), None)
    said = f'"{visible(trial.name)}" read as codes of {trial.codes}: '
    known = sum(one is not None for one in trial.regions)
    said += f"{len(features) - known} of {len(features)} are codes of no kabupaten or kota, and {len(trial.astray)} "
    said += "polygons lie elsewhere than the region of their code"
    if code is not None:
        region = regions.all_regions()[str(trial.regions[code])]
        said += f", such as {trial.written[code]}, which is {region.name}"
    if better.agreeing >= AGREEING:
        return f'{said}. Read as codes of {better.codes} from "{visible(better.name)}" they fit: --codes {better.codes}'
    return f"{said}. Nothing was imported"
