"""Evidence for public claims: official series by year, and published figures of other indicators."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis import mandates
from umkm_analysis.analysis.growth_path import FROM_LEVELS, FROM_MEMBERS, growth_path, path_of_every_region
from umkm_analysis.datasets import project, regions, series, tables
from umkm_analysis.datasets.own.layers import LINKED
from umkm_analysis.metrics import recovery
from umkm_analysis.rounding import rounded_float

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from umkm_analysis.analysis.growth_path import GrowthPath
    from umkm_analysis.datasets.breaks import Break

BASE_YEAR = 2019
PER_CENT, POINTS = "per cent", "percentage points"
SERIES = {
    "grdp_growth": PER_CENT,
    "growth_swing": POINTS,
    "level_index": "index points",
    "level_gap": PER_CENT,
    "grdp_level": "billion rupiah",
    "population": "persons",
}
"""Indicators with one official figure a year, and their unit."""
DIGITS = {"grdp_growth": 2, "growth_swing": 2, "level_index": 1, "level_gap": 1, "grdp_level": 2, "population": 0}
"""Decimals that each is printed with."""
MANDATE = "mandate"
ONBOARDING = {
    "ekatalog_umkm_total": ("e-katalog", "total"),
    "ekatalog_umkm_in_entry": ("e-katalog", "in_entry"),
    "ekatalog_umkm_listed_province": ("e-katalog", "listed_province"),
    "ekatalog_umkm_listed_city": ("e-katalog", "listed_city"),
    "umkm_trained_jubelio": ("jubelio", "trained"),
}
TOTAL, PARTS = "ekatalog_umkm_total", tuple(ONBOARDING)[1:4]
"""Statuses that exclude each other, and what they must add up to."""
OBLIGED = {"UMK-K": "UMK-K", "UMK": "UMK-K", "UMKM": "UMK-K", "local products": "UMK-K", "PDN": "PDN", None: "UMK-K"}
"""Numerator of a claim: numerator of the rule that is meant."""


@dataclass(frozen=True)
class Figure:
    """One figure that a claim is held against."""

    code: str
    indicator: str
    value: float
    period: str
    """Year, month or day."""
    unit: str
    source_ids: tuple[str, ...]
    """Where it was read, the first one first; empty where it follows from tables by arithmetic."""
    status: str
    computed: float = math.nan
    """The same figure computed from levels, where the value itself is published."""
    is_computed: bool = False
    """Whether the value itself follows from other figures by arithmetic: then it is nobody's official figure."""
    verified_by: tuple[str, ...] = ()
    """Further sources that print the same figure."""
    basis: str | None = None
    numerator: str | None = None
    denominator: str | None = None

    @property
    def year(self) -> int:
        """Year of the figure."""
        return int(self.period[:4])


@project.cached_per_project
def indicators() -> dict[str, tuple[str, ...]]:
    """Every indicator that can be checked, with the units its figures come in."""
    found: dict[str, set[str]] = {}
    for one in _published():
        found.setdefault(one.indicator, set()).add(one.unit)
    known = {name: (unit,) for name, unit in SERIES.items()} | {MANDATE: (PER_CENT,)}
    return known | {name: tuple(sorted(units)) for name, units in found.items()}


def official(indicator: str, code: str) -> Mapping[int, Figure]:
    """Return the official figures of a region by year.

    Parameters
    ----------
    indicator
        One of :data:`SERIES`.
    code
        BPS code.
    """
    return _official(indicator, code)


def of_former_territory(indicator: str, code: str, year: int) -> Figure | None:
    """Return what was published of a province in the territory it had then; None where it has it still.

    Parameters
    ----------
    indicator
        "grdp_growth" or "grdp_level"; nothing else is published.
    code
        BPS code.
    year
        Year of the figure.
    """
    printed = {"grdp_growth": series.published_growth, "grdp_level": series.levels}.get(indicator)
    path = _path(code)
    if printed is None or code not in path.rebuilt or code not in printed() or year not in printed().index:
        return None
    value = printed().loc[year, code]
    if not math.isfinite(value) or (indicator == "grdp_growth" and math.isfinite(path.published.loc[year, code])):
        return None
    source, status = (str(series.remarks(indicator, column).loc[year, code]) for column in ("source_id", "status"))
    return Figure(code, indicator, float(value), str(year), SERIES[indicator], (source,), status)


def published(indicator: str, code: str) -> list[Figure]:
    """List the figures of a region that others published, in order of their dates."""
    return [one for one in _published() if (one.indicator, one.code) == (indicator, code)]


def break_before(indicator: str, code: str, year: int) -> Break | None:
    """Find the break over which a year's figure would have to be computed; None where levels are not what there is.

    Parameters
    ----------
    indicator
        One that compares years: growth with the year before, a swing with two, an index or gap with the base year.
    code
        BPS code.
    year
        Year of the figure.
    """
    compared = {
        "grdp_growth": (year - 1, year),
        "growth_swing": (year - 2, year - 1, year),
        "level_index": (BASE_YEAR, year),
        "level_gap": (BASE_YEAR, year),
    }.get(indicator, ())
    path = _path(code)
    if not compared or not path.levels[code].reindex(compared).notna().all():
        return None
    return next((one for one in path.breaks_of(code) if min(compared) < one.year <= max(compared)), None)


def shares(code: str) -> list[Figure]:
    """List every published share of a region's procurement."""
    return [one for one in _published() if one.code == code and "_share" in one.indicator]


def rule_of(day: str, numerator: str | None, denominator: str | None = None) -> Any | None:
    """Find the share that a rule sets on a date for a numerator; None where no rule is certainly in force.

    Several may be in force at once: the last that sets it of the denominator comes first. A law or an instruction comes
    before a target, which binds nobody beyond what they do.
    """
    rules = [rule for rule in _rules_for(numerator) if mandates.judges(rule, day)]
    meant = [rule for rule in rules if rule.denominator == denominator] or rules
    binding = [rule for rule in meant if rule.kind != mandates.TARGET]
    return (binding or meant or [None])[-1]


def ended_rule(day: str, numerator: str | None) -> Any | None:
    """Find the last rule for a numerator that had ended before a date."""
    rules = [rule for rule in _rules_for(numerator) if mandates.ended_before(rule, day)]
    return rules[-1] if rules else None


def _rules_for(numerator: str | None) -> list[Any]:
    meant = OBLIGED.get(numerator, numerator)
    return [rule for rule in mandates.share_rules().itertuples() if rule.numerator == meant]


def mistakable(code: str) -> list[str]:
    """Codes of the regions a figure is easily taken from: the namesake first, then the province and the nation."""
    own = regions.all_regions()[code]
    namesakes = [other for other in _of_one_name()[_bare(own.name)] if other != code]
    above = regions.province_of(own)
    return list(dict.fromkeys([*namesakes, *([above.code] if above else []), *({regions.NATION} - {code})]))


@project.cached_per_project
def _of_one_name() -> dict[str, list[str]]:
    """Codes of the regions by their name without Kabupaten or Kota."""
    codes: dict[str, list[str]] = {}
    for region in regions.all_regions().values():
        codes.setdefault(_bare(region.name), []).append(region.code)
    return codes


def _bare(name: str) -> str:
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")


@project.cached_per_project
def _official(indicator: str, code: str) -> dict[int, Figure]:
    if indicator == "population":
        return _yearly(indicator, code, series.population(), table="population")
    path = _path(code)
    if indicator == "grdp_level":
        levels = _yearly(indicator, code, path.levels, table="grdp_level")
        return {year: _as_sum(figure) for year, figure in levels.items()} if code in path.rebuilt else levels
    if indicator == "grdp_growth":
        computed = path.growth[code].where(path.growth_from[code].isin([FROM_LEVELS, FROM_MEMBERS]))
        return _growth(path, code, path.published[code].fillna(path.growth[code]), computed)
    printed = path.published[code].fillna(path.growth[code].map(lambda rate: rounded_float(rate, 2)))
    values = {
        "growth_swing": recovery.growth_swing(printed).map(lambda swing: rounded_float(swing, 2)),
        "level_index": path.index[code],
        "level_gap": path.index[code] - 100,
    }[indicator]
    return {
        int(year): Figure(code, indicator, float(value), str(year), SERIES[indicator], (), "computed", is_computed=True)
        for year, value in values.dropna().items()
    }


def _path(code: str) -> GrowthPath:
    """Growth path that all indicators of a region are read from, among others; nobody may change it."""
    every = path_of_every_region(BASE_YEAR)
    return every if code in every.index else growth_path([code], base_year=BASE_YEAR)


def _growth(path: GrowthPath, code: str, printed: pd.Series, computed: pd.Series) -> dict[int, Figure]:
    found = {}
    remarks = [series.remarks("grdp_growth", column).get(code) for column in ("source_id", "status")]
    checked = _verified_by("grdp_growth", code)
    is_published, sources, states = path.published[code].notna(), path.source[code], path.status[code]
    for year, value in printed.dropna().items():
        published = bool(is_published[year])
        source, status = sources[year], states[year]
        if published:
            source, status = (column[year] for column in remarks if column is not None)
        figure = Figure(
            code,
            "grdp_growth",
            float(value),
            str(year),
            PER_CENT,
            (str(source),),
            str(status),
            float(computed[year]),
            is_computed=not published,
            verified_by=checked.get(int(year), ()) if published else (),
        )
        found[int(year)] = _as_sum(figure) if code in path.rebuilt and not published else figure
    return found


def _as_sum(figure: Figure) -> Figure:
    """Write a figure as a sum of a province's regions: it follows by arithmetic, and no row of its own prints it."""
    return replace(figure, source_ids=(), verified_by=(), status="computed", is_computed=True)


def _yearly(indicator: str, code: str, wide: pd.DataFrame, *, table: str) -> dict[int, Figure]:
    if code not in wide:
        return {}
    rows = tables.read(table)
    rows = rows[rows["code"] == code].set_index("year")
    checked = _verified_by(table, code)
    found = {}
    for year, value in wide[code].dropna().items():
        figure = Figure(code, indicator, float(value), str(year), SERIES[indicator], (), "computed", is_computed=True)
        if year in rows.index:  # else it is a sum of other rows
            row, others = rows.loc[year], checked.get(int(year), ())
            linked = row["status"] == LINKED  # multiplied to join another release: nobody printed it
            figure = replace(
                figure, source_ids=(row["source_id"],), status=row["status"], is_computed=linked, verified_by=others
            )
        found[int(year)] = figure
    return found


def _verified_by(table: str, code: str) -> dict[int, tuple[str, ...]]:
    """Further sources of a region's figure of each year, where a yearly table names them."""
    rows = tables.read(table)
    if "verified_by" not in rows:
        return {}
    rows = rows[(rows["code"] == code) & rows["verified_by"].notna()]
    cells = zip(rows["year"].tolist(), rows["verified_by"].tolist(), strict=True)
    return {int(year): tuple(others.split("; ")) for year, others in cells}


@project.cached_per_project
def _published() -> tuple[Figure, ...]:
    states = {pair: name for name, pair in ONBOARDING.items()}
    found = [
        _figure(row, states[row.programme, row.state], row.umkm, row.as_of, "UMKM")
        for row in tables.read("onboarding").itertuples()
    ]
    counted = {(one.code, one.indicator, one.period) for one in found}
    for row in tables.read("umkm_published").itertuples():
        if row.indicator not in ONBOARDING:
            unit = "UMKM" if row.unit == "units" else row.unit
            found.append(_figure(row, row.indicator, row.value, str(row.year), unit))
    for row in tables.read("procurement").itertuples():
        if (row.code, row.indicator, row.as_of) not in counted:
            one = _figure(row, row.indicator, row.value, row.as_of, row.unit)
            found.append(_of(one, row))
    return tuple(sorted(found, key=lambda one: one.period))


def _figure(row: Any, indicator: str, value: float, period: str, unit: str) -> Figure:
    checked = row.verified_by.split("; ") if isinstance(row.verified_by, str) else []
    return Figure(row.code, indicator, float(value), period, unit, (row.source_id, *checked), row.status)


def _of(one: Figure, row: Any) -> Figure:
    basis, numerator, denominator = (
        part if isinstance(part, str) else None for part in (row.basis, row.numerator, row.denominator)
    )
    return replace(one, basis=basis, numerator=numerator, denominator=denominator)
