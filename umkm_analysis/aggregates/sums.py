"""Sums over procurement lines: rupiah and counts by any dimensions, on any engine's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.aggregates.dimensions import refuse_others
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = (
    "stage",
    "method_group",
    "value",
    "umkk",
    "pdn",
    "hps",
    "bidders",
    "region",
    "supplier_region",
)
GROUPS = ("direct", "e_purchasing", "competitive", "excepted")
"""Groups of methods that buy from a provider; self-managed work does not."""
SELF_MANAGED = "self_managed"
PARTS = ("umkk", "pdn")
LARGEST = 4
"""Number of suppliers in CR4."""


def line_sums(lines: Any, *, by: Sequence[str]) -> pd.DataFrame:
    """Add up rupiah and counts of lines by group.

    Parameters
    ----------
    lines
        The table of lines: a DuckDB relation, a pandas, Polars, PyArrow or PySpark frame.
    by
        One or more of :data:`~umkm_analysis.aggregates.dimensions.DIMENSIONS`.

    Returns
    -------
    A row a group, in order, with the dimensions and these sums, in whole rupiah (int64) unless a count is named:

    * ``lines``: count; ``budget``: rupiah of procurement in the budget (belanja_pengadaan);
    * ``planned``, ``realised``: bought from providers, in plans and in contracts or payments;
    * ``planned_self_managed``, ``realised_self_managed``: beside them, never inside;
    * ``realised_pending``, ``realised_pending_lines`` (count): purchases from providers without a recorded value, and
      what was negotiated or estimated for them; not in ``realised``;
    * ``…_umkk``, ``…_pdn``: what is known to count, ``…_umkk_unknown``, ``…_pdn_unknown``: of which it is not known;
    * ``…_direct``, ``…_e_purchasing``, ``…_competitive``, ``…_excepted``: by group of methods;
    * ``bids``, ``single_bids``: competitive contracts of which the number of bidders is known, and those with one;
    * ``hps``, ``with_hps``: owner's estimates, and the value of the contracts that have both;
    * ``domicile_known``, ``local``: realised with suppliers whose region is known, and with those of the line's region.

    Raises
    ------
    UsageError
        If there is no such dimension.
    DataError
        If the frame lacks a column of lines.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    frame = prepared(lines, by=by, needed=NEEDED)
    keys = list(dict.fromkeys([*by, "stage", "method_group"]))
    value, zero = nw.col("value"), 0
    estimated = ~nw.col("hps").is_null() & (nw.col("hps") > 0) & (value > 0)
    columns = {"lines": nw.lit(1), "value": value, **dict.fromkeys(("pending", "pending_lines"), nw.lit(zero))}
    if "pending" in frame.collect_schema().names():  # a frame without it has every value
        pending = ~nw.col("pending").is_null()
        columns["pending"] = nw.when(pending).then(nw.col("pending")).otherwise(zero)
        columns["pending_lines"] = nw.when(pending).then(1).otherwise(zero)
    for part in PARTS:
        unknown = nw.col(part).is_null()
        columns[part] = nw.when(~unknown).then(nw.col(part)).otherwise(zero)
        columns[f"{part}_unknown"] = nw.when(unknown).then(value).otherwise(zero)
    columns |= {
        "bids": nw.when(~nw.col("bidders").is_null()).then(1).otherwise(zero),
        "single_bids": nw.when(nw.col("bidders") == 1).then(1).otherwise(zero),
        "hps": nw.when(estimated).then(nw.col("hps")).otherwise(zero),
        "with_hps": nw.when(estimated).then(value).otherwise(zero),
        "domicile_known": nw.when(~nw.col("supplier_region").is_null()).then(value).otherwise(zero),
        "local": nw.when(nw.col("supplier_region") == nw.col("region")).then(value).otherwise(zero),
    }
    # stage and method are grouping keys: far less work than a condition for each sum and line
    masked = frame.select(*keys, *(column.cast(nw.Int64).alias(f"sum_{name}") for name, column in columns.items()))
    added = masked.group_by(*keys).agg(*(nw.col(f"sum_{name}").sum().alias(name) for name in columns))
    # engines widen sums of int64 as they please, DuckDB to 128 bits
    fine = collected(added.select(*keys, *(nw.col(name).cast(nw.Int64) for name in columns)), keys)
    return _by_stage(fine, by)


def _by_stage(fine: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Spread sums by stage and group of methods into one column for each."""
    planned, realised = fine["stage"].eq("plan"), fine["stage"].isin(["contract", "payment"])
    bought = fine["method_group"].ne(SELF_MANAGED)
    columns = {"lines": fine["lines"], "budget": fine["value"].where(fine["stage"].eq("budget"), 0)}
    for name, stage in (("planned", planned), ("realised", realised)):
        columns[name] = fine["value"].where(stage & bought, 0)
        columns[f"{name}_self_managed"] = fine["value"].where(stage & ~bought, 0)
        for part in (*PARTS, *(f"{part}_unknown" for part in PARTS)):
            columns[f"{name}_{part}"] = fine[part].where(stage & bought, 0)
        for group in GROUPS:
            columns[f"{name}_{group}"] = fine["value"].where(stage & fine["method_group"].eq(group), 0)
    for name in ("bids", "single_bids"):
        columns[name] = fine[name].where(realised & fine["method_group"].eq("competitive"), 0)
    for name in ("pending", "pending_lines"):
        columns[f"realised_{name}"] = fine[name].where(realised & bought, 0)
    for name in ("hps", "with_hps", "domicile_known", "local"):
        columns[name] = fine[name].where(realised & bought, 0)
    sums = pd.DataFrame(columns).groupby([fine[name] for name in by], dropna=False).sum()
    return sums.reset_index().sort_values(list(by), kind="stable", ignore_index=True)


def supplier_sums(lines: Any, *, by: Sequence[str], of: str) -> pd.DataFrame:
    """Add up realised rupiah by supplier (or agency), and their squares, as concentration needs them.

    Parameters
    ----------
    lines, by
        As for :func:`line_sums`.
    of
        "supplier" or "agency", or any other dimension.

    Returns
    -------
    A row a group: ``known`` (rupiah of named suppliers), ``unknown``, ``largest`` (of one supplier), ``four`` (of the
    four largest), ``squares`` (float64: squares of rupiah do not fit into int64) and ``count`` of suppliers with more
    than nothing.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    frame = prepared(lines, by=[*by, of], needed=("stage", "method_group", "value"))
    bought = nw.col("stage").is_in(["contract", "payment"]) & (nw.col("method_group") != SELF_MANAGED)
    each = frame.filter(bought).select(*by, of, "value").group_by(*by, of).agg(nw.col("value").sum().alias("rupiah"))
    if isinstance(each, nw.DataFrame):  # PyArrow cannot rank within groups; what is left is small
        each = nw.from_native(each.to_pandas())
    named = ~nw.col(of).is_null()
    ranked = nw.when(named).then(nw.col("rupiah")).otherwise(0)
    each = each.with_columns(ranked.alias("ranked"))
    each = each.with_columns(nw.col("ranked").rank("ordinal", descending=True).over(*by).alias("rank"))
    rupiah = nw.col("rupiah").cast(nw.Int64)
    columns = {
        "known": nw.when(named).then(rupiah).otherwise(0),
        "unknown": nw.when(~named).then(rupiah).otherwise(0),
        "largest": nw.when(named).then(rupiah).otherwise(0),
        "four": nw.when(named & (nw.col("rank") <= LARGEST)).then(rupiah).otherwise(0),
        "squares": nw.when(named).then(rupiah.cast(nw.Float64) * rupiah.cast(nw.Float64)).otherwise(0.0),
        "count": nw.when(named & (rupiah > 0)).then(1).otherwise(0),
    }
    masked = each.select(*by, *(column.alias(f"of_{name}") for name, column in columns.items()))
    largest = nw.col("of_largest").max().alias("largest")
    sums = [nw.col(f"of_{name}").sum().alias(name) for name in columns if name != "largest"]
    added = masked.group_by(*by).agg(largest, *sums)
    whole = [nw.col(name).cast(nw.Int64) for name in ("known", "unknown", "largest", "four", "count")]
    return collected(added.select(*by, *whole, nw.col("squares").cast(nw.Float64)), by, floats=("squares",))


def prepared(lines: Any, *, by: Sequence[str], needed: Sequence[str]) -> Any:
    """Return the lines as a Narwhals frame, with the month if it is a dimension.

    A month is that of its own year, as 202412: what is dated before or after its budget year must not pass for a month
    of it.

    Raises
    ------
    UsageError
        If there is no such dimension, or the list is empty.
    DataError
        If the frame lacks a column of lines.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    refuse_others(by)
    frame: Any = nw.from_native(lines)
    names = set(frame.collect_schema().names())
    required = {"date" if name == "month" else name for name in by} | set(needed)
    if required - names:
        raise DataError(f"these are no lines: there is no column {', '.join(sorted(required - names))}")
    if "month" not in by:
        return frame
    # not cast: pandas has no whole number for a missing date
    return frame.with_columns((nw.col("date").dt.year() * 100 + nw.col("date").dt.month()).alias("month"))


def collected(frame: Any, by: Sequence[str], *, floats: Sequence[str] = ()) -> pd.DataFrame:
    """Bring a small result into pandas: dimensions as text or whole numbers, the rest as int64, sorted.

    Parameters
    ----------
    frame
        Result of an engine.
    by
        Its dimensions.
    floats
        Columns that are no whole numbers.
    """
    import narwhals as nw  # noqa: PLC0415 - a tenth of a second, for those who have lines

    arrow = frame.collect(backend="pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    table = pd.DataFrame(arrow.to_pandas())
    types = {name: "Int64" if name in {"year", "month"} else "str" for name in by}
    types |= {name: "float64" if name in floats else "int64" for name in table if name not in types}
    return table.astype(types).sort_values(list(by), kind="stable", ignore_index=True)
