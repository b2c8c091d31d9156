"""What the province overview says of Klassen's types and of beta convergence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.province_overview import analysis, inequality, page

BETA = pd.Series({"beta": -1.5, "lower": -2.0, "upper": -1.0, "speed": 1.6, "half_life": 43.3, "r_squared": 0.41})
BETA["regions"] = 38.0


@pytest.fixture(scope="module")
def java() -> analysis.ProvinceOverview:
    return analysis.analyse("3500")


@pytest.mark.parametrize(
    ("bounds", "indonesian", "english"),
    [
        pytest.param(
            (-2.0, -1.0), "lebih rendah tumbuh lebih cepat", "with lower GRDP per capita grew", id="converging"
        ),
        pytest.param((1.0, 2.0), "lebih tinggi justru tumbuh", "with higher GRDP per capita grew", id="diverging"),
        pytest.param((-1.0, 1.0), "data tidak menunjukkan", "the data do not show", id="the interval holds nought"),
        pytest.param((-1.0, 0.0), "data tidak menunjukkan", "the data do not show", id="nought is its end"),
    ],
)
def test_the_sentence_follows_the_interval(
    java: analysis.ProvinceOverview, bounds: tuple[float, float], indonesian: str, english: str
) -> None:
    assert java.convergence is not None
    beta = BETA.copy()
    beta["lower"], beta["upper"] = bounds
    found = replace(java.convergence, beta=beta)
    assert indonesian in inequality.beta(found)
    assert "n = 38; R² = 0,41" in inequality.beta(found)
    with use_language("en"):
        assert english in inequality.beta(found)
        assert "n = 38; R² = 0.41" in inequality.beta(found)


def test_every_region_stands_in_the_table_below_the_province(java: analysis.ProvinceOverview) -> None:
    said = page.convergence(java).text
    lines = said.splitlines()
    start = lines.index("Tipologi Klassen")
    assert lines[start + 2].startswith("Jawa Timur") or lines[start + 2].startswith("Provinsi Jawa Timur")
    assert lines[start + 2].endswith("acuan")
    assert sum("relatif tertinggal" in line for line in lines[start + 3 :]) == 24
    assert "Dari 38 daerah, 9 maju dan tumbuh cepat, 1 maju tetapi tertekan, 4 berkembang cepat, dan 24" in said


def test_without_population_the_section_says_why() -> None:
    said = page.convergence(analysis.analyse("5100")).text
    assert said.startswith("Tipologi Klassen dan konvergensi beta memerlukan jumlah penduduk.")


def test_without_a_line_the_section_says_so(java: analysis.ProvinceOverview) -> None:
    assert java.convergence is not None
    assert inequality.beta(replace(java.convergence, beta=None)).startswith("Konvergensi beta tidak dihitung")
