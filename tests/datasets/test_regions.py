from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import fingerprints, project, regions, tables, validity
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


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
        pytest.param("91", "Papua at Kemendagri and Papua Barat at BPS. Use 9400 for Papua, 9100", id="two digits"),
        pytest.param("xx", "umkm list", id="nothing near"),
    ],
)
def test_an_unknown_region_is_refused_with_near_matches(named: str, answer: str) -> None:
    with pytest.raises(UsageError, match=answer):
        regions.find(named)


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        pytest.param("35.76", "BPS code of Kota Mojokerto is 3576", id="Kemendagri code"),
        pytest.param("96.04", "BPS code of Kabupaten Tambrauw is 9109", id="Kemendagri code since 2022"),
        pytest.param("91.04", "until 2022-07-24; the BPS code of Kabupaten Nabire is 9404", id="one before 2022"),
        pytest.param("9301", "BPS code of Kabupaten Merauke is 9401", id="Kemendagri code without dot, of no BPS code"),
    ],
)
def test_in_a_file_a_kemendagri_code_is_refused_with_its_bps_code(named: str, answer: str) -> None:
    with pytest.raises(UsageError, match=answer):
        regions.find(named, kemendagri=False)


def test_every_bps_code_that_was_ever_valid_finds_its_region() -> None:
    for code, versions in region_versions().items():
        assert {regions.find(version.bps_code).code for version in versions} == {code}
    assert all(regions.find(code).code == code for code in regions.all_regions())


def test_every_kemendagri_code_that_was_ever_valid_finds_its_region_with_a_sentence() -> None:
    held = [(region.kemendagri_code, code) for code, region in regions.all_regions().items() if region.kemendagri_code]
    held += [(version.kemendagri_code, code) for code, found in region_versions().items() for version in found]
    for ministry, code in held:
        if "." in str(ministry):
            region = regions.find(str(ministry))
            assert region.code == code
            now = regions.present_code(region)
            codes = code if now == code else rf"{now} \({code} in this project's files\)"
            assert re.search(
                rf"{ministry} (is|was, until [\d-]+,) the Kemendagri code of {region.name}; its BPS code is {codes}\.",
                str(regions.note(str(ministry))),
            )
            with pytest.raises(UsageError, match=code):
                regions.find(str(ministry), kemendagri=False)


def test_a_code_of_bps_means_what_bps_means_by_it_and_the_other_region_is_named() -> None:
    for code, versions in region_versions().items():
        for version in versions:
            other = regions.find(_dotted(version.bps_code)) if _is_kemendagri(version.bps_code) else None
            assert regions.find(version.bps_code).code == code
            assert other is None or other.code == code or other.name in str(regions.note(version.bps_code))


def _is_kemendagri(code: str) -> bool:
    try:
        regions.find(_dotted(code))
    except UsageError:
        return False
    return True


def test_a_code_that_is_another_s_too_is_said_so() -> None:
    for code, region in regions.all_regions().items():
        other = next((one for one in regions.all_regions().values() if one.kemendagri_code == _dotted(code)), region)
        assert (other == region) or other.name in str(regions.note(code))


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:]}"


@pytest.mark.parametrize(
    ("named", "code", "sentences"),
    [
        ("9604", "9404", ["Kabupaten Nabire since 2022-07-25", "under 9404", "96.04", "Kabupaten Tambrauw (BPS 9109)"]),
        ("9201", "9108", ["Raja Ampat since 2022-12-08", "92.01 was, until 2022-12-07", "Kabupaten Sorong (BPS 9107)"]),
        ("35.76", "3576", ["35.76 is the Kemendagri code of Kota Mojokerto; its BPS code is 3576."]),
        ("91.04", "9404", ["91.04 was, until 2022-07-24, the Kemendagri code of Kabupaten Nabire", "is 9604 (9404"]),
        ("9301", "9401", ["9301 is the Kemendagri code of Kabupaten Merauke; its BPS code is 9501 (9401"]),
        ("35", "3500", ["Kemendagri code of Jawa Timur"]),
        ("Toba Samosir", "1206", ["1206 is called Kabupaten Toba now"]),
        ("Kabupaten Mamuju Utara", "7605", ["Pasangkayu"]),
        ("Papua", "9400", ["since 2022-07-25", "9 kabupaten and kota"]),
        ("Papua Barat Daya", "9200", ["established from part of Papua Barat"]),
        ("Gorontalo", "7500", ["the province", "7502 Kabupaten Gorontalo and 7571 Kota Gorontalo"]),
    ],
)
def test_what_has_to_be_said_of_an_answer_is_said(named: str, code: str, sentences: list[str]) -> None:
    assert regions.find(named).code == code
    said = str(regions.note(named))
    assert all(part in said for part in sentences), said


@pytest.mark.parametrize("named", ["3576", "Kota Mojokerto", "Nabire", "Kabupaten Nabire", "3500"])
def test_nothing_is_said_where_nothing_is_to_be_said(named: str) -> None:
    assert regions.note(named) is None


def test_a_name_that_one_region_has_needs_no_kind() -> None:
    local = [region for region in regions.all_regions().values() if region.is_local]
    bare = [region.name.split(" ", 1)[1] for region in local]
    taken = {region.name for region in regions.all_regions().values() if not region.is_local}
    for region, name in zip(local, bare, strict=True):
        if bare.count(name) == 1 and name not in taken:
            assert regions.find(name) == region
        elif name not in taken:
            with pytest.raises(UsageError, match=region.code):
                regions.find(name)


@pytest.mark.parametrize(
    ("code", "before", "now"), [("9100", 13, 7), ("9400", 29, 9), ("9700", 0, 8), ("3500", 38, 38)]
)
def test_a_province_has_the_members_of_the_day(code: str, before: int, now: int) -> None:
    province = regions.find(code)
    assert len(regions.members_on(province, "2021-12-31")) == before
    assert len(regions.members_on(province, "2023-01-01")) == now == len(regions.members(province))


def test_every_kabupaten_and_kota_lay_in_one_province_on_every_day() -> None:
    provinces = [region for region in regions.all_regions().values() if region.kind == "province"]
    for day in ("2010-12-31", "2014-12-31", "2022-08-01", "2025-12-31"):
        members = [member.code for province in provinces for member in regions.members_on(province, day)]
        assert len(members) == len(set(members)) == 514


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


@pytest.mark.parametrize("named", ["3576", "Kota Mojokerto", "nabire", "Kabupaten Toba Samosir", "35.76", "9100"])
def test_a_region_is_found_in_the_file_as_it_stands_as_in_the_validated_table(named: str) -> None:
    printed = regions.as_printed(named)
    assert printed is not None
    assert printed.code == regions.find(named).code


@pytest.mark.parametrize("named", ["Mojokrto", "9999", "91", "Jawa", ""])
def test_the_file_as_it_stands_refuses_a_region_in_the_same_words(named: str) -> None:
    with pytest.raises(UsageError) as whole:
        regions.find(named)
    with pytest.raises(UsageError) as printed:
        regions.as_printed(named)
    assert str(printed.value) == str(whole.value)


def test_a_file_that_cannot_be_read_refuses_no_region(copied: Path) -> None:
    (copied / "data" / "regions.csv").write_bytes(b"\xff\xfe")
    assert regions.as_printed("3576") is None


@pytest.mark.parametrize(("table", "cell"), [("regions", "Kota Mojokerto"), ("region_versions", "Kabupaten Toba")])
def test_a_file_with_an_empty_name_refuses_no_region(copied: Path, table: str, cell: str) -> None:
    file = copied / "data" / f"{table}.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(f",{cell},", ",,"), encoding="utf-8")
    assert regions.as_printed("3576") is None


def test_regions_of_valid_tables_are_the_same_without_pandas(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_pandas = [*regions.all_regions().items()], [*region_versions().items()]
    project.clear_caches()
    monkeypatch.setattr(validity, "trusted", {})
    assert validity.plain_rows("regions") is None  # nobody has looked at it
    version = fingerprints.data_version(copied)
    validity.skip_validation_of(version, ["regions", "region_versions"])
    monkeypatch.setattr(tables, "read", lambda name: pytest.fail(f"{name} is read with pandas"))
    assert ([*regions.all_regions().items()], [*region_versions().items()]) == with_pandas
    path = copied / "data" / "regions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",3.9274,", ",x,", 1), encoding="utf-8")
    assert validity.plain_rows("regions") is None  # another process said so too early
