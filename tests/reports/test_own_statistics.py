"""Reports follow own statistics: a region ahead of its peers, one with growth alone, a province that is a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project, regions, series
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.economic_recovery import analysis, page
from umkm_analysis.reports.province_overview import analysis as overview
from umkm_analysis.reports.province_overview import page as overview_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

RATES = {
    2016: 5.8,
    2017: 5.79,
    2018: 5.45,
    2019: 5.65,
    2020: -1.45,
    2021: 3.53,
    2022: 4.12,
    2023: 4.84,
    2024: 4.1,
    2025: 4.5,
}
PAPUA_TENGAH = ("9404", "9410", "9411", "9412", "9433", "9434", "9435", "9436")


def import_text(home: Path, kind: Kind, text: str) -> None:
    (home / "own.csv").write_text(text, encoding="utf-8")
    import_statistics([home / "own.csv"], StatisticsRequest(kind, vintage="2026-11", source="BPS, PDRB 2026"))


def indonesian(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


@pytest.fixture
def growth_alone(copied: Path) -> Callable[[int], analysis.Recovery]:
    """Kota Padang Panjang without any level, and with own rates from some year on."""

    def analyse(first: int) -> analysis.Recovery:
        path = copied / "data" / "grdp_level.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("1374,")), encoding="utf-8")
        project.clear_caches()
        years = [year for year in RATES if year >= first]
        rates = ";".join(indonesian(RATES[year]) for year in years)
        head = "Laju Pertumbuhan PDRB Atas Dasar Harga Konstan 2010 (persen)\nKota;" + ";".join(map(str, years))
        import_text(copied, Kind.GROWTH, f"{head}\nKota Padang Panjang;{rates}\n")
        return analysis.analyse("1374")

    return analyse


def shown(result: analysis.Recovery) -> dict[str, str]:
    return {cell: getattr(page, cell)(result).text.replace("\N{NO-BREAK SPACE}", " ") for cell in page.CELLS}


def test_a_region_with_growth_alone_is_followed_by_its_rates(
    growth_alone: Callable[[int], analysis.Recovery],
) -> None:
    result = growth_alone(2016)
    assert analysis.unavailable_reason(result.region) is None
    index = 100 * 0.9855 * 1.0353 * 1.0412 * 1.0484 * 1.041 * 1.045
    assert result.path.index["1374"][2025] == pytest.approx(index)
    assert result.outcome.loc["1374", "recovery_year"] == 2021
    text = shown(result)
    assert "Indeks 2021 dihitung dari laju pertumbuhan publikasi" in text["level"]
    assert "PDRB kembali melampaui tingkat 2019 pada 2021 (indeks 102,0)" in text["opening"]
    assert result.latest_ranking is not None
    assert len(result.latest_ranking.index) == 7  # all kota of Sumatera Barat, in the year most of them have


def test_rates_that_do_not_reach_the_base_year_are_told_and_no_level_is_made_up(
    growth_alone: Callable[[int], analysis.Recovery],
) -> None:
    result = growth_alone(2022)
    assert not result.is_followed
    text = shown(result)
    assert (
        "Pada 2025 PDRB Kota Padang Panjang tumbuh +4,50 persen. Data pertumbuhan baru tersedia mulai 2022: "
        "karena tahun-tahun sebelumnya kosong, PDRB tidak dapat dibandingkan dengan 2019" in text["opening"]
    )
    assert "indeks 100,0" not in text["opening"]
    assert "PDRB Kota Padang Panjang tidak dapat diikuti dari 2019" in text["level"]
    assert "selisihnya tidak dihitung" in text["swing"]
    with use_language("en"):
        assert "Growth data start in 2022" in page.opening(result).text
    record = page.provenance(result).record
    assert record is not None
    assert (record["headline"]["year"], record["headline"]["level_index"]) == (2025, None)
    assert record["headline"]["growth_pct"] == 4.5


def test_a_region_ahead_of_its_peers_is_ranked_in_the_year_they_share(copied: Path) -> None:
    known = indonesian(series.levels()["1374"][2025])
    head = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2025;2026\n"
    import_text(copied, Kind.GRDP, f"{head}Kota Padang Panjang;{known};3.390,00\n")
    result = analysis.analyse("1374")
    assert result.newest_year == 2026
    assert result.latest_ranking is not None
    assert result.latest_ranking.year == 2025
    assert "Menurut indeks 2025, Kota Padang Panjang berada di peringkat" in page.opening(result).text


def test_papua_tengah_is_the_sum_of_what_a_new_user_imports(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = copied / "office"
    assert umkm("init", str(office)).returncode == 0
    monkeypatch.setenv(project.HOME_VARIABLE, str(office))
    before, levels = analysis.analyse("9600"), series.levels()
    names = {code: name_of(code) for code in PAPUA_TENGAH}
    rows = [
        f"{names[code]};{indonesian(levels[code][2025] * 1000)};{indonesian(levels[code][2025] * 1050)}"
        for code in PAPUA_TENGAH
    ]
    head = "PDRB Atas Dasar Harga Konstan 2010 Provinsi Papua Tengah (Juta Rupiah)\nKabupaten;2025*;2026**"
    (office / "papua.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    code, out, _ = umkm("import", "grdp", str(office / "papua.csv"), "--vintage", "2026-11", "--said-by", "Bappeda")
    assert code == 0
    assert "Now: umkm build --province 9600" in out
    result = analysis.analyse("9600")
    total = sum(levels[code][2025] for code in PAPUA_TENGAH)
    assert result.path.levels["9600"][2026] == pytest.approx(total * 1.05, rel=1e-5)
    assert result.path.index["9600"][2025] == pytest.approx(before.path.index["9600"][2025], rel=1e-5)
    assert result.path.growth["9600"][2026] == pytest.approx(5.0, abs=1e-3)
    text = shown(result)
    assert "angka Papua Tengah adalah jumlah kabupaten/kota yang kini menjadi bagiannya" in text["opening"]
    assert "Yang berubah sejak edisi 2026.11: 1 tahun ditambahkan" in text["opening"]
    assert "Angka sendiri, di luar data yang disertakan – Kabupaten Nabire: 2025–2026" in text["growth"]
    assert "tidak diperingkat di antara provinsi" in text["ranking"]
    assert "papua.csv" in text["provenance"]
    members = overview_page.opening(overview.analyse("9600")).text
    assert "Pada 2026**, seluruh 8 daerah di Papua Tengah sudah mencapai atau melampaui tingkat PDRB 2019" in members
    assert "Angka Papua Tengah sendiri dijumlahkan dari kabupaten/kotanya" in members


def name_of(code: str) -> str:
    return regions.all_regions()[code].name
