"""Twins of a name: which are asked about."""

from __future__ import annotations

import pytest

from umkm_analysis.datasets.intake.names import alike, edits, misspelt


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Magersari", "Magersarii"),
        ("Magersari", "Magresari"),
        ("Magersari", "Mageresari"),
        ("Prajurit Kulon", "PRAJURITKULON"),
        ("Grab", "Grap"),
        ("Pelatihan Jubelio", "Jubelio"),
        ("Foto Produk", "Produk Foto"),
        ("Batch 1", "Batch 01"),
        ("Digital Marketing", "Digital Marketting"),
        ("Jubelio", "Jubileo"),
        ("Jubelio", "Jbuelio"),
        ("Tokopedia", "Tokopdeai"),
        ("Magersari", "KECMAGERSARI"),
        ("Magersari", "M4gersari"),
        ("Tokopedia", "Tokped1a"),
        ("Magersari", "Kec Magersari"),
    ],
)
def test_one_thing_spelt_twice_is_asked_about(name: str, other: str) -> None:
    assert alike(name, other)
    assert alike(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Batch 1", "Batch 2"),
        ("Kelas A", "Kelas B"),
        ("Ilir Timur I", "Ilir Timur II"),
        ("Padang Barat", "Padang Timur"),
        ("Pelatihan Luring", "Pelatihan Daring"),
        ("Jubelio 2022", "Jubelio 2023"),
        ("Jubelio", "Jubelio Lanjutan"),
        ("Pelatihan Juni", "Pelatihan Juli"),
        ("Sukolilo", "Sukomanunggal"),
        ("Kebonagung", "Kebonsari"),
        ("A", "B"),
        ("Langsa Baro", "Langsa Barat"),
        ("Sukasari", "Sukatani"),
        ("Cadasari", "Majasari"),
        ("Abc", "Acb"),
        ("Kelas1a", "Kelas1b"),
        ("Gading", "Gdiang"),
    ],
)
def test_two_things_are_not(name: str, other: str) -> None:
    assert not alike(name, other)


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("abc", "axc", 1), ("abcd", "bacd", 1), ("abcd", "badc", 2),
     ("abc", "bca", 2), ("kitten", "sitting", 3), ("jubelio", "jubileo", 2)],
)  # fmt: skip
def test_edits_are_letters_more_less_other_or_exchanged(one: str, two: str, distance: int) -> None:
    assert edits(one, two, most=5) == edits(two, one, most=5) == distance
    assert edits(one, two, most=1) == min(distance, 2)


def test_the_rarer_is_the_doubtful_one_and_of_two_the_later() -> None:
    assert list(misspelt({"Magersarii": 1, "Kranggan": 5, "Magersari": 9})) == [("Magersarii", "Magersari")]
    assert list(misspelt({"Jubelio": 1, "Jubelo": 1})) == [("Jubelo", "Jubelio")]
