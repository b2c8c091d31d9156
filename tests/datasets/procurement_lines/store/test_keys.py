"""The key of suppliers' hashes: one for ever, and nobody else's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.datasets.procurement_lines.store.catalog import IMPORTS_FILE, SECRET_FILE
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("left", [None, "", "x" * 64, "a" * 63, "é", "a" * 64])
def test_a_lost_or_damaged_key_is_an_error_and_no_new_key(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, left: str | None
) -> None:
    bring("inaproc", inaproc({}))
    before = kept()
    key = (folder / SECRET_FILE).read_text()
    (folder / SECRET_FILE).unlink()
    if left is not None:
        (folder / SECRET_FILE).write_text(left, encoding="utf-8")
    other = inaproc({"Kode Paket": "P2", "Nama Instansi": "Kota Surabaya"}, name="b.csv")
    with pytest.raises(
        DataError, match=r"\.secret is (missing|damaged|not the one that .*): .* Put it back from a copy"
    ):
        bring("inaproc", other)
    assert kept() == before
    assert (folder / SECRET_FILE).is_file() == (left is not None)
    (folder / SECRET_FILE).write_text(key, encoding="ascii")
    bring("inaproc", other)
    assert len(kept()) == 2


def test_a_key_is_marked_without_being_told_and_free_again_where_no_line_stands(
    bring: Bring, inaproc: Callable[..., Path], folder: Path
) -> None:
    bring("inaproc", inaproc({}))
    key = (folder / SECRET_FILE).read_text()
    listed = json.loads((folder / IMPORTS_FILE).read_text())
    assert len(listed["key"]) == 32
    assert key not in (folder / IMPORTS_FILE).read_text()
    (folder / IMPORTS_FILE).write_text(json.dumps(listed | {"key": None}))  # as versions before wrote it
    bring("inaproc", inaproc({"Kode Paket": "P2", "Nama Instansi": "Kota Surabaya"}, name="b.csv"))
    assert json.loads((folder / IMPORTS_FILE).read_text())["key"] == listed["key"]
    (folder / IMPORTS_FILE).unlink()
    (folder / SECRET_FILE).write_text("a" * 64)
    bring("inaproc", inaproc({}))
    assert json.loads((folder / IMPORTS_FILE).read_text())["key"] != listed["key"]


def test_files_that_hold_suppliers_are_their_owners_alone(
    bring: Bring, inaproc: Callable[..., Path], folder: Path
) -> None:
    bring("inaproc", inaproc({}, {"Kode Paket": "S", "Nama Instansi": "Kota Surabaya"}))
    private = [*folder.rglob("*.parquet"), folder / SECRET_FILE]
    assert len(private) == 3
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
