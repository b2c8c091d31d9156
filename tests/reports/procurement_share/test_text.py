"""Sentences of the procurement report."""

from __future__ import annotations

from umkm_analysis.builds.decks.charts import rows_left_out
from umkm_analysis.datasets import fingerprints, regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts.native import ChartSlide, kept_rows
from umkm_analysis.reports.procurement_share import analysis, page, text


def test_the_law_is_said_on_every_procurement_page() -> None:
    for code in ("3576", "3578", "0000"):
        assert text.law() in text.summary(analysis.analyse(code))


def test_conflicting_figures_are_both_said() -> None:
    (said,) = text.conflict_sentences(analysis.analyse("3576"))
    assert "56\xa0persen" in said
    assert "71,09\xa0persen" in said


def test_the_other_figures_are_named_by_their_bases_only_where_none_of_them_is_realised() -> None:
    codes = [code for code in regions.all_regions() if code in fingerprints.keys_of("procurement")]
    called = []
    for code in codes:
        result = analysis.analyse(code)
        are_not_realised = len(result.shares[result.shares["basis"] == "realised"]) == 1 < len(result.shares)
        assert ("; angka lain" in text.strip_title(result)) == are_not_realised, code
        called.append(are_not_realised)
    assert len(set(called)) == 2
    assert text.strip_title(analysis.analyse("3576")).endswith("; angka lain dianggarkan dan dialokasikan")


def test_a_slide_of_shares_keeps_the_share_of_its_title() -> None:
    shortened = 0
    for code in ("3576", "3578", "3523", "6500"):
        result = analysis.analyse(code)
        slides = [*page.opening(result).slides, *page.references(result).slides]
        for slide in [slide for slide in slides if isinstance(slide, ChartSlide)]:
            shares = [slide.chart.series[0].points[at] for at in kept_rows(slide.chart)]
            if slide.title.startswith("Realisasi"):
                assert any(n.share(share) in slide.title for share in shares), (code, slide.title, shares)
            groups = {slide.chart.groups[at] for at in kept_rows(slide.chart)} if slide.chart.groups else set()
            assert groups == {*slide.chart.groups}
            shortened += rows_left_out(slide.chart) > 0
    assert shortened >= 3
