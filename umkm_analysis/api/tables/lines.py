"""Shares of imported procurement lines, with bounds, by agency, method, month and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.aggregates.shares import NUMERATORS, STAGES
from umkm_analysis.analysis.lines import measure
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import is_every, listed_years, region_names, select
from umkm_analysis.datasets.procurement_lines.formats import NOT_ADDED
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from umkm_analysis.api.selection import Regions, Years
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

GROUP = ["region", "year"]
"""What lines are always grouped by: a mandate is of a year."""
BOUNDS = {
    "lower": "share_lower_pct", "upper": "share_upper_pct", "coverage": "classified_pct", "mandate": "mandate_pct",
    "mandate_kind": "mandate_kind", "headroom": "headroom_rupiah", "headroom_pp": "headroom_pp", "status": "verdict",
}  # fmt: skip
"""Measure of a share in the aggregates → its column here."""
NOTHING = (
    "no procurement lines are imported (looked in {folder}). Import exports of SPSE or SIRUP: umkm import --help; or "
    "try with synthetic ones: umkm sample-lines"
)
UNITS = {
    "rupiah": "rupiah",
    **dict.fromkeys(("share_lower_pct", "share_upper_pct", "classified_pct", "mandate_pct"), "per cent"),
    "headroom_rupiah": "rupiah",
    "headroom_pp": "percentage points",
}


@guided
def lines(
    regions: Regions = None,
    *,
    years: Years = None,
    by: str | Sequence[str] = (),
    wide: bool = False,
) -> pd.DataFrame:
    """Shares of UMK-K and PDN in imported procurement lines, with bounds and the mandate of the year.

    share = rupiah of the part / rupiah of the lines * 100, bounds where the part of some lines is not known

    Parameters
    ----------
    regions
        As for :func:`~umkm_analysis.grdp`; None or "all" for every region whose lines are imported.
    years
        Budget years; None for all that are imported.
    by
        Further dimensions besides region and year, such as "agency", "method", "method_group", "month", "category",
        "fund", "kind", "supplier": one name or several.
    wide
        False for a row a group, stage and numerator; True for a row a group with every sum and measure of
        ``umkm shares``: methods, absorption, savings, competition.

    Returns
    -------
    DataFrame, a row a group, stage ("plan", "realised") and numerator ("UMK-K", "PDN") that has lines: code, name,
    year, the dimensions, stage, numerator, and

    * rupiah: bought from providers, purchases without a recorded value included
    * share_lower_pct, share_upper_pct: per cent, if no or all lines of unknown part count
    * classified_pct: per cent of the value whose part is known
    * mandate_pct, mandate_kind (mandate, target, none): the rule in force on the year's last day
    * headroom_rupiah, headroom_pp: by which the lower bound clears it
    * verdict: "meets", "misses", "undetermined" (the bounds lie on both sides), "no mandate"

    Raises
    ------
    DataError
        If no such lines are imported, with the regions and years that are.
    UsageError
        If a region or dimension is unknown.

    Notes
    -----
    Self-managed work is in no share. Lines are imported by ``umkm import``; synthetic ones (``umkm sample-lines``) are
    named in the title. Definitions: :func:`umkm_analysis.aggregates.shares.procurement_shares`.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.lines("Kota Mojokerto", years=2024, by="method")  # doctest: +SKIP
    """
    chosen = _regions(regions)
    wanted = listed_years(years)
    imports = _imports(chosen, wanted)
    names = [by] if isinstance(by, str) else list(by)
    dimensions = list(dict.fromkeys([*GROUP, *(name.strip() for name in names)]))
    found = [measure(dimensions, region=code, years=wanted) for code in chosen]
    table = pd.concat(found, ignore_index=True).rename(columns={"region": "code"})
    table.insert(1, "name", table["code"].map(region_names(table["code"].unique())).astype("str"))
    keys = ["code", "name", *dimensions[1:]]
    synthetic = any(one.synthetic for one in imports)
    result = described(
        table if wide else _tidy(table, keys),
        title=f"{'SYNTHETIC lines: s' if synthetic else 'S'}hares of procurement lines by {', '.join(dimensions)}",
        units={} if wide else UNITS,
        synthetic=synthetic,
    )
    result.attrs["sources"] = {
        f"{one.kind} {one.year}": f"imported lines, {one.kind} {one.year} as of {one.as_of}" for one in imports
    }
    return result


def _tidy(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Spread the four shares of a group into rows."""
    parts = []
    for stage, of in STAGES.items():
        pending = table["realised_pending"] if stage == "realised" else 0
        for part, numerator in NUMERATORS.items():
            measures = {column: table[f"{part}_{stage}_{name}"] for name, column in BOUNDS.items()}
            rows = {"stage": stage, "numerator": numerator, "rupiah": table[of] + pending, **measures}
            parts.append(table[list(keys)].assign(**rows))
    tidy = pd.concat(parts).query("rupiah > 0").sort_index(kind="stable")
    return tidy.astype({"stage": "str", "numerator": "str"}).reset_index(drop=True)


def _regions(regions: Regions) -> list[str]:
    if is_every(regions):
        codes = _held()
        if not codes:
            raise DataError(NOTHING.format(folder=catalog.folder()))
        return codes
    return select(regions)


def _held() -> list[str]:
    """BPS codes of the regions of which lines are imported that are added up."""
    counted = [one for one in catalog.imports() if one.stage not in NOT_ADDED]
    return sorted({part.region for one in counted for part in one.parts if part.region})


def _imports(codes: Sequence[str], years: Sequence[int] | None) -> list[Import]:
    """Return the imports that lines of some regions and years are from.

    Raises
    ------
    DataError
        If there are none of a region.
    """
    found: list[Import] = []
    for code in codes:
        own = [one for one in catalog.of_region(code) if years is None or one.year in years]
        if not own:
            raise DataError(_no_lines(code, years))
        found += own
    return found


def _no_lines(code: str, years: Sequence[int] | None) -> str:
    held = _held()
    if not held:
        return NOTHING.format(folder=catalog.folder())
    name = region_names([code])[code]
    if code in held and years is not None:
        there = sorted({one.year for one in catalog.of_region(code)})
        return f"{name} has no procurement lines of {_words(years)}; there are lines of {_words(there)}"
    return f"{name} has no procurement lines; there are lines of {', '.join(region_names(held).iloc[:5])}"


def _words(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))
