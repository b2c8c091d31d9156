"""Every code of the tables has a word."""

from __future__ import annotations

from umkm_analysis.datasets import tables
from umkm_analysis.i18n import labels


def test_there_is_a_word_for_everything_in_the_tables() -> None:
    shares = tables.read("procurement")
    others = shares[~shares["indicator"].str.contains("_share")]
    assert set(others["indicator"]) <= set(labels.INDICATOR)
    assert set(others["unit"]) - {"rupiah"} <= set(labels.UNIT)
    assert set(tables.read("sources")["licence"]) <= set(labels.LICENCE)
    for column, vocabulary in (
        ("numerator", labels.NUMERATOR),
        ("denominator", labels.DENOMINATOR),
        ("basis", labels.BASIS),
        ("status", labels.STATUS),
    ):
        assert set(shares[column].dropna()) <= set(vocabulary)
