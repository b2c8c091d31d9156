"""Wheel and sdist: what they hold, and that they are the same bytes whenever and from whatever they are built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

OWN = (
    "data/register/3576.parquet", "data/lines/.secret", "data/own/import.json", "data/claims2.csv", "data/.env",
    "data/fetched/bps.zip",
    "data/pinned/2026.11+1374.zip",
    "notebooks/Untitled.ipynb", "reports/index.html", "build/messages.pot", "tests/test_x.py", ".env", "dist/old.whl",
)  # fmt: skip
"""What lies about in a checkout that is worked in."""
FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", ".gitignore")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("distribution")]


@pytest.fixture(scope="session")
def checkout(root_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which somebody has worked."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("umkm_analysis", "data", "notebooks"):
        kept = shutil.ignore_patterns("__pycache__", "lines", "register", "own", ".ipynb_checkpoints")
        shutil.copytree(root_folder / folder, copy / folder, ignore=kept)
    for name in FILES:
        shutil.copy(root_folder / name, copy / name)
    for name in OWN:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("secret")
    return copy


@pytest.fixture(scope="session")
def root_folder(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath


def build(checkout: Path, target: Path, *kinds: str) -> dict[str, Path]:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target), *(f"-t{kind}" for kind in kinds)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return {"wheel": next(target.glob("*.whl"), target), "sdist": next(target.glob("*.tar.gz"), target)}


@pytest.fixture(scope="session")
def archives(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return build(checkout, tmp_path_factory.mktemp("dist"))


def test_both_hold_the_tables_and_notebooks_and_nothing_of_the_person_s(archives: dict[str, Path]) -> None:
    shipped = {"data/datapackage.json", *(f"data/{table.path}" for table in resources().values())}
    shipped |= (
        {f"notebooks/{report.notebook}" for report in REPORTS}
        | {"notebooks/explore.ipynb"}
        | {"data/editions/2026.11.25.zip"}
    )
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        in_wheel = set(wheel.namelist())
        assert not [name for name in in_wheel if wheel.read(name) == b"secret"]
    with tarfile.open(archives["sdist"]) as sdist:
        in_sdist = {name.partition("/")[2] for name in sdist.getnames()}
    place = "umkm_analysis/shipped/"
    assert {name.removeprefix(place) for name in in_wheel if name.startswith(place)} == shipped
    assert {name for name in in_sdist if name.startswith(("data/", "notebooks/"))} == shipped
    assert not set(OWN) & in_sdist
    assert {name.split("/")[0] for name in in_wheel} == {"umkm_analysis", "umkm_analysis-0.2.0.dist-info"}
    assert {name.split("/")[0] for name in in_sdist} == {"umkm_analysis", "data", "notebooks", "PKG-INFO", *FILES}
    assert {"umkm_analysis/pages/template/umkm/index.html.j2", "umkm_analysis/i18n/messages/en.po"} <= in_wheel


def test_the_same_bytes_come_from_a_second_build_and_the_same_wheel_from_the_sdist(
    archives: dict[str, Path], checkout: Path, tmp_path: Path
) -> None:
    again = build(checkout, tmp_path / "again")
    assert [again[kind].read_bytes() for kind in again] == [archives[kind].read_bytes() for kind in again]
    with tarfile.open(archives["sdist"]) as sdist:
        sdist.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert build(unpacked, tmp_path / "from-sdist", "wheel")["wheel"].read_bytes() == archives["wheel"].read_bytes()


def test_a_notebook_with_outputs_is_not_packed(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    shutil.copytree(checkout, copy)
    path = copy / "notebooks" / "economic_recovery.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["own figures"]}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / "dist")]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode != 0
    assert "economic_recovery.ipynb holds outputs. Clear them" in done.stderr
