"""Catalogue of metrics as a table."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.metrics.catalogue import METRICS

DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neutral": "depends on the case"}


@guided
def catalogue() -> pd.DataFrame:
    """List every metric that reports and the library compute.

    Parameters
    ----------
    None.

    Returns
    -------
    DataFrame, a row a metric: id, title (English), title_id (Indonesian), unit, direction ("higher is better", "lower
    is better", "depends on the case"), formula, summary, source (law, publication or paper), function (where to import
    it from).

    Raises
    ------
    Nothing.

    Notes
    -----
    In full, with an example to paste: ``umkm metrics ID``, or ``help`` on the function.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> row = ua.catalogue().set_index("id").loc["growth_swing"]
    >>> row["title"], row["unit"], row["function"]
    ('Growth swing', 'percentage points', 'umkm_analysis.metrics.growth.growth_swing')
    """
    rows = [
        {
            "id": metric.id,
            "title": metric.title_en,
            "title_id": metric.title_id,
            "unit": metric.unit,
            "direction": DIRECTIONS[metric.direction],
            "formula": metric.formula,
            "summary": metric.summary,
            "source": metric.source,
            "function": f"{metric.function.__module__}.{metric.id}",
        }
        for metric in METRICS
    ]
    return described(pd.DataFrame(rows, dtype="str"), title=f"Catalogue of {len(rows)} metrics", units={})
