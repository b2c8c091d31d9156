"""Memory of valid tables: it saves the validation of the same bytes, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.commands.valid_tables import FILE, remembering_valid_tables
from umkm_analysis.datasets import csv_reader, project, tables
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tables that pandera looks at."""
    looked_at: list[str] = []
    broken = csv_reader._broken  # noqa: SLF001 - what costs the time
    monkeypatch.setattr(
        csv_reader,
        "_broken",
        lambda table, raw, resource, *rest: (looked_at.append(resource.name), broken(table, raw, resource, *rest))[1],
    )
    return looked_at


def read_anew(name: str) -> None:
    project.clear_caches()
    tables._trusted.clear()  # noqa: SLF001 - as in a new process
    tables._found_valid.clear()  # noqa: SLF001
    with remembering_valid_tables():
        tables.read(name)


def test_a_table_is_validated_once_and_again_when_a_byte_changes(copied: Path, validated: list[str]) -> None:
    catalog.folder().mkdir(parents=True, exist_ok=True)
    read_anew("mandates")
    assert validated == ["mandates"]
    read_anew("mandates")
    assert validated == ["mandates"]
    (catalog.folder() / FILE).write_text("{", encoding="utf-8")
    read_anew("mandates")
    assert validated == ["mandates"] * 2
    path = copied / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("per cent", "percent", 1), encoding="utf-8")
    with pytest.raises(TableError):
        read_anew("mandates")
    assert json.loads((catalog.folder() / FILE).read_text())["tables"] == ["mandates"]
    with pytest.raises(TableError):
        read_anew("mandates")
