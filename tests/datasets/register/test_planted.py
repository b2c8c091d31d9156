"""Faults planted into registers, every kind into every column: each is named by its cell, nothing else is."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.cells import today
from umkm_analysis.datasets.register.reader import read_register

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets import hostile
from tests.datasets.register.conftest import DAY, faults, written
from tests.datasets.register.conftest import good as small

FIRMS = 160
FREE = 100
"""The firms from this one on stand in no other sheet, so that their code can be spoilt."""
PLACES, COURSES = ("Magersari", "Kranggan", "Prajurit Kulon"), ("Jubelio", "Foto Produk", "Pelatihan Halal 2")
SELLERS = ("Mojo Market", "Grab", "Tokopedia", "Shopee.co.id")

NO_NAME = ("", "123", "-", "?", "n/a", "tidak ada", "x" * 61, "tidak tahu", "...")
SEVERAL = (
    "Grab; Tokopedia", "Grab, Tokopedia", "Grab/Tokopedia", "Grab | Tokopedia", "Grab\nTokopedia", "Grab & Tokopedia",
    "Grab dan Shopee",
)  # fmt: skip
NO_DATE = (
    "kemarin", "15/01/2024", "31/02/2024", "2024-02-30", "45306", "2024-13-01", "2024", "Mei 2022", "01-02-24",
    "2024-06-30 12:00", "1999-12-31", "3024-01-01", "0812-3456-7890", "2024-06-30x", "a\u200bb", "-1", "12345678",
)  # fmt: skip
NO_CHOICE = ("zzz", "makanan; minuman", "besar", "?", "-", "0", "ya/tidak", "mikro kecil")
NO_CODE = (
    "Budi Santoso", "3576011203850001", "081234567890", "U", "1", "U-123456789", "U-1; U-2", "U 1", "U_1", "=1",
    "ABCDEFG-1", "Siti", "NIK3576",
)  # fmt: skip
NO_PLACE = (
    "Jl. Mawar 5", "Magersari, Mojokerto", "Kel. Magersari", "Desa Gunung", "Kota Mojokerto", "Kabupaten Mojokerto",
    "61312", "Magersari;Kranggan", "Magersari/Kranggan", "Kec.", "Magersari\nKranggan", "Blok A", "RT 3", "-",
)  # fmt: skip
MISSPELT = {
    "kecamatan": ("Magersarii", "Magresari", "Magersar", "Krangan", "Prajurit Kulom", "MAGERSARI", "KEC. MAGERSARI",
                  "prajuritkulon", "Kec. kranggan"),
    "kanal": ("Mojo Markett", "mojomarket", "Mojo-Market", "Grabb", "Tokopedai", "GRAB", "Shopeee.co.id"),
    "pelatihan": ("Jubelo", "JUBELIO", "Pelatihan Jubelio", "Foto Poduk", "Produk Foto", "Pelatihan Hallal 2",
                  "foto produk"),
}  # fmt: skip
AS_CERTIFICATE = ("ada", "3576011203850001", "budi@mail.id", "a\u202eb1", "", "91200012345", "912000123456X")


def good() -> dict[str, list[list[Any]]]:
    codes = [f"U-{number:04d}" for number in range(1, FIRMS + 1)]
    known = codes[:FREE]
    return {
        "register": [["3576", DAY, "nyata"]],
        "umkm": [
            [code, PLACES[at % 3], layout.SECTORS[at % 10], layout.SIZES[at % 3]] for at, code in enumerate(codes)
        ],
        "katalog": [[code, "lokal", "tayang", dt.date(2024, 1, 15), dt.date(2024, 3, 1)] for code in known],
        "kanal": [[code, SELLERS[at % 4], dt.date(2023, 8, 1), dt.date(2024, 6, 12)] for at, code in enumerate(known)],
        "pelatihan": [[code, COURSES[at % 3], dt.date(2022, 5, 20)] for at, code in enumerate(known)],
        "sertifikat": [[code, "NIB", "ya", "ya", "9120001234567", "tanpa batas"] for code in known],
    }


def spoilt(entry: layout.Entry) -> list[str]:
    """Every bad cell that a column may have."""
    common = [*hostile.UNSEEN, *hostile.HARMFUL] if entry.kind != "number" else [*hostile.UNSEEN, "A" * 100_000]
    several = SEVERAL if entry.name == "kanal" else ("A; B", "A\nB")
    own = {
        "id": (*NO_CODE, "", *hostile.PERSONAL),
        "date": (*NO_DATE, *([""] if entry.required else [])),
        "date or word": NO_DATE,
        "choice": (*NO_CHOICE, "", *hostile.PERSONAL),
        "name": (*NO_NAME, *hostile.PERSONAL, *MISSPELT.get(entry.name, ()), *several),
        "place": (*NO_PLACE, *hostile.PERSONAL, *MISSPELT["kecamatan"]),
        "number": AS_CERTIFICATE,
    }[entry.kind]  # fmt: skip
    return [*common, *own]


COLUMNS = [
    pytest.param(sheet, entry, id=f"{sheet.name}.{entry.name}")
    for sheet in layout.SHEETS
    if sheet.name != layout.REGISTER
    for entry in sheet.columns
]


@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "entry"), COLUMNS)
def test_every_planted_fault_is_named_by_its_cell_and_nothing_else(
    tmp_path: Path, *, sheet: layout.Sheet, entry: layout.Entry
) -> None:
    texts = spoilt(entry)
    first = FREE if (sheet.name, entry.name) == ("umkm", "id_umkm") else 0
    room = (FIRMS if sheet.name == "umkm" else FREE) - first - 40
    for part, begin in enumerate(range(0, len(texts), room)):
        rows, planted = good(), {}
        chance = random.Random(f"{sheet.name}.{entry.name}")  # noqa: S311 - the same faults in every run
        places = chance.sample(range(first, first + room), min(room, len(texts) - begin))
        for at, text in zip(places, texts[begin : begin + room], strict=True):
            rows[sheet.name][at][sheet.names.index(entry.name)] = text
            planted[sheet.name, at + 2, entry.name] = text
        found = faults(written(tmp_path, rows, f"folder{part}"))
        named = {one[:3] for one in found}
        assert {place: text[:80] for place, text in planted.items() if place not in named} == {}
        assert [one for one in found if one[:3] not in planted] == []
        message = "\n".join(one[3] for one in found if planted[one[:3]] in hostile.PERSONAL).lower()
        assert [secret for secret in hostile.SECRETS if secret.lower() in message] == []
        assert all(sign.isprintable() for one in found for sign in one[3])


def test_days_to_come_are_named(tmp_path: Path) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    rows = good()
    rows["register"][0][1] = tomorrow
    rows["kanal"][0][2] = tomorrow
    rows["sertifikat"][0][5] = tomorrow  # a certificate may be valid still
    found = faults(written(tmp_path, rows))
    assert [one[:3] for one in found] == [("register", 2, "per_tanggal"), ("kanal", 2, "tanggal_daftar")]
    assert "a day up to today" in found[0][3]


@pytest.mark.parametrize("name", [one for one in hostile.HARMLESS if "." not in one and "!" not in one])
def test_names_that_look_a_little_personal_are_names(tmp_path: Path, name: str) -> None:
    rows = good()
    rows["pelatihan"][0][1] = name
    if name.startswith("Pelatihan Jubelio"):
        rows["pelatihan"] = [[code, name, day] for code, _, day in rows["pelatihan"]]
    assert name in set(read_register(written(tmp_path, rows)).trainings["training"])


@pytest.mark.parametrize(
    "name",
    ["2 x 11 Enam Lingkung", "Dusun Tengah", "Ibu Selatan", "IV Jurai", "Kota Gede", "Jalancagak", "Muara Kuang"],
)
def test_sub_districts_with_odd_names_are_read(tmp_path: Path, name: str) -> None:
    rows = good()
    rows["umkm"] = [[code, f"KEC. {name}", *rest] for code, _, *rest in rows["umkm"]]
    assert set(read_register(written(tmp_path, rows)).firms["sub_district"]) == {name}


def test_names_spelt_almost_alike_are_two_if_the_office_says_so(tmp_path: Path) -> None:
    rows = good()
    rows["umkm"][0][1] = "Kranggaan"
    path = written(tmp_path, rows)
    (message,) = faults(path)
    assert '--distinct "Kranggaan=Kranggan" if they are two' in message[3]
    found = read_register(path, distinct=[("kranggan", "KRANGGAAN")])
    assert "Kranggaan" in set(found.firms["sub_district"])


def test_a_spelling_of_many_rows_is_asked_about_once(tmp_path: Path) -> None:
    rows = good()
    for row in rows["umkm"][:30]:
        row[1] = "Kranggaan"
    (message,) = faults(written(tmp_path, rows))
    assert message[:3] == ("umkm", 2, "kecamatan")
    assert "(in 30 rows)" in message[3]


@pytest.mark.slow
@pytest.mark.parametrize("entry", layout.SHEETS[0].columns, ids=lambda entry: entry.name)
def test_faults_of_the_register_itself_are_named(tmp_path: Path, entry: layout.Entry) -> None:
    own = {"kode_daerah": ("3500", "0000", "35.76", "9999", ""), "per_tanggal": (*NO_DATE, ""), "jenis": ("asli", "")}
    personal = hostile.PERSONAL if entry.kind != "date" else ()
    for at, text in enumerate([*own[entry.name], *hostile.UNSEEN, *hostile.HARMFUL, *personal]):
        rows = small()
        rows["register"][0][layout.SHEETS[0].names.index(entry.name)] = text
        found = faults(written(tmp_path, rows, f"folder{at}"))
        assert ("register", 2, entry.name) in {one[:3] for one in found}, text[:80]
        assert text not in hostile.PERSONAL or text.lower() not in str(found).lower()


def test_letters_of_full_width_are_letters(tmp_path: Path) -> None:
    rows = small()
    rows["umkm"][0][1], rows["kanal"][2][1] = "ＫＥＣ． Ｋranggan", "Ｇrab"
    found = read_register(written(tmp_path, rows))
    assert set(found.firms["sub_district"]) == {"Kranggan"}
    assert "Grab" in set(found.channels["channel"])
