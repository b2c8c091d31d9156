"""Dimensions of sums over procurement lines, in a module of their own because those load pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DIMENSIONS = (
    "region",
    "institution",
    "institution_name",
    "year",
    "month",
    "agency",
    "method",
    "method_group",
    "category",
    "fund",
    "stage",
    "kind",
    "supplier",
    "as_of",
    "synthetic",
)
"""Columns by which lines can be grouped."""


def refuse_others(by: Sequence[str]) -> None:
    """Refuse what is no dimension.

    Raises
    ------
    UsageError
        If there is no such dimension, or the list is empty.
    """
    unknown = [name for name in by if name not in DIMENSIONS]
    if unknown or not by:
        raise UsageError(
            f"lines cannot be grouped by {', '.join(unknown) or 'nothing'}; there are {', '.join(DIMENSIONS)}"
        )
