"""What a plan refuses before anything is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended


def test_a_notebook_that_is_not_there_is_named_with_what_to_do(copied: Path, umkm: Callable[..., Ended]) -> None:
    notebook = copied / "notebooks" / "economic_recovery.ipynb"
    notebook.unlink()
    asked = ("build", "--region", "3576", "--output", str(copied / "out"))
    ended = umkm(*asked)
    assert ended.returncode == ExitCode.DATA
    assert f"{notebook}: there is no such notebook" in ended.stderr.replace("\n", "")
    assert "UMKM_HOME" in ended.stderr
    assert not (copied / "out").exists()
    assert umkm(*asked, "--report", "procurement-share", "--dry-run").returncode == 0
