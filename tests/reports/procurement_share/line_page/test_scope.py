"""What the page says of values not recorded yet, self-managed work, unknown statuses and months of other years."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import copy_project
from umkm_analysis.datasets.procurement_lines.importer import import_files
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import ImportRequest
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.procurement_share import analysis, page
from umkm_analysis.reports.procurement_share.line_page import page as line_page
from umkm_analysis.reports.procurement_share.line_page import scope as line_scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("scope")  # whose lines are imported once
NONTENDER = ["nama_klpd", "nama_satker", "kd_nontender", "hps", "nilai_kontrak", "nilai_umk_kontrak",
             "status_nontender", "tgl_selesai_nontender"]  # fmt: skip
ROWS = [
    ["Kota Mojokerto", "Dinas A", "1", "100000000", "95000000", "95000000", "Selesai", "2025-03-01"],
    ["Kota Mojokerto", "Dinas A", "2", "100000000", "0", "0", "Selesai", "2025-04-01"],
    ["Kota Mojokerto", "Dinas B", "3", "", "7000000", "", "Entah", "2024-12-20"],
    ["Kota Mojokerto", "Dinas B", "4", "", "3000000", "3000000", "Selesai", "2026-01-02"],
    ["Kota Mojokerto", "Dinas B", "5", "", "6000000", "", "Kontrak Dihentikan", "2025-05-01"],
]
SELF_MANAGED = ["nama_klpd", "kd_swakelola_pct", "total_realisasi", "status_swakelola_pct_ket"]
PENDING = {
    "id": "1 paket realisasi 2025 belum mempunyai nilai kontrak (0 atau kosong). Nilai negosiasi atau HPS-nya, "
    "Rp100.000.000, masuk penyebut batas sebagai nilai yang belum terklasifikasi dan tidak masuk penghematan.",
    "en": "1 realised package of 2025 has no contract value yet (0 or empty). Its negotiated value or HPS, "
    "Rp100,000,000, is in the denominator of the bounds as unclassified, and is not counted in savings.",
}
BESIDE = {
    "id": "Realisasi swakelola 2025 sebesar Rp1.500.000 disajikan terpisah dan tidak masuk pangsa.",
    "en": "Realised self-managed work of 2025, Rp1,500,000, is shown separately and is not part of the shares.",
}
ODD = {
    "id": "Berkas 2025 memuat 1 baris senilai Rp7.000.000 yang statusnya tidak dikenal; baris itu ikut dihitung "
    "dan dicantumkan di bawah.",
    "en": "The files for 2025 contain 1 row worth Rp7,000,000 with an unknown status; it is counted and listed below.",
}
MONTHS = {
    "id": ["Desember 2024 (sebelum tahun anggaran)", "Maret 2025", "Januari 2026 (sesudah tahun anggaran)"],
    "en": ["December 2024 (before the budget year)", "March 2025", "January 2026 (after the budget year)"],
}
TERMINATED = {
    "id": "kontrak diputus; bagian yang terealisasi tidak tercatat",
    "en": "terminated contract; the realised part is not recorded",
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[analysis.ProcurementShare]:
    """The report of a city with imported lines."""
    home = copy_project(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_HOME", str(home))
        patch.delenv("UMKM_LINES", raising=False)
        for kind, header, rows in (
            ("nontender", NONTENDER, ROWS),
            ("recorded-selfmanaged", SELF_MANAGED, [["Kota Mojokerto", "1", "1500000", "Paket Selesai"]]),
        ):
            path: Path = home / f"{kind}.csv"
            with path.open("w", newline="") as file:
                csv.writer(file).writerows([header, *rows])
            import_files([path], ImportRequest(find_kind(kind), 2025, as_of="2026-11-27"))
        yield analysis.analyse("3576")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_says_what_is_beside_the_shares(result: analysis.ProcurementShare, language: str) -> None:
    assert result.lines is not None
    with use_language(language):
        said = line_scope.beside_the_shares(result.lines)
        assert said == [PENDING[language], BESIDE[language], ODD[language]]
        shown = page.own_shares(result).text
        assert all(sentence in shown for sentence in said)
        below = page.breakdown(result)
        assert all(month in below.html for month in MONTHS[language])
        assert "ENTAH" in below.html
        assert TERMINATED[language] in below.html


def test_the_bounds_are_of_all_that_was_bought(result: analysis.ProcurementShare) -> None:
    record: Any = line_page.record(result)
    (year,) = record["yearly"]
    assert (year["realised"], year["realised_pending"], year["realised_self_managed"]) == (105e6, 100e6, 1.5e6)
    assert year["umkk_realised_lower"] == pytest.approx(98 / 205 * 100, abs=1e-4)
    assert year["umkk_realised_upper"] == 100
    assert year["savings"] == pytest.approx(5)
    statuses = [source["unknown_statuses"] for source in record["sources"] if source["kind"] == "nontender"]
    assert statuses == [[{"status": "ENTAH", "rows": 1, "rupiah": 7000000}]]
    assert [row["month"] for row in record["months"] if row["month"]] == [202412, 202503, 202504, 202601]


def test_lines_with_every_value_say_nothing_of_it(result: analysis.ProcurementShare) -> None:
    assert result.lines is not None
    columns = ["realised_pending", "realised_pending_lines", "realised_self_managed"]
    plain = replace(result.lines, imports=(), yearly=result.lines.yearly.assign(**dict.fromkeys(columns, 0)))
    assert line_scope.beside_the_shares(plain) == []
