"""Command ``umkm pptx``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.slow
def test_it_makes_the_decks_that_are_asked_for(umkm: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, said, _ = umkm(
        "pptx", "--region", "9471", "--report", "economic-recovery", "--language", "id", "--output", str(tmp_path)
    )
    assert code == 0
    assert said.startswith("1 made, 0 failed;")
    (file,) = tmp_path.rglob("*.pptx")
    assert file == tmp_path / "id" / "9471-kota-jayapura" / "economic-recovery.pptx"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--region", "Atlantis"), "Atlantis"),
        (("--region", "9471", "--report", "umkm-onboarding"), "there is nothing to make"),
        (("--region", "9471", "--address", "contoh"), "no address on the web"),
    ],
)
def test_wrong_use_is_said_before_anything_is_made(
    umkm: Callable[..., tuple[int, str, str]], tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, _, said = umkm("pptx", *arguments, "--output", str(tmp_path / "new"))
    assert code == 2
    assert message in said
    assert not (tmp_path / "new").exists()


def test_without_python_pptx_it_says_what_to_install(
    umkm: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    code, _, said = umkm("pptx", "--region", "9471")
    assert code == 5
    assert "umkm-analysis[pptx]" in said or '".[pptx]"' in said
