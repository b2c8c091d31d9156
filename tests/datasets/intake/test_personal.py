"""Personal data inside cells: found however it is written, and few false alarms."""

from __future__ import annotations

import pytest

from tests.datasets import hostile
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.intake.personal import kind_of_contact, kind_of_personal, quotable


@pytest.mark.parametrize("text", hostile.PERSONAL)
def test_what_is_personal_is_found(text: str) -> None:
    assert kind_of_personal(text)
    assert kind_of_personal(f"Pelatihan, {text}") or text[0] in "tJPI"  # a few are found by the beginning of the cell


@pytest.mark.parametrize(
    "text", [*hostile.HARMLESS, "KEC. MAGERSARI", "20/05/2022", "2022-05-20", "KBLI 47111, 47112", "Batch 01"]
)
def test_what_is_harmless_is_none(text: str) -> None:
    assert kind_of_personal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Majapahit No. 12B", "RT III RW II", "Kavling 12", "Griya Asri Blok B", "Ruko Majapahit A3",
        "Ust. Ahmad", "Ustadzah Siti", "K.H. Ahmad", "Nn. Siti", "Budi S.Pd", "Budi SH MH", "Prof Budi", "dr Budi",
        "Cak Budi", "Pdt. Yohanes", "PIC Budi", "Budi (pemilik)", "an Budi Santoso", "atas nama Budi", "Budi bin Ahmad",
        "BCA 1234567", "Mandiri 140-00-12", "SIM 900101", "No KTP 3576",
        "WA 08l2-3456-789O", "0812=3456=7890", "0812\u20223456\u20227890", "0812&3456&7890", "0812!3456!7890",
    ],
)  # fmt: skip
def test_what_a_fresh_trial_got_through_is_found(text: str) -> None:
    assert kind_of_personal(text)


@pytest.mark.parametrize(
    "text",
    ["Batch No. 12", "Pelatihan No 3", "Owner Gathering UMKM", "Pelatihan SIM 2024", "Blok M Square", "BNI 46",
     "Pelatihan BCA Digital 2024", "RW Siaga", "Mandiri Pangan", "Gunung Anyar"],
)  # fmt: skip
def test_words_that_only_resemble_them_are_none(text: str) -> None:
    assert kind_of_personal(text) is None


@pytest.mark.parametrize("text", ["WA 0812=3456=7890", "0812\u20223456\u20227890", "0812&3456&7890", "0812!3456!7890"])
def test_a_telephone_number_is_not_quoted_however_it_is_broken(text: str) -> None:
    assert quotable(text) is None


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
