"""Names of a column matched to codes: what is sure, what could be several regions, and what is none."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import umkm_analysis as ua
from umkm_analysis.api.matching import SHORT
from umkm_analysis.errors import UsageError
from umkm_analysis.pages import assets


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Kab. Mojokerto", "3516"),
        ("Mojokerto, Kab.", "3516"),
        ("KAB.MOJOKERTO", "3516"),
        ("Mojokerto (Kab.)", "3516"),
        ("KOTA MOJOKERTO", "3576"),
        ("Kediri (Kota)", "3571"),
        ("Mojokerto City", "3576"),
        ("Toba Samosir", "1206"),
        ("Kabupaten Toba", "1206"),
        ("Kab. Kep. Seribu", "3101"),
        ("Provinsi Jawa Timur", "3500"),
        ("D.K.I. Jakarta", "3100"),
        ("Indonesia", "0000"),
        ("3576", "3576"),
        ("3576.0", "3576"),
        (3576, "3576"),
        (3576.0, "3576"),
        ("35", "3500"),
        ("35.76", "3576"),
        ("[3576] Kota Mojokerto", "3576"),
        ("3576 - Mojokerto", "3576"),
    ],
)
def test_one_region_is_told_however_it_is_written(given: object, code: str) -> None:
    (row,) = ua.codes([given]).to_dict("records")
    assert (row["status"], row["code"]) == ("found", code)


@pytest.mark.parametrize(
    ("given", "candidates"),
    [
        ("Mojokerto", "3516 Kabupaten Mojokerto; 3576 Kota Mojokerto"),
        ("Jambi", "1500 Jambi; 1571 Kota Jambi"),
        ("Gorontalo", "7500 Gorontalo; 7502 Kabupaten Gorontalo; 7571 Kota Gorontalo"),
    ],
)
def test_what_could_be_several_regions_stays_open(given: str, candidates: str) -> None:
    (row,) = ua.codes([given]).to_dict("records")
    assert (row["status"], row["candidates"]) == ("ambiguous", candidates)
    assert pd.isna(row["code"])


def test_what_is_unknown_or_contradicts_itself_has_no_code() -> None:
    coded = ua.codes(["Mojokreto", "3516 Kota Mojokerto", "9671", None, float("nan"), ""])
    assert coded["code"].isna().all()
    assert coded["status"].tolist() == ["unknown"] * 3 + ["missing"] * 3
    assert coded["candidates"][0] == "3516 Kabupaten Mojokerto; 3576 Kota Mojokerto"
    assert "Which of them is right?" in coded["note"][1]
    assert "Kemendagri code" in coded["note"][2]


def test_kind_and_province_tell_namesakes_apart_and_exclude_others() -> None:
    assert ua.codes(["Mojokerto", "Jambi"], kind="kota")["code"].tolist() == ["3576", "1571"]
    coded = ua.codes(["Kab. Mojokerto", "Kota Kediri"], kind="kota")
    assert coded["status"].tolist() == ["unknown", "found"]
    assert coded["candidates"][0] == "3516 Kabupaten Mojokerto"
    assert ua.codes(["Kota Bandung"], province="Jawa Timur")["status"].tolist() == ["unknown"]
    assert ua.codes(["Kabupaten Nabire"], province="Papua")["status"].tolist() == ["found"]  # where it lay before 2022


def test_the_rows_are_those_of_the_column() -> None:
    column = pd.Series(["Kota Kediri", "Kota Mojokerto", "Kota Kediri"], index=[7, 3, 5])
    coded = ua.codes(column)
    assert coded.index.tolist() == [7, 3, 5]
    assert coded["code"].tolist() == ["3571", "3576", "3571"]


def test_every_region_is_told_by_its_own_name_and_codes() -> None:
    known = pd.concat([ua.regions(), ua.regions(kind="province")], ignore_index=True)
    for kind, rows in known.groupby("kind"):
        assert (ua.codes(rows["name"], kind=str(kind))["code"] == rows["code"]).all()
    assert (ua.codes(known["code"])["code"] == known["code"]).all()
    assert (ua.codes(known["kemendagri_code"])["code"] == known["code"])[known["kind"] != "province"].all()
    names = known.loc[known["kind"] != "province", "name"]
    assert (ua.codes(names.str.upper())["code"] == known["code"][names.index]).all()


def test_what_a_person_should_know_of_an_answer_stands_beside_it() -> None:
    notes = ua.codes(["Toba Samosir", "Papua", "Kota Mojokerto"])["note"].tolist()
    assert notes[0] == "1206 is called Kabupaten Toba now."
    assert "the territory was not" in notes[1]
    assert notes[2] == ""


def test_regions_stand_as_they_stood_on_a_day() -> None:
    then, now = ua.regions(as_of="2021-12-31"), ua.regions()
    assert len(then) == len(now) == 514
    nabire = {"then": then, "now": now}
    provinces = {when: table.set_index("name").loc["Kabupaten Nabire", "province"] for when, table in nabire.items()}
    assert provinces == {"then": "Papua", "now": "Papua Tengah"}
    assert "Kabupaten Toba Samosir" in set(ua.regions(as_of=2019)["name"])
    assert len(ua.regions(kind="province", as_of=2021)) == 34
    with pytest.raises(UsageError, match='as_of "last year" is no day'):
        ua.regions(as_of="last year")


def test_usual_abbreviations_of_provinces_are_known_as_the_index_knows_them() -> None:
    words = (assets.TEMPLATES / "search_words.js").read_text(encoding="utf-8")
    there = dict(re.findall(r'(\w+): "([^"]+)"', words))
    for short, name in SHORT.items():
        assert there[short] in name.lower()
        assert ua.region(short.upper()).name == name
    assert ua.regions(province="Prov. Jatim")["code"].str.startswith("35").all()


def test_a_kind_in_place_of_a_region_is_answered_with_the_argument() -> None:
    with pytest.raises(UsageError, match=r'"kota" is a kind of region\. Give kind="kota"'):
        ua.regions("kota")


@pytest.mark.parametrize("single", ["Kota Mojokerto", 3576, "35.76"])
def test_a_single_name_or_code_is_a_row(single: object) -> None:
    assert ua.codes(single)["code"].tolist() == ["3576"]


def test_yogyakarta_is_a_province_and_a_kota() -> None:
    coded = ua.codes(["Yogyakarta", "Kota Yogyakarta", "DI Yogyakarta", "Prov. Yogyakarta"])
    assert coded["code"].fillna("").tolist() == ["", "3471", "3400", "3400"]
    assert coded["candidates"][0] == "3400 DI Yogyakarta; 3471 Kota Yogyakarta"
    assert ua.codes("Yogyakarta", kind="kota")["code"].tolist() == ["3471"]


@pytest.mark.parametrize("given", [9999, "9999", 0])
def test_what_may_stand_for_no_value_is_not_the_nation(given: object) -> None:
    (row,) = ua.codes([given]).to_dict("records")
    assert row["status"] == "ambiguous"
    assert "no value in others" in row["note"]
    with pytest.raises(UsageError, match="no value in others"):
        ua.grdp(given)  # type: ignore[arg-type]
