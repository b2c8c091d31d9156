"""Sentences of the province overview on inequality: within one base of the population, never across two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.rounding import rounded

if TYPE_CHECKING:
    from umkm_analysis.reports.province_overview.analysis import Convergence, Dispersion, ProvinceOverview

DIGITS = 3
"""Of a measure in a sentence."""
TABLE_DIGITS = 4
"""Of a measure in a table."""


def unequal(result: ProvinceOverview) -> str:
    """Say how inequality between the regions moved within each base of the population, the newest first."""
    found = result.dispersion
    if found is None:
        return registered(result)
    *earlier, newest = found.windows
    sentences = [_moved(result, found, newest), *(_before(found, window) for window in earlier)]
    if earlier:
        sentences.append(two_bases(result, found))
    return " ".join(sentence for sentence in sentences if sentence)


def registered(result: ProvinceOverview) -> str:
    """Say the same with the registered population; nothing where that is not known."""
    found = result.registered
    if found is None:
        return ""
    first, last = found.windows[-1]
    return t(
        "Menurut penduduk terdaftar (Dukcapil), indeks Williamson PDRB per kapita antardaerah adalah "
        "{before} pada {first} dan {after} pada {last}.",
        before=n.number(found.measures.loc[first, "williamson_index"], DIGITS),
        after=n.number(found.measures.loc[last, "williamson_index"], DIGITS),
        first=provisional.year(first, result.provisional_years),
        last=provisional.year(last, result.provisional_years),
    )


def registered_note(result: ProvinceOverview, found: Dispersion) -> str:
    """Say what registered population is, and that it is not mixed with the other."""
    note = t(
        "Penduduk terdaftar adalah jumlah orang dalam administrasi kependudukan (Dukcapil), bukan penduduk menurut "
        "sensus dan proyeksi BPS; angkanya tidak dicampur atau dibandingkan dengan angka BPS."
    )
    return f"{note} {counted_note(result, found)}"


def two_bases(result: ProvinceOverview, found: Dispersion) -> str:
    """Say why measures are not compared across the bases of the population; nothing where there is one."""
    if len(found.windows) == 1:
        return ""
    windows = n.listed([_window(result, window) for window in found.windows])
    return t(
        "Periode {windows} tidak dibandingkan satu sama lain: penduduk hingga {last} adalah proyeksi "
        "dari Sensus Penduduk 2010, penduduk sejak {first} berasal dari Sensus Penduduk 2020 dan "
        "proyeksinya.",
        windows=windows,
        last=found.windows[0][1],
        first=found.windows[1][0],
    )


def _moved(result: ProvinceOverview, found: Dispersion, window: tuple[int, int]) -> str:
    first, last = window
    if first == last:
        return ""
    before, after = found.measures.loc[first], found.measures.loc[last]
    values = {
        "base": provisional.year(first, result.provisional_years),
        "last": provisional.year(last, result.provisional_years),
        "before": n.number(before["williamson_index"], DIGITS),
        "after": n.number(after["williamson_index"], DIGITS),
        "cv_before": n.number(before["coefficient_of_variation"], DIGITS),
        "cv_after": n.number(after["coefficient_of_variation"], DIGITS),
    }
    weighted, simple = (
        _direction(before[name], after[name]) for name in ("williamson_index", "coefficient_of_variation")
    )
    if weighted == simple != 0:
        return (
            t(
                "Ketimpangan PDRB per kapita antardaerah melebar: indeks Williamson naik dari {before} "
                "({base}) menjadi {after} ({last}).",
                **values,
            )
            if weighted > 0
            else t(
                "Ketimpangan PDRB per kapita antardaerah menyempit: indeks Williamson turun dari {before} "
                "({base}) menjadi {after} ({last}).",
                **values,
            )
        )
    return t(
        "Arah ketimpangan PDRB per kapita antardaerah bergantung pada ukurannya. Indeks Williamson, "
        "yang ditimbang penduduk, berubah dari {before} ({base}) menjadi {after} ({last}); koefisien "
        "variasi, yang menghitung setiap daerah sekali, dari {cv_before} menjadi {cv_after}.",
        **values,
    )


def _before(found: Dispersion, window: tuple[int, int]) -> str:
    first, last = window
    if first == last:
        return ""
    return t(
        "Dalam periode {first}–{last} indeks Williamson berubah dari {before} menjadi {after}.",
        before=n.number(found.measures.loc[first, "williamson_index"], DIGITS),
        after=n.number(found.measures.loc[last, "williamson_index"], DIGITS),
        first=first,
        last=last,
    )


def _direction(before: float, after: float, digits: int = DIGITS) -> int:
    """1 where a measure rose as it is printed, -1 where it fell, 0 where it is printed alike."""
    start, end = rounded(before, digits), rounded(after, digits)
    return (end > start) - (end < start)


def _window(result: ProvinceOverview, window: tuple[int, int]) -> str:
    first, last = window
    end = provisional.year(last, result.provisional_years)
    return end if first == last else f"{first}–{end}"


def no_dispersion(result: ProvinceOverview) -> str:
    """Say why inequality is not measured with the population by BPS."""
    return t(
        "Indeks Williamson, indeks Theil, dan dispersi sigma menurut penduduk BPS tidak dihitung "
        "untuk {name}: edisi data ini baru memuat penduduk BPS untuk Jawa Timur dan 38 "
        "kabupaten/kotanya.",
        name=result.region.name,
    )


def counted_note(result: ProvinceOverview, found: Dispersion) -> str:
    """Say which regions the measures of inequality count."""
    names = {member.code: member.name for member in result.members}
    if not found.left_out:
        return t("Dihitung dari seluruh {count} daerah.", count=len(found.counted))
    return t(
        "Dihitung dari {count} daerah yang datanya lengkap untuk semua tahun; tanpa {names}.",
        count=len(found.counted),
        names=n.listed([names[code] for code in found.left_out]),
    )


def no_convergence(result: ProvinceOverview) -> str:
    """Say why regions are not classified."""
    return t(
        "Tipologi Klassen dan konvergensi beta memerlukan jumlah penduduk. Edisi data ini baru "
        "memuat penduduk Jawa Timur dan 38 kabupaten/kotanya; untuk {name} keduanya tidak dihitung.",
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
        "Acuannya adalah {name} sebagai satu kesatuan, bukan rata-rata daerahnya; nilai yang sama "
        "dengan acuan tidak dihitung di atasnya. Tipe hanya menunjukkan di sisi mana suatu daerah "
        "berada, bukan seberapa jauh.",
        name=result.region.name,
    )
    return note if result.dispersion is None else f"{note} {counted_note(result, result.dispersion)}"


def beta(found: Convergence) -> str:
    """Say whether regions with a lower GRDP per person grew faster, with n, R² and interval."""
    first, last = found.beta_years
    if found.beta is None:
        return t(
            "Konvergensi beta tidak dihitung: terlalu sedikit tahun atau daerah dengan penduduk dari dasar yang sama."
        )
    values = {
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
            **values,
        )
    elif found.beta["lower"] > 0:
        sentence = t(
            "Konvergensi beta {first}–{last}: daerah dengan PDRB per kapita lebih tinggi justru tumbuh lebih cepat (β "
            "= {beta}; selang kepercayaan 95 persen {lower} sampai {upper}; n = {count}; R² = {fit}), sehingga "
            "jaraknya melebar.",
            **values,
        )
    else:
        sentence = t(
            "Konvergensi beta {first}–{last}: data tidak menunjukkan bahwa daerah dengan PDRB per kapita lebih rendah "
            "tumbuh lebih cepat (β = {beta}; selang kepercayaan 95 persen {lower} sampai {upper}, memuat nol; n = "
            "{count}; R² = {fit}).",
            **values,
        )
    note = t(
        "β adalah beda laju pertumbuhan PDRB per kapita, dalam poin persen per tahun, untuk tiap satuan logaritma "
        "natural PDRB per kapita awal."
    )
    if found.new_base is None:
        return f"{sentence} {note}"
    stop = t(
        "Periode berhenti pada {last} karena sejak {census} jumlah penduduk mengikuti Sensus "
        "Penduduk 2020 dan tidak bersambung dengan tahun sebelumnya.",
        last=last,
        census=found.new_base,
    )
    return f"{sentence} {note} {stop}"


def dispersion_title(result: ProvinceOverview, found: Dispersion) -> str:
    """Title with the message of the measures of inequality, within the newest base of the population."""
    first, last = found.windows[-1]
    if first == last:
        return t("Ketimpangan PDRB per kapita antardaerah")
    before, after = found.measures.loc[first], found.measures.loc[last]
    moves = [_direction(before[name], after[name], TABLE_DIGITS) for name in before.index]
    rising, falling = moves.count(1), moves.count(-1)
    values = {"base": first, "last": provisional.year(last, result.provisional_years)}
    if rising == len(moves):
        return t("Kelima ukuran ketimpangan naik dari {base} ke {last}", **values)
    if falling == len(moves):
        return t("Kelima ukuran ketimpangan turun dari {base} ke {last}", **values)
    return t(
        "Dari lima ukuran ketimpangan, {rising} naik dan {falling} turun antara {base} dan {last}",
        rising=rising,
        falling=falling,
        **values,
    )
