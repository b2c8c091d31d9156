"""Sentences of the province overview: summary, titles of charts, notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import provisional
from umkm_analysis.reports.province_overview import inequality
from umkm_analysis.rounding import HUNDRED, digits_beside, rounded_float

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview

MOST_NAMES = 6
"""Names that a sentence can carry."""


def summary(result: ProvinceOverview) -> list[str]:
    """Say the overview in a few sentences, the honest one first."""
    sentences = [
        opening(result),
        " ".join(sentence for sentence in (not_regained(result), apart(result)) if sentence),
        inequality.unequal(result),
        data_until(result),
        sum_of_members(result),
    ]
    return [sentence for sentence in sentences if sentence]


def opening(result: ProvinceOverview) -> str:
    """Say how many regions stand at or above the base level, then and now, and the province's own index."""
    count = len(result.ranked)
    if not count:
        return t(
            "Indeks PDRB {year} daerah-daerah di {name} tidak tersedia.", year=result.last_year, name=result.region.name
        )
    values = {
        "year": provisional.year(result.last_year, result.provisional_years),
        "name": result.region.name,
        "base": result.base_year,
        "above": result.regained,
        "below": count - result.regained,
        "count": count,
    }
    sentence = (
        t(
            "Pada {year}, seluruh {count} daerah di {name} sudah mencapai atau melampaui tingkat PDRB {base}{then}.",
            then=_then(result),
            **values,
        )
        if result.regained == count
        else t(
            "Pada {year}, {above} dari {count} daerah di {name} sudah mencapai atau melampaui tingkat PDRB {base}, dan "
            "{below} masih di bawahnya{then}.",
            then=_then(result),
            **values,
        )
    )
    if result.left_out:
        sentence += " " + nt("{count} daerah tanpa data {year} tidak dihitung.", result.left_out, year=values["year"])
    index = float(result.path.index.loc[result.own_year, result.region.code])
    if not math.isfinite(index):
        return sentence
    own = t("Indeks PDRB {name} tercatat {index} ({base} = 100) pada {year}.", name=result.region.name,
            index=n.index(index), base=result.base_year, year=_own_year(result))  # fmt: skip
    return f"{sentence} {own}"


def data_until(result: ProvinceOverview) -> str:
    """Say which year the newest figures are of, where the province's own end, and which years' are not final."""
    states = result.provisional_years
    until = (
        t("Data terbaru: {year}.", year=provisional.year(result.last_year, states))
        if result.own_year == result.last_year
        else t("Data terbaru: {year} untuk kabupaten dan kota, {own} untuk {name}.",
               year=provisional.year(result.last_year, states), own=_own_year(result), name=result.region.name)
    )  # fmt: skip
    return " ".join(sentence for sentence in (until, provisional.note(states)) if sentence)


def _own_year(result: ProvinceOverview) -> str:
    return provisional.year(result.own_year, result.path.provisional_years(result.region.code))


def _then(result: ProvinceOverview) -> str:
    if result.last_year == result.recovery_year:
        return ""
    return t(" ({year}: {above} dari {count})", year=result.recovery_year, above=result.regained_then,
             count=len(result.ranked_then))  # fmt: skip


def not_regained(result: ProvinceOverview) -> str:
    """Name the regions that have not regained the base level by the last figure."""
    codes = [member.code for member in result.members]
    status = result.outcome.loc[codes, "status"]
    left = [until(result, member) for member in result.members if status[member.code] == "not recovered"]
    if not left:
        return (
            ""
            if status.isna().any()
            else t(
                "Hingga {last} semua daerah sudah kembali ke tingkat {base}.",
                last=year(result, result.last_year),
                base=result.base_year,
            )
        )
    shown = left if len(left) <= MOST_NAMES else [*left[:MOST_NAMES], nt("{count} daerah lain", len(left) - MOST_NAMES)]
    return t(
        "Hingga {last} yang belum kembali ke tingkat {base}: {names}.",
        last=year(result, result.last_year),
        base=result.base_year,
        names=n.listed(shown),
    )


def left_out(result: ProvinceOverview) -> str:
    """Say which members a break keeps out of the last year's ranking, and why; nothing where there are none."""
    names = {member.code: member.name for member in result.members if member.code not in result.ranked.index}
    reasons = [
        t(
            "{name} (terputus mulai {year}: {reason})",
            name=names[one.code],
            year=one.year,
            reason=labels.localized(one, "reason"),
        )
        for one in result.breaks
        if one.code in names and one.year > result.base_year
    ]
    return t("Tidak ikut dibandingkan: {names}.", names="; ".join(reasons)) if reasons else ""


def apart(result: ProvinceOverview) -> str:
    """Say how far the best and the worst region lie apart."""
    if len(result.ranked) < 2:  # noqa: PLR2004 - nothing lies apart
        return ""
    names = {member.code: member.name for member in result.members}
    best, worst = result.ranked.index[0], result.ranked.index[-1]
    return t(
        "Indeks {year} berkisar dari {low} ({worst}) sampai {high} ({best}).",
        year=year(result, result.last_year),
        low=n.index(result.ranked.iloc[-1], *result.ranked),
        worst=names[worst],
        high=n.index(result.ranked.iloc[0], *result.ranked),
        best=names[best],
    )


def sum_of_members(result: ProvinceOverview) -> str:
    """Say in the summary that the province's own figures are sums; nothing where they are published."""
    if result.rebuilt is None:
        return ""
    return t(
        "Angka {name} sendiri dijumlahkan dari kabupaten/kotanya, bukan deret publikasi BPS.", name=result.region.name
    )


def rebuilt(result: ProvinceOverview) -> str:
    """Say that the province's own figures are the sums of its regions; nothing where they are published."""
    version = result.rebuilt
    if version is None:
        return ""
    return t(
        "Angka {name} adalah jumlah {count} kabupaten/kota yang kini menjadi bagiannya, bukan deret "
        "publikasi BPS (sejak {since}, {law}: {reason}).",
        name=version.name,
        count=len(result.members),
        since=n.date(version.valid_from or ""),
        law=version.instrument,
        reason=labels.localized(version, "note"),
    )


def ranking_title(result: ProvinceOverview) -> str:
    """Title of the ranking: its message."""
    return t(
        "{above} dari {count} daerah mencapai atau melampaui tingkat {base} pada {year}",
        above=result.regained,
        count=len(result.ranked),
        base=result.base_year,
        year=year(result, result.last_year),
    )


def map_title(result: ProvinceOverview) -> str:
    """Title of the map: its message: how much of the economy the recovered regions make."""
    if not math.isfinite(result.regained_share):
        return t("PDRB {year} daerah-daerah di {name}", year=year(result, result.last_year), name=result.region.name)
    values = {"year": year(result, result.last_year), "base": result.base_year, "share": share(result)}
    if result.left_out:
        return t(
            "Daerah yang pada {year} sudah mencapai tingkat {base} menghasilkan {share} PDRB {base} "
            "daerah yang datanya tersedia",
            **values,
        )
    return t("Daerah yang pada {year} sudah mencapai tingkat {base} menghasilkan {share} PDRB {base}", **values)


def years_title(result: ProvinceOverview) -> str:
    """Title with the message of the recovery years: when most came back."""
    codes = [member.code for member in result.members]
    years = result.outcome.loc[codes, "recovery_year"].dropna()
    if years.empty:
        return t("Tahun pulih daerah-daerah di {name}", name=result.region.name)
    counts = years.value_counts()
    most = sorted(int(first) for first in counts[counts == counts.max()].index)
    values = {
        "years": n.listed([year(result, one) for one in most]),
        "count": int(counts.max()),
        "every": len(codes),
    }
    if len(most) > 1:
        return t("Paling banyak daerah pulih pada {years}, masing-masing {count} dari {every}", **values)
    return t("{count} dari {every} daerah pulih pada {years}", **values)


def spread_title(result: ProvinceOverview) -> str:
    """Title with the message of the spread through time."""
    row = result.spread.loc[result.last_year]
    digits = n.index_digits(*result.spread.to_numpy().ravel())
    return t(
        "Pada {year} daerah tertinggi dan terendah terpaut {gap} poin indeks",
        year=year(result, result.last_year),
        gap=n.number(rounded_float(row["highest"], digits) - rounded_float(row["lowest"], digits), digits),
    )


def year(result: ProvinceOverview, number: int) -> str:
    """Write a year of the members' figures with its mark where one of them is not final."""
    return provisional.year(number, result.provisional_years)


def share(result: ProvinceOverview) -> str:
    """Share of the economy that stands at or above the base level; less than all is not written as 100 per cent."""
    return n.percent(result.regained_share, digits_beside(result.regained_share, 0, HUNDRED))


def until(result: ProvinceOverview, member: Region) -> str:
    """Name a member, and its last year where its figures end before those of the others."""
    last = int(result.outcome.loc[member.code, "last_year"])
    return member.name if last == result.last_year else t("{name} (data hingga {last})", name=member.name, last=last)
