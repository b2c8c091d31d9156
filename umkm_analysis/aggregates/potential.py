"""Potential of plans: what could still go to UMK-K among packages that a rule reserves, and the share with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.aggregates.sums import SELF_MANAGED, collected, prepared
from umkm_analysis.metrics.potential import potential_share
from umkm_analysis.metrics.procurement import procurement_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

EXCEPTED = "excepted"


def line_potential(lines: Any, *, by: Sequence[str], ceiling: int) -> pd.DataFrame:
    """Add up the plans that could go to UMK-K, and compute the share with them.

    share_if_open = 100 * (planned_umkk + open) / planned

    Parameters
    ----------
    lines, by
        As for :func:`~umkm_analysis.aggregates.sums.line_sums`.
    ceiling
        Rupiah up to which a package is reserved for small enterprises and co-operatives.

    Returns
    -------
    A row a group with plans from providers, in whole rupiah (int64) unless a count is named:

    * ``planned``, ``planned_umkk``, ``planned_umkk_unknown``: as :func:`~umkm_analysis.aggregates.sums.line_sums`;
    * ``open``, ``open_lines`` (count): what is known not to be for UMK-K of packages up to the ceiling, those of an
      excepted method left out;
    * ``reserved_unknown``: packages up to the ceiling of which it is not known;
    * ``share``, ``share_if_open`` (per cent): lower bounds, as the plans stand and with everything that is open.

    Raises
    ------
    UsageError, DataError
        As :func:`~umkm_analysis.aggregates.sums.line_sums`.

    Notes
    -----
    An upper limit of what can be done, not a forecast: the rule excepts packages that small enterprises cannot carry
    out technically, which no export says.

    References
    ----------
    Perpres 12/2021, Pasal 65 (4): packages up to Rp 15 billion (row ``perpres-12-2021-package`` of the mandates table).
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    frame = prepared(lines, by=by, needed=("stage", "method_group", "value", "umkk"))
    plans = frame.filter((nw.col("stage") == "plan") & (nw.col("method_group") != SELF_MANAGED))
    value, known = nw.col("value"), ~nw.col("umkk").is_null()
    within = (value > 0) & (value <= ceiling)
    is_open = within & known & (nw.col("umkk") < value) & (nw.col("method_group") != EXCEPTED)
    columns = {
        "planned": value,
        "planned_umkk": nw.when(known).then(nw.col("umkk")).otherwise(0),
        "planned_umkk_unknown": nw.when(~known).then(value).otherwise(0),
        "open": nw.when(is_open).then(value - nw.col("umkk")).otherwise(0),
        "open_lines": nw.when(is_open).then(1).otherwise(0),
        "reserved_unknown": nw.when(within & ~known).then(value).otherwise(0),
    }
    masked = plans.select(*by, *(column.cast(nw.Int64).alias(f"sum_{name}") for name, column in columns.items()))
    added = masked.group_by(*by).agg(*(nw.col(f"sum_{name}").sum().alias(name) for name in columns))
    table = collected(added.select(*by, *(nw.col(name).cast(nw.Int64) for name in columns)), by)
    table["share"] = procurement_share(table["planned_umkk"], table["planned"])
    table["share_if_open"] = potential_share(table["planned_umkk"], table["open"], table["planned"])
    return table
