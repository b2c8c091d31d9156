"""Figures that are unusual enough to look at twice. They are named, never dropped: real extremes exist."""

from __future__ import annotations

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import DataError
from umkm_analysis.metrics.recovery import growth_rate

BOUND = 25.0
"""Yearly growth, either way, above which a level is worth a second look; per cent."""


def unusual_growth() -> list[str]:
    """Describe every year in which a region's GRDP level moved by more than :data:`BOUND` per cent."""
    growth = growth_rate(series.levels()).stack().dropna()
    names = regions.all_regions()
    return [
        f"data/grdp_level.csv: {code} {names[code].name} moves by {rate:+.1f} % in {year}; "
        "kept as printed, true extremes exist"
        for (year, code), rate in growth[growth.abs() > BOUND].items()
    ]


def refuse_bad_data() -> None:
    """Refuse tables that break their contract, every bad cell of all of them at once.

    Raises
    ------
    DataError
        If there is one.
    """
    problems = [problem for name in resources() if (problem := problem_of(name)) is not None]
    if problems:  # a table that others refer to is named by each of them
        raise DataError("\n".join(dict.fromkeys(problems)))


def problem_of(name: str) -> str | None:
    """Return what is wrong with a table; None if it can be used."""
    try:
        tables.read(name)
    except DataError as error:
        return str(error)
    return None
