"""Sentences of the recovery report: summary, titles of charts, notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.datasets.region_versions import RegionVersion
    from umkm_analysis.reports.economic_recovery.analysis import Ranking, Recovery, Trend

BASE = 100.0
SMALLEST = 0.05
"""Half of the printed digit: a gap below it would be written as zero."""


def summary(result: Recovery) -> list[str]:
    """Say the report in three to five sentences, the honest one first."""
    lead = " ".join(sentence for sentence in (opening(result), against_references(result), outcome(result)) if sentence)
    sentences = [lead, against_trend(result), standing(result), caveat(result)]
    return [sentence for sentence in sentences if sentence]


def opening(result: Recovery) -> str:
    """Say how growth turned, where that left the level, and why."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    growth = result.path.growth[own.code]
    if not _known(growth[shock], growth[after]):
        return t(
            "Pertumbuhan ekonomi {name} {shock}–{after} tidak tersedia lengkap, sehingga ayunannya tidak dihitung.",
            name=own.name,
            shock=shock,
            after=after,
        )
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
            "Pertumbuhan ekonomi {name} bergerak dari {before} ({shock}) ke {came} ({after}): ayunan {swing} ke bawah; "
            "{level}.",
            **parts,
        )
    return t(
        "Pertumbuhan ekonomi {name} bergerak dari {before} ({shock}) ke {came} ({after}): ayunan {swing}; {level}.",
        **parts,
    )


def outcome(result: Recovery) -> str:
    """Say when the base level was regained, or that it was not."""
    own, base = result.region, result.base_year
    row = result.outcome.loc[own.code]
    index = result.path.index[own.code]
    last = result.last_year
    now = n.number(index[last], 1)
    if pd.isna(row["status"]):
        return t("Kapan level {base} pulih tidak dapat ditentukan, karena ada tahun tanpa angka.", base=base)
    if row["status"] == "no fall":
        return t(
            "PDRB tahunan {name} tidak pernah berada di bawah level {base} hingga {last} (indeks {now}).",
            name=own.name,
            base=base,
            last=last,
            now=now,
        )
    if row["status"] == "recovered":
        year = int(row["recovery_year"])
        then = n.number(index[year], 1)
        text = t("Level {base} kembali terlampaui pada {year} (indeks {then}).", base=base, year=year, then=then)
        if index[last] < BASE:
            text += " " + t("Namun pada {last} level itu kembali tidak tercapai (indeks {now}).", last=last, now=now)
        return text
    return t(
        "Hingga {last} level {base} belum pulih (indeks {now}); untuk pulih pada {year} dibutuhkan pertumbuhan "
        "{needed}.",
        last=last,
        base=base,
        now=now,
        year=last + 1,
        needed=n.percent(result.needed_next, 1),
    )


def against_references(result: Recovery) -> str:
    """Say where province and nation stood in the recovery year."""
    year, base = result.recovery_year, result.base_year
    parts = []
    for above in result.references:
        gap = float(result.gap.loc[year, above.code])
        if not _known(gap):
            continue
        size = gap_size(gap)
        parts.append(
            t("{name} masih {size} di bawah level {base}-nya", name=above.name, size=size, base=base)
            if gap < 0
            else t("{name} sudah {size} di atas level {base}-nya", name=above.name, size=size, base=base)
        )
    return t("Pada {year} {places}.", year=year, places=n.listed(parts)) if parts else ""


def against_trend(result: Recovery) -> str:
    """Say how far the level is from the declared trends."""
    year = result.recovery_year
    parts = [
        t("{gap} tren {rate} setahun", gap=trend_gap_phrase(trend.gap[year]), rate=n.percent(trend.rate))
        for trend in result.trends
        if _known(trend.gap[year])
    ]
    if not parts:
        return ""
    return t("Terhadap jalur tanpa guncangan, PDRB {year} {gaps}.", year=year, gaps=n.listed(parts))


def standing(result: Recovery) -> str:
    """Say the rank among peers; nothing where there is none."""
    if result.ranking is None or not _known(result.ranking.rank):
        return ""
    return t(
        "Menurut indeks {year}, {name} berada di {rank}.",
        year=result.ranking.year,
        name=result.region.name,
        rank=rank_phrase(result.ranking, result),
    )


def caveat(result: Recovery) -> str:
    """Say which figures of the region were corrected, withheld, rebuilt, or differ from what was published."""
    own = result.region.code
    fixes = result.provenance.corrections
    mine = fixes[fixes["code"] == own]
    parts = []
    if not mine.empty:
        years = ", ".join(str(year) for year in mine["year"])
        reason = labels.localized(next(mine.itertuples()), "reason")
        parts.append(
            t("angka level {years} ditahan karena {reason}", years=years, reason=reason)
            if (mine["action"] == "withhold").all()
            else t("angka level {years} dikoreksi karena {reason}", years=years, reason=reason)
        )
    parts += [
        t("deret terputus mulai {year}: {reason}", year=one.year, reason=labels.localized(one, "reason"))
        for one in result.breaks
        if one.year > result.base_year
    ]
    if result.rebuilt is not None:
        parts.append(rebuilt(result.rebuilt))
    odd = result.published[result.published["verdict"] == "mixed vintages"]
    if not odd.empty:
        years = ", ".join(str(year) for year in odd.index)
        parts.append(t("pertumbuhan terbit {years} berasal dari rilis yang berbeda dengan level", years=years))
    return t("Catatan data: {notes}.", notes="; ".join(parts)) if parts else ""


def rebuilt(version: RegionVersion) -> str:
    """Say that a province's figures are sums of the kabupaten and kota it holds today, and since when it holds them."""
    return t(
        "angka {name} adalah jumlah kabupaten/kota yang kini menjadi bagiannya, bukan deret terbit BPS (sejak {since}, "
        "{law}: {reason})",
        name=version.name,
        since=n.date(version.valid_from or ""),
        law=version.instrument,
        reason=labels.localized(version, "note"),
    )


def left_out(ranking: Ranking, names: Mapping[str, str]) -> str:
    """Say which peers a break keeps out of a ranking; nothing where there are none."""
    parts = [
        t(
            "{name} (terputus mulai {year}: {reason})",
            name=names[code],
            year=one.year,
            reason=labels.localized(one, "reason"),
        )
        for code, found in ranking.left_out.items()
        for one in found
    ]
    return t("Tidak ikut dibandingkan: {names}.", names="; ".join(parts)) if parts else ""


def rank_phrase(ranking: Ranking, result: Recovery) -> str:
    """Name the rank and among whom."""
    rank = n.number(ranking.rank, 0 if float(ranking.rank).is_integer() else 1)
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


def growth_title(result: Recovery) -> str:
    """Title of the growth chart: its message."""
    growth = result.path.growth[result.region.code]
    before, came = growth[result.shock_year], growth[result.recovery_year]
    if not _known(before, came):
        return t("Pertumbuhan ekonomi {name}", name=result.region.name)
    values = {"before": n.growth(before), "came": n.growth(came)}
    if before < 0 < came:
        return t("Pertumbuhan berbalik dari {before} ke {came} persen", **values)
    return t("Pertumbuhan bergerak dari {before} ke {came} persen", **values)


def level_title(result: Recovery) -> str:
    """Title of the level chart: its message."""
    own, year, base = result.region, result.recovery_year, result.base_year
    gap = float(result.gap.loc[year, own.code])
    if not _known(gap):
        return t("Level PDRB {name}, {base} = 100", name=own.name, base=base)
    values = {"year": year, "gap": gap_phrase(gap, base)}
    if gap < 0:
        return t("Level {year} masih {gap}", **values)
    if result.outcome.loc[own.code, "status"] == "recovered":
        return t("Level {year} sudah {gap}", **values)
    return t("Level {year} {gap}", **values)


def trend_title(result: Recovery) -> str:
    """Title of the trend chart: its message."""
    year, base, gap = result.recovery_year, result.base_year, result.trends[0].gap[result.recovery_year]
    if not _known(gap):
        return t("PDRB {year}: tren tidak dapat dihitung", year=year)
    return t("PDRB {year} {gap} tren {base}", year=year, gap=trend_gap_phrase(gap), base=base)


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


def swing_note(result: Recovery) -> str:
    """Say the swing in percentage points and why in nothing else."""
    shock, after = result.shock_year, result.recovery_year
    rates = result.path.growth[result.region.code]
    return t(
        "Dari {before} ({shock}) ke {came} ({after}) ayunannya {swing}. Selisih dua laju dinyatakan dalam poin persen; "
        "persentase perubahan antarlaju tidak bermakna dan tidak dihitung.",
        before=n.signed_percent(rates[shock]),
        shock=shock,
        came=n.signed_percent(rates[after]),
        after=after,
        swing=n.points(result.swing, signed=True),
    )


def break_even(result: Recovery) -> list[str]:
    """Say what growth was needed, and whether it came."""
    base, shock, after = result.base_year, result.shock_year, result.recovery_year
    came = float(result.path.growth.loc[after, result.region.code])
    if not _known(result.break_even, came):
        return [t("Pertumbuhan impas {after} tidak dapat dihitung karena ada tahun tanpa angka.", after=after)]
    if result.break_even == 0:
        return [
            t(
                "PDRB {shock} tidak berada di bawah {base}, jadi tidak ada yang perlu dipulihkan.",
                shock=shock,
                base=base,
            )
        ]
    short = came - result.break_even
    values = {
        "base": base,
        "after": after,
        "needed": n.percent(result.break_even),
        "came": n.percent(came),
        "size": n.points(abs(round(came, 2) - round(result.break_even, 2))),
    }
    verdict = (
        t(
            "Untuk kembali ke level {base} pada {after} dibutuhkan pertumbuhan {needed}; yang datang {came}: tercapai, "
            "lebih {size}.",
            **values,
        )
        if short >= 0
        else t(
            "Untuk kembali ke level {base} pada {after} dibutuhkan pertumbuhan {needed}; yang datang {came}: "
            "tidak tercapai, kurang {size}.",
            **values,
        )
    )
    sentences = [verdict, outcome(result)]
    if _known(result.cumulative_loss):
        loss = t(
            "Sampai {until}, keluaran yang hilang dibanding level {base} yang datar berjumlah {loss} PDRB setahun "
            "{base}.",
            until=result.loss_until,
            base=base,
            loss=n.percent(result.cumulative_loss, 1),
        )
        sentences.append(loss)
    return sentences


def route_note(result: Recovery) -> str:
    """Say which input the index rests on and how far rounding alone could move it."""
    own, year, path = result.region.code, result.recovery_year, result.path
    value = path.index.loc[year, own]
    if not _known(value):
        return ""
    origin = path.index_from.loc[year, own]
    text = t(
        "Indeks {year} dihitung dari {origin}: {value}; pembulatan angka sumber saja dapat menggesernya antara {low} "
        "dan {high}.",
        year=year,
        origin=labels.label(labels.ORIGIN, origin),
        value=n.number(value, 2),
        low=n.number(path.index_low.loc[year, own], 3),
        high=n.number(path.index_high.loc[year, own], 3),
    )
    other = path.published_index.loc[year, own]
    if origin != "levels" or not _known(other):
        return text
    return f"{text} " + t(
        "Dari laju terbit yang dibulatkan ke {digit} hasilnya {other} ({low}–{high}), dan pertumbuhan impasnya "
        "{published} alih-alih {needed}. Karena itu indeks ditulis dengan satu desimal.",
        digit=n.number(0.01, 2),
        other=n.number(other, 2),
        low=n.number(path.published_low.loc[year, own], 3),
        high=n.number(path.published_high.loc[year, own], 3),
        published=n.percent(result.break_even_published),
        needed=n.percent(result.break_even),
    )


def no_ranking(result: Recovery) -> str:
    """Say why there is no rank."""
    own = result.region
    if own.kind == "nation":
        return t("Indonesia tidak diperingkat: tidak ada wilayah sejenis.")
    if result.rebuilt is not None:
        return t(
            "{name} tidak diperingkat di antara provinsi: {reason}.", name=own.name, reason=rebuilt(result.rebuilt)
        )
    return t(
        "Tidak ada peringkat: hanya {peers} yang dapat dibandingkan, dan peringkat di antara kurang dari lima "
        "wilayah tidak bermakna.",
        peers=labels.counted(own.kind, len(result.peers)),
    )


def _level_clause(result: Recovery) -> str:
    own, base, after = result.region, result.base_year, result.recovery_year
    gap = float(result.gap.loc[after, own.code])
    if not _known(gap):
        return t(
            "level {after} terhadap {base} tidak dapat dihitung karena ada tahun tanpa angka", after=after, base=base
        )
    values = {
        "after": after,
        "gap": gap_phrase(gap, base),
        "index": n.number(float(result.path.index.loc[after, own.code]), 1),
        "needed": n.percent(result.break_even, 1),
        "came": n.percent(float(result.path.growth.loc[after, own.code])),
    }
    if result.break_even == 0:
        return t("PDRB {after} berada {gap} (indeks {index})", **values)
    if gap < 0:
        return t(
            "namun PDRB {after} masih sekitar {gap} (indeks {index}), karena dibutuhkan {needed} dan yang tercapai "
            "{came}",
            **values,
        )
    return t("PDRB {after} sudah {gap} (indeks {index}): dibutuhkan {needed} dan yang tercapai {came}", **values)


def _known(*values: float) -> bool:
    return all(math.isfinite(value) for value in values)
