"""CSV and JSON that are broken or too large: a clear error, and the lines as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    refused,
)
from umkm_analysis.datasets.procurement_lines.read import text
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_of_too_few_or_many_cells_are_named_by_their_lines(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    lines = [
        ",".join(INAPROC),
        ",".join(ROW),
        "a,b",
        ",".join(ROW).replace("P1", "P2"),
        ",".join([*ROW, "x"]),
        ",".join(ROW).replace("P1", "P3").replace(",1000,", ",salah,"),
    ]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    said = refused(bring, path, "3 rows cannot be used", before)
    assert 'row 3: "2 cells" – expected 14 cells' in said
    assert 'row 5: "15 cells"' in said
    assert "row 6, column Total Nilai (Rp): – expected rupiah" in said
    assert "salah" not in said
    account = bring("inaproc", path, allow_bad=3).account
    assert (account.rows, account.kept_rows) == (5, 2)
    assert [(one.rows, one.unread) for one in account.left_out] == [(3, 3)]


def test_text_of_another_encoding_is_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    good = ",".join(ROW).encode()
    bad = ",".join(ROW).replace("P1", "P2").replace("CV Satu", "CV Café").encode("latin-1")
    path = tmp_path / "x.csv"
    path.write_bytes(b"\n".join([",".join(INAPROC).encode(), good, bad]))
    refused(bring, path, r"row 3, column Nama Penyedia: – expected text in UTF-8", before)
    assert bring("inaproc", path, allow_bad=1).account.kept_rows == 1


def test_a_broken_word_is_named_in_every_row_that_has_it(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [
        ",".join(ROW).replace("P1", f"P{n}").replace("CV Satu", name) for n, name in enumerate(["A", "é", "B", "é"])
    ]
    path.write_bytes("\n".join([",".join(INAPROC), *rows]).encode("latin-1"))
    with pytest.raises(DataError, match=r"2 rows cannot be used") as caught:
        bring("inaproc", path)
    assert "row 3, column Nama Penyedia" in str(caught.value)
    assert "row 5, column Nama Penyedia" in str(caught.value)


def test_a_field_without_end_is_refused_before_memory_is(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(",".join(INAPROC).encode() + b'\nKota Mojokerto,"')
        for _ in range(40):
            file.write(b"x" * (1 << 20))
    refused(bring, path, "a row is longer than 1 MB", before)
    path.write_bytes(b'{"kode_paket": 1}\n{"kode_paket": "' + b"x" * (5 << 20))
    refused(bring, path, "longer than 1 MB", before)


def test_a_json_document_is_read_only_up_to_its_limit(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MAX_DOCUMENT", 100)
    path = tmp_path / "x.json"
    path.write_text('[{"Kode Paket": "' + "x" * 200 + '"}]')
    refused(bring, path, "must be read whole", before)
