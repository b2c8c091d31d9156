from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels as i18n_labels
from umkm_analysis.i18n.translation import speaking
from umkm_analysis.pages import claims, components
from umkm_analysis.pages.charts import figure, palette
from umkm_analysis.pages.fragment import RECORD_MIME, Fragment, markup
from umkm_analysis.pages.tables import Column, table
from umkm_analysis.reports.economic_recovery import analysis
from umkm_analysis.reports.economic_recovery import page as recovery_page
from umkm_analysis.reports.economic_recovery import text as rtext
from umkm_analysis.reports.procurement_share import analysis as procurement_analysis
from umkm_analysis.reports.procurement_share import page as procurement_page
from umkm_analysis.reports.procurement_share import text as ptext
from umkm_analysis.reports.umkm_onboarding import analysis as onboarding_analysis
from umkm_analysis.reports.umkm_onboarding import page
from umkm_analysis.reports.umkm_onboarding import text as otext

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (n.growth(-3.69), "−3,69"),
        (n.growth(3.65), "+3,65"),
        (n.growth(0.001), "0,00"),
        (n.number(-0.001, 2), "0,00"),
        (n.number(math.nan), "tidak tersedia"),
        (n.percent(68.14), "68,14\xa0persen"),
        (n.share(56.0), "56\xa0persen"),
        (n.share(36.1), "36,1\xa0persen"),
        (n.points(7.34, signed=True), "+7,34\xa0poin persen"),
        (n.rupiah(1_700_000_000_000), "Rp1.700.000.000.000"),
        (n.date("2022-06-03"), "3 Juni 2022"),
        (n.date("2023-07"), "Juli 2023"),
        (n.date("2022"), "2022"),
    ],
)
def test_numbers_are_written_the_indonesian_way(written: str, expected: str) -> None:
    assert written == expected


def test_the_sentence_a_mayor_can_read_aloud() -> None:
    said = rtext.summary(analysis.analyse("3576"))[0].replace("\xa0", " ")
    for part in (
        "dari −3,69 persen (2020) ke +3,65 persen (2021): ayunan 7,34 poin persen",
        "PDRB 2021 masih sekitar 0,2 persen di bawah 2019 (indeks 99,8)",
        "dibutuhkan 3,8 persen dan yang tercapai 3,65 persen",
        "Jawa Timur sudah 1,1 persen di atas level 2019-nya",
        "Level 2019 kembali terlampaui pada 2022 (indeks 105,4)",
    ):
        assert part in said


def test_both_routes_to_the_index_are_told() -> None:
    told = rtext.route_note(analysis.analyse("3576")).replace("\xa0", " ")
    assert "level ADHK: 99,82" in told
    assert "hasilnya 99,83" in told
    assert "3,83 persen alih-alih 3,84 persen" in told


def test_what_is_not_recovered_is_said_so() -> None:
    said = rtext.outcome(analysis.analyse("3522")).replace("\xa0", " ")
    assert (
        said
        == "Hingga 2025 level 2019 belum pulih (indeks 96,9); untuk pulih pada 2026 dibutuhkan pertumbuhan 3,2 persen."
    )


def test_the_law_is_said_on_every_procurement_page() -> None:
    for code in ("3576", "3578", "0000"):
        assert ptext.law() in ptext.summary(procurement_analysis.analyse(code))


def test_conflicting_figures_are_both_said() -> None:
    (said,) = ptext.conflict_sentences(procurement_analysis.analyse("3576"))
    assert "56\xa0persen" in said
    assert "71,09\xa0persen" in said


@pytest.mark.parametrize("code", ["0000", "3500", "3576", "5171", "3519", "6403", "1608", "3171"])
def test_every_part_of_the_recovery_page_can_be_shown(code: str) -> None:
    result = analysis.analyse(code)
    parts = (
        "opening",
        "growth",
        "swing",
        "level",
        "break_even",
        "trend",
        "resilience",
        "ranking",
        "sectors",
        "data_notes",
        "claims",
        "provenance",
    )
    shown = [getattr(recovery_page, part)(result) for part in parts]
    _assert_sound("".join(one.html for one in shown))
    assert shown[-1].record["figures"]["summary"]


@pytest.mark.parametrize("code", ["0000", "3500", "3576", "3578", "1371", "3300"])
def test_every_part_of_the_procurement_page_can_be_shown(code: str) -> None:
    result = procurement_analysis.analyse(code)
    parts = ("opening", "shares", "mandates", "conflicts", "beside", "amounts", "claims", "provenance")
    _assert_sound("".join(getattr(procurement_page, part)(result).html for part in parts))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_part_of_the_onboarding_page_can_be_shown(language: str) -> None:
    with speaking(language):
        result = onboarding_analysis.analyse("3576")
        shown = [getattr(page, part)(result) for part in page.CELLS]
    if language == "id":
        _assert_sound("".join(one.html for one in shown))
    assert shown[-1].record["headline"]["umkm_total"] == 73
    assert shown[-1].record["headline"]["synthetic"] is False


def test_what_is_not_known_of_umkm_is_said_first() -> None:
    said = otext.summary(onboarding_analysis.analyse("3576"))
    assert said[0] == otext.unknown("Kota Mojokerto")
    assert "60 + 3 + 10 = 73" in said[1]
    assert "13 dari 73 (17,8\xa0persen)" in said[2]
    assert "10 sampai 13" in said[2]
    assert "bukan galat sampel" in said[2]
    assert "tidak boleh dibagi" in said[3]


def test_a_region_without_claims_says_so() -> None:
    assert claims.section(regions.find("3501")).text == (
        "Belum ada pernyataan publik tentang Kabupaten Pacitan dalam tabel pernyataan."
    )
    shown = claims.section(regions.find("3576"))
    assert shown.text.startswith("13 pernyataan publik tentang Kota Mojokerto diperiksa: 6 terbukti, ")
    _assert_sound(shown.html)


def _assert_sound(html: str) -> None:
    assert "http" not in html
    assert "nan" not in re.findall(r">\s*(nan)\s*<", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "ids must be unique on a page"
    for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL):
        assert re.search(
            r'<svg role="img" aria-labelledby="([^"]+)"[^>]*><title id="\1">(Grafik|Peta) \w+( \w+)?\. \S', svg
        )
        assert "<text" in svg


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert("x")</script>'
    html = table(hostile, [Column(hostile)], [[hostile]], name="x", source=hostile).html + markup(
        "<p>{x}</p>", x=hostile
    )
    drawn, (axes,) = figure.canvas()
    figure.heading(axes, hostile)
    html += figure.inline_svg(drawn, name="x", alt=hostile)
    assert "<script" not in html


def test_a_fragment_carries_its_record() -> None:
    bundle = Fragment(markup("<p>x</p>"), "x", {"a": 1})._repr_mimebundle_()
    assert bundle["text/html"] == '<div class="umkm"><p>x</p></div>'
    assert bundle[RECORD_MIME] == {"a": 1}


def test_there_is_a_word_for_everything_in_the_tables() -> None:
    shares = tables.read("procurement")
    others = shares[~shares["indicator"].str.contains("_share")]
    assert set(others["indicator"]) <= set(i18n_labels.INDICATOR)
    assert set(others["unit"]) - {"rupiah"} <= set(i18n_labels.UNIT)
    assert set(tables.read("sources")["licence"]) <= set(i18n_labels.LICENCE)
    for column, vocabulary in (
        ("numerator", i18n_labels.NUMERATOR),
        ("denominator", i18n_labels.DENOMINATOR),
        ("basis", i18n_labels.BASIS),
        ("status", i18n_labels.STATUS),
    ):
        assert set(shares[column].dropna()) <= set(vocabulary)


def test_sources_are_shown_without_addresses() -> None:
    found = procurement_analysis.analyse("3576").provenance
    assert found.sources["address"].notna().any()
    assert "http" not in components.sources(found).html


def test_corrections_reach_the_page_of_a_peer(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_level,3577,2021,grdp_billion_idr_2010,10537.7,withhold,,wrong,keliru\n")
    html = recovery_page.data_notes(analysis.analyse("3573")).html
    assert "Kota Madiun" in html
    assert "ditahan" in html
    assert regions.find("3577").name == "Kota Madiun"


def test_a_long_name_is_written_smaller_and_one_too_long_is_shortened_at_a_word() -> None:
    _, (axes,) = figure.canvas(left=0.36)
    names = ["Kota Mojokerto", "Kabupaten Bolaang Mongondow Selatan", "Kabupaten " + "sangat " * 12 + "panjang"]
    figure.rows(axes, names, size=10)
    short, long, longest = axes.texts
    assert [short.get_text(), long.get_text()] == names[:2]
    assert short.get_fontsize() == 10
    assert 8.5 <= long.get_fontsize() < 10
    assert longest.get_text().startswith("Kabupaten sangat")
    assert longest.get_text().endswith("sangat …")
    assert len(longest.get_text()) < 40


def test_labels_at_the_end_of_lines_break_and_keep_apart() -> None:
    _, (axes,) = figure.canvas()
    labels = [(1.0, "Kabupaten Bolaang Mongondow Selatan", palette.OWN), (1.01, "Sulawesi Utara", palette.FIRST)]
    figure.end_labels(axes, labels, x=1, gap=0.2)
    own, other = axes.texts
    assert own.get_text().split("\n") == ["Kabupaten Bolaang", "Mongondow Selatan"]
    assert other.get_position()[1] >= own.get_position()[1] + 0.2
