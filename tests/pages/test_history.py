"""What pages say of a region's history, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from tests.reports import reading
from umkm_analysis.analysis.region_history import region_history
from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.region_versions import changed_provinces, region_versions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages import components, history

if TYPE_CHECKING:
    from umkm_analysis.pages.fragment import Fragment

MOVED = [code for code, versions in region_versions().items() if versions[0].bps_code != versions[-1].bps_code]
PROVINCES = sorted(changed_provinces())


def shown(code: str) -> list[Fragment]:
    region = regions.find(code)
    return history.section(region_history(region), source=Markup("BPS"), states=series.provisional_levels(code))


def said(code: str) -> str:
    return "\n".join(part.text for part in shown(code))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", MOVED)
def test_a_kabupaten_or_kota_says_its_codes_provinces_day_and_law(code: str, language: str) -> None:
    before, now = region_versions()[code]
    with use_language(language):
        words, day = said(code), n.date(now.valid_from or "")
    assert len(words.splitlines()) == 1
    names = [regions.find(version.parent_code).name for version in (now, before)]
    order = [day, str(now.instrument), *names, before.bps_code, now.bps_code, before.kemendagri_code]
    if language == "id":
        assert re.search(".*?".join(map(re.escape, [*order, now.kemendagri_code, code])), words), words
    assert all(part in words for part in [*order, now.kemendagri_code, code])


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", PROVINCES)
def test_a_province_says_law_day_members_and_codes(code: str, language: str) -> None:
    province = regions.find(code)
    with use_language(language):
        parts = shown(code)
        day = n.date(region_versions()[code][-1].valid_from or "")
    words = parts[0].text
    assert day in words
    assert str(region_versions()[code][-1].instrument) in words
    members = regions.members(province)
    assert all(member.name in words for member in members)
    assert f" {len(members)} " in words
    (codes,) = reading.tables(parts[1].html).values()
    rows = codes.by_first()
    for member in members:
        versions = region_versions().get(member.code)
        new = versions[-1].bps_code if versions else member.code
        assert list(rows[member.name]) == [
            province.name,
            new,
            versions[0].bps_code if versions else member.code,
            versions[-1].kemendagri_code if versions else member.kemendagri_code,
            versions[0].kemendagri_code if versions else member.kemendagri_code,
        ]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("9400", "Daerah yang beralih: 4 ke Papua Selatan, 8 ke Papua Pegunungan, dan 8 ke Papua Tengah."),
        ("9100", "Daerah yang beralih: 6 ke Papua Barat Daya."),
        ("9600", "Papua Tengah dibentuk pada 25 Juli 2022 (UU 15/2022) dari 8 kabupaten/kota yang sebelumnya termasuk"),
    ],
)
def test_who_came_and_went_is_said(code: str, sentence: str) -> None:
    assert sentence in said(code)


@pytest.mark.parametrize("code", ["9100", "9400"])
def test_the_closed_series_ends_where_it_ends(code: str) -> None:
    levels = series.levels()[code].dropna()
    (closed,) = reading.tables(shown(code)[2].html).values()
    assert [year.rstrip("*") for year in closed.column(0)] == [str(year) for year in levels.index]
    assert [reading.number(level) for level in closed.column(1)] == levels.tolist()
    assert closed.rows[-1][0] == "2023*"
    last = n.number(float(levels.iloc[-1]), 2)
    assert f"berakhir pada 2023*, dengan PDRB {last} miliar rupiah" in said(code)


@pytest.mark.parametrize("code", ["3500", "3576", "0000", "1206", "7411"])
def test_nothing_is_said_where_neither_code_nor_province_changed(code: str) -> None:
    assert shown(code) == []


def test_the_title_names_the_present_code_and_the_former_one() -> None:
    def masthead(code: str) -> str:
        return components.masthead(regions.find(code), report="", period="", above=[]).html

    assert "kode BPS 9604 (dulu 9404)" in masthead("9404")
    assert "kode BPS 3576<" in masthead("3576")
    with use_language("en"):
        assert "BPS code 9604 (formerly 9404)" in masthead("9404")
