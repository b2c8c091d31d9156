"""Names that a person confirms: right as they stand, though they look personal or like a list; never a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.errors import TableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import faults, good, written

SHEETS = {"kecamatan": ("umkm", 1), "kanal": ("kanal", 1), "pelatihan": ("pelatihan", 1)}


def with_name(tmp_path: Path, column: str, name: str) -> Path:
    rows = good()
    sheet, at = SHEETS[column]
    rows[sheet][0][at] = name
    return written(tmp_path, rows)


@pytest.mark.parametrize(
    ("column", "name", "reason"),
    [
        ("kanal", "Bu Mega", "a person with a title"),
        ("kanal", "PasarMojo.com", "the address of a page"),
        ("kanal", "Toko A/Toko B", "several channels"),
        ("pelatihan", "Prof. DR. Hamka", "a person with a title"),
        ("pelatihan", "Jubelio, Shopee, Tokopedia", "several trainings"),
        ("pelatihan", "Shopee dan Tokopedia", "several trainings"),
        ("kecamatan", "Haji Pemanggilan", "a person with a title"),
        ("kecamatan", "Tiro/Truseb", "several sub-districts"),
        ("kecamatan", "Kota Padang", "a kabupaten or kota"),
        ("kecamatan", "Blok Sawah", "an address"),
        ("kecamatan", "KEC. Haji Pemanggilan", "a person with a title"),
    ],
)
def test_a_doubtful_name_is_refused_until_it_is_confirmed(
    tmp_path: Path, copied: Path, *, column: str, name: str, reason: str
) -> None:
    path = with_name(tmp_path, column, name)
    (message,) = faults(path)
    assert (message[0], message[1], message[2]) == (SHEETS[column][0], 2, column)
    assert "--confirm and this name, if " in message[3]
    found = read_register(path, confirm=[f" {name.upper()} "])
    kept = name.removeprefix("KEC. ")
    assert found.confirmed == ((kept, reason),)
    place = store.keep(found)
    stored = store.register_of("3576")
    assert stored is not None
    assert stored.confirmed == found.confirmed
    assert kept in {*stored.firms["sub_district"], *stored.channels["channel"], *stored.trainings["training"]}
    assert copied in place.parents


def test_a_name_that_nobody_confirmed_is_not_read_from_a_file(tmp_path: Path, copied: Path) -> None:
    place = store.keep(read_register(with_name(tmp_path, "kanal", "Bu Mega"), confirm=["Bu Mega"]))
    table = pq.read_table(place)
    about = json.loads(table.schema.metadata[store.METADATA_KEY])
    assert about.pop("confirmed") == [["Bu Mega", "a person with a title"]]
    pq.write_table(table.replace_schema_metadata({store.METADATA_KEY: json.dumps(about).encode()}), place)
    with pytest.raises(ValueError, match=r"channel.* is a person with a title") as caught:
        store.register_of("3576")
    assert "Mega" not in str(caught.value)
    assert copied.exists()


@pytest.mark.parametrize(
    "name",
    ["Bu Mega 0812-3456-7890", "3576010101900001", "NPWP 01.234.567.8-601.000", "BCA 1234567890", "bu@mega.id",
     "instagram.com/bumega", "@bumega"],
)  # fmt: skip
def test_a_number_or_account_cannot_be_confirmed(tmp_path: Path, name: str) -> None:
    path = with_name(tmp_path, "kanal", name)
    with pytest.raises(UsageError, match=r"--confirm, name 2: .* cannot be confirmed") as caught:
        read_register(path, confirm=["Bu Rudy", name])
    assert name not in str(caught.value)


def test_what_separates_rows_always_cannot_be_confirmed(tmp_path: Path) -> None:
    path = with_name(tmp_path, "pelatihan", "Jubelio; Shopee")
    with pytest.raises(TableError, match="one training a row; write a row for each of them") as caught:
        read_register(path, confirm=["Jubelio; Shopee"])
    assert "--confirm" not in str(caught.value)


@pytest.mark.parametrize("name", ["Bu Megah", "Mojo Market", "", "  "])
def test_a_name_that_is_not_needed_is_an_error(tmp_path: Path, name: str) -> None:
    path = with_name(tmp_path, "kanal", "Bu Mega")
    with pytest.raises(UsageError, match="--confirm"):
        read_register(path, confirm=["Bu Mega", name])


def test_confirming_one_name_lets_no_other_through(tmp_path: Path) -> None:
    rows = good()
    rows["kanal"][0][1], rows["kanal"][1][1], rows["umkm"][0][1] = "Bu Mega", "Bu Rudy", "Bu Mega"
    path = written(tmp_path, rows)
    with pytest.raises(TableError) as caught:
        read_register(path, confirm=["Bu Mega"])
    assert [(one.sheet, one.row) for one in caught.value.problems] == [("kanal", 3)]


@pytest.mark.parametrize(("many", "named"), [(20, 20), (21, 1)])
def test_a_doubtful_name_of_many_rows_is_asked_about_once(tmp_path: Path, *, many: int, named: int) -> None:
    rows = good()
    first = rows["umkm"][0]
    rows["umkm"] += [[f"U-{at}", "Haji Pemanggilan", *first[2:]] for at in range(3, many + 3)]
    found = faults(written(tmp_path, rows))
    assert [one[1] for one in found] == list(range(4, named + 4))
    assert ("(21 rows)" in found[0][3]) is (named == 1)


def test_codes_and_choices_cannot_be_confirmed(tmp_path: Path) -> None:
    rows = good()
    rows["umkm"][0][2] = "Bu Mega"
    with pytest.raises(TableError, match="sheet umkm, row 2, column sektor") as caught:
        read_register(written(tmp_path, rows), confirm=["Bu Mega"])
    assert "--confirm" not in str(caught.value)
