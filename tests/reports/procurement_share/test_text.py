"""Sentences of the procurement report."""

from __future__ import annotations

from umkm_analysis.reports.procurement_share import analysis, text


def test_the_law_is_said_on_every_procurement_page() -> None:
    for code in ("3576", "3578", "0000"):
        assert text.law() in text.summary(analysis.analyse(code))


def test_conflicting_figures_are_both_said() -> None:
    (said,) = text.conflict_sentences(analysis.analyse("3576"))
    assert "56\xa0persen" in said
    assert "71,09\xa0persen" in said
