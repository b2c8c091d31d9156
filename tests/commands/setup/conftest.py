"""A new empty folder outside of every checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    folder = tmp_path / "my office"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
