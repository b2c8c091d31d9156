"""Catalogue of metrics: title, unit, good direction, formula, example and source of each, in explicit rows."""

from __future__ import annotations

from umkm_analysis.metrics._unknown import refuse_unknown
from umkm_analysis.metrics.catalogue.comparison import COMPARISON
from umkm_analysis.metrics.catalogue.growth import GROWTH
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.onboarding import ONBOARDING
from umkm_analysis.metrics.catalogue.procurement import PROCUREMENT

__all__ = ["METRICS", "Metric", "by_id"]

METRICS: tuple[Metric, ...] = (*GROWTH, *COMPARISON, *PROCUREMENT, *ONBOARDING)


def by_id(metric_id: str) -> Metric:
    """Return the row of a metric.

    Raises
    ------
    UsageError
        If there is no such metric; suggests those whose id or title is alike or holds the text.
    """
    refuse_unknown(metric_id, ((metric.id, metric.title_id, metric.title_en) for metric in METRICS))
    return next(metric for metric in METRICS if metric.id == metric_id)
