"""Figures that are unusual enough to look at twice. They are named, never dropped: real extremes exist."""

from __future__ import annotations

from umkm_analysis.datasets import regions, series
from umkm_analysis.metrics.recovery import growth_rate

BOUND = 25.0
"""Yearly growth, either way, above which a level is worth a second look; per cent."""


def unusual_growth() -> list[str]:
    """Describe every year in which a region's GRDP level moved by more than :data:`BOUND` per cent."""
    growth = growth_rate(series.levels()).stack().dropna()
    names = regions.all_regions()
    return [
        f"data/grdp_level.csv: {code} {names[code].name} moves by {rate:+.1f} % in {year}; "
        "kept as printed, true extremes exist"
        for (year, code), rate in growth[growth.abs() > BOUND].items()
    ]
