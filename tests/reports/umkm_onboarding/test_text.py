"""Sentences of the report on UMKM."""

from __future__ import annotations

from umkm_analysis.reports.umkm_onboarding import analysis, text


def test_what_is_not_known_of_umkm_is_said_first() -> None:
    said = text.summary(analysis.analyse("3576"))
    assert said[0] == text.unknown("Kota Mojokerto")
    assert "60 + 3 + 10 = 73" in said[1]
    assert "13 dari 73 (17,8\xa0persen)" in said[2]
    assert "10 sampai 13" in said[2]
    assert "bukan galat sampel" in said[2]
    assert "tidak boleh dibagi" in said[3]
