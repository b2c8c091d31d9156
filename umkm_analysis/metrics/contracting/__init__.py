"""How contracts are awarded: competition for tenders, awards that raise questions, governance of procurement."""

from __future__ import annotations

from umkm_analysis.metrics.contracting.competition import mean_bidders, median_days, median_savings
from umkm_analysis.metrics.contracting.governance import itkp, itkp_points
from umkm_analysis.metrics.contracting.indicators import (
    few_bidders_rate,
    near_limit_awards,
    near_limit_rate,
    short_period_rate,
    single_bid_rate,
    split_value,
)

__all__ = [
    "few_bidders_rate",
    "itkp",
    "itkp_points",
    "mean_bidders",
    "median_days",
    "median_savings",
    "near_limit_awards",
    "near_limit_rate",
    "short_period_rate",
    "single_bid_rate",
    "split_value",
]
