"""Chart of the procurement report's first screen: what was planned and realised against the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n.translation import t
from umkm_analysis.reports.procurement_share import figures, text

if TYPE_CHECKING:
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare


def hero(result: ProcurementShare) -> Fragment | None:
    """Draw the published shares; realised values where there are no shares; nothing where there are neither."""
    if len(result.shares):
        return figures.strip(
            result,
            result.shares,
            name=t("pangsa"),
            title=text.strip_title(result),
            subject=getattr(text.strip_subject(result), "Index", None),
        )
    return figures.amounts(result)
