"""Store of registers: nothing personal on the disk, whole or not at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.register.model import TABLES, Register
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import good, written


def same(one: Register, other: Register) -> None:
    assert (one.code, one.as_of, one.synthetic) == (other.code, other.as_of, other.synthetic)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_names=False)


def test_what_names_a_person_never_reaches_the_disk(tmp_path: Path, copied: Path) -> None:
    path = written(tmp_path, good(), "rahasia.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["umkm"]
    secrets = {
        "nama_pemilik": "Siti Aminah",
        "nik": "3576014107850002",
        "telepon": "081234567890",
        "email": "siti@x.id",
    }
    for shift, (head, value) in enumerate({**secrets, "alamat": "Jl. Mawar 5", "rekening": "1234567890"}.items()):
        page.cell(1, 5 + shift, head)
        page.cell(2, 5 + shift, value)
    book.save(path)
    found = read_register(path)
    assert found.unused == tuple(f"umkm.{head}" for head in (*secrets, "alamat", "rekening"))
    kept = store.keep(found)
    assert [one.name for one in (copied / "data" / "register").iterdir()] == ["3576.parquet"]
    cells = {str(cell) for column in pq.read_table(kept).to_pydict().values() for cell in column}
    for secret in (*secrets.values(), "Jl. Mawar 5", "1234567890", "9120001234567", "ID35110000012340722"):
        assert not any(secret in cell for cell in cells)
    assert b"Siti" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_what_is_kept_is_what_was_read(tmp_path: Path, copied: Path) -> None:
    assert store.register_of("3576") is None
    found = read_register(written(tmp_path, good(), "r.xlsx"))
    store.keep(found)
    kept = store.register_of("3576")
    assert kept is not None
    same(found, kept)
    assert len(store.fingerprint("3576")) == 12
    assert copied.exists()


def test_a_register_of_firms_alone_is_kept_too(tmp_path: Path, copied: Path) -> None:
    rows = {name: rows if name in {"register", "umkm"} else [] for name, rows in good().items()}
    found = read_register(written(tmp_path, rows, "r.xlsx"))
    store.keep(found)
    kept = store.register_of("3576")
    assert kept is not None
    same(found, kept)
    assert copied.exists()


@pytest.mark.usefixtures("copied")
def test_an_older_or_made_up_register_replaces_another_only_if_told(tmp_path: Path) -> None:
    found = read_register(written(tmp_path, good()))
    store.keep(found)
    older = Register(**{**vars(found), "as_of": dt.date(2024, 5, 31)})
    made_up = Register(**{**vars(found), "synthetic": True})
    for other, match in ((older, "is newer"), (made_up, "made up for demonstration")):
        with pytest.raises(UsageError, match=match):
            store.keep(other)
        kept = store.register_of("3576")
        assert kept is not None
        same(kept, found)
    store.keep(older, replace=True)
    assert getattr(store.register_of("3576"), "as_of", None) == dt.date(2024, 5, 31)
    store.keep(found)


def test_a_write_that_fails_leaves_the_earlier_register(
    tmp_path: Path, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read_register(written(tmp_path, good(), "r.xlsx"))
    kept = store.keep(found)
    before = kept.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(found)
    assert kept.read_bytes() == before
    assert [one.name for one in (copied / "data" / "register").iterdir()] == ["3576.parquet"]


def test_a_file_that_is_no_register_is_refused(copied: Path) -> None:
    place = copied / "data" / "register" / "3576.parquet"
    place.parent.mkdir()
    place.write_text("x")
    with pytest.raises(DataError, match="Import it again"):
        store.register_of("3576")


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize(
    ("table", "column"), [("firms", "sub_district"), ("channels", "channel"), ("trainings", "training")]
)
def test_a_register_of_an_earlier_version_with_something_personal_is_not_published(
    tmp_path: Path, table: str, column: str
) -> None:
    found = read_register(written(tmp_path, good()))
    getattr(found, table)[column] = "WA 0812-3456-7890"
    store.keep(found)
    with pytest.raises(DataError, match=r"telephone number.*import it again") as caught:
        store.register_of("3576")
    assert "3456" not in str(caught.value)
    mended = read_register(written(tmp_path, good(), "mended.xlsx"))
    with pytest.raises(DataError, match="import it again"):
        store.keep(Register(**{**vars(mended), "synthetic": True}))
    store.keep(mended)
    assert store.register_of("3576") is not None
