"""Plans of a region that could still go to UMK-K under the rule that reserves packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.aggregates.potential import line_potential
from umkm_analysis.analysis.mandates import package_ceiling
from umkm_analysis.datasets.procurement_lines.packages import MAX_VALUE, largest, parse, reading
from umkm_analysis.datasets.procurement_lines.store.engines import line_files, open_lines
from umkm_analysis.reports.procurement_share.lines.packages import MOST
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    import pandas as pd

FIGURE = "planned_umkk_open"


@summarised
@dataclass(frozen=True)
class Potential:
    """What could still go to UMK-K in the plans of a year."""

    year: int
    """The last year with plans."""
    rule: Any
    """Row of the mandates table that reserves packages."""
    ceiling: int
    """Rupiah up to which it does."""
    whole: Any
    """Row of :func:`~umkm_analysis.aggregates.potential.line_potential`."""
    methods: pd.DataFrame
    """By group of methods, the most open first."""
    categories: pd.DataFrame
    """By category, the most open first."""
    packages: pd.DataFrame
    """The largest open packages; see :func:`~umkm_analysis.datasets.procurement_lines.packages.largest`."""


def potential(region: str, yearly: pd.DataFrame) -> Potential | None:
    """Work out what could go to UMK-K in the last year with plans.

    Parameters
    ----------
    region
        BPS code.
    yearly
        See :class:`~umkm_analysis.reports.procurement_share.lines.analysis.LineAnalysis`.
    """
    planned = yearly.loc[yearly["planned"] > 0, "year"]
    rule = package_ceiling(int(planned.max())) if len(planned) else None
    if rule is None:
        return None
    year, ceiling = int(planned.max()), int(rule.value)

    def of(by: str) -> pd.DataFrame:
        table = line_potential(open_lines(region=region, years=[year]), by=[by], ceiling=ceiling)
        return table[table["open"] > 0].sort_values("open", ascending=False, kind="stable", ignore_index=True)

    whole = line_potential(open_lines(region=region, years=[year]), by=["year"], ceiling=ceiling)
    with reading(line_files(region=region, years=[year])) as connection:
        selection = parse([f"figure={FIGURE}", f"{MAX_VALUE}={ceiling}"])
        packages = largest(connection, selection, by=None, most=MOST)
    return Potential(year, rule, ceiling, next(whole.itertuples()), of("method_group"), of("category"), packages)
