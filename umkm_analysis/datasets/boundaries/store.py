"""Store of imported boundaries: one file, beside the own statistics, that a new import replaces whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import digest_of, remove_with_empty_parents, write_atomically
from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets import project
from umkm_analysis.datasets.project import cached_per_file
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = Path("data") / "own" / "boundaries"
FILE = "boundaries.json"
FORMAT = 1
ID = "boundaries"
"""Name under which ``umkm data own`` lists them and ``umkm data undo`` takes them back."""
NATION = "0000"


@dataclass(frozen=True)
class Outline:
    """Simplified boundaries of the regions of a map."""

    decimals: int
    tolerance: float
    """Degrees."""
    regions: Mapping[str, Sequence[Sequence[int]]]
    """BPS code → rings, as :mod:`umkm_analysis.datasets.boundaries.rings` describes them."""
    places: Mapping[str, Sequence[float]]
    """BPS code → longitude, latitude and radius in degrees of the largest circle in its area: where its name stands."""


@dataclass(frozen=True)
class Boundaries:
    """Boundaries that an office imported."""

    imported: str
    """Date and time in UTC, ISO form."""
    source: str
    licence: str
    file: str
    sha256: str
    """Of the file that was imported."""
    codes: str
    """Whose codes it was read by, and the property that holds them."""
    maps: Mapping[str, Outline]
    """Of the whole country under :data:`NATION`, and of each province under its code."""

    @cached_property
    def regions(self) -> frozenset[str]:
        """BPS codes of the regions that have boundaries."""
        return frozenset(self.maps[NATION].regions)

    def of(self, code: str) -> Outline | None:
        """Boundaries for the map of a province, or of the nation; None where no region of it has any."""
        return self.maps.get(code)

    def fingerprint(self, code: str) -> str:
        """First digits of the SHA-256 of what the map of a province shows of them; "" where it shows nothing."""
        outline = self.of(code)
        shown = outline and (self.source, self.licence, outline.decimals, outline.regions, outline.places)
        return digest_of(repr(shown).encode())[:12] if shown else ""


def place() -> Path:
    """Path of the file, whether it is there or not."""
    return project.root() / FOLDER / FILE


def boundaries() -> Boundaries | None:
    """Boundaries that are in use; None without an import.

    Raises
    ------
    DataError
        If the file is not as an import wrote it.
    """
    path = place()
    return _read(path) if path.is_file() else None


def keep(found: Boundaries) -> Path:
    """Store boundaries, atomically, in the place of those that were there.

    Raises
    ------
    UsageError
        If there is no workspace to keep them in.
    OSError
        If they cannot be written; what was there stays.
    """
    path = project.writable_root() / FOLDER / FILE
    maps = {code: [getattr(map_, name) for name in PARTS] for code, map_ in found.maps.items()}
    record = {"format": FORMAT, **{name: getattr(found, name) for name in TEXTS}, "maps": maps}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    write_atomically({path: json.dumps({"sha256": digest_of(text.encode())})[:-1] + f', "boundaries": {text}}}\n'})
    project.clear_caches()
    return path


def remove() -> bool:
    """Remove the boundaries; False where there were none."""
    path = project.writable_root() / FOLDER / FILE
    if not path.exists():
        return False
    remove_with_empty_parents(path, above=path.parents[1])
    project.clear_caches()
    return True


PARTS = ("decimals", "tolerance", "regions", "places")
TEXTS = ("imported", "source", "licence", "file", "sha256", "codes")


@cached_per_file
def _read(path: Path) -> Boundaries:
    try:
        text = path.read_text(encoding="utf-8")
        whole = json.loads(text)
        record: dict[str, Any] = whole["boundaries"]
        written = text[text.index('"boundaries": ') + len('"boundaries": ') : -2]
        if record["format"] != FORMAT or whole["sha256"] != digest_of(written.encode()):
            raise DataError("not as it was imported")
        texts = {name: record[name] for name in TEXTS}
        if any(not isinstance(said, str) or unseen(said) for said in texts.values()):
            raise DataError("with characters that cannot be seen")
        maps = {code: Outline(*parts) for code, parts in record["maps"].items()}
        return Boundaries(**texts, maps=maps)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{(FOLDER / FILE).as_posix()}: cannot be read ({visible(str(error))}). umkm data undo {ID}, then import "
            "the boundaries again"
        ) from error
