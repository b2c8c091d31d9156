"""Hashes of stored lines: one byte that changes is an error, and what was compared is not hashed at every start."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets.procurement_lines.store import catalog, integrity
from umkm_analysis.datasets.procurement_lines.store.engines import line_files
from umkm_analysis.errors import DataError
from umkm_analysis.installation.checks.check import State
from umkm_analysis.installation.checks.lines import lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import Bring


@pytest.fixture
def stored(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> Path:
    """The file of three lines."""
    bring("inaproc", inaproc(*({"Kode Paket": f"P{at}"} for at in range(3))))
    (path,) = folder.rglob("*.parquet")
    return path


def flipped(path: Path) -> None:
    """Turn one bit in the middle, and leave size and time of the last change as they were."""
    status, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_flipped_bit_is_an_error_though_size_and_time_are_the_same(stored: Path) -> None:
    assert line_files() == [stored]
    flipped(stored)
    with pytest.raises(DataError, match=r"not as it was imported\)\. Import the export of these lines again"):
        line_files()
    (check,) = lines()
    assert (check.state, check.found) == (State.WARN, f"not as they were imported: {stored}")


def test_a_file_is_hashed_once_while_it_stays_the_same(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    digest = catalog.digest
    monkeypatch.setattr(catalog, "digest", lambda path: (hashed.append(path), digest(path))[1])
    assert line_files() == line_files() == [stored]
    assert hashed == [stored]
    assert [check.found for check in lines()] == ["1 file, unchanged since the import"]
    assert hashed == [stored, stored]  # the doctor looks at every byte
    memory = json.loads((catalog.folder() / integrity.MEMORY).read_text())
    memory[catalog.name_of(stored)][0] -= integrity.LASTS + 1
    (catalog.folder() / integrity.MEMORY).write_text(json.dumps(memory))
    line_files()
    assert hashed == [stored] * 3  # a week later again


@pytest.mark.parametrize("memory", ["", "[]", "{", '{"x": 1}'])
def test_a_broken_memory_is_none(stored: Path, memory: str) -> None:
    (catalog.folder() / integrity.MEMORY).write_text(memory)
    assert line_files() == [stored]
    flipped(stored)
    with pytest.raises(DataError):
        line_files()


def test_lines_of_before_hashes_were_kept_stay_readable(stored: Path) -> None:
    path = catalog.folder() / catalog.IMPORTS_FILE
    content = json.loads(path.read_text())
    del content["digests"]
    path.write_text(json.dumps(content))
    assert line_files() == [stored]
    assert [check.found for check in lines()] == [
        "1 file, unchanged since the import; 1 were imported before hashes were kept"
    ]


def test_hashes_of_lines_that_stay_are_kept(stored: Path, bring: Bring, inaproc: Callable[..., Path]) -> None:
    before = dict(catalog.digests())
    assert list(before) == [catalog.name_of(stored)]
    bring("inaproc", inaproc({"Tahun Anggaran": "2024"}, name="earlier.csv"), year=2024)
    assert before.items() < catalog.digests().items()
