"""Largest packages behind the figures of a region's procurement lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.packages import largest, parse, reading
from umkm_analysis.datasets.procurement_lines.store.engines import line_files
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    import pandas as pd

MOST, MOST_OF_GROUP = 10, 5
"""Packages that a page shows of a whole figure, and of an agency or a month."""
SHORTFALL, UNCLASSIFIED, PENDING, PDN_UNCLASSIFIED = (
    "realised_umkk_none", "realised_umkk_unknown", "realised_pending", "realised_pdn_unknown",
)  # fmt: skip
WHOLE = (UNCLASSIFIED, PENDING, PDN_UNCLASSIFIED, SHORTFALL)
"""Figures of the whole year that open their list."""


@summarised
@dataclass(frozen=True)
class Packages:
    """Lists of packages; see :func:`~umkm_analysis.datasets.procurement_lines.packages.largest` for their columns."""

    agencies: pd.DataFrame
    """Behind what each agency has realised."""
    methods: pd.DataFrame
    """Behind what was realised by each group of methods, self-managed work included."""
    months: pd.DataFrame
    """Behind what was realised in each month."""
    whole: dict[str, pd.DataFrame]
    """Figure of :data:`WHOLE` → its list."""


def largest_packages(region: str, year: int) -> Packages:
    """Find the largest packages behind the figures of a year."""
    with reading(line_files(region=region, years=[year])) as connection:

        def of(figure: str, by: str | None = None, most: int = MOST) -> pd.DataFrame:
            return largest(connection, parse([f"figure={figure}"]), by=by, most=most)

        return Packages(
            of("realised", "agency", MOST_OF_GROUP),
            of("realised_all", "method_group"),
            of("realised", "month", MOST_OF_GROUP),
            {figure: of(figure) for figure in WHOLE},
        )
