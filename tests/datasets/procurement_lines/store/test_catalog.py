"""The list of imports that count, and what stays when something goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
    plans,
)
from umkm_analysis.datasets.procurement_lines import importer
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("step", ["write", "publish files", "publish catalogue", "sweep"])
def test_a_crash_half_way_leaves_the_old_table(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    bring("inaproc", inaproc({}, name="old.csv"))
    before = kept()
    new = inaproc({"Total Nilai (Rp)": "999"}, {"Kode Paket": "P9", "Nama Instansi": "Kota Surabaya"}, name="new.csv")
    target: tuple[Any, str] = {
        "write": (importer, "_parts"),
        "publish files": (catalog, "move_into_place"),
        "publish catalogue": (catalog.json, "dumps"),
        "sweep": (catalog, "sweep"),
    }[step]

    def crash(*_: object, **__: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(*target, crash)
        with pytest.raises(OSError, match="power cut"):
            bring("inaproc", new, existing=Existing.REPLACE)
    after_crash = kept()
    assert after_crash == before if step != "sweep" else len(after_crash) == 2
    if step != "sweep":
        bring("inaproc", new, existing=Existing.REPLACE)
    else:
        bring("rup-provider", plans(folder.parent / "rup.csv", {}))
    counted = {str(path) for path in catalog.files()}
    assert {str(path) for path in folder.rglob("*.parquet")} == counted
    assert not (folder / catalog.STAGING).exists()


def test_two_imports_do_not_run_at_once(bring: Bring, inaproc: Callable[..., Path]) -> None:
    path = inaproc({})
    with catalog.changing(), pytest.raises(UsageError, match="by another process"):
        bring("inaproc", path)


def test_a_broken_catalogue_is_named(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> None:
    folder.mkdir()
    (folder / "lines.json").write_text("{")
    with pytest.raises(DataError, match=r"lines.json: not readable"):
        bring("inaproc", inaproc({}))
    (folder / "lines.json").write_text('{"format": 9, "imports": []}')
    with pytest.raises(DataError, match="format 9, this version knows 3; update"):
        catalog.imports()
    (folder / "lines.json").write_text('{"format": 1, "imports": []} ')
    with pytest.raises(DataError, match=r"an older version imported these lines.*Delete lines\.json, keep \.secret"):
        catalog.imports()
