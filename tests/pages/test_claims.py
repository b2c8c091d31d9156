"""The section of public claims that every report has."""

from __future__ import annotations

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
    assert "−3,69\xa0persen; dihitung dari level: −3,69\xa0persen" in shown.text
    assert_sound(shown.html)
