"""Notes of the recovery report: what stands under its charts and in its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.reports.economic_recovery import text
from umkm_analysis.rounding import rounded_float

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.reports.economic_recovery.analysis import Recovery
    from umkm_analysis.reports.economic_recovery.outcomes import Ranking

ROUTE_DIGITS = 3
"""Of an index beside what rounding alone can change of it."""


def swing_note(result: Recovery) -> str:
    """Say the swing in percentage points and why in nothing else."""
    shock, after = result.shock_year, result.recovery_year
    rates = result.path.growth[result.region.code]
    if not text.known(rates[shock], rates[after]):
        return text.no_swing(result)
    return t(
        "Dari {before} ({shock}) ke {came} ({after}), selisihnya {swing}. Selisih dua laju "
        "dinyatakan dalam poin persen; persentase perubahan antarlaju tidak bermakna dan tidak "
        "dihitung.",
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
    if not text.known(result.break_even, came):
        return [
            t(
                "Pertumbuhan minimum untuk pulih pada {after} tidak dapat dihitung karena ada tahun tanpa data.",
                after=after,
            )
        ]
    if result.break_even == 0:
        return [
            t(
                "{product} {shock} tidak berada di bawah {base}, sehingga tidak ada yang perlu dipulihkan.",
                product=labels.product(result.region),
                shock=shock,
                base=base,
            )
        ]
    short = came - result.break_even
    digits = text.break_even_digits(result)
    values = {
        "base": base,
        "after": after,
        "needed": n.percent(result.break_even, digits),
        "came": n.percent(came, digits),
        "size": n.points(abs(rounded_float(came, digits) - rounded_float(result.break_even, digits)), digits),
    }
    verdict = (
        t(
            "Untuk kembali ke tingkat {base} pada {after} dibutuhkan pertumbuhan {needed}; realisasinya "
            "{came}. Tercapai, dengan kelebihan {size}.",
            **values,
        )
        if short >= 0
        else t(
            "Untuk kembali ke tingkat {base} pada {after} dibutuhkan pertumbuhan {needed}; realisasinya "
            "{came}. Tidak tercapai, kurang {size}.",
            **values,
        )
    )
    sentences = [verdict, text.outcome(result)]
    if text.known(result.cumulative_loss):
        loss = t(
            "Sampai {until}, output yang hilang terhadap tingkat {base} berjumlah {loss} dari {product} "
            "setahun pada {base}.",
            product=labels.product(result.region),
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
    if not text.known(value):
        return ""
    origin = path.index_from.loc[year, own]
    low, high = n.bounds(path.index_low.loc[year, own], path.index_high.loc[year, own], ROUTE_DIGITS)
    sentence = t(
        "Indeks {year} dihitung dari {origin}: {value}; pembulatan angka sumber saja dapat menggesernya antara {low} "
        "dan {high}.",
        year=year,
        origin=labels.label(labels.ORIGIN, origin),
        value=n.number(value, ROUTE_DIGITS),
        low=low,
        high=high,
    )
    other = path.published_index.loc[year, own]
    if origin != "levels" or not text.known(other):
        return sentence
    low, high = n.bounds(path.published_low.loc[year, own], path.published_high.loc[year, own], ROUTE_DIGITS)
    published, needed = n.percent(result.break_even_published), n.percent(result.break_even)
    values = {"digit": n.number(0.01, 2), "other": n.number(other, ROUTE_DIGITS), "low": low, "high": high}
    return f"{sentence} " + (
        t(
            "Dari laju publikasi yang dibulatkan ke {digit} hasilnya {other} ({low}–{high}). Karena itu indeks "
            "ditulis dengan satu desimal.",
            **values,
        )
        if published == needed
        else t(
            "Dari laju publikasi yang dibulatkan ke {digit} hasilnya {other} ({low}–{high}), dan "
            "pertumbuhan minimumnya {published}, bukan {needed}. Karena itu indeks ditulis dengan satu "
            "desimal.",
            **values,
            published=published,
            needed=needed,
        )
    )


def no_ranking(result: Recovery) -> str:
    """Say why there is no rank."""
    own = result.region
    if own.kind == "nation":
        return t("Indonesia tidak diperingkat: tidak ada wilayah sejenis.")
    if result.rebuilt is not None:
        return t(
            "{name} tidak diperingkat di antara provinsi: {reason}.", name=own.name, reason=text.rebuilt(result.rebuilt)
        )
    return t(
        "Peringkat tidak dihitung: hanya {peers} yang dapat dibandingkan, dan peringkat di antara "
        "kurang dari lima wilayah tidak bermakna.",
        peers=labels.counted(own.kind, len(result.peers)),
    )


def reference_states(result: Recovery) -> str:
    """Say which years of the province and the nation are not final; nothing where all are."""
    parts = [
        t("{name}: {years}", name=above.name, years=n.listed([provisional.year(year, states) for year in states]))
        for above in result.references
        if (states := result.path.provisional_years(above.code))
    ]
    return t("Angka pembanding yang belum tetap – {parts}.", parts="; ".join(parts)) if parts else ""


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


def no_path(result: Recovery) -> list[str]:
    """Say why a trend is no path to measure against: what it continues is a decline."""
    return [
        t(
            "{trend} tidak digunakan sebagai jalur: lajunya {rate} setahun, dan penurunan tidak dapat "
            "menjadi acuan pemulihan.",
            trend=text.trend_name(trend),
            rate=n.percent(trend.rate),
        )
        for trend in result.trends
        if text.known(trend.rate) and not trend.is_path
    ]
