"""Sentences of the recovery report: summary and notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.rounding import HUNDRED, rounded

if TYPE_CHECKING:
    from umkm_analysis.datasets.region_versions import RegionVersion
    from umkm_analysis.reports.economic_recovery.analysis import Recovery
    from umkm_analysis.reports.economic_recovery.outcomes import Ranking, Trend

MAX_DIGITS = 4
SMALLEST = 0.05
"""Half of the printed digit: a gap below it would be written as zero."""

TROUGH = 10
"""Per cent of a fall in the base year itself from which a reader is warned of it."""


def summary(result: Recovery) -> list[str]:
    """Report in a few paragraphs: the newest year, how it came to that, where others stand, what is uncertain."""
    story = " ".join(sentence for sentence in (opening(result), outcome(result), unusual_base(result)) if sentence)
    others = " ".join(sentence for sentence in (against_references(result), standing(result)) if sentence)
    return [sentence for sentence in (newest(result), story, others, data_until(result), caveat(result)) if sentence]


def newest(result: Recovery) -> str:
    """Say where the level stands in its last year, against the base year and against the path before the shock."""
    own, year = result.region, result.last_year
    if not result.is_followed:
        return growth_alone(result)
    gap, trend = float(result.gap.loc[year, own.code]), result.trends[0]
    values = {
        "year": provisional.year(year, result.provisional_years),
        "product": labels.product(own),
        "name": own.name,
        "index": n.index(float(result.path.index.loc[year, own.code])),
        "base": result.base_year,
        "gap": gap_phrase(gap, result.base_year),
    }
    if not known(trend.gap[year]):
        return t("Pada {year} indeks {product} {name} tercatat {index} ({base} = 100), {gap}.", **values)
    values |= {"side": trend_gap_phrase(trend.gap[year]), "rate": n.percent(trend.rate)}
    if trend.gap[year] < 0 <= gap:
        return t(
            "Pada {year} indeks {product} {name} tercatat {index} ({base} = 100), {gap}, tetapi masih "
            "{side} jalur sebelum guncangan (tumbuh {rate} setahun seperti pada {base}).",
            **values,
        )
    return t(
        "Pada {year} indeks {product} {name} tercatat {index} ({base} = 100), {gap} dan {side} "
        "jalur sebelum guncangan (tumbuh {rate} setahun seperti pada {base}).",
        **values,
    )


def unusual_base(result: Recovery) -> str:
    """Warn of a base year that was itself a trough: what lies above it may still be below the years before."""
    fell = result.path.growth[result.region.code].get(result.base_year, float("nan"))
    if not fell <= -TROUGH:
        return ""
    values = {"base": result.base_year, "fell": n.percent(abs(fell)), "before": result.base_year - 1}
    level = float(result.path.index[result.region.code].get(result.base_year - 1, float("nan")))
    if not known(level):
        return t("Tahun dasar {base} sendiri turun {fell}, sehingga perbandingan dengannya tampak baik.", **values)
    return t(
        "Tahun dasar {base} sendiri turun {fell}: tingkat {before} adalah {level} ({base} = 100), sehingga "
        "perbandingan dengan {base} tampak baik.",
        level=n.index(level),
        **values,
    )


def growth_alone(result: Recovery) -> str:
    """Say how the region grew, and that its level cannot be followed from the base year on."""
    year, growth = result.newest_year, result.path.growth[result.region.code]
    values = {"product": labels.product(result.region), "name": result.region.name, "base": result.base_year}
    known_since = growth[growth.index > result.base_year].dropna()
    if known_since.empty:
        return t("Data {product} {name} sejak {base} belum tersedia.", **values)
    return t(
        "Pada {year} {product} {name} tumbuh {rate}. Data pertumbuhan baru tersedia mulai {first}: "
        "karena tahun-tahun sebelumnya kosong, {product} tidak dapat dibandingkan dengan {base}.",
        year=provisional.year(year, result.provisional_years),
        rate=n.signed_percent(float(growth[year])),
        first=int(known_since.index[0]),
        **values,
    )


def data_until(result: Recovery) -> str:
    """Say which year the newest figures are of, and which years' are not final."""
    year, last = provisional.year(result.newest_year, result.provisional_years), result.last_year
    until = (
        t("Data terbaru: {year}.", year=year)
        if result.newest_year == last or not result.is_followed
        else t("Data terbaru: {year}; indeks berakhir pada {last}.", year=year, last=last)
    )
    return " ".join(sentence for sentence in (until, provisional.note(result.provisional_years)) if sentence)


def opening(result: Recovery) -> str:
    """Say how growth turned, where that left the level, and why."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    growth = result.path.growth[own.code]
    if not known(growth[shock], growth[after]):
        return no_swing(result)
    parts = {
        "name": own.name,
        "before": n.signed_percent(growth[shock]),
        "shock": shock,
        "came": n.signed_percent(growth[after]),
        "after": after,
        "swing": n.points(abs(result.swing)),
        "level": _level_clause(result),
    }
    if result.swing < 0:
        return t(
            "Pertumbuhan ekonomi {name} turun dari {before} ({shock}) menjadi {came} ({after}), selisih "
            "{swing}. {level}.",
            **parts,
        )
    return t(
        "Pertumbuhan ekonomi {name} bergerak dari {before} ({shock}) ke {came} ({after}), selisih {swing}. {level}.",
        **parts,
    )


def no_swing(result: Recovery) -> str:
    """Say that a rate is missing that the swing needs."""
    return t(
        "Data pertumbuhan ekonomi {name} {shock}–{after} tidak lengkap, sehingga selisihnya tidak dihitung.",
        name=result.region.name,
        shock=result.shock_year,
        after=result.recovery_year,
    )


def outcome(result: Recovery) -> str:
    """Say when the base level was regained, or that it was not."""
    own, base = result.region, result.base_year
    row = result.outcome.loc[own.code]
    index = result.path.index[own.code]
    last = result.last_year
    now = n.index(index[last])
    product = labels.product(own)
    if pd.isna(row["status"]):
        return t(
            "Kapan {product} kembali ke tingkat {base} tidak dapat ditentukan, karena ada tahun tanpa data.",
            product=product,
            base=base,
        )
    if row["status"] == "no fall":
        return t(
            "{product} tahunan {name} tidak pernah turun di bawah tingkat {base} hingga {last} (indeks {now}).",
            product=product,
            name=own.name,
            base=base,
            last=last,
            now=now,
        )
    if row["status"] == "recovered":
        year = int(row["recovery_year"])
        then = n.index(index[year])
        text = t(
            "{product} kembali melampaui tingkat {base} pada {year} (indeks {then}).",
            product=product,
            base=base,
            year=year,
            then=then,
        )
        if index[last] < HUNDRED:
            text += " " + t(
                "Namun pada {last} {product} kembali berada di bawah tingkat itu (indeks {now}).",
                product=product,
                last=last,
                now=now,
            )
        return text
    return t(
        "Hingga {last} {product} belum kembali ke tingkat {base} (indeks {now}); untuk mencapainya "
        "pada {year} dibutuhkan pertumbuhan {needed}.",
        product=product,
        last=last,
        base=base,
        now=now,
        year=last + 1,
        needed=n.percent(result.needed_next, 1),
    )


def against_references(result: Recovery) -> str:
    """Say where the region, its province and the nation stood in the last year that all of them have."""
    year, base = result.last_shared_year, result.base_year
    places = [
        t("{name} {gap}", name=region.name, gap=gap_phrase(float(result.gap.loc[year, region.code]), base))
        for region in (result.region, *result.references)
        if known(float(result.gap.loc[year, region.code]))
    ]
    if not (result.references and result.is_followed) or len(places) == 1:
        return ""
    if year == result.last_year:
        return t("Pada {year} {places}.", year=year, places=n.listed(places))
    return t(
        "Pada {year}, tahun terakhir yang datanya tersedia untuk semuanya, {places}.",
        year=year,
        places=n.listed(places),
    )


def against_trend(result: Recovery) -> str:
    """Say how far the level of the last year is from the declared trends."""
    year = result.last_year
    parts = [
        t("{gap} tren {rate} setahun", gap=trend_gap_phrase(trend.gap[year]), rate=n.percent(trend.rate))
        for trend in result.trends
        if known(trend.gap[year])
    ]
    if not parts:
        return ""
    return t(
        "Dibandingkan dengan jalur tanpa guncangan, {product} {year} berada {gaps}.",
        product=labels.product(result.region),
        year=year,
        gaps=n.listed(parts),
    )


def standing(result: Recovery) -> str:
    """Say the rank among peers in the last year that most of them have, and in the recovery year."""
    latest, then = result.latest_ranking, result.ranking
    if latest is None or not known(latest.rank):
        return ""
    values = {"year": latest.year, "name": result.region.name, "rank": rank_phrase(latest, result)}
    founded_later = result.region.is_local and result.references[0].code in result.path.rebuilt
    if then is None or then.year == latest.year or not known(then.rank) or founded_later:
        return t("Menurut indeks {year}, {name} berada di {rank}.", **values)
    values |= {"then": then.year, "before": _rank(then), "count": len(then.index)}
    if len(then.index) == len(latest.index):
        return t("Menurut indeks {year}, {name} berada di {rank} ({then}: peringkat {before}).", **values)
    return t("Menurut indeks {year}, {name} berada di {rank} ({then}: peringkat {before} dari {count}).", **values)


def caveat(result: Recovery) -> str:
    """Say which figures of the region were corrected, withheld, rebuilt, or differ from what was published."""
    own, product = result.region.code, labels.product(result.region)
    fixes = result.provenance.corrections
    mine = fixes[fixes["code"] == own]
    parts = []
    if not mine.empty:
        years = n.listed([str(year) for year in mine["year"]])
        reason = labels.localized(next(mine.itertuples()), "reason")
        parts.append(
            t("angka {product} {years} tidak digunakan karena {reason}", product=product, years=years, reason=reason)
            if (mine["action"] == "withhold").all()
            else t("angka {product} {years} dikoreksi karena {reason}", product=product, years=years, reason=reason)
        )
    parts += [
        t("deret terputus mulai {year}: {reason}", year=one.year, reason=labels.localized(one, "reason"))
        for one in result.breaks
        if one.year > result.base_year
    ]
    if result.rebuilt is not None:
        parts.append(rebuilt(result.rebuilt))
        rates = [
            f"{n.signed_percent(row.published)} ({provisional.year(int(year), result.provisional_years)})"
            for year, row in zip(result.published.index, result.published.itertuples(), strict=True)
        ]
        if rates:
            parts.append(t("pertumbuhan menurut BPS sendiri {rates}", rates=n.listed(rates)))
    odd = result.published[result.published["verdict"] == "mixed vintages"]
    if not odd.empty:
        years = n.listed([str(year) for year in odd.index])
        parts.append(
            t(
                "pertumbuhan publikasi {years} berasal dari rilis yang berbeda dengan nilai {product}",
                product=product,
                years=years,
            )
        )
    return t("Catatan data: {notes}.", notes="; ".join(parts)) if parts else ""


def rebuilt(version: RegionVersion) -> str:
    """Say that a province's figures are sums of the kabupaten and kota it holds today, and since when it holds them."""
    return t(
        "angka {name} adalah jumlah kabupaten/kota yang kini menjadi bagiannya, bukan deret "
        "publikasi BPS (sejak {since}, {law}: {reason})",
        name=version.name,
        since=n.date(version.valid_from or ""),
        law=version.instrument,
        reason=labels.localized(version, "note"),
    )


def rank_phrase(ranking: Ranking, result: Recovery) -> str:
    """Name the rank and among whom."""
    rank = _rank(ranking)
    peers = labels.counted(result.region.kind, len(ranking.index))
    if result.region.is_local:
        where = result.references[0].name
        return t("peringkat {rank} dari {peers} di {where}", rank=rank, peers=peers, where=where)
    return t("peringkat {rank} dari {peers}", rank=rank, peers=peers)


def trend_gap_phrase(gap: float) -> str:
    """Name a gap to a trend with its side."""
    size = n.percent(abs(gap), 1)
    return t("{size} di bawah", size=size) if gap < 0 else t("{size} di atas", size=size)


def trend_name(trend: Trend) -> str:
    """Name a declared trend."""
    if trend.first_year == trend.last_year:
        return t("Pertumbuhan {year} berlanjut", year=trend.first_year)
    return t("Rata-rata geometrik {first}–{last} berlanjut", first=trend.first_year, last=trend.last_year)


def gap_phrase(gap: float, base_year: int) -> str:
    """Name a gap to the base year's level with its side."""
    if gap < 0:
        return t("{size} di bawah {year}", size=gap_size(gap), year=base_year)
    return t("{size} di atas {year}", size=gap_size(gap), year=base_year)


def gap_size(gap: float) -> str:
    """Name the size of a gap; what rounds to zero is said to be less than a tenth."""
    if abs(gap) < SMALLEST:
        return t("kurang dari {least}", least=n.percent(0.1, 1))
    return n.percent(abs(gap), 1)


def break_even_digits(result: Recovery) -> int:
    """Decimals that tell the growth that was needed from the growth that came: two, more where those are alike."""
    came, digits = float(result.path.growth.loc[result.recovery_year, result.region.code]), 2
    if not known(came, result.break_even):
        return digits
    while digits < MAX_DIGITS and rounded(came, digits) == rounded(result.break_even, digits):
        digits += 1
    return digits


def _rank(ranking: Ranking) -> str:
    return n.ordinal(float(ranking.rank))


def _level_clause(result: Recovery) -> str:
    own, base, after = result.region, result.base_year, result.recovery_year
    gap = float(result.gap.loc[after, own.code])
    if not known(gap):
        return t(
            "{product} {after} terhadap {base} tidak dapat dihitung karena ada tahun tanpa data",
            product=labels.product(own),
            after=after,
            base=base,
        )
    digits = break_even_digits(result)
    values = {
        "product": labels.product(own),
        "after": after,
        "gap": gap_phrase(gap, base),
        "index": n.index(float(result.path.index.loc[after, own.code])),
        "needed": n.percent(result.break_even, digits),
        "came": n.percent(float(result.path.growth.loc[after, own.code]), digits),
    }
    if result.break_even == 0:
        return t("{product} {after} berada {gap} (indeks {index})", **values)
    if gap < 0:
        return t(
            "Namun {product} {after} masih sekitar {gap} (indeks {index}): untuk pulih dibutuhkan "
            "pertumbuhan {needed}, realisasinya {came}",
            **values,
        )
    return t(
        "{product} {after} sudah {gap} (indeks {index}): untuk pulih dibutuhkan pertumbuhan "
        "{needed}, realisasinya {came}",
        **values,
    )


def known(*values: float) -> bool:
    """Whether all of some figures exist."""
    return all(math.isfinite(value) for value in values)
