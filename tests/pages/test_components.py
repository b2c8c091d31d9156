"""Parts that every report has."""

from __future__ import annotations

from umkm_analysis.pages import components
from umkm_analysis.reports.procurement_share import analysis


def test_sources_are_shown_without_addresses() -> None:
    found = analysis.analyse("3576").provenance
    assert found.sources["address"].notna().any()
    assert "http" not in components.sources(found).html
