"""The box of changes: what is new, revised and flipped since an earlier edition, in both languages and in the JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import series
from umkm_analysis.datasets.editions import compare
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.editions.box import as_record, boxed
from umkm_analysis.pending_text import pending
from umkm_analysis.reports.economic_recovery import analysis, page, standing
from umkm_analysis.reports.province_overview import analysis as overview
from umkm_analysis.reports.province_overview import standing as overview_standing
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.reports.report import Report


def approx(figure: float) -> object:
    return pytest.approx(figure, abs=0.005)


def text_of(code: str) -> str:
    return page.opening(analysis.analyse(code)).text


def test_verdicts_that_flipped_are_told_old_and_new() -> None:
    text = text_of("3577")
    assert "Yang berubah sejak edisi 2026.11.25: 5 tahun ditambahkan, 7 angka direvisi, 4 penilaian" in text
    for row in (
        "PDRB kembali ke tingkat 2019  pulih 2021  pulih 2022",
        "pertumbuhan minimum untuk pulih pada 2021  tercapai  tidak tercapai",
        "peringkat 2021  3 dari 9 kota (2021)  6 dari 9 kota (2021)",
        "pertumbuhan, persen  2020  −3,39  −5,34",
        "indeks PDRB, 2019 = 100  2021  101,2  99,2",
        "Tahun yang ditambahkan: PDRB harga konstan 2010, miliar rupiah (2021–2025",
        "bukan bahwa angka lama keliru",
        "Rilis dahulu: BPS Provinsi Jawa Timur, data per 21 Juni 2022",
    ):
        assert row in text
    with use_language("en"):
        english = text_of("3577")
    for row in (
        "GRDP back at its 2019 level  recovered 2021  recovered 2022",
        "growth required to recover in 2021  achieved  not achieved",
    ):
        assert row in english


def test_the_record_holds_the_same() -> None:
    changes = as_record(standing.since(analysis.analyse("3577")))["changes"]
    assert (changes["since"], changes["digest"], changes["revised"]) == ("2026.11.25", "e7843a6570d4", 7)
    assert {"verdict": "recovery", "old": "pulih 2021", "new": "pulih 2022"} in changes["flipped"]
    growth = {"figure": "growth", "year": 2020, "old": approx(-3.39), "new": approx(-5.34)}
    assert growth in changes["printed"]
    level = {"kind": "revised", "table": "grdp_level", "year": 2020, "old": 10262.44, "new": 10055.91}
    assert level in changes["figures"]


def test_a_province_counts_its_regions_and_names_them() -> None:
    changes = overview_standing.since(overview.analyse("3500"))
    (box,) = boxed(changes)
    assert "daerah yang mencapai atau melampaui tingkat 2019, 2021  28 dari 38  27 dari 38" in box.text
    assert "Kota Madiun: PDRB harga konstan 2010, miliar rupiah  2020  10.262,44  10.055,91" in box.text
    assert "Kecuali yang dikoreksi karena sumbernya keliru: penduduk, jiwa (2015)." in box.text  # a misprint, mended


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_page_compares_tables_before_it_asks_for_its_language(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, seen = report.analyse(report.examples[0]), []
    compared = compare.changes
    monkeypatch.setattr(compare, "changes", lambda *given, **named: seen.append("tables") or compared(*given, **named))
    opening = getattr(report.page(), report.page().CELLS[0])
    with use_language(pending("id", lambda: seen.append("language"))):
        text = opening(result).text
    assert seen == ["tables", "language"]  # a process that makes both languages is forked where it asks
    with use_language("en"):
        assert opening(result).text != text
    assert seen == ["tables", "language"]  # and what both say is compared once


def test_without_an_earlier_edition_there_is_no_box(copied: Path) -> None:
    (copied / "data" / "editions" / "2026.11.25.zip").unlink()
    assert standing.since(analysis.analyse("3577")) is None
    assert boxed(None) == []
    assert as_record(None) == {}
    assert "Yang berubah" not in text_of("3577")


def test_a_region_with_own_figures_is_held_against_the_tables_without_them(copied: Path) -> None:
    known = series.levels()["1374"][2025]
    path = copied / "pdrb.csv"
    cells = f"{known * 1.002:.2f};{known * 1.05:.2f}".replace(".", ",")
    path.write_text(
        f"PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2025;2026\nKota Padang Panjang;{cells}\n", encoding="utf-8"
    )
    import_statistics([path], StatisticsRequest(Kind.GRDP, vintage="2026-11"))
    text = text_of("1374")
    assert "edisi 2026.11: 1 tahun ditambahkan, 16 angka direvisi" in text  # 2010 to 2024 are linked, growth stays
    assert "Tahun yang ditambahkan: PDRB harga konstan 2010, miliar rupiah (2026)." in text
    assert "2026.11 + 1374" in page.opening(analysis.analyse("1374")).html
    assert "edisi 2026.11.25" in text_of("3576")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_has_the_box(report: Report) -> None:
    result = report.analyse(report.examples[0])
    assert '<div class="changes"><details><summary>' in report.page().opening(result).html
