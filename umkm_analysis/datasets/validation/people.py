"""Guards of population: sums, bases, neighbouring years, and the two definitions beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.validation.remark import Remark, cells, named, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

PEOPLE, REGISTERED = "population", "population_registered"
SUM_TOLERANCE = 0.001
"""Per cent that the regions of a province may miss its population by: they add up to the person so far."""
YEARLY = 0.1
"""Part by which the population of a region may move within a year on one base."""
HALF_YEARLY = 0.18
"""The same for registered population between two dates that are printed."""
BETWEEN = 0.15
"""Part by which registered population may differ from the mid-year one."""
FIRST_OF_BASES = {"sp2010": range(2010, 2020), "sp2020": range(2020, 2036)}
"""Base → years that its projections and census are of."""


def all_people() -> Iterator[Remark]:
    """Compare every figure of population with those that must agree with it."""
    people = series.population()
    yield from _bases()
    yield from _sums(people)
    bases = tables.read(PEOPLE).pivot(index="year", columns="code", values="basis")  # noqa: PD010 - long to wide
    base = bases.map(lambda basis: str(basis).rpartition("_")[2]).reindex_like(people)
    yield from _moves(people.where(base == base.shift()) / people.shift(), PEOPLE, YEARLY)
    yield from _registered()
    yield from _beside(people)


def _bases() -> Iterator[Remark]:
    for row in tables.read(PEOPLE).itertuples():
        if int(row.year) not in FIRST_OF_BASES[row.basis.rpartition("_")[2]]:
            yield Remark(
                "base", error=True, size=1.0,
                text=f"data/population.csv, row {row.Index}, column basis: {named(row.code)} {row.year}: {row.basis} "
                "is no base of this year; a census or another projection among years of one base is not comparable",
            )  # fmt: skip


def _sums(people: pd.DataFrame) -> Iterator[Remark]:
    for code in people:
        province = regions.all_regions()[str(code)]
        members = [one.code for one in regions.members(province)] if province.kind == "province" else []
        if members and set(members) <= set(people.columns):
            total = people[members].sum(axis=1).where(people[members].notna().all(axis=1))
            for year, gap in ((total / people[code] - 1) * 100).dropna().items():
                if abs(gap) > SUM_TOLERANCE:
                    odd = _oddest(people[members].astype("float64"), int(str(year)))
                    yield Remark(
                        "sum of people", error=True, size=abs(gap),
                        text=f"{place(PEOPLE, code, year)}: its kabupaten and kota together are {gap:+.3f} % off its "
                        f"own population; up to {SUM_TOLERANCE} % pass. Of them, {odd} moves most unlike other years",
                    )  # fmt: skip


def _oddest(people: pd.DataFrame, year: int) -> str:
    """Name the region whose population moves most unlike what it usually does, and its row."""
    moves = np.log(people / people.shift())
    odd = (moves - moves.median()).abs().loc[[year, *({year + 1} & set(moves.index))]].min()
    own = (moves - moves.median()).abs().loc[year]
    code = str((odd if year + 1 in moves.index and odd.notna().any() else own).idxmax())
    return place(PEOPLE, code, year)


def _moves(ratio: pd.DataFrame, table: str, tolerance: float) -> Iterator[Remark]:
    moved = np.log(ratio.astype("float64")).abs()
    for year, code, size in cells(moved.where(moved > np.log(1 + tolerance))):
        yield Remark(
            "people", error=True, size=size,
            text=f"{place(table, code, year)}: the population is {ratio.loc[year, code]:.2f} times that of the figure "
            "before; is a digit wrong, or is it of another region?",
        )  # fmt: skip


def _registered() -> Iterator[Remark]:
    table = tables.read(REGISTERED).sort_values(["code", "year", "semester"])
    before = table.groupby("code")["population"].shift()
    ratio = (table["population"] / before).astype("float64")
    for row in table[np.log(ratio).abs() > np.log(1 + HALF_YEARLY)].itertuples():
        yield Remark(
            "people", error=True, size=float(abs(np.log(ratio[row.Index]))),
            text=f"data/population_registered.csv, row {row.Index}, column population: {named(row.code)} {row.year}: "
            f"{ratio[row.Index]:.2f} times the figure before; is a digit wrong, or is it of another region?",
        )  # fmt: skip


def _beside(people: pd.DataFrame) -> Iterator[Remark]:
    registered = series.registered_population()
    years, codes = people.index.intersection(registered.index), people.columns.intersection(registered.columns)
    ratio = (registered.loc[years, codes] / people.loc[years, codes]).astype("float64")
    for year, code, times in cells(ratio.where(np.log(ratio).abs() > np.log(1 + BETWEEN))):
        yield Remark(
            "people", error=True, size=abs(float(np.log(times))),
            text=f"{place(PEOPLE, code, year)}: {times:.2f} times as many are registered; up to {BETWEEN:.0%} either "
            "way pass. Is one of the two of another region, or in another unit?",
        )  # fmt: skip
