"""Catalogue of metrics: title, unit, good direction, formula, example and source of each, in explicit rows."""

from __future__ import annotations

from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.metrics.catalogue.comparison import COMPARISON
from umkm_analysis.metrics.catalogue.growth import GROWTH
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.onboarding import ONBOARDING
from umkm_analysis.metrics.catalogue.procurement import PROCUREMENT

__all__ = ["METRICS", "Metric", "by_id"]

METRICS: tuple[Metric, ...] = (*GROWTH, *COMPARISON, *PROCUREMENT, *ONBOARDING)
MAX_SUGGESTIONS = 5


def by_id(metric_id: str) -> Metric:
    """Return the row of a metric.

    Raises
    ------
    UsageError
        If there is no such metric; suggests those whose id or title is alike or holds the text.
    """
    for metric in METRICS:
        if metric.id == metric_id:
            return metric
    text = metric_id.strip().lower().replace("-", "_")
    names = {name: metric.id for metric in METRICS for name in (metric.id, metric.title_id, metric.title_en)}
    holding = [name for name in names if text and (text in name.lower() or text.replace("_", " ") in name.lower())]
    similar = close_matches(text, names, most=MAX_SUGGESTIONS)
    suggestions = list(dict.fromkeys(names[name] for name in (*holding, *similar)))[:MAX_SUGGESTIONS]
    hint = did_you_mean(suggestions)
    raise UsageError(
        f'There is no metric "{metric_id}". {hint} umkm metrics lists all {len(METRICS)}.'.replace("  ", " ")
    )
