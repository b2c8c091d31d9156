from __future__ import annotations

import pytest

from umkm_analysis.datasets import regions, validation
from umkm_analysis.errors import UsageError


@pytest.mark.parametrize("named", ["3576", 3576, "kota mojokerto", " Kota Mojokerto ", "3576-kota-mojokerto"])
def test_a_region_is_found_by_code_number_or_name(named: str | int) -> None:
    assert regions.find(named).code == "3576"


def test_the_nation_is_found_by_zero() -> None:
    assert regions.find(0).name == "Indonesia"


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        pytest.param("Mojokerto", "3516 Kabupaten Mojokerto or 3576 Kota Mojokerto", id="two of that name"),
        pytest.param("Mojokrto", "3576 Kota Mojokerto", id="misspelt"),
        pytest.param("35.76", "BPS code of Kota Mojokerto is 3576", id="Kemendagri code"),
        pytest.param("xx", "umkm list", id="nothing near"),
    ],
)
def test_an_unknown_region_is_refused_with_near_matches(named: str, answer: str) -> None:
    with pytest.raises(UsageError, match=answer):
        regions.find(named)


def test_peers_are_of_the_same_kind_and_province() -> None:
    names = [peer.name for peer in regions.peers(regions.find("3576"))]
    assert len(names) == 9
    assert all(name.startswith("Kota ") for name in names)


def test_slugs_are_unique_and_plain() -> None:
    slugs = [region.slug for region in regions.all_regions().values()]
    assert len(set(slugs)) == 553
    assert all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)


def test_a_hostile_name_makes_a_harmless_slug() -> None:
    region = regions.Region("1", None, "../<script> مدينة", "kota", None)
    assert region.slug == "1-script"


def test_true_extremes_are_noted_and_kept() -> None:
    notes = validation.unusual_growth()
    assert any("8202" in note and "+161.9 % in 2021" in note for note in notes)
    assert not any("1608" in note or "6403" in note for note in notes)
