"""Regions by code and by the usual spellings of their names."""

from __future__ import annotations

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.statistics.places import Label, region_in, resolve


def codes(*labels: Label) -> list[str]:
    found, problems = resolve(labels)
    assert not problems
    return [found[label].code for label in labels]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kab. Mojokerto", "3516"),
        ("Mojokerto, Kab.", "3516"),
        ("Mojokerto Regency", "3516"),
        ("KOTA MOJOKERTO", "3576"),
        ("Kota Madiun/Madiun City", "3577"),
        ("12. Kab. Malang", "3507"),
        ("01 Pacitan", "3501"),
        ("P A P U A", "9400"),
        ("KAB TIMOR TENGAH SELATAN", "5304"),
        ("JAKARTA UTARA", "3175"),
        ("Kep. Seribu", "3101"),
        ("D.I. Yogyakarta", "3400"),
        ("PROVINSI JAWA TIMUR", "3500"),
        ("Kep. Bangka Belitung", "1900"),
        ("Tanjungbalai", "1272"),
        ("Padang Sidempuan", "1277"),
        ("Kab. Kota Baru", "6302"),
        ("Toba Samosir", "1206"),
        ("Indonesia", "0000"),
        ("Lima Puluh Kota", "1308"),
        ("Kab. Lima Puluh Kota", "1308"),
    ],
)
def test_usual_spellings(name: str, code: str) -> None:
    assert codes(Label(name=name)) == [code]


def test_every_region_is_found_by_its_name_and_kind() -> None:
    for region in regions.all_regions().values():
        name = f"Provinsi {region.name}" if region.kind == "province" else region.name
        assert codes(Label(name=name)) == [region.code]


def test_a_name_of_two_is_refused_with_both_unless_the_table_holds_the_other() -> None:
    _, problems = resolve([Label(name="Mojokerto")])
    assert len(problems) == 1
    assert '"Mojokerto" could be 3516 Kabupaten Mojokerto or 3576 Kota Mojokerto. Write the kind' in problems[0]
    assert codes(Label(name="Mojokerto"), Label(name="Kota Mojokerto")) == ["3516", "3576"]
    assert codes(Label(name="Mojokerto", kinds=("kota",))) == ["3576"]  # below the heading "Kota"


def test_codes_of_bps_old_and_new_of_kemendagri_and_of_the_nation() -> None:
    labels = [Label("9604", "Nabire"), Label("9404"), Label("94.01"), Label("13.74"), Label("13"), Label("9999")]
    assert codes(*labels) == ["9404", "9404", "9404", "1374", "1300", "0000"]


def test_codes_of_kemendagri_without_dots_are_told_by_the_names_beside_them() -> None:
    assert codes(Label("9401", "Nabire"), Label("9402", "Puncak Jaya")) == ["9404", "9411"]


def test_code_and_name_that_do_not_agree_are_refused() -> None:
    _, problems = resolve([Label("3576", "Kabupaten Mojokerto")])
    assert "3576 is Kota Mojokerto" in problems[0]
    assert "3516" in problems[0]


def test_an_unknown_name_is_answered_with_close_ones() -> None:
    _, problems = resolve([Label(name="Kabupaten Pacitam")])
    assert '"Kabupaten Pacitam": no region is called so. Did you mean 3501 Kabupaten Pacitan' in problems[0]


def test_a_title_names_a_region() -> None:
    found = region_in("PDRB Seri 2010 Kota Mojokerto Menurut Lapangan Usaha, 2020-2024")
    assert found is not None
    assert found.code == "3576"
    assert region_in("PDRB Menurut Kabupaten/Kota") is None
