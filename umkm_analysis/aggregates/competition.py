"""Competition over procurement lines: mean number of bidders, median saving, median days from notice to award."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.aggregates.sums import SELF_MANAGED, collected, prepared
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def line_competition(lines: Any, *, by: Sequence[str]) -> pd.DataFrame:
    """Compute how many firms bid, what is saved and how long an award takes, by any dimensions.

    The same figures as :mod:`umkm_analysis.metrics.contracting.competition` gives of a group. Medians are exact on
    every engine and agree to the last digits of a float; PyArrow has none that is exact, so pandas takes its place.

    Parameters
    ----------
    lines, by
        As for :func:`~umkm_analysis.aggregates.sums.line_sums`. The column ``announced`` (day of the notice) is needed
        for the days only; results of tenders and OCDS releases have it.

    Returns
    -------
    A row a group, with realised lines of providers only: ``mean_bidders`` of the competitive ones whose bidders are
    known (``bidders_lines`` of them), ``median_savings`` (per cent) of those with a value and an owner's estimate
    (``savings_lines``), ``median_days`` from ``announced`` to ``date`` of the competitive ones with both in order
    (``days_lines``). NaN where there is nothing to average; no row where none of the three is known.

    Raises
    ------
    UsageError, DataError
        As :func:`~umkm_analysis.aggregates.sums.line_sums`.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    frame = prepared(lines, by=by, needed=("stage", "method_group", "value", "hps", "bidders"))
    dated = {"announced", "date"} <= set(frame.collect_schema().names())
    realised = frame.filter(nw.col("stage").is_in(["contract", "payment"]) & (nw.col("method_group") != SELF_MANAGED))
    competitive = realised.filter(nw.col("method_group") == "competitive")

    with_bidders = competitive.filter(~nw.col("bidders").is_null())
    with_estimate = realised.filter(~nw.col("hps").is_null() & (nw.col("hps") > 0) & (nw.col("value") > 0))
    value, estimate = (nw.col(name).cast(nw.Float64) for name in ("value", "hps"))
    bidders = _grouped(with_bidders.select(*by, bidders=nw.col("bidders").cast(nw.Int64)), by, "bidders")
    savings = _grouped(with_estimate.select(*by, savings=value / estimate), by, "savings", median=True)
    bidders["mean_bidders"] = bidders.pop("bidders") / bidders["bidders_lines"]
    savings["median_savings"] = (1 - savings.pop("savings")) * HUNDRED
    table = _joined(bidders, savings, by)
    if dated:
        with_days = competitive.filter(~nw.col("announced").is_null() & ~nw.col("date").is_null())
        days = (_day_number(nw.col("date")) - _day_number(nw.col("announced"))).cast(nw.Float64)
        in_order = with_days.select(*by, days=days).filter(nw.col("days") >= 0)
        waits = _grouped(in_order, by, "days", median=True).rename(columns={"days": "median_days"})
        table = _joined(table, waits, by)
    else:
        table = table.assign(median_days=float("nan"), days_lines=0)
    counts = dict.fromkeys(("bidders_lines", "savings_lines", "days_lines"), 0)
    table = table.fillna(counts).astype(dict.fromkeys(counts, "int64"))
    names = ["mean_bidders", "bidders_lines", "median_savings", "savings_lines", "median_days", "days_lines"]
    return table[[*by, *names]].sort_values(list(by), kind="stable", ignore_index=True)


def _joined(left: pd.DataFrame, right: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Join two tables by group, with the groups of both."""
    columns = [*left, *(name for name in right if name not in by)]
    if left.empty or right.empty:  # pandas cannot join text columns of which neither has a chunk
        return (right if left.empty else left).reindex(columns=columns)
    return left.merge(right, how="outer", on=list(by))


def _grouped(values: Any, by: Sequence[str], name: str, *, median: bool = False) -> pd.DataFrame:
    """Add up a column, or find its median, and count its rows by group."""
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    if median and isinstance(values, nw.DataFrame):  # PyArrow has no exact median; what is left is small
        values = nw.from_native(values.to_pandas())
    column = nw.col(name).median() if median else nw.col(name).sum()
    added = values.group_by(*by).agg(column.alias(name), nw.col(name).count().alias(f"{name}_lines"))
    kind = nw.Float64 if median else nw.Int64
    whole = added.select(*by, nw.col(name).cast(kind), nw.col(f"{name}_lines").cast(nw.Int64))
    return collected(whole, by, floats=[name] if median else [])


def _day_number(date: Any) -> Any:
    """Number the days of a date column in whole numbers, alike on every engine (they subtract dates differently)."""
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    month, early = date.dt.month().cast(nw.Int64), date.dt.month() <= 2  # noqa: PLR2004 - years from March on
    year = date.dt.year().cast(nw.Int64) - nw.when(early).then(1).otherwise(0)
    since_march = month + nw.when(early).then(9).otherwise(-3)
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * since_march + 2) // 5 + date.dt.day().cast(nw.Int64)
