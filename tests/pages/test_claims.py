"""The section of public claims that every report has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.pages import claims

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_region_without_claims_says_so(assert_sound: Callable[[str], None]) -> None:
    assert claims.section(regions.find("3501")).text == (
        "Belum ada pernyataan publik tentang Kabupaten Pacitan dalam tabel pernyataan."
    )
    shown = claims.section(regions.find("3576"))
    assert shown.text.startswith(
        "13 pernyataan publik tentang Kota Mojokerto diperiksa: 2 terbukti, 1 terbukti dengan koreksi, "
    )
    (growth,) = re.findall(r"<tr>(?:(?!</tr>).)*minus 3,69.*?</tr>", shown.html, flags=re.DOTALL)
    assert growth.count("−3,69\xa0persen") >= 3  # claimed, published, computed from levels
    assert "Dihitung dari nilai PDRB" in shown.html
    assert_sound(shown.html)
