"""Lines of one institution and of several have the same columns."""

from __future__ import annotations

from typing import Any

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
)
from umkm_analysis.datasets.procurement_lines.request import Existing


def test_lines_of_one_institution_are_those_it_has_among_several(bring: Bring, inaproc: Any) -> None:
    own = [
        {"Kode Paket": "P1", "Total Nilai (Rp)": "1000,50", "Nama Penyedia": ""},
        {"Kode Paket": "P2", "Kode RUP": "12;11", "Metode Pengadaan": "", "Status Paket": "Selesai"},
        {"Kode Paket": "P2", "Kode RUP": "12;11", "Metode Pengadaan": ""},
        {"Kode Paket": "P3", "Status Paket": "PAKET DIBATALKAN"},
    ]
    everything = "* EXCLUDE (source_file, source_sha256), typeof(COLUMNS(*))"
    bring("inaproc", inaproc(*own))
    alone = kept(everything)
    bring("inaproc", inaproc(*own, {"Nama Instansi": "Kota Surabaya", "Kode Paket": "Q"}), existing=Existing.REPLACE)
    assert [line for line in kept(everything) if line[3] == "3576"] == alone
    assert len(alone) == 2
