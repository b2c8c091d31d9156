"""Onboarding of UMKM: statuses, funnels, channels, trainings, certificates, waiting times and cohorts.

Firms are labels of an index. Where a metric takes firms × something, 1 is yes, 0 is no and NaN is not known.
"""

from __future__ import annotations

from umkm_analysis.metrics.onboarding.certificates import certificate_coverage, certificates_complete
from umkm_analysis.metrics.onboarding.counts import (
    firm_funnel,
    funnel_rates,
    status_share,
    union_bounds,
    wilson_interval,
)
from umkm_analysis.metrics.onboarding.durations import (
    active_within,
    cohort_activity,
    median_time_to_listing,
    time_to_listing,
)
from umkm_analysis.metrics.onboarding.participation import channel_adoption, training_conversion, training_reach

__all__ = [
    "active_within",
    "certificate_coverage",
    "certificates_complete",
    "channel_adoption",
    "cohort_activity",
    "firm_funnel",
    "funnel_rates",
    "median_time_to_listing",
    "status_share",
    "time_to_listing",
    "training_conversion",
    "training_reach",
    "union_bounds",
    "wilson_interval",
]
