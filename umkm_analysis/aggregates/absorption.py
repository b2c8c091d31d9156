"""Absorption over procurement lines: the realised part of plans that contracts or payments name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.aggregates.sums import SELF_MANAGED, collected, prepared
from umkm_analysis.metrics import procurement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def line_absorption(lines: Any, *, by: Sequence[str]) -> pd.DataFrame:
    """Compute absorption over the plans of which something was realised.

    absorption_followed = 100 * realised_followed / planned_followed

    Over all plans it is ``absorption`` of :func:`~umkm_analysis.aggregates.shares.procurement_shares`: low while the
    year runs, and where contracts are kept elsewhere.

    Parameters
    ----------
    lines, by
        As for :func:`~umkm_analysis.aggregates.sums.line_sums`; plans and realised lines are each grouped by their own.

    Returns
    -------
    A row a group: ``planned_followed`` (whole rupiah of plans that a contract or payment names by their RUP code),
    ``realised_followed`` (of those contracts and payments) and ``absorption_followed`` (per cent, NaN above 200). What
    names several plans is left out: which part of it belongs to which is not known.

    Raises
    ------
    UsageError, DataError
        As :func:`~umkm_analysis.aggregates.sums.line_sums`.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    frame = prepared(lines, by=by, needed=("stage", "method_group", "value", "package", "rup"))
    bought = frame.filter(nw.col("method_group") != SELF_MANAGED)
    plans = bought.filter((nw.col("stage") == "plan") & ~nw.col("package").is_null())
    done = bought.filter(nw.col("stage").is_in(["contract", "payment"]) & ~nw.col("rup").is_null())
    named, planned = done.select("rup").unique(), plans.select("package").unique()
    followed = plans.join(named, left_on="package", right_on="rup", how="semi")
    following = done.join(planned, left_on="rup", right_on="package", how="semi")
    planned_sums, realised_sums = (
        collected(_added(part, by, name), by)
        for part, name in ((followed, "planned_followed"), (following, "realised_followed"))
    )
    table = planned_sums.merge(realised_sums, how="outer", on=list(by))
    table = with_nothing(table)
    share = table["realised_followed"] * 100.0 / table["planned_followed"].where(table["planned_followed"] > 0)
    table["absorption_followed"] = share.where(share <= procurement.UNIT_ERROR)
    return table.sort_values(list(by), kind="stable", ignore_index=True)


def with_nothing(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with 0 in missing sums: groups of which nothing was followed up."""
    sums = dict.fromkeys(("planned_followed", "realised_followed"), 0)
    return table.fillna(sums).astype(dict.fromkeys(sums, "int64"))


def _added(lines: Any, by: Sequence[str], name: str) -> Any:
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    whole = lines.select(*by, nw.col("value").cast(nw.Int64)).group_by(*by).agg(nw.col("value").sum())
    # engines widen sums of int64 as they please
    return whole.select(*by, nw.col("value").cast(nw.Int64).alias(name))
