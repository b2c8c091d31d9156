"""The reports there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.datasets.fingerprints import merged
from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.economic_recovery import analysis
from umkm_analysis.reports.procurement_share import analysis as procurement_analysis
from umkm_analysis.reports.province_overview import analysis as province_analysis
from umkm_analysis.reports.umkm_onboarding import analysis as onboarding_analysis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region


def _nothing(_: Region) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Report:
    """One kind of report: a notebook, run once per region."""

    name: str
    """As on the command line and in file names."""
    notebook: str
    """File in notebooks/."""
    title: str
    """As readers see it, marked for translation."""
    why_not: Callable[[Region], str | None]
    """Says why it cannot be made for a region; None where it can."""
    reads: Callable[[Region], Inputs]
    """Says which rows of the tables a region's report reads; see :meth:`rows_read`."""
    beside: Callable[[Region], Mapping[str, str]] = _nothing
    """Fingerprints, by name, of what it reads besides the tables."""
    kinds: tuple[str, ...] | None = None
    """Kinds of region it is about; None for every kind."""

    def rows_read(self, region: Region) -> Inputs:
        """Say which rows its page rests on: its own, and those of the claims on the region, which every page shows."""
        return merged(self.reads(region), claims.reads(region))

    def concerns(self, region: Region) -> bool:
        """Say whether it is about such regions at all."""
        return self.kinds is None or region.kind in self.kinds


REPORTS = (
    Report(
        "economic-recovery",
        "economic_recovery.ipynb",
        mark("Pemulihan ekonomi"),
        analysis.why_not,
        analysis.reads,
    ),
    Report(
        "procurement-share",
        "procurement_share.ipynb",
        mark("Pangsa pengadaan"),
        procurement_analysis.why_not,
        procurement_analysis.reads,
        procurement_analysis.beside,
    ),
    Report(
        "province-overview",
        "province_overview.ipynb",
        mark("Tinjauan provinsi"),
        province_analysis.why_not,
        province_analysis.reads,
        kinds=("province",),
    ),
    Report(
        "umkm-onboarding",
        "umkm_onboarding.ipynb",
        mark("Digitalisasi UMKM"),
        onboarding_analysis.why_not,
        onboarding_analysis.reads,
        onboarding_analysis.beside,
        kinds=("kabupaten", "kota"),
    ),
)


def find_report(name: str) -> Report:
    """Find a report by its name; underscores do for hyphens.

    Raises
    ------
    UsageError
        If there is none, with the near matches.
    """
    known = {report.name: report for report in REPORTS}
    wanted = name.strip().lower().replace("_", "-")
    if wanted in known:
        return known[wanted]
    matches = close_matches(wanted, known, cutoff=0.4) or list(known)
    raise UsageError(f'There is no report "{name}". {did_you_mean(matches)}')
