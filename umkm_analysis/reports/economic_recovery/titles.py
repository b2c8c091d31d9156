"""Titles of the recovery report's charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.reports.economic_recovery import text

if TYPE_CHECKING:
    from umkm_analysis.reports.economic_recovery.analysis import Recovery


def growth_title(result: Recovery) -> str:
    """Title of the growth chart: the turn, and the newest rate."""
    growth = result.path.growth[result.region.code]
    before, came = growth[result.shock_year], growth[result.recovery_year]
    if not text.known(before, came):
        return t("Pertumbuhan ekonomi {name}", name=result.region.name)
    values = {"before": n.growth(before), "came": n.growth(came)}
    title = (
        t("Pertumbuhan berbalik dari {before} ke {came} persen", **values)
        if before < 0 < came
        else t("Pertumbuhan bergerak dari {before} ke {came} persen", **values)
    )
    last = int(growth.last_valid_index())
    if last <= result.recovery_year:
        return title
    return t("{title}; {rate} persen pada {year}", title=title, year=last, rate=n.growth(growth[last]))


def level_title(result: Recovery) -> str:
    """Title of the level chart: the last year's level, and when the base level was regained."""
    own, year, base = result.region, result.last_year, result.base_year
    row = result.outcome.loc[own.code]
    values = {
        "product": labels.product(own),
        "year": year,
        "gap": text.gap_phrase(float(result.gap.loc[year, own.code]), base),
        "base": base,
    }
    if not result.is_followed:
        return t(
            "{product} {name} tidak dapat diikuti dari {base}", product=labels.product(own), name=own.name, base=base
        )
    if result.gap.loc[year, own.code] < 0:
        return t("{product} {year} masih {gap}", **values)
    if pd.isna(row["status"]) or row["status"] != "recovered":
        return t("{product} {year} berada {gap}", **values)
    return t(
        "{product} {year} berada {gap}; kembali ke tingkat {base} pada {recovered}",
        recovered=int(row["recovery_year"]),
        **values,
    )


def trend_title(result: Recovery) -> str:
    """Title of the trend chart: its message."""
    year, base, gap = result.last_year, result.base_year, result.trends[0].gap[result.last_year]
    product = labels.product(result.region)
    if not text.known(gap):
        return t("{product} {year}: tren tidak dapat dihitung", product=product, year=year)
    return t(
        "{product} {year} berada {gap} tren sebelum guncangan",
        product=product,
        year=year,
        gap=text.trend_gap_phrase(gap),
        base=base,
    )
