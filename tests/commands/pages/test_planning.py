"""What a plan refuses before anything is built."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize(("words", "told"), [(["Satu."], "1 markdown cell without"), (["Satu.", "Dua."], "2 markdown")])
def test_cells_without_english_are_counted_and_the_first_is_named(
    copied: Path, umkm: Callable[..., Ended], words: list[str], told: str
) -> None:
    mine = copied / "notebooks" / "mine.ipynb"
    raw = json.loads((mine.parent / "economic_recovery.ipynb").read_text(encoding="utf-8"))
    raw["cells"] += [{"cell_type": "markdown", "id": f"m{len(one)}", "metadata": {}, "source": one} for one in words]
    mine.write_text(json.dumps(raw), encoding="utf-8")
    ended = umkm("build", "--notebook", str(mine), "--region", "3576", "--dry-run", "--output", str(copied / "out"))
    said = " ".join(ended.stderr.split())
    assert told in said
    assert 'the first is "Satu."' in said
