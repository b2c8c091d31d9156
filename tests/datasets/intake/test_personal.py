"""Personal data inside cells: found however it is written, and few false alarms."""

from __future__ import annotations

import pytest

from tests.datasets import hostile
from tests.datasets.intake import seeds
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.intake.personal import CONFIRMABLE, kind_of_contact, kind_of_personal


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
        "Majapahit No. 12 B", "Tiktok tokobudi99", "Shopee toko_budi", "Line budi99", "youtu.be/abc",
        "maps.goo.gl/abc", "0812x3456x7890", "62 812 a 3456 b 7890",
        "WA 08l2-3456-789O", "0812=3456=7890", "0812\u20223456\u20227890", "0812&3456&7890", "0812!3456!7890",
    ],
)  # fmt: skip
def test_what_a_fresh_trial_got_through_is_found(text: str) -> None:
    assert kind_of_personal(text)


@pytest.mark.parametrize(
    "text",
    ["Batch No. 12", "Pelatihan No 3", "Owner Gathering UMKM", "Pelatihan SIM 2024", "Blok M Square", "BNI 46",
     "Pelatihan BCA Digital 2024", "RW Siaga", "Mandiri Pangan",
     "Shopee Batch2", "Instagram 101", "TikTok Shop 2023", "Facebook Ads 2",
     "Pelatihan 08 angkatan 12 tahun 2023", "Gunung Anyar"],
)  # fmt: skip
def test_words_that_only_resemble_them_are_none(text: str) -> None:
    assert kind_of_personal(text) is None


@pytest.mark.parametrize("text", seeds.PERSONAL)
def test_seeds_that_are_personal_are_found(text: str) -> None:
    assert kind_of_personal(text)


@pytest.mark.parametrize("text", seeds.HARMLESS)
def test_seeds_that_are_harmless_are_none(text: str) -> None:
    assert kind_of_personal(text) is None


@pytest.mark.parametrize("text", [*seeds.DOUBTFUL, "tokomojo.id", "PasarMojo.com"])
def test_a_doubtful_name_is_refused_unless_confirmed(text: str) -> None:
    assert kind_of_personal(text) in CONFIRMABLE
    assert kind_of_personal(text, confirmed=True) is None


@pytest.mark.parametrize(
    "text",
    ["Bu Mega 0812-3456-7890", "Bu Mega 3576010101900001", "Ny. Siti NPWP 01.234.567.8-601.000",
     "Pak Budi BCA 1234567890", "Bu Mega @toko", "Bu Mega instagram.com/toko",
     "siti.tokopedia.link", "Bu Mega wa.me/62812", "shopee.my.id",
     "SNI 01-2973-2011 0812-3456-7890", "Jl. Majapahit 12, telp 321456"],
)  # fmt: skip
def test_numbers_and_accounts_are_found_in_confirmed_names_too(text: str) -> None:
    assert kind_of_personal(text, confirmed=True)


@pytest.mark.parametrize(
    "text",
    ["SNI 08-1234-56789", "SNI 0812-3456-7890", "SNI 01-2973-20112", "ISO 0812 3456 7890", "SNI 01-2973-2011-1234",
     "SNI 3576010101900001", "081 SNI 01-2973-2011 2345678"],
)  # fmt: skip
def test_what_only_begins_like_a_standard_is_a_number(text: str) -> None:
    assert kind_of_personal(text)


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
