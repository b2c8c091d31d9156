"""Notebooks of a person's own as reports of which a build makes pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.own import reading
from umkm_analysis.datasets import project
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.fingerprints import DIGITS, LINES, REGISTER
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register import places
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.reports.registry import REPORTS
from umkm_analysis.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region


@dataclass(frozen=True, kw_only=True)
class OwnNotebook(Report):
    """A notebook of a person's own, run once per region and language as those of the package are.

    What it reads is not known, so its page is built again when any table, any import or the package changes; what it
    reads besides, such as a file of the person's own, is not noticed.
    """

    path: str
    """Of the notebook, absolute."""
    name_of_pages: str
    bases: tuple[str, ...] = ()
    """Reports of this package whose modules it imports."""

    @property
    def name(self) -> str:
        """As in file names: own-mine."""
        return self.name_of_pages

    @property
    def notebook(self) -> str:
        """The notebook, as a path that stands for itself."""
        return self.path

    @property
    def file_name(self) -> str:
        """Of the notebook, without the folders above it."""
        return self.path.replace("\\", "/").rpartition("/")[2]

    @property
    def is_own(self) -> bool:
        """True."""
        return True

    @property
    def asks_as(self) -> str:
        """All read everything, and can be made where the reports can that they are copies of."""
        return reading.PREFIX + ",".join(self.bases)

    @property
    def warmed(self) -> tuple[str, ...]:
        """Reports that it is made of, and its own name; see :mod:`umkm_analysis.builds.workers.warmup`."""
        return (*self.bases, self.name)

    def untranslated(self) -> tuple[str, ...]:
        """Read the first lines of its markdown cells that have no English."""
        first = []
        with use_language("en"):
            for cell in reading.cells_of(Path(self.path)):
                tags, source = cell["metadata"].get("tags", []), reading.source_of(cell)
                shown = cell["cell_type"] == "markdown" and not {"notebook-only", "only-id", "only-en"} & set(tags)
                if shown and source.strip() and t(source) == source:
                    first.append(source.strip().partition("\n")[0])
        return tuple(first)

    def index(self) -> None:
        """Nothing: the index only links to its pages."""

    def standing(self) -> None:
        """Nothing is held against other editions."""


def read_own(path: Path) -> OwnNotebook:
    """Read a notebook, and hold it against what a page needs.

    Parameters
    ----------
    path
        The notebook.

    Raises
    ------
    UsageError
        If it is none, or lacks something; the message has a line for each thing, and how to mend it.
    """
    cells = reading.cells_of(path)
    bases = reading.bases_of(cells)
    based = [report for report in REPORTS if report.name in bases]
    reasons = {reason: words for report in based for reason, words in report.reasons.items()}
    without = {"unavailable_reason": partial(_unavailable_reason, bases), "reasons": reasons} if reasons else {}
    return OwnNotebook(
        package=reading.PREFIX + path.stem,
        title=path.name,
        summary="",
        examples=("3576",),
        analyse=_analysed_there,
        inputs=_everything,
        extra_inputs=_every_import,
        path=str(path.resolve()),
        name_of_pages=reading.page_name(path),
        bases=bases,
        **without,  # type: ignore[arg-type]
    )


def read_all(paths: Sequence[Path]) -> list[OwnNotebook]:
    """Read notebooks, each as :func:`read_own` does.

    Raises
    ------
    UsageError
        Likewise, with a line for each that cannot be read, or if the pages of two would have the same name.
    """
    return reading.each_read(reading.distinct(paths), read_own)


def _analysed_there(_: str) -> None:
    """Nothing is worked out here: the notebook does it."""


def _everything(_: Region) -> Inputs:
    return dict.fromkeys(resources())


def _every_import(_: Region) -> Mapping[str, str]:
    return _imports()


@project.cached_per_project
def _imports() -> Mapping[str, str]:
    """Fingerprints of all that was imported besides statistics, of whatever region: cells may show any of it."""
    kinds = {
        LINES: [catalog.folder() / catalog.IMPORTS_FILE],  # it lists the files of lines with their hashes
        REGISTER: sorted((project.root() / places.FOLDER).glob("*.parquet")),
        boundaries.ID: [boundaries.place()],
    }
    found = {
        name: [(file.name, digest_of(file.read_bytes())) for file in files if file.is_file()]
        for name, files in kinds.items()
    }
    return {name: digest_of(repr(files).encode())[:DIGITS] for name, files in found.items() if files}


def _unavailable_reason(bases: tuple[str, ...], region: Region) -> StrEnum | None:
    found = (report.unavailable_reason(region) for report in REPORTS if report.name in bases)
    return next((reason for reason in found if reason is not None), None)
