"""Standing of a region in the procurement report: each published share against the mandate of its day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.editions import changes
from umkm_analysis.pages.editions.standing import Standing, Verdict
from umkm_analysis.reports.procurement_share import analysis, text

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.editions.changes import Changes
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare


def standing(shares: pd.DataFrame) -> Standing:
    """Collect the verdicts on published shares, held against the mandates."""
    return Standing(
        tuple(
            Verdict(
                f"share {share.scope} {share.as_of} {share.indicator} {share.basis} {share.value}",
                share.verdict,
                t(
                    "pangsa {numerator} {share} ({date})",
                    numerator=labels.label(labels.NUMERATOR, share.numerator),
                    share=n.share(share.value),
                    date=n.date(share.as_of),
                ),
                text.verdict(share),
            )
            for share in shares.itertuples()
        )
    )


def since(result: ProcurementShare) -> Changes | None:
    """What changed since the earlier edition; None where there is none."""
    again = partial(_shares_of, result.region)
    return changes.since(result, now=lambda: standing(result.shares), again=again, worded=standing)


def of_region(region: Region) -> Standing | None:
    """Read the standing from the shares alone, for procurement lines are in no edition; None without a report."""
    shares = _shares_of(region)
    return None if shares is None else standing(shares)


def _shares_of(region: Region) -> pd.DataFrame | None:
    return analysis.shares_of(region) if analysis.unavailable_reason(region) is None else None
