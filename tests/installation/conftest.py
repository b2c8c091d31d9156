"""A workspace beside an installation whose shipped notebooks a test may change, as a new version would."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def shipped(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped edition of an installation; the current folder is an empty one beside it."""
    package = tmp_path / "site-packages" / "umkm_analysis" / "shipped"
    shutil.copytree(root / "notebooks", package / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (package / "data").mkdir()
    shutil.copy(root / project.MARKER, package / "data")
    monkeypatch.setattr(project, "IN_PACKAGE", package)
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    (tmp_path / "office").mkdir()
    monkeypatch.chdir(tmp_path / "office")
    return package


@pytest.fixture
def edit() -> Callable[[Path, int, str], None]:
    """Put a line at the end of a cell, counted from 0."""

    def add_line(notebook: Path, cell: int, line: str) -> None:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        source = content["cells"][cell]["source"]
        content["cells"][cell]["source"] = f"{''.join(source)}\n{line}"
        notebook.write_text(json.dumps(content), encoding="utf-8")

    return add_line


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes | None]]:
    """Every file and folder below one."""
    return everything
