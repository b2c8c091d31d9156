"""Figures that cannot be right are refused with words; what agrees is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.datasets.statistics.importer import Outcome

CONSTANT = "PDRB Atas Dasar Harga Konstan 2010 ({})"


@pytest.fixture
def table(text_file: Callable[..., Path]) -> Callable[..., Path]:
    """Write a table of some regions: a title, years, and figures to change by a factor for each year."""

    def write(
        codes: list[str],
        years: list[int],
        factor: Callable[[str, int], float],
        title: str = CONSTANT.format("Miliar Rupiah"),
    ) -> Path:
        levels = series.levels()
        lines = [title, ";".join(["Kode", "Kabupaten/Kota", *map(str, years)])]
        for code in codes:
            cells = [f"{levels[code].get(year, levels[code].iloc[-1]) * factor(code, year):.2f}" for year in years]
            lines.append(
                ";".join([code, regions.all_regions()[code].name, *(cell.replace(".", ",") for cell in cells)])
            )
        return text_file("tabel.csv", "\n".join(lines) + "\n")

    return write


def tried(path: Path, kind: str = "grdp", **said: Any) -> Outcome:
    return import_statistics([path], StatisticsRequest(Kind(kind), **said), dry_run=True)


def test_the_known_figures_again_agree(table: Callable[..., Path]) -> None:
    outcome = tried(table(["3576", "1374"], [2021, 2022], lambda *_: 1.0))
    assert (outcome.new, outcome.revised) == (0, 0)
    assert "4 figures are known already: largest difference 0.00 %" in outcome.reading.checks[0]


@pytest.mark.parametrize(
    ("factor", "word", "times"),
    [(1000, "Miliar", "1,020 times"), (0.001, "Miliar", "1/980"), (0.001, "Triliun", None)],
)
def test_a_factor_near_a_thousand_is_refused(
    table: Callable[..., Path], factor: float, word: str, times: str | None
) -> None:
    path = table(["3576"], [2021, 2022], lambda *_: factor * 1.02, CONSTANT.format(f"{word} Rupiah"))
    if times is None:
        assert tried(path, vintage="2026-05").revised == 2
        return
    with pytest.raises(DataError, match=rf"off by a factor near 1,000:\n.*{times}"):
        tried(path, vintage="2026-05")  # whatever release it is


def test_a_single_cell_whose_thousands_mark_became_decimal_is_refused(table: Callable[..., Path]) -> None:
    path = table(["3576"], [2021, 2022, 2023], lambda _, year: 0.001 if year == 2022 else 1.0)
    with pytest.raises(DataError, match=r"1 figure is off by a factor near 1,000:\n.*3576 Kota Mojokerto 2022"):
        tried(path)


def test_current_prices_under_a_title_of_constant_ones_are_refused(table: Callable[..., Path]) -> None:
    path = table(["3576", "1374"], [2020, 2021, 2022], lambda _, year: 1.45 + 0.05 * (year - 2020))
    with pytest.raises(DataError, match=r"look like current prices \(harga berlaku\): they are 1.50 times"):
        tried(path, vintage="2026-05")


def test_current_prices_of_a_year_that_is_not_known_are_refused_by_the_year_before(table: Callable[..., Path]) -> None:
    path = table(["3576", "1374", "1301"], [2026], lambda *_: 1.66)
    for said in ({}, {"vintage": "2026-05"}):
        with pytest.raises(DataError, match=r"look like current prices \(harga berlaku\): they are 1.66 times"):
            tried(path, **said)
    assert tried(path, constant_prices=True).new == 3


def test_current_prices_that_grow_as_constant_ones_do_are_refused(table: Callable[..., Path]) -> None:
    path = table(["3576", "1374"], [2023, 2024, 2025], lambda *_: 1.6)
    with pytest.raises(DataError, match=r"look like current prices \(harga berlaku\): they are 1.60 times"):
        tried(path, vintage="2026-05")


def test_current_prices_are_refused_by_their_title(table: Callable[..., Path]) -> None:
    path = table(["3576"], [2021], lambda *_: 1.5, "PDRB Atas Dasar Harga Berlaku (Miliar Rupiah)")
    with pytest.raises(DataError, match="figures at current prices"):
        tried(path)
    path = table(["3576"], [2021], lambda *_: 0.5, "PDRB Atas Dasar Harga Konstan 2000 (Miliar Rupiah)")
    with pytest.raises(DataError, match="constant 2000 prices"):
        tried(path)


def test_an_overlap_beyond_half_a_per_cent_needs_its_release(table: Callable[..., Path]) -> None:
    path = table(["3576"], [2021, 2022], lambda _, year: 1.004 if year == 2021 else 1.006)
    with pytest.raises(DataError, match=r"1 of 2 known figures differs by more than 0.5 %:\n.*2022[^!]*--vintage"):
        tried(path)
    assert tried(path, vintage="2026-05").revised == 2


def test_growth_where_levels_are_due_is_refused_by_its_figures(text_file: Callable[..., Path]) -> None:
    path = text_file(
        "tabel.csv", "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2020;2021\nKota Mojokerto;-3,69;3,65\n"
    )
    with pytest.raises(DataError, match="below zero: growth where levels are due"):
        tried(path)
    path = text_file(
        "tabel.csv", "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2021;2022\nKota Mojokerto;3,65;5,56\n"
    )
    with pytest.raises(DataError, match="the figures are the known rates; umkm import growth reads them"):
        tried(path)


def test_levels_where_growth_is_due_and_fractions_are_refused(text_file: Callable[..., Path]) -> None:
    head = "Laju Pertumbuhan PDRB\nKabupaten/Kota;2021;2022\n"
    with pytest.raises(DataError, match="levels where growth in per cent is due"):
        tried(text_file("tabel.csv", head + "Kota Mojokerto;4.976,49;5.253,5\n"), "growth")
    with pytest.raises(DataError, match="fractions where per cent is due"):
        tried(text_file("tabel.csv", head + "Kota Mojokerto;0,0365;0,0556\n"), "growth")


def test_a_unit_that_stands_nowhere_is_told_by_known_figures_or_asked_for(table: Callable[..., Path]) -> None:
    path = table(["3576", "1374"], [2021, 2022], lambda *_: 1000, "PDRB ADHK 2010")
    reading = tried(path).reading
    assert "unit: juta rupiah, by the 4 known figures of the same years" in reading.told
    assert reading.figures[0].value == round(series.levels().loc[2021, "1374"], 2)
    with pytest.raises(DataError, match="the unit stands nowhere in the file, and no known figure tells it"):
        tried(table(["3576"], [2030], lambda *_: 1.0, "PDRB ADHK 2010"))


def test_prices_that_stand_nowhere_are_told_by_known_figures_or_asked_for(table: Callable[..., Path]) -> None:
    reading = tried(table(["3576"], [2021, 2022], lambda *_: 1.0, "PDRB (Miliar Rupiah)")).reading
    assert "at constant 2010 prices, by the 2 known figures of the same years" in reading.told
    path = table(["3576"], [2027, 2028], lambda *_: 1.0, "PDRB (Miliar Rupiah)")
    with pytest.raises(DataError, match="--constant-prices"):
        tried(path)
    assert tried(path, constant_prices=True).new == 2


def test_a_jump_is_refused_unless_the_known_figures_jump_too(table: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match=r"twice the year before, or half of it:\n.*2028"):
        tried(table(["3576"], [2027, 2028], lambda _, year: 1.0 if year == 2027 else 2.1))
    assert tried(table(["8202"], [2021, 2022], lambda *_: 1.0)).revised == 0  # +102 %, and true


def test_a_jump_from_the_known_year_before_is_refused(table: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match=r"half of it:\n.*3576 .*2026.* after the known 5,990.39"):
        tried(table(["3576", "1374", "1301"], [2026], lambda code, _: 0.1 if code == "3576" else 1.04))
    assert "1301" in tried(table(["1301"], [2026], lambda *_: 0.7)).reading.checks[0]


def test_a_true_boom_is_let_in_where_its_release_is_named_but_no_slip_of_a_digit(table: Callable[..., Path]) -> None:
    boom = table(["3576", "1374", "1301"], [2026], lambda code, _: 2.6 if code == "3576" else 1.04)
    with pytest.raises(DataError, match=r"name the release that says it: --vintage"):
        tried(boom)
    assert "3576" in tried(boom, vintage="2026-05").reading.checks[0]
    slip = table(["3576", "1374", "1301"], [2026], lambda code, _: 10.4 if code == "3576" else 1.04)
    with pytest.raises(DataError, match=r"5 times the year before, or a part:\n.*3576"):
        tried(slip, vintage="2026-05")


def test_a_province_that_its_regions_miss_is_refused(table: Callable[..., Path]) -> None:
    jambi = regions.find("1500")
    members = [member.code for member in regions.members(jambi)]
    good = tried(table(["1500", *members], [2020], lambda *_: 1.0)).reading
    assert "1 figure of a province is the sum of the kabupaten and kota, up to 0." in " ".join(good.checks)
    with pytest.raises(
        DataError, match=r"1 province misses the sum of its regions by more than 1.5 %:\n.*1500 Jambi 2020"
    ):
        tried(table(["1500", *members], [2020], lambda code, _: 1.03 if code == "1500" else 1.0), vintage="x")


def test_a_gap_of_the_publisher_s_own_figures_is_no_misreading(table: Callable[..., Path]) -> None:
    riau = regions.find("2100")
    members = [member.code for member in regions.members(riau)]
    levels = series.levels().loc[2022]
    assert abs(levels[members].sum() / levels["2100"] - 1) > 0.015
    assert tried(table(["2100", *members], [2022], lambda *_: 1.0)).revised == 0


def test_missing_years_are_named(text_file: Callable[..., Path]) -> None:
    text = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2027;2028;2029\nKota Mojokerto;7.000,5;-;7.100,5\n"
    assert "3576 Kota Mojokerto: 2028" in " ".join(tried(text_file("tabel.csv", text)).reading.checks)


def test_provinces_of_another_territory_are_left_out(table: Callable[..., Path]) -> None:
    path = table(["9400", "9404"], [2021], lambda *_: 1.0)
    reading = tried(path).reading
    assert [figure.code for figure in reading.figures] == ["9404"]
    assert "Papua: reports follow them as the sum of their kabupaten and kota" in reading.left_out


SECTORS = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M,N", "O", "P", "Q", "R,S,T,U"]


def sectors(text_file: Callable[..., Path], codes: list[str], total: float | None) -> Path:
    text = "PDRB Kota Padang Panjang ADHK 2010 Menurut Lapangan Usaha (Miliar Rupiah)\nKategori;Uraian;2022\n"
    figure = series.levels().loc[2022, "1374"]
    text += "".join(f"{code};nama {code};{figure / 17:.4f}\n".replace(".", ",") for code in codes)
    text += f";PRODUK DOMESTIK REGIONAL BRUTO;{figure * total:.2f}\n".replace(".", ",") if total else ""
    return text_file("sektor.csv", text)


def test_the_categories_make_up_the_total(text_file: Callable[..., Path]) -> None:
    reading = tried(sectors(text_file, SECTORS, 1.0), "sectors").reading
    assert "1 region and year: the 17 categories make up the total" in reading.checks
    with pytest.raises(DataError, match=r"its categories are [+-]0.3[0-9] % off the total"):
        tried(sectors(text_file, SECTORS, 1.003), "sectors")
    with pytest.raises(DataError, match="16 of the 17 categories"):
        tried(sectors(text_file, SECTORS[1:], 1.0), "sectors")


def test_without_a_total_the_sum_is_it(text_file: Callable[..., Path]) -> None:
    reading = tried(sectors(text_file, SECTORS, None), "sectors").reading
    assert "total: the sum of the 17 categories, where the file has none" in reading.told
    assert len(reading.totals) == 1


def test_population_names_its_base(text_file: Callable[..., Path]) -> None:
    text = "Jumlah Penduduk (Jiwa)\nKabupaten/Kota;2022;2023;2024\nKota Mojokerto;134.350;135.414;136.500\n"
    path = text_file("penduduk.csv", text)
    with pytest.raises(DataError, match=r"could be 134350 or 134\.350"):
        tried(path, "population")
    with pytest.raises(DataError, match="neither a projection, a census nor a half-year"):
        tried(path, "population", decimal=",")
    outcome = tried(path, "population", decimal=",", source="BPS, Proyeksi Penduduk hasil Sensus Penduduk 2020")
    assert (outcome.new, outcome.revised) == (1, 0)
    with pytest.raises(DataError, match="base sp2010, the known figures of the year have sp2020"):
        tried(path, "population", decimal=",", source="BPS, Proyeksi Penduduk SP2010")


def test_thousands_of_people_are_told_by_the_title(text_file: Callable[..., Path]) -> None:
    text = "Proyeksi Penduduk Hasil SP2020 (Ribu Jiwa)\nKabupaten/Kota;2023;2024\nKota Mojokerto;135,4;136,5\n"
    assert [figure.value for figure in tried(text_file("p.csv", text), "population").reading.figures] == [
        135_400,
        136_500,
    ]


def test_the_same_file_twice_in_one_import_is_refused(table: Callable[..., Path]) -> None:
    path = table(["3576"], [2021], lambda *_: 1.0)
    with pytest.raises(DataError, match="the same file was given twice"):
        import_statistics([path, path], StatisticsRequest(Kind.GRDP), dry_run=True)
