"""Sentences of the recovery report: what the figures say, and what they do not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.presentation import numbers as n

if TYPE_CHECKING:
    from umkm_analysis.analyses.economic_recovery import Ranking, Recovery
    from umkm_analysis.datasets.regions import Region

CLASSES = {
    "RS": "bertahan (tidak turun)",
    "RE": "pulih",
    "NR1": "membaik, belum pulih",
    "NR2": "di titik terendah",
}
BASE = 100.0
KINDS = {"kota": "kota", "kabupaten": "kabupaten", "province": "provinsi"}


def summary(result: Recovery) -> list[str]:
    """Say the report in three to five sentences, the honest one first."""
    lead = " ".join(sentence for sentence in (opening(result), beside(result), outcome(result)) if sentence)
    told = [lead, against_trend(result), standing(result), caveat(result)]
    return [sentence for sentence in told if sentence]


def opening(result: Recovery) -> str:
    """Say how growth turned, where that left the level, and why."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    growth = result.path.growth[own.code]
    if not _known(growth[shock], growth[after]):
        return (
            f"Pertumbuhan ekonomi {own.name} {shock}–{after} tidak tersedia lengkap, sehingga ayunannya tidak dihitung."
        )
    turn = (
        f"Pertumbuhan ekonomi {own.name} bergerak dari {n.signed_percent(growth[shock])} ({shock}) "
        f"ke {n.signed_percent(growth[after])} ({after}): ayunan {n.points(abs(result.swing))}"
    )
    if result.swing < 0:
        turn += " ke bawah"
    return f"{turn}; {_level_clause(result)}."


def outcome(result: Recovery) -> str:
    """Say when the base level was regained, or that it was not."""
    own, base = result.region, result.base_year
    row = result.outcome.loc[own.code]
    index = result.path.index[own.code]
    last = result.last_year
    if pd.isna(row["status"]):
        return f"Kapan level {base} pulih tidak dapat ditentukan, karena ada tahun tanpa angka."
    if row["status"] == "no fall":
        now = n.number(index[last], 1)
        return f"PDRB tahunan {own.name} tidak pernah berada di bawah level {base} hingga {last} (indeks {now})."
    if row["status"] == "recovered":
        year = int(row["recovery_year"])
        text = f"Level {base} kembali terlampaui pada {year} (indeks {n.number(index[year], 1)})."
        if index[last] < BASE:
            text += f" Namun pada {last} level itu kembali tidak tercapai (indeks {n.number(index[last], 1)})."
        return text
    return (
        f"Hingga {last} level {base} belum pulih (indeks {n.number(index[last], 1)}); untuk pulih pada {last + 1} "
        f"dibutuhkan pertumbuhan {n.percent(result.needed_next, 1)}."
    )


def beside(result: Recovery) -> str:
    """Say where province and nation stood in the recovery year."""
    year = result.recovery_year
    parts = [
        f"{above.name} {_against_base(gap)} level {result.base_year}-nya"
        for above in result.references
        if _known(gap := float(result.gap.loc[year, above.code]))
    ]
    return f"Pada {year} {' dan '.join(parts)}." if parts else ""


def against_trend(result: Recovery) -> str:
    """Say how far the level is from the declared trends."""
    parts = [
        f"{trend_gap_phrase(trend.gap[result.recovery_year])} tren {n.number(trend.rate, 2)} persen setahun"
        for trend in result.trends
        if _known(trend.gap[result.recovery_year])
    ]
    if not parts:
        return ""
    return f"Terhadap jalur tanpa guncangan, PDRB {result.recovery_year} {' dan '.join(parts)}."


def standing(result: Recovery) -> str:
    """Say the rank among peers, or why there is none."""
    if result.ranking is None:
        return ""
    if not _known(result.ranking.rank):
        return ""
    return (
        f"Menurut indeks {result.ranking.year}, {result.region.name} berada di {rank_phrase(result.ranking, result)}."
    )


def caveat(result: Recovery) -> str:
    """Say which figures of the region were corrected, withheld or differ from what was published."""
    own = result.region.code
    fixes = result.provenance.corrections
    mine = fixes[fixes["code"] == own]
    parts = []
    if not mine.empty:
        years = ", ".join(str(year) for year in mine["year"])
        verb = "ditahan" if (mine["action"] == "withhold").all() else "dikoreksi"
        parts.append(f"angka level {years} {verb} karena {mine['reason_id'].iloc[0]}")
    odd = result.published[result.published["verdict"] == "mixed vintages"]
    if not odd.empty:
        years = ", ".join(str(year) for year in odd.index)
        parts.append(f"pertumbuhan terbit {years} berasal dari rilis yang berbeda dengan level")
    return f"Catatan data: {'; '.join(parts)}." if parts else ""


def rank_phrase(ranking: Ranking, result: Recovery) -> str:
    """Name the rank and among whom."""
    digits = 0 if float(ranking.rank).is_integer() else 1
    among = f"{len(ranking.index)} {KINDS[result.region.kind]}"
    where = f" di {result.references[0].name}" if result.region.is_local else ""
    return f"peringkat {n.number(ranking.rank, digits)} dari {among}{where}"


def trend_gap_phrase(gap: float) -> str:
    """Name a gap to a trend with its side."""
    return f"{n.percent(abs(gap), 1)} {'di bawah' if gap < 0 else 'di atas'}"


def level_title(result: Recovery) -> str:
    """Say the level chart's message."""
    own = result.region
    gap = float(result.gap.loc[result.recovery_year, own.code])
    if not _known(gap):
        return f"Level PDRB {own.name}, {result.base_year} = 100"
    adverb = "masih " if gap < 0 else ("sudah " if result.outcome.loc[own.code, "status"] == "recovered" else "")
    return f"Level {result.recovery_year} {adverb}{gap_phrase(gap, result.base_year)}"


def gap_phrase(gap: float, base_year: int) -> str:
    """Name a gap to the base year's level with its side; what rounds to zero is said to be less than a tenth."""
    size = n.percent(abs(gap), 1) if abs(gap) >= 0.05 else "kurang dari 0,1 persen"  # noqa: PLR2004 - half of the printed digit
    return f"{size} {'di bawah' if gap < 0 else 'di atas'} {base_year}"


def route_note(result: Recovery) -> str:
    """Say which input the index rests on and how far rounding alone could move it."""
    own, year, path = result.region.code, result.recovery_year, result.path
    value = path.index.loc[year, own]
    if not _known(value):
        return ""
    origin = "level ADHK" if path.index_from.loc[year, own] == "levels" else "rangkaian laju terbit"
    low, high = path.index_low.loc[year, own], path.index_high.loc[year, own]
    text = (
        f"Indeks {year} dihitung dari {origin}: {n.number(value, 2)}; pembulatan angka sumber saja dapat menggesernya "
        f"antara {n.number(low, 3)} dan {n.number(high, 3)}."
    )
    other = path.published_index.loc[year, own]
    if origin == "level ADHK" and _known(other):
        text += (
            f" Dari laju terbit yang dibulatkan ke 0,01 hasilnya {n.number(other, 2)} "
            f"({n.number(path.published_low.loc[year, own], 3)}–{n.number(path.published_high.loc[year, own], 3)}), "
            f"dan pertumbuhan impasnya {n.percent(result.break_even_published)} alih-alih "
            f"{n.percent(result.break_even)}. Karena itu indeks ditulis dengan satu desimal."
        )
    return text


def references_phrase(result: Recovery) -> str:
    """Name what stands above the region: "Jawa Timur dan Indonesia"."""
    return " dan ".join(above.name for above in result.references)


def no_ranking(result: Recovery) -> str:
    """Say why there is no rank."""
    own: Region = result.region
    if own.kind == "nation":
        return "Indonesia tidak diperingkat: tidak ada wilayah sejenis."
    where = f" di {result.references[0].name}" if own.is_local else ""
    return (
        f"Tidak ada peringkat: hanya ada {len(result.peers)} {KINDS[own.kind]}{where} yang dapat dibandingkan, "
        "dan peringkat di antara kurang dari lima wilayah tidak bermakna."
    )


def _level_clause(result: Recovery) -> str:
    own, base, after = result.region, result.base_year, result.recovery_year
    gap = float(result.gap.loc[after, own.code])
    came = float(result.path.growth.loc[after, own.code])
    index = n.number(float(result.path.index.loc[after, own.code]), 1)
    if not _known(gap):
        return f"level {after} terhadap {base} tidak dapat dihitung karena ada tahun tanpa angka"
    where = f"PDRB {after}"
    needed = f"dibutuhkan {n.percent(result.break_even, 1)} dan yang tercapai {n.percent(came)}"
    if result.break_even == 0:
        return f"{where} berada {gap_phrase(gap, base)} (indeks {index})"
    if gap < 0:
        return f"namun {where} masih sekitar {gap_phrase(gap, base)} (indeks {index}), karena {needed}"
    return f"{where} sudah {gap_phrase(gap, base)} (indeks {index}): {needed}"


def _against_base(gap: float) -> str:
    size = n.percent(abs(gap), 1) if abs(gap) >= 0.05 else "kurang dari 0,1 persen"  # noqa: PLR2004 - half of the printed digit
    return f"{'masih' if gap < 0 else 'sudah'} {size} {'di bawah' if gap < 0 else 'di atas'}"


def _known(*values: float) -> bool:
    return all(math.isfinite(value) for value in values)
