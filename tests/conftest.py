"""Shared by all tests: the checkout, and copies of it to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from umkm_analysis.import_blocker import UNUSED_OF_JUPYTER, hidden

with hidden(*UNUSED_OF_JUPYTER):
    import nbformat  # noqa: F401 - otherwise each of pytest's processes would wait seconds for it

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ and notebooks/ that a test may break; the package reads it instead of the checkout."""
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "lines"))
    monkeypatch.setenv("UMKM_HOME", str(tmp_path))
    return tmp_path
