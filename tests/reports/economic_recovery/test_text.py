"""Sentences of the recovery report."""

from __future__ import annotations

from umkm_analysis.reports.economic_recovery import analysis, notes, text


def test_the_sentence_a_mayor_can_read_aloud() -> None:
    said = " ".join(text.summary(analysis.analyse("3576"))).replace("\xa0", " ")
    for part in (
        "dari −3,69 persen (2020) ke +3,65 persen (2021), selisih 7,34 poin persen",
        "PDRB 2021 masih sekitar 0,2 persen di bawah 2019 (indeks 99,8)",
        "dibutuhkan pertumbuhan 3,84 persen, realisasinya 3,65 persen",
        "PDRB kembali melampaui tingkat 2019 pada 2022 (indeks 105,4)",
        "Pada 2024, tahun terakhir yang datanya tersedia untuk semuanya, Kota Mojokerto 14,1 persen di atas 2019",
        "Menurut indeks 2025, Kota Mojokerto berada di peringkat ke-8 dari 9 kota di Jawa Timur (2021: peringkat ke-4)",
        "Data terbaru: 2025*. Angka yang belum tetap: 2023* sementara; 2025*",
        "2024** sangat sementara",
    ):
        assert part in said


def test_the_newest_year_leads() -> None:
    said = text.summary(analysis.analyse("3576"))[0].replace("\xa0", " ")
    assert said == (
        "Pada 2025* indeks PDRB Kota Mojokerto tercatat 120,2 (2019 = 100), 20,2 persen di atas 2019, tetapi masih "
        "13,6 persen di bawah jalur sebelum guncangan (tumbuh 5,65 persen setahun seperti pada 2019)."
    )


def test_the_nation_has_a_gross_domestic_product() -> None:
    said = " ".join(text.summary(analysis.analyse("0000")))
    assert "PDB Indonesia" in said
    assert "PDRB" not in said


def test_an_index_that_ends_at_a_break_says_where() -> None:
    said = " ".join(text.summary(analysis.analyse("1602")))
    assert said.startswith("Pada 2021 indeks PDRB Kabupaten Ogan Komering Ilir")
    assert "Data terbaru: 2025*; indeks berakhir pada 2021." in said
    assert "deret terputus mulai 2022" in said


def test_both_routes_to_the_index_are_told() -> None:
    told = notes.route_note(analysis.analyse("3576")).replace("\xa0", " ")
    assert "nilai ADHK: 99,816; pembulatan angka sumber saja dapat menggesernya antara 99,815 dan 99,816" in told
    assert "hasilnya 99,825 (99,815–99,836)" in told
    assert "3,83 persen, bukan 3,84 persen" in told


def test_what_is_not_recovered_is_said_so() -> None:
    said = text.outcome(analysis.analyse("3522")).replace("\xa0", " ")
    assert (
        said == "Hingga 2025 PDRB belum kembali ke tingkat 2019 (indeks 96,9); untuk mencapainya pada 2026 dibutuhkan "
        "pertumbuhan 3,2 persen."
    )
