"""The section of public claims that every report has: those of the report's subject, as cards and as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis import claims as findings
from umkm_analysis.datasets import regions
from umkm_analysis.pages.claims.section import section
from umkm_analysis.reports.registry import REPORTS
from umkm_analysis.reports.report import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_region_without_claims_says_so() -> None:
    assert section(regions.find("3501"), "economy").text == (
        "Belum ada pernyataan publik tentang ekonomi Kabupaten Pacitan dalam tabel pernyataan."
    )


def test_a_report_shows_the_claims_of_its_subject(assert_sound: Callable[[str], None]) -> None:
    shown = section(regions.find("3576"), "economy")
    assert shown.text.startswith("6 pernyataan publik tentang Kota Mojokerto diperiksa: 2 terbukti, ")
    assert "7 pernyataan lain tentang Kota Mojokerto ada di halaman Pernyataan publik." in shown.text
    assert "68,14" not in shown.text
    (growth,) = re.findall(r"<tr>(?:(?!</tr>).)*minus 3,69.*?</tr>", shown.html, flags=re.DOTALL)
    assert growth.count("−3,69\xa0persen") >= 3  # claimed, published, computed from levels
    assert "Dihitung dari nilai ADHK" in shown.html
    assert_sound(shown.html)


@pytest.mark.parametrize("code", ["3576", "3500"])
def test_every_claim_is_on_one_subject_that_a_report_on_its_region_has(code: str) -> None:
    region = regions.find(code)
    subjects = {report.subject for report in REPORTS if report.concerns(region)}
    assert {findings.subject(finding.claim.indicator) for finding in findings.claims_on(code)} <= subjects
    counts = [section(region, subject).html.count('<article class="claim ') for subject in SUBJECTS]
    assert sum(counts) == len(findings.claims_on(code))
