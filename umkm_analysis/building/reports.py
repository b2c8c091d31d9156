"""The reports there are."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.analyses import economic_recovery, procurement_share
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.datasets.regions import Region


@dataclass(frozen=True)
class Report:
    """One kind of report: a notebook, run once per region."""

    name: str
    """As on the command line and in file names."""
    notebook: str
    """File in notebooks/."""
    title: str
    """As readers see it."""
    why_not: Callable[[Region], str | None]
    """Says, in Indonesian, why it cannot be made for a region; None where it can."""


REPORTS = (
    Report("economic-recovery", "economic_recovery.ipynb", "Pemulihan ekonomi", economic_recovery.why_not),
    Report("procurement-share", "procurement_share.ipynb", "Pangsa pengadaan", procurement_share.why_not),
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
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.4) or list(known)
    raise UsageError(f'There is no report "{name}". {near_matches(near)}')


def near_matches(names: list[str]) -> str:
    """Name what may have been meant."""
    return f"Did you mean {' or '.join(names)}?" if names else ""
