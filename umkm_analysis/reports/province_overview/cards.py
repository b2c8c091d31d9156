"""Key figures of the province overview."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import provisional
from umkm_analysis.reports.province_overview import text
from umkm_analysis.rounding import HUNDRED, digits_beside, rounded_float

if TYPE_CHECKING:
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview

HALF = 50.0
"""Per cent."""


def level(result: ProvinceOverview) -> parts.Card:
    """Level of the province beside the nation's."""
    index = result.path.index.loc[result.own_year]
    own, nation = float(index[result.region.code]), float(index[result.nation.code])
    known = math.isfinite(own)
    status = (
        t("di atas tingkat {base}", base=result.base_year)
        if own >= HUNDRED
        else t("di bawah tingkat {base}", base=result.base_year)
    )
    return parts.Card(
        t("Indeks PDRB provinsi"),
        n.index(own, nation),
        f"{result.base_year} = 100",
        provisional.year(result.own_year, result.path.provisional_years(result.region.code)),
        f"{result.nation.name} {n.index(nation, own)}",
        status if known else n.unknown(),
        "plain" if not known else "good" if own >= HUNDRED else "bad",
        parts.Scale(own, HUNDRED, (nation,), digits=0),
    )


def count(result: ProvinceOverview) -> parts.Card:
    """How many regions stand at or above the base level."""
    above, count = result.regained, len(result.ranked)
    below = (
        t("{below} masih di bawahnya", below=count - above) if above < count else t("tidak satu pun masih di bawahnya")
    )
    return parts.Card(
        t("Daerah yang mencapai atau melampaui tingkat {base}", base=result.base_year),
        str(above),
        t("dari {count}", count=count),
        provisional.year(result.last_year, result.provisional_years),
        below
        if result.last_year == result.recovery_year
        else t(
            "{below}; {year}: {then} dari {count}",
            below=below,
            year=result.recovery_year,
            then=result.regained_then,
            count=len(result.ranked_then),
        ),
        n.unknown()
        if not count
        else t("semua pulih")
        if above == count
        else t("sebagian pulih")
        if above
        else t("belum ada yang pulih"),
        "plain" if not count else "good" if above == count else "plain" if above else "bad",
        parts.Scale(above, count, (0.0,), digits=0) if count else None,
    )


def share(result: ProvinceOverview) -> parts.Card:
    """Share of the economy made in those regions."""
    digits = digits_beside(result.regained_share, 1, HUNDRED)
    return parts.Card(
        t("Bobot ekonomi yang pulih"),
        n.number(result.regained_share, digits),
        t("persen PDRB {base}", base=result.base_year),
        provisional.year(result.last_year, result.provisional_years),
        t("PDRB daerah yang pulih dibagi PDRB semua daerah yang datanya tersedia")
        if result.left_out
        else t("PDRB daerah yang pulih dibagi PDRB semua daerah"),
        n.unknown()
        if not math.isfinite(result.regained_share)
        else t("seluruhnya")
        if result.regained_share == HUNDRED
        else t("lebih dari separuh")
        if rounded_float(result.regained_share, digits) > HALF
        else t("paling banyak separuh"),
        "plain",
        parts.Scale(result.regained_share, 100.0, (0.0,), digits=0),
    )


def median(result: ProvinceOverview) -> parts.Card:
    """Level of the region in the middle."""
    row = result.spread.loc[result.last_year] if result.last_year in result.spread.index else None
    if row is None:
        return parts.Card(t("Median daerah"), labels.NOTHING, "", str(result.last_year), "", n.unknown(), "plain")
    return parts.Card(
        t("Median daerah"),
        n.index(row["median"], *row),
        f"{result.base_year} = 100",
        provisional.year(result.last_year, result.provisional_years),
        t(
            "Separuh di tengah antara {low} dan {high}",
            low=n.index(row["lower_quartile"], *row),
            high=n.index(row["upper_quartile"], *row),
        ),
        t("di atas tingkat {base}", base=result.base_year)
        if row["median"] >= HUNDRED
        else t("di bawah tingkat {base}", base=result.base_year),
        "good" if row["median"] >= HUNDRED else "bad",
        parts.Scale(row["median"], HUNDRED, (row["lowest"], row["highest"]), digits=0),
    )


def left(result: ProvinceOverview) -> parts.Card:
    """How many regions have not regained the base level."""
    status = result.outcome.loc[[member.code for member in result.members], "status"]
    left, unknown = int((status == "not recovered").sum()), int(status.isna().sum())
    return parts.Card(
        t("Belum pulih"),
        str(left),
        nt("daerah", left),
        t("data hingga {last}", last=text.year(result, result.last_year)),
        t("{unknown} tanpa data lengkap", unknown=unknown) if unknown else t("data semua daerah lengkap"),
        t("tidak ada") if left == 0 else t("masih ada"),
        "good" if left == 0 else "bad",
    )
