"""Sentences of the recovery report."""

from __future__ import annotations

from umkm_analysis.reports.economic_recovery import analysis, text


def test_the_sentence_a_mayor_can_read_aloud() -> None:
    said = text.summary(analysis.analyse("3576"))[0].replace("\xa0", " ")
    for part in (
        "dari −3,69 persen (2020) ke +3,65 persen (2021): ayunan 7,34 poin persen",
        "PDRB 2021 masih sekitar 0,2 persen di bawah 2019 (indeks 99,8)",
        "dibutuhkan 3,8 persen dan yang tercapai 3,65 persen",
        "Jawa Timur sudah 1,1 persen di atas level 2019-nya",
        "Level 2019 kembali terlampaui pada 2022 (indeks 105,4)",
    ):
        assert part in said


def test_both_routes_to_the_index_are_told() -> None:
    told = text.route_note(analysis.analyse("3576")).replace("\xa0", " ")
    assert "level ADHK: 99,82" in told
    assert "hasilnya 99,83" in told
    assert "3,83 persen alih-alih 3,84 persen" in told


def test_what_is_not_recovered_is_said_so() -> None:
    said = text.outcome(analysis.analyse("3522")).replace("\xa0", " ")
    assert (
        said
        == "Hingga 2025 level 2019 belum pulih (indeks 96,9); untuk pulih pada 2026 dibutuhkan pertumbuhan 3,2 persen."
    )
