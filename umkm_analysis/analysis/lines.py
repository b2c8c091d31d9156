"""Measures over imported procurement lines, held against the mandates table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.aggregates.competition import line_competition
from umkm_analysis.aggregates.shares import Mandate, procurement_shares
from umkm_analysis.analysis.mandates import TARGET, last_day_of, share_rules
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.damage import naming_damage
from umkm_analysis.datasets.procurement_lines.store.engines import LOCAL, Engine, open_lines
from umkm_analysis.periods import last_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def measure(
    by: Sequence[str],
    *,
    region: str | None = None,
    years: Sequence[int] | None = None,
    engine: Engine = Engine.DUCKDB,
    master: str = LOCAL,
) -> pd.DataFrame:
    """Measure imported lines against the mandates table.

    Parameters
    ----------
    by
        Dimensions; see :func:`~umkm_analysis.aggregates.shares.procurement_shares`, and
        :func:`~umkm_analysis.aggregates.competition.line_competition` for bidders, median saving and median days.
    region, years
        Which lines; all where they are not given.
    engine, master
        What adds them up; see :func:`~umkm_analysis.datasets.procurement_lines.store.engines.open_lines`.

    Raises
    ------
    DataError
        If there are no such lines.
    UsageError
        If there is no such dimension.
    """
    names = [name.strip() for name in by]
    rules = mandates()  # before Spark is loaded: pandera would take it for one of its own, and warn
    with naming_damage(catalog.files(region=region, years=years)):
        lines = open_lines(engine, region=region, years=years, master=master)
        shares = procurement_shares(lines, by=names, mandates=rules)
        return shares.merge(line_competition(lines, by=names), how="left", on=names)


def mandates() -> list[Mandate]:
    """Rules of the mandates table that set a share, with the days between which each was certainly in force."""
    rules = share_rules()
    return [
        Mandate(
            rule.numerator,
            frozenset(rule.bases.split("; ")),
            last_day(rule.from_date),
            float(rule.value),
            ends=last_day_of(rule),
            is_target=rule.kind == TARGET,
        )
        for rule in rules[rules["numerator"].notna()].itertuples()
    ]
