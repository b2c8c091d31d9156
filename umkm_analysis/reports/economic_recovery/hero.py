"""Chart of the recovery report's first screen: the level through the fall and the rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.pages import own_figures
from umkm_analysis.pages.fragment import Fragment, together
from umkm_analysis.reports.economic_recovery import figures

if TYPE_CHECKING:
    from umkm_analysis.reports.economic_recovery.analysis import Recovery


def hero(result: Recovery) -> Fragment:
    """Draw the level index; growth where the level cannot be followed."""
    codes = result.path.index.columns
    if not result.is_followed:
        return together(*own_figures.noted(figures.growth(result), codes, "grdp_level", "grdp_growth"))
    return together(*own_figures.noted(figures.level(result), codes, "grdp_level"))
