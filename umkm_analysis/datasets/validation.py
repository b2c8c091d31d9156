"""Validation of all tables, and unusual figures, which are reported but kept: real extremes exist."""

from __future__ import annotations

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import DataError
from umkm_analysis.metrics.recovery import growth_rate

MAX_USUAL_GROWTH = 25.0
"""Yearly growth in per cent, in either direction, above which a level is reported."""


def unusual_growth() -> list[str]:
    """Describe every year in which a region's GRDP level moved by more than :data:`MAX_USUAL_GROWTH` per cent."""
    growth = growth_rate(series.levels()).stack().dropna()
    names = regions.all_regions()
    return [
        f"data/grdp_level.csv: {code} {names[code].name} moves by {rate:+.1f} % in {year}; "
        "kept as printed, true extremes exist"
        for (year, code), rate in growth[growth.abs() > MAX_USUAL_GROWTH].items()
    ]


def refuse_bad_data() -> None:
    """Refuse tables that are not valid, with every bad cell of all of them.

    Raises
    ------
    DataError
        If there is one.
    """
    problems = [problem_of(name) for name in resources()]
    distinct = dict.fromkeys(problem for problem in problems if problem)  # each table repeats those of its references
    if distinct:
        raise DataError("\n".join(distinct))


def problem_of(name: str) -> str | None:
    """Return what is wrong with a table; None if it can be used."""
    try:
        tables.read(name)
    except DataError as error:
        return str(error)
    return None
