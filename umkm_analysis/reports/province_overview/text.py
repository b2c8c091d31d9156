"""Sentences of the province overview: summary, titles of charts, notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.reports.province_overview.analysis import CENSUS

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.province_overview.analysis import Convergence, Dispersion, ProvinceOverview

BASE = 100.0
MOST_NAMES = 6
"""Names that a sentence can carry."""


def summary(result: ProvinceOverview) -> list[str]:
    """Say the overview in a few sentences, the honest one first."""
    sentences = [opening(result), not_regained(result), apart(result), unequal(result)]
    return [sentence for sentence in sentences if sentence]


def opening(result: ProvinceOverview) -> str:
    """Say how many regions stood at or above the base level, beside the province's own index."""
    above = result.regained
    count = len(result.ranked)
    index = float(result.path.index.loc[result.year, result.region.code])
    if not count or not math.isfinite(index):
        return t("Indeks level {year} di {name} tidak tersedia.", year=result.year, name=result.region.name)
    values = {
        "year": result.year,
        "name": result.region.name,
        "index": n.number(index, 1),
        "base": result.base_year,
        "above": above,
        "below": count - above,
        "count": count,
    }
    if above == count:
        return t(
            "Pada {year} PDRB {name} berada di indeks {index} ({base} = 100), dan seluruh {count} daerahnya sudah pada "
            "atau di atas level {base}.",
            **values,
        )
    return t(
        "Pada {year} PDRB {name} berada di indeks {index} ({base} = 100); angka itu menutupi perbedaan: {above} dari "
        "{count} daerahnya sudah pada atau di atas level {base}, {below} masih di bawahnya.",
        **values,
    )


def not_regained(result: ProvinceOverview) -> str:
    """Name the regions that have not regained the base level by the last figure."""
    codes = [member.code for member in result.members]
    status = result.outcome.loc[codes, "status"]
    left = [member.name for member in result.members if status[member.code] == "not recovered"]
    if not left:
        return (
            ""
            if status.isna().any()
            else t(
                "Hingga {last} tidak ada lagi daerah yang belum kembali ke level {base}.",
                last=result.last_year,
                base=result.base_year,
            )
        )
    shown = (
        left
        if len(left) <= MOST_NAMES
        else [*left[:MOST_NAMES], t("{count} daerah lain", count=len(left) - MOST_NAMES)]
    )
    return t(
        "Hingga {last} yang belum kembali ke level {base}: {names}.",
        last=result.last_year,
        base=result.base_year,
        names=n.listed(shown),
    )


def apart(result: ProvinceOverview) -> str:
    """Say how far the best and the worst region lie apart."""
    if len(result.ranked) < 2:  # noqa: PLR2004 - nothing lies apart
        return ""
    names = {member.code: member.name for member in result.members}
    best, worst = result.ranked.index[0], result.ranked.index[-1]
    return t(
        "Indeks {year} terbentang dari {low} ({worst}) sampai {high} ({best}).",
        year=result.year,
        low=n.number(result.ranked.iloc[-1], 1),
        worst=names[worst],
        high=n.number(result.ranked.iloc[0], 1),
        best=names[best],
    )


def unequal(result: ProvinceOverview) -> str:
    """Say how inequality between the regions moved since the base year; nothing where it is not known."""
    ends = dispersion_ends(result)
    if ends is None:
        return ""
    before, after, last = ends
    values = {
        "base": result.base_year,
        "last": last,
        "before": n.number(before["williamson_index"], 3),
        "after": n.number(after["williamson_index"], 3),
        "cv_before": n.number(before["coefficient_of_variation"], 3),
        "cv_after": n.number(after["coefficient_of_variation"], 3),
    }
    wider = after["williamson_index"] > before["williamson_index"]
    simple_wider = after["coefficient_of_variation"] > before["coefficient_of_variation"]
    if wider == simple_wider:
        return (
            t(
                "Ketimpangan PDRB per kapita antardaerah melebar: indeks Williamson {before} ({base}) menjadi "
                "{after} ({last}).",
                **values,
            )
            if wider
            else t(
                "Ketimpangan PDRB per kapita antardaerah menyempit: indeks Williamson {before} ({base}) menjadi "
                "{after} ({last}).",
                **values,
            )
        )
    return t(
        "Arah ketimpangan PDRB per kapita antardaerah bergantung pada ukurannya: indeks Williamson, yang ditimbang "
        "penduduk, bergerak dari {before} ({base}) ke {after} ({last}); koefisien variasi, yang menghitung setiap "
        "daerah sekali, dari {cv_before} ke {cv_after}.",
        **values,
    )


def rebuilt(result: ProvinceOverview) -> str:
    """Say that the province's own figures are the sums of its regions; nothing where they are published."""
    version = result.rebuilt
    if version is None:
        return ""
    return t(
        "Angka {name} adalah jumlah {count} kabupaten/kota yang kini menjadi bagiannya, bukan deret terbit BPS (sejak "
        "{since}, {law}: {reason}).",
        name=version.name,
        count=len(result.members),
        since=n.date(version.valid_from or ""),
        law=version.instrument,
        reason=labels.localized(version, "note"),
    )


def dispersion_ends(result: ProvinceOverview) -> tuple[pd.Series, pd.Series, int] | None:
    """Return the dispersion of the base year and of the last year, and that year; None where there is none."""
    found = result.dispersion
    if found is None or result.base_year not in found.measures.index:
        return None
    last = int(found.measures.index[-1])
    return found.measures.loc[result.base_year], found.measures.loc[last], last


def no_dispersion(result: ProvinceOverview) -> str:
    """Say why inequality is not measured."""
    return t(
        "Indeks Williamson, indeks Theil, dan dispersi sigma memerlukan jumlah penduduk. Edisi data ini baru memuat "
        "penduduk Jawa Timur dan 38 daerahnya; untuk {name} ukuran-ukuran itu tidak dihitung.",
        name=result.region.name,
    )


def counted_note(result: ProvinceOverview, found: Dispersion) -> str:
    """Say which regions the measures of inequality count."""
    names = {member.code: member.name for member in result.members}
    if not found.left_out:
        return t("Dihitung dari seluruh {count} daerah.", count=len(found.counted))
    return t(
        "Dihitung dari {count} daerah yang angkanya lengkap untuk semua tahun; tanpa {names}.",
        count=len(found.counted),
        names=n.listed([names[code] for code in found.left_out]),
    )


def no_convergence(result: ProvinceOverview) -> str:
    """Say why regions are not classified."""
    return t(
        "Tipologi Klassen dan konvergensi beta memerlukan jumlah penduduk. Edisi data ini baru memuat penduduk Jawa "
        "Timur dan 38 daerahnya; untuk {name} keduanya tidak dihitung.",
        name=result.region.name,
    )


def types_count(found: Convergence) -> str:
    """Say how many regions are of each type."""
    counts = found.types["type"].value_counts()
    return t(
        "Dari {count} daerah, {leading} maju dan tumbuh cepat, {slow} maju tetapi tertekan, {fast} berkembang cepat, "
        "dan {lagging} relatif tertinggal.",
        count=len(found.types),
        leading=int(counts.get("developed and fast-growing", 0)),
        slow=int(counts.get("developed but slow-growing", 0)),
        fast=int(counts.get("developing fast", 0)),
        lagging=int(counts.get("lagging", 0)),
    )


def types_note(result: ProvinceOverview) -> str:
    """Say what the types compare, and which regions they leave out."""
    note = t(
        "Acuannya {name} sebagai satu kesatuan, bukan rata-rata daerahnya; nilai yang sama dengan acuan tidak "
        "dihitung di atasnya. Tipe hanya menyebut di sisi mana suatu daerah berada, bukan seberapa jauh.",
        name=result.region.name,
    )
    return note if result.dispersion is None else f"{note} {counted_note(result, result.dispersion)}"


def beta(found: Convergence) -> str:
    """Say whether regions with a lower GRDP per person grew faster, with n, R² and interval."""
    first, last = found.beta_years
    if found.beta is None:
        return t("Konvergensi beta tidak dihitung: terlalu sedikit tahun atau daerah sebelum {census}.", census=CENSUS)
    told = {
        "first": first,
        "last": last,
        "beta": n.number(found.beta["beta"], 2, signed=True),
        "lower": n.number(found.beta["lower"], 2, signed=True),
        "upper": n.number(found.beta["upper"], 2, signed=True),
        "count": int(found.beta["regions"]),
        "fit": n.number(found.beta["r_squared"], 2),
    }
    if found.beta["upper"] < 0:
        sentence = t(
            "Konvergensi beta {first}–{last}: daerah dengan PDRB per kapita lebih rendah tumbuh lebih cepat (β = "
            "{beta}; selang kepercayaan 95 persen {lower} sampai {upper}; n = {count}; R² = {fit}); bila pola ini "
            "bertahan, separuh jarak tertutup dalam {half} tahun, yaitu {speed} persen per tahun.",
            half=n.number(found.beta["half_life"], 0),
            speed=n.number(found.beta["speed"], 1),
            **told,
        )
    elif found.beta["lower"] > 0:
        sentence = t(
            "Konvergensi beta {first}–{last}: daerah dengan PDRB per kapita lebih tinggi justru tumbuh lebih cepat (β "
            "= {beta}; selang kepercayaan 95 persen {lower} sampai {upper}; n = {count}; R² = {fit}), sehingga "
            "jaraknya melebar.",
            **told,
        )
    else:
        sentence = t(
            "Konvergensi beta {first}–{last}: data tidak menunjukkan bahwa daerah dengan PDRB per kapita lebih rendah "
            "tumbuh lebih cepat (β = {beta}; selang kepercayaan 95 persen {lower} sampai {upper}, memuat nol; n = "
            "{count}; R² = {fit}).",
            **told,
        )
    note = t(
        "β adalah beda laju pertumbuhan PDRB per kapita, dalam poin persen per tahun, untuk tiap satuan logaritma "
        "natural PDRB per kapita awal. Rentang berhenti pada {last} karena sejak {census} jumlah penduduk mengikuti "
        "Sensus Penduduk 2020 dan tidak bersambung dengan tahun sebelumnya.",
        last=last,
        census=CENSUS,
    )
    return f"{sentence} {note}"


def ranking_title(result: ProvinceOverview) -> str:
    """Title of the ranking: its message."""
    return t(
        "{above} dari {count} daerah sudah kembali ke level {base} pada {year}",
        above=result.regained,
        count=len(result.ranked),
        base=result.base_year,
        year=result.year,
    )


def map_title(result: ProvinceOverview) -> str:
    """Title of the map: its message: how much of the economy the recovered regions make."""
    if not math.isfinite(result.regained_share):
        return t("Level {year} daerah-daerah {name}", year=result.year, name=result.region.name)
    return t(
        "Daerah yang pulih pada {year} menghasilkan {share} PDRB {base}",
        year=result.year,
        share=n.percent(result.regained_share, 0),
        base=result.base_year,
    )


def years_title(result: ProvinceOverview) -> str:
    """Title with the message of the recovery years: when most came back."""
    codes = [member.code for member in result.members]
    years = result.outcome.loc[codes, "recovery_year"].dropna()
    if years.empty:
        return t("Tahun pulih daerah-daerah {name}", name=result.region.name)
    counts = years.value_counts()
    year = int(min(counts[counts == counts.max()].index))
    return t("Paling banyak daerah pulih pada {year}: {count}", year=year, count=int(counts[year]))


def spread_title(result: ProvinceOverview) -> str:
    """Title with the message of the spread through time."""
    row = result.spread.loc[result.last_year]
    return t(
        "Pada {year} daerah tertinggi dan terendah terpaut {gap} poin indeks",
        year=result.last_year,
        gap=n.number(row["highest"] - row["lowest"], 1),
    )


def dispersion_title(result: ProvinceOverview) -> str:
    """Title with the message of the measures of inequality."""
    ends = dispersion_ends(result)
    if ends is None:
        return t("Ketimpangan PDRB per kapita antardaerah")
    before, after, last = ends
    rising = [name for name in before.index if after[name] > before[name]]
    values = {"base": result.base_year, "last": last}
    if len(rising) == len(before):
        return t("Kelima ukuran ketimpangan naik dari {base} ke {last}", **values)
    if not rising:
        return t("Kelima ukuran ketimpangan turun dari {base} ke {last}", **values)
    return t(
        "Dari {base} ke {last} {rising} ukuran ketimpangan naik dan {falling} turun",
        rising=len(rising),
        falling=len(before) - len(rising),
        **values,
    )
