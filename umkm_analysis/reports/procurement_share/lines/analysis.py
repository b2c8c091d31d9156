"""Analysis of a region's own procurement lines: shares with bounds, by agency, method and month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.aggregates.absorption import line_absorption, with_nothing
from umkm_analysis.aggregates.shares import NUMERATORS, Mandate, line_concentration, mandate_of, procurement_shares
from umkm_analysis.analysis.line_series import changes_over_time, shares_over_time
from umkm_analysis.analysis.lines import mandates
from umkm_analysis.datasets.procurement_lines.packages import reading
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.engines import PAPERS, line_files, open_lines, paper_files
from umkm_analysis.reports.procurement_share.lines.governance import itkp_parts
from umkm_analysis.reports.procurement_share.lines.packages import Packages, largest_packages
from umkm_analysis.reports.procurement_share.lines.potential import Potential, potential
from umkm_analysis.reports.procurement_share.lines.questions import Questions, questions
from umkm_analysis.rounding import decimals, rounded, rounded_float
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.regions import Region

BOUND_DIGITS = 2
"""Decimals of the bounds that a published share is held against."""
PARTS = {"UMK-K": "umkk", "UMK": "umkk", "UMKM": "umkk", "PDN": "pdn"}
"""Numerator of a published share: the nearest that lines know."""
NOT_OF_LINES = ("packages", "PDN plan", "APBD spending")
"""Denominators of published shares that lines do not have."""
WITHIN, OUTSIDE, ROUNDING = "within", "outside", "rounding"
"""How a published share stands to the bounds: the last where only its rounding could bring it between them."""
SYNTHETIC, OTHER_NUMERATOR, OTHER_DENOMINATOR = "synthetic", "numerator", "denominator"
"""Why lines do not judge a published share."""


@summarised
@dataclass(frozen=True)
class LineAnalysis:
    """Figures of a region's procurement lines."""

    imports: tuple[catalog.Import, ...]
    """Where the lines come from; parts of this region only."""
    synthetic: bool
    """Whether any of them is made up."""
    yearly: pd.DataFrame
    """A row a year; see :func:`~umkm_analysis.aggregates.shares.procurement_shares`."""
    latest: int
    """The last year with realised lines; the last year there is, where nothing is realised."""
    agencies: pd.DataFrame
    """Of the latest year, by what they stand above or below the mandate, in rupiah."""
    methods: pd.DataFrame
    """Of the latest year, by group of methods."""
    months: pd.DataFrame
    """Of the latest year, by month; lines without a date have none."""
    suppliers: pd.DataFrame
    """Concentration among suppliers, a row a year."""
    markets: pd.DataFrame
    """Concentration among suppliers of the latest year, a row a category."""
    spread: pd.DataFrame
    """Concentration among agencies, a row a year."""
    papers: tuple[catalog.Import, ...]
    """Bids, schedules and papers of contracts, which are in no sum; of this region and the latest year only."""
    questions: Questions
    """Questions that the lines of the latest year raise."""
    governance: pd.DataFrame
    """Parts of ITKP of the latest year; see :func:`itkp_parts`."""
    packages: Packages
    """The largest packages behind the figures of the latest year."""
    potential: Potential | None
    """What could still go to UMK-K in the latest plans; None without plans or a rule."""
    snapshots: tuple[catalog.Snapshot, ...]
    """Earlier states of the lines, in no other figure than these two; parts of this region only."""
    series: pd.DataFrame
    """Shares by date; see :func:`~umkm_analysis.analysis.line_series.shares_over_time`."""
    changes: pd.DataFrame
    """Packages that changed between two dates; see :func:`~umkm_analysis.analysis.line_series.changes_over_time`."""
    rule: Mandate | None
    """The UMK-K mandate that realisation of the latest year is held against."""


def analyse_lines(region: Region) -> LineAnalysis | None:
    """Work out the shares of a region's lines; None where none were imported.

    Parameters
    ----------
    region
        The region.
    """
    found = catalog.of_region(region.code)
    if not found:
        return None
    rules = mandates()

    def of(by: Sequence[str], years: Sequence[int] | None = None) -> pd.DataFrame:
        return procurement_shares(open_lines(region=region.code, years=years), by=by, mandates=rules)

    lines = open_lines(region=region.code)
    # plans of some years nobody may have named
    yearly = with_nothing(of(["year"]).merge(line_absorption(lines, by=["year"]), how="left", on="year"))
    with_realised = yearly[yearly["realised"] + yearly["realised_pending"] > 0]
    latest = int((with_realised if len(with_realised) else yearly)["year"].max())
    agencies = of(["year", "agency"], [latest])
    files, papers = (list_(region=region.code, years=[latest]) for list_ in (line_files, paper_files))
    with reading(files, papers) as connection:
        asked, governance = questions(connection, latest), itkp_parts(connection, latest)
    return LineAnalysis(
        imports=tuple(found),
        synthetic=any(one.synthetic for one in found),
        yearly=yearly,
        latest=latest,
        agencies=agencies.sort_values("umkk_realised_headroom", kind="stable", ignore_index=True),
        methods=of(["year", "method_group"], [latest]),
        months=of(["year", "month"], [latest]),
        suppliers=line_concentration(lines, by=["year"], of="supplier"),
        markets=line_concentration(
            open_lines(region=region.code, years=[latest]), by=["year", "category"], of="supplier"
        ),
        spread=line_concentration(lines, by=["year"], of="agency"),
        papers=tuple(import_ for import_ in catalog.of_region(region.code, stages=PAPERS) if import_.year == latest),
        questions=asked,
        governance=governance,
        packages=largest_packages(region.code, latest),
        potential=potential(region.code, yearly),
        snapshots=tuple(catalog.snapshots_of_region(region.code)),
        series=shares_over_time(region=region.code),
        changes=changes_over_time(region=region.code),
        rule=mandate_of(rules, numerator="UMK-K", obligation="realisation", year=latest),
    )


def held_against_lines(shares: pd.DataFrame, lines: LineAnalysis) -> pd.DataFrame:
    """Set published shares beside what the lines of their year give.

    Parameters
    ----------
    shares
        Published shares of the region, with numerator, basis, as_of and value.
    lines
        Its lines.

    Returns
    -------
    The shares whose numerator the lines know or come near to, of years that have lines, with part (umkk, pdn), lower
    and upper (per cent, rounded outward as they are printed), verdict_by_lines, and within: true where the published
    share lies between the bounds as printed, None where lines cannot tell: synthetic ones, another numerator or
    denominator, or a share whose rounding decides.
    """
    part = shares["numerator"].map(PARTS)
    years = lines.yearly.set_index("year")
    rows = []
    for index, share in shares[part.notna()].iterrows():
        year = int(share["as_of"][:4])
        stage = "realised" if share["basis"] == "realised" else "plan"
        name = f"{part[index]}_{stage}"
        if year in years.index and years.loc[year, f"{name}_lower"] == years.loc[year, f"{name}_lower"]:
            low, high = _as_printed(float(years.loc[year, f"{name}_lower"]), float(years.loc[year, f"{name}_upper"]))
            verdict = _verdict(share, low, high, synthetic=lines.synthetic)
            rows.append(
                {
                    **share,
                    "year": year,
                    "part": part[index],
                    "stage": stage,
                    "lower": low,
                    "upper": high,
                    "verdict_by_lines": verdict,
                    "within": {WITHIN: True, OUTSIDE: False}.get(verdict),
                }
            )
    columns = [*shares.columns, "year", "part", "stage", "lower", "upper", "verdict_by_lines", "within"]
    # of objects: true, false and None, where numbers would make nothing of the last
    return pd.DataFrame(rows, columns=columns).astype({"within": "object"})


def _as_printed(low: float, high: float) -> tuple[float, float]:
    if low == high:
        return (rounded_float(low, BOUND_DIGITS),) * 2
    return float(rounded(low, BOUND_DIGITS, towards="down")), float(rounded(high, BOUND_DIGITS, towards="up"))


def _verdict(share: pd.Series, low: float, high: float, *, synthetic: bool) -> str:
    if synthetic:
        return SYNTHETIC
    if share["numerator"] not in NUMERATORS.values():
        return OTHER_NUMERATOR
    if share["denominator"] in NOT_OF_LINES:
        return OTHER_DENOMINATOR
    half = 0.5 * 10 ** -decimals(share["value"])
    if low <= rounded_float(share["value"], BOUND_DIGITS) <= high:
        return WITHIN
    return ROUNDING if low - half <= share["value"] <= high + half else OUTSIDE
