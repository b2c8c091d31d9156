"""The wheel in an environment of its own, outside of every checkout, used as a person does."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("installed")]
PAGE = "3576-kota-mojokerto/economic-recovery.html"
BUILD = ("build", "--region", "3576", "--language", "id", "--report", "economic-recovery")


class Environment(NamedTuple):
    """An environment with the wheel, and the libraries of the tests."""

    scripts: Path
    packages: Path

    def run(self, *command: str, at: Path, code: int = 0) -> str:
        named = {"UMKM_HOME", "UMKM_LINES", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
        variables = {name: value for name, value in os.environ.items() if name not in named}
        program, *arguments = command
        done = subprocess.run(  # noqa: S603 - ours
            [self.scripts / program, *arguments], cwd=at, capture_output=True, text=True, check=False,
            env={**variables, "COLUMNS": "200"},
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def files(self) -> dict[Path, tuple[int, int]]:
        found = [path for path in (self.packages / "umkm_analysis").rglob("*") if path.is_file()]
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@pytest.fixture(scope="session")
def installed(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"

    def call(*command: str) -> None:
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-m", *command], cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    call("hatchling", "build", "-t", "wheel", "-d", str(folder))
    call("venv", "--without-pip", str(venv))
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = folder.glob("*.whl")
    call("pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(venv)}))
    # its packages only: the .pth file of this checkout, which lies there too, is not followed
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Environment(python.parent, packages)


def test_without_a_workspace_the_shipped_edition_is_read_and_nothing_written_there(
    installed: Environment, tmp_path: Path
) -> None:
    before = installed.files()
    assert "3576  Kota Mojokerto" in installed.run("umkm", "list", at=tmp_path)
    assert "ok  data/grdp_level.csv" in installed.run("umkm", "check", at=tmp_path)
    installed.run("umkm", *BUILD, "--output", "pages", at=tmp_path)
    installed.run("umkm", *BUILD, at=tmp_path)
    assert (tmp_path / "pages" / "id" / PAGE).read_bytes() == (tmp_path / "reports" / "id" / PAGE).read_bytes()
    installed.run("umkm", "init-register", "--demo", "register.xlsx", at=tmp_path)
    for refused in (("import", "register", "register.xlsx"), ("sample-lines",), ("upgrade-notebooks",), ("lab",)):
        assert "umkm init FOLDER" in installed.run("umkm", *refused, at=tmp_path, code=2)
    assert {path.name for path in tmp_path.iterdir()} == {"pages", "reports", "register.xlsx"}
    assert installed.files() == before


def test_a_workspace_is_made_built_in_and_keeps_its_own_data(installed: Environment, tmp_path: Path) -> None:
    before = installed.files()
    installed.run("umkm", "init", "office", at=tmp_path)
    home = tmp_path / "office"
    installed.run("umkm", *BUILD, at=home)
    installed.run("umkm", *BUILD, "--output", "pages", at=tmp_path)
    assert (home / "reports" / "id" / PAGE).read_bytes() == (tmp_path / "pages" / "id" / PAGE).read_bytes()
    assert "0 built, 1 up to date" in installed.run("umkm", *BUILD, at=home / "notebooks")
    assert "ok  data/grdp_level.csv" in installed.run("umkm", "check", at=home)
    installed.run("umkm", "init-register", "--demo", "register.xlsx", at=home)
    installed.run("umkm", "import", "register", "register.xlsx", at=home)
    installed.run("umkm", "sample-lines", "--lines", "50", "--year", "2024", at=home)
    assert (home / "data" / "register" / "3576.parquet").is_file()
    assert (home / "data" / "lines" / "lines.json").is_file()
    installed.run("umkm", "lab", "--version", at=home)
    assert "All that is needed is there." in installed.run("umkm", "doctor", at=home)
    assert "economic_recovery.ipynb: as shipped" in installed.run("umkm", "upgrade-notebooks", at=home)
    assert installed.files() == before


def test_a_workspace_s_notebook_runs_by_papermill_alone(installed: Environment, tmp_path: Path) -> None:
    installed.run("umkm", "init", at=tmp_path)
    notebook = "notebooks/economic_recovery.ipynb"
    command = ("-m", "papermill", "--engine", "umkm", notebook, "out.ipynb", "-p", "region", "3515", "-k", "python3")
    installed.run("python", *command, at=tmp_path)
    assert "Kabupaten Sidoarjo" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
