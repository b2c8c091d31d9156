"""Lines of many institutions in one pass, whatever their order and number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.datasets.procurement_lines.conftest import INAPROC, ROW, Bring, kept, save
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.clean import staging
from umkm_analysis.datasets.procurement_lines.store import catalog, institution_files, writer
from umkm_analysis.errors import DataError

LOCAL = [region.name for region in regions.all_regions().values() if region.is_local][:40]
MAPS = Path("/proc/self/maps")
V5 = ["nama_klpd", "kd_paket", "kd_paket_produk", "total_harga", "nama_satker"]


def export(path: Path, count: int) -> Path:
    rows = [[LOCAL[at * 7 % 40], *ROW[1:2], f"P{at:05}", *ROW[3:12], str(1000 + at), "600"] for at in range(count)]
    return save(path, INAPROC, rows)


@pytest.mark.parametrize("limits", [(10_000, 700, 1500), (7, 3, 5), (1, 40, 1)])
def test_every_line_is_in_the_files_of_its_institution(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int, int]
) -> None:
    for name, limit in zip(("GATHERED_ROWS", "MAX_OPEN", "MAX_PIECES"), limits, strict=True):
        monkeypatch.setattr(institution_files, name, limit)
    monkeypatch.setattr(staging, "TYPED_ROWS", 50)
    outcome = bring("inaproc", export(tmp_path / "x.csv", 300))
    assert (outcome.account.lines, len(outcome.parts)) == (300, 40)
    assert kept("package, value") == [(f"P{at:05}", 1000 + at) for at in range(300)]
    for part in catalog.imports()[0].parts:
        assert all(f"institution={part.institution}/" in name for name in part.files)


def test_an_institution_is_one_piece_and_no_page_of_the_typed_batches_is_held(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[str] = []
    held: list[str] = []
    cut = institution_files._pieces  # noqa: SLF001 - where memory is highest

    def noting(*given: Any) -> list[tuple[str, Any]]:
        some = cut(*given)
        pieces.extend(key for key, _ in some)
        maps = MAPS.read_text() if MAPS.exists() else ""
        held.extend(line for line in maps.splitlines() if line.endswith(".arrow"))
        return some

    monkeypatch.setattr(institution_files, "_pieces", noting)
    monkeypatch.setattr(writer, "GATHERED_ROWS", 60)
    monkeypatch.setattr(institution_files, "GATHERED_ROWS", 60)
    monkeypatch.setattr(staging, "TYPED_ROWS", 50)
    bring("inaproc", export(tmp_path / "x.csv", 300))
    assert sorted(pieces) == sorted(set(pieces))
    assert len(pieces) == 40
    assert held == []


def test_a_group_of_rows_has_no_words_but_its_own(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[tuple[int, int]] = []
    chosen = writer._chosen  # noqa: SLF001 - what is done once for every group of every typed batch

    def noting(*given: Any) -> Any:
        table = chosen(*given)
        words.append((len(table["supplier"].chunk(0).dictionary), table.num_rows))
        return table

    monkeypatch.setattr(writer, "_chosen", noting)
    monkeypatch.setattr(writer, "GATHERED_ROWS", 60)
    rows = [[LOCAL[at % 40], "Dinas", f"P{at}", *ROW[3:7], f"CV {at}", *ROW[8:]] for at in range(300)]
    bring("inaproc", save(tmp_path / "x.csv", INAPROC, rows))
    assert sum(of for _, of in words) == 300
    assert all(count <= of for count, of in words)
    assert kept("count(DISTINCT supplier) OVER ()")[0] == (300,)


def test_products_of_a_package_are_added_up_wherever_they_stand(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PART_ROWS", 40)
    monkeypatch.setattr(staging, "TYPED_ROWS", 30)
    rows = [[LOCAL[at % 50 % 40], f"K{at % 50}", str(at), str(at), f"Dinas {at % 2}"] for at in range(200)]
    bring("ekatalog-v5", save(tmp_path / "x.csv", V5, rows))
    found: list[tuple[Any, ...]] = kept("package, value, agency")
    assert len(found) == 50
    assert {package: value for package, value, _ in found} == {f"K{at}": sum(range(at, 200, 50)) for at in range(50)}
    assert {agency for _, _, agency in found} == {"DINAS 0", "DINAS 1"}
    assert sorted(catalog.folder().rglob("*.parquet")) == sorted(catalog.files())  # none of the parts stays


def test_more_institutions_than_there_can_be_are_refused(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MAX_INSTITUTIONS", 30)
    with pytest.raises(DataError, match=r"40 institutions and more in one import.* It is Nama Instansi"):
        bring("inaproc", export(tmp_path / "x.csv", 300))
    assert kept() == []
