"""What-ifs say what the metrics say, at both ends of their sliders."""

from __future__ import annotations

from pathlib import Path

from umkm_analysis import lab
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.lab import what_if


def test_it_starts_with_the_region_s_own_growth() -> None:
    shown = what_if("3576")
    assert (shown.fall.value, shown.rise.value) == (-3.69, 3.65)
    assert "Setelah −3,69 persen diperlukan +3,83 persen untuk kembali." in shown.regained.value
    assert "indeksnya 99,8." in shown.regained.value  # 96.31 × 1.0365


def test_sliders_renew_the_sentences() -> None:
    shown = what_if("3576")
    shown.fall.value, shown.rise.value = -20.0, 25.0
    assert "+25,00 persen untuk kembali. Dengan +25,00 persen indeksnya 100,0" in shown.regained.value
    shown.fall.value = 2.0
    assert "Tanpa penurunan tidak ada yang perlu dikejar: indeksnya 127,5" in shown.regained.value
    shown.spending.value, shown.small.value = 200.0, 90.0
    assert "45,00 persen, 5,00 poin persen di atas batas minimal: Rp10.000.000.0" in shown.left.value
    shown.mandate.value = 50
    assert "5,00 poin persen di bawah batas minimal" in shown.left.value
    shown.small.value = 300.0  # more than all of it
    assert "Belanja untuk UMK-K tidak dapat melebihi seluruh belanja." in shown.left.value
    assert "persen" not in shown.left.value
    shown.spending.value = 0.0
    assert "Tanpa belanja tidak ada bagian yang dapat dihitung." in shown.left.value


def test_it_speaks_english_where_the_notebook_does() -> None:
    with use_language("en"):
        shown = what_if("Kota Mojokerto")
    shown.rise.value = 4.0
    assert "After −3.69 per cent, +3.83 per cent is needed to get back. With +4.00 per cent" in shown.regained.value


def test_sliders_hold_a_region_s_own_growth_however_high() -> None:
    shown = what_if("8202")  # Halmahera Tengah
    assert (shown.fall.value, shown.rise.value) == (31.93, 161.85)
    assert (shown.rise.min, shown.rise.max) == (-30.0, 170.0)
    assert "indeksnya 345,5." in shown.regained.value  # 131.93 × 2.6185


def test_a_year_without_growth_is_said() -> None:
    assert "Tanpa angka" not in what_if("3576").children[0].value
    assert "Tanpa angka untuk 2022: penggesernya mulai dari 0." in what_if("1602", base_year=2020).children[0].value


def test_a_function_of_the_lab_is_hidden_by_none_of_its_modules() -> None:
    names = {path.stem for path in Path(lab.__file__).parent.glob("*.py")}
    assert not names & set(lab.__all__)  # an import of such a module would take the function's place
