"""The Makefile sees whose the environment is that lies in the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("make") is None or shutil.which("sh") is None, reason="there is no make here"),
]
ANEW = "belongs to another folder"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with an environment that was set up in it, in a folder with a blank in its name."""
    home = tmp_path / "a checkout"
    (home / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", home)
    for name in ("requirements.lock", "pyproject.toml", ".venv/.installed"):
        (home / name).touch()
    # as pip writes it where the path has a blank
    script = f"""#!/bin/sh\n'''exec' "{home}/.venv/bin/python" "$0" "$@"\n' '''\n"""
    (home / ".venv" / "bin" / "umkm").write_text(script, encoding="utf-8")
    return home


def _planned(home: Path) -> str:
    command = [shutil.which("make") or "make", "--dry-run", "reports"]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(  # noqa: S603 - ours
        command,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        env=own,  # as if not called by make test
    ).stdout


def test_its_own_environment_is_used_as_it_is(checkout: Path) -> None:
    assert _planned(checkout).splitlines() == [".venv/bin/umkm build"]


@pytest.mark.parametrize("how", [shutil.move, shutil.copytree])
def test_that_of_a_moved_or_copied_checkout_is_made_anew(checkout: Path, how: object) -> None:
    other = checkout.with_name("another")
    how(checkout, other)  # type: ignore[operator]
    planned = _planned(other)
    assert ANEW in planned
    assert "-m venv --clear .venv" in planned


def test_a_link_to_an_environment_elsewhere_is_not_cleared(checkout: Path) -> None:
    other = checkout.with_name("another")
    shutil.copytree(checkout, other)
    shutil.rmtree(other / ".venv")
    (other / ".venv").symlink_to(checkout / ".venv")
    assert _planned(other).splitlines() == [".venv/bin/umkm build"]
