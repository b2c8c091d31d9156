"""Key figures of the recovery report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import provisional
from umkm_analysis.reports.economic_recovery import text

if TYPE_CHECKING:
    from umkm_analysis.reports.economic_recovery.analysis import Recovery


def level(result: Recovery) -> parts.Card:
    """Level of the last year, beside those of the regions above."""
    if not result.is_followed:
        label, unit = t("Indeks {product}", product=labels.product(result.region)), f"{result.base_year} = 100"
        return parts.Card(label, labels.NOTHING, unit, str(result.newest_year), "", n.unknown(), "plain")
    own, base, last, shared = result.region.code, result.base_year, result.last_year, result.last_shared_year
    index, gap = result.path.index.loc[last], float(result.gap.loc[last, own])
    then = result.path.index.loc[shared]
    others = "; ".join(f"{other.name} {n.index(float(then[other.code]), *then)}" for other in result.references)
    if shared != last and others:
        others = t("Pada {year}: {name} {index}; {others}", year=shared, name=result.region.name,
                   index=n.index(float(then[own]), *then), others=others)  # fmt: skip
    return parts.Card(
        t("Indeks {product}", product=labels.product(result.region)),
        n.index(float(index[own]), *(then if shared == last else ())),
        f"{base} = 100",
        provisional.year(last, result.provisional_years),
        others,
        text.gap_phrase(gap, base),
        "good" if gap >= 0 else "bad",
        parts.Scale(float(index[own]), 100.0, tuple(float(index[o.code]) for o in result.references), digits=0),
    )


def regained(result: Recovery) -> parts.Card:
    """Year in which the base level was regained."""
    own, last = result.region.code, result.last_year
    row = result.outcome.loc[own]
    label = t("{product} kembali ke tingkat {base}", product=labels.product(result.region), base=result.base_year)
    period = t("data hingga {last}", last=last)
    comparison = t("Indeks {last}: {now}", last=last, now=n.index(float(result.path.index.loc[last, own])))
    if pd.isna(row["status"]):
        shown = comparison if result.is_followed else ""
        return parts.Card(label, labels.NOTHING, "", period, shown, n.unknown(), "plain")
    if row["status"] == "recovered":
        unit = nt("{count} tahun setelah {base}", int(row["years_to_recover"]), base=result.base_year)
        return parts.Card(label, str(row["recovery_year"]), unit, period, comparison, t("pulih"), "good")
    if row["status"] == "no fall":
        return parts.Card(label, labels.NOTHING, "", period, comparison, t("tidak turun"), "good")
    return parts.Card(label, labels.NOTHING, "", period, comparison, t("belum pulih hingga {last}", last=last), "bad")


def trend(result: Recovery) -> parts.Card:
    """Distance of the last year to the old path."""
    first, last = result.trends[0], result.last_year
    gap = float(first.gap[last])
    known = math.isfinite(gap)
    return parts.Card(
        t("Terhadap tren sebelum guncangan", base=result.base_year),
        n.number(gap, 1, signed=True) if known else labels.NOTHING,
        t("persen") if known else "",
        provisional.year(last, result.provisional_years),
        t("Tren {rate} setahun", rate=n.percent(first.rate)),
        n.unknown() if not known else t("di bawah tren") if gap < 0 else t("di atas tren"),
        "plain" if not known else "bad" if gap < 0 else "good",
        parts.Scale(gap, 0.0, digits=0) if known else None,
    )


def break_even(result: Recovery) -> parts.Card:
    """Growth that the recovery year needed."""
    came = float(result.path.growth.loc[result.recovery_year, result.region.code])
    known = math.isfinite(came) and math.isfinite(result.break_even)
    digits = text.break_even_digits(result)
    met = came >= result.break_even
    status = t("tidak diperlukan") if result.break_even == 0 else t("tercapai") if met else t("tidak tercapai")
    return parts.Card(
        t("Pertumbuhan minimum untuk pulih"),
        n.number(result.break_even, digits),
        t("persen"),
        str(result.recovery_year),
        t("Realisasi: {came}", came=n.percent(came, digits)),
        status if known else n.unknown(),
        "plain" if not known else "good" if met else "bad",
        parts.Scale(came, result.break_even, (0.0,), digits=digits) if known else None,
    )


def swing(result: Recovery) -> parts.Card:
    """Percentage points between the rates of the shock and the recovery year."""
    return parts.Card(
        t("Selisih laju pertumbuhan"),
        n.number(result.swing, 2, signed=True),
        t("poin persen"),
        f"{result.shock_year}–{result.recovery_year}",
        t("Selisih dua laju, bukan persen"),
        t("bukan ukuran pemulihan"),
        "plain",
    )
